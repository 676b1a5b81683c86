package dev.reelroute.embedded;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.reelroute.http.NoSwallowing;
import dev.reelroute.http.WatchedProtocol;
import dev.reelroute.queue.QueueProperties;
import dev.reelroute.store.PrivateFiles;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.catalina.core.StandardContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.stereotype.Component;

/**
 * An SQS server: {@link QueueBroker ElasticMQ} behind {@link QueueDoor a door} that lets in only clients with the keys.
 * Its queues have no redrive policy: with one, ElasticMQ's persistence brings dead-lettered messages back after a
 * restart. The routes send dead letters anyway.
 */
@Component
class EmbeddedQueue implements EmbeddedServers.Server {

    private static final String FILE = "queues";
    private static final int THREADS = 16;

    private final int port;
    private final Path data;
    private final boolean persistent;
    private final List<String> queues;
    private final String accessKey;
    private final String secretKey;
    private @Nullable QueueBroker broker;
    private @Nullable QueueDoor door;
    private @Nullable WebServer server;

    EmbeddedQueue(
            EmbeddedProperties properties,
            QueueProperties queues,
            @Value("${reelroute.data}") Path data,
            @Value("${reelroute.queue.access-key:}") String accessKey,
            @Value("${reelroute.queue.secret-key:}") String secretKey) {
        this.port = properties.queuePort();
        this.data = data;
        this.persistent = properties.persistentQueues();
        this.queues = queues.all();
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    @Override
    public void start() throws IOException {
        // Camel must drain before the queue stops; the server's own shutdown hook would race with it.
        System.setProperty("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off");
        // Its clock would tick a hundred times a second, which costs a hundredth of a processor, for waits of seconds.
        System.setProperty("pekko.scheduler.tick-duration", "200ms");
        try {
            // The server would log a stack trace before it reports the error to us.
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        } catch (IOException e) {
            throw new PortTaken(port, "reelroute.embedded.queue-port", e);
        }
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        String secretPath = HexFormat.of().formatHex(secret);
        QueueBroker behind = new QueueBroker(settings(secretPath));
        broker = behind;
        QueueDoor inFront = new QueueDoor(behind, "/" + secretPath, accessKey, secretKey);
        door = inFront;
        server = serve(inFront);
        inFront.knock();
    }

    @Override
    public void stop() {
        if (door != null) {
            door.close();
        }
        if (server != null) {
            server.stop();
            // Else its threads stay, and with them a JVM that nobody ends.
            server.destroy();
        }
        if (broker != null) {
            broker.stop();
        }
    }

    private Config settings(String secretPath) throws IOException {
        Map<String, Object> settings = new HashMap<>();
        settings.put("node-address.host", "127.0.0.1");
        settings.put("node-address.port", port);
        settings.put("node-address.context-path", secretPath);
        settings.put("queues", queues.stream().collect(Collectors.toMap(name -> name, name -> Map.of())));
        settings.put("messages-storage.enabled", persistent);
        if (persistent) {
            PrivateFiles.file(data.resolve(FILE + ".mv.db"));
            // Our stop closes it, not the JVM's end: the queues are needed until Camel has drained.
            settings.put(
                    "messages-storage.uri",
                    "jdbc:h2:file:" + data.resolve(FILE) + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0");
        }
        return ConfigFactory.parseMap(settings).withFallback(ConfigFactory.load());
    }

    private WebServer serve(QueueDoor servlet) {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(port);
        factory.setAddress(InetAddress.getLoopbackAddress());
        factory.setProtocol(WatchedProtocol.class.getName());
        factory.addEngineValves(new NoSwallowing());
        factory.addContextCustomizers(context -> {
            if (context instanceof StandardContext whole) {
                // When it stops, whoever polled has gone. Tomcat would wait two seconds for polls that it still counts.
                whole.setUnloadDelay(0);
            }
        });
        factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof WatchedProtocol protocol) {
                servlet.watch(protocol);
                // A poll that waits holds no thread.
                protocol.setMinSpareThreads(1);
                protocol.setMaxThreads(THREADS);
            }
        });
        WebServer web = factory.getWebServer(context -> {
            ServletRegistration.Dynamic registration = context.addServlet("queues", servlet);
            registration.addMapping("/");
            registration.setAsyncSupported(true);
        });
        web.start();
        return web;
    }
}
