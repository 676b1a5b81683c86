package dev.reelroute.embedded;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.elasticmq.server.ElasticMQServer;
import org.elasticmq.server.config.ElasticMQServerConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import scala.Function0;

/**
 * An SQS server. Its queues have no redrive policy: with one, its persistence brings dead-lettered messages back after
 * a restart. Dead-lettering is the routes' work anyway.
 */
@Component
@ConditionalOnProperty("reelroute.embedded.queue")
class EmbeddedQueue {

    private final ElasticMQServer server;
    private final int port;
    private @Nullable Function0<?> stop;

    EmbeddedQueue(
            EmbeddedProperties properties,
            @Value("${reelroute.data}") Path data,
            @Value("${reelroute.queue.fast}") String fast,
            @Value("${reelroute.queue.early}") String early,
            @Value("${reelroute.queue.bulk}") String bulk,
            @Value("${reelroute.queue.heavy}") String heavy,
            @Value("${reelroute.queue.dead}") String dead,
            @Value("${reelroute.queue.events}") String events) {
        // Camel must drain before the queue goes; the server's own shutdown hook would race with it.
        System.setProperty("pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off");
        // Its clock would tick a hundred times a second, which is a hundredth of a processor for waits of seconds.
        System.setProperty("pekko.scheduler.tick-duration", "50ms");
        this.port = properties.queuePort();
        Map<String, Object> queues = List.of(fast, early, bulk, heavy, dead, events).stream()
                .collect(Collectors.toMap(name -> name, name -> Map.of()));
        Config config = ConfigFactory.load()
                .withValue("rest-sqs.enabled", ConfigValueFactory.fromAnyRef(true))
                .withValue("rest-sqs.bind-hostname", ConfigValueFactory.fromAnyRef("127.0.0.1"))
                .withValue("rest-sqs.bind-port", ConfigValueFactory.fromAnyRef(port))
                .withValue("rest-stats.enabled", ConfigValueFactory.fromAnyRef(false))
                .withValue("node-address.port", ConfigValueFactory.fromAnyRef(port))
                .withValue("messages-storage.enabled", ConfigValueFactory.fromAnyRef(properties.persistentQueues()))
                // Not closed by the JVM's end, but by ours: until Camel has drained, the queues are needed.
                .withValue(
                        "messages-storage.uri",
                        ConfigValueFactory.fromAnyRef(
                                "jdbc:h2:file:" + data.resolve("queues") + ";DB_CLOSE_ON_EXIT=FALSE"))
                .withValue("queues", ConfigValueFactory.fromMap(queues));
        this.server = new ElasticMQServer(new ElasticMQServerConfig(config));
    }

    @PostConstruct
    void start() {
        try {
            // The server would log a stack trace before it told us.
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        } catch (IOException e) {
            throw new PortTaken(port, "reelroute.embedded.queue-port", e);
        }
        stop = server.start();
    }

    @PreDestroy
    void stop() {
        if (stop != null) {
            stop.apply();
        }
    }
}
