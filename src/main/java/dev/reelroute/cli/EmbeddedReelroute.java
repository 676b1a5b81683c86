package dev.reelroute.cli;

import dev.reelroute.Reelroute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * The whole application with its own stores, for as long as one command lasts: on free ports of the loopback interface,
 * with a data folder that is removed with it. It uses no other stores, whatever the configuration says.
 */
final class EmbeddedReelroute implements AutoCloseable {

    private static final int ATTEMPTS = 5;

    private final Path data;
    private @Nullable ConfigurableApplicationContext context;
    private boolean closed;

    /** @param data folder that does not exist yet; it is removed at the end */
    EmbeddedReelroute(Path data) {
        this.data = data;
    }

    /** Starts the application; when that fails, the console says why. */
    void start() {
        SpringApplication application = new SpringApplication(Reelroute.class);
        application.setMainApplicationClass(Reelroute.class);
        // Our own shutdown hook must close the application, because the data folder can be removed only after that.
        application.setRegisterShutdownHook(false);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "close"));
        ConfigurableApplicationContext started = application.run(arguments().toArray(String[]::new));
        synchronized (this) {
            context = started;
        }
    }

    /** Address of the API. */
    String address() {
        int port =
                ((ServletWebServerApplicationContext) context()).getWebServer().getPort();
        return "http://127.0.0.1:" + port;
    }

    <T> T bean(Class<T> type) {
        return context().getBean(type);
    }

    /** Whether the process is being stopped from outside. */
    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (context != null) {
            context.close();
        }
        // When it is stopped during its start, it may still write files; those that come meanwhile are removed by the
        // next attempt.
        int attempts = 1;
        while (!remove() && attempts < ATTEMPTS) {
            attempts++;
        }
    }

    private boolean remove() {
        try {
            return FileSystemUtils.deleteRecursively(data);
        } catch (IOException e) {
            return false;
        }
    }

    private synchronized ConfigurableApplicationContext context() {
        if (context == null || closed) {
            throw new IllegalStateException("Reelroute is not running");
        }
        return context;
    }

    private List<String> arguments() {
        return List.of(
                "--reelroute.role=all",
                "--reelroute.data=" + data,
                "--reelroute.store.endpoint=embedded",
                "--reelroute.queue.endpoint=embedded",
                // It is needed until work is handed back, so our hook closes it, not the JVM's end.
                "--reelroute.ledger.url=jdbc:h2:file:" + data.resolve("ledger")
                        + ";DB_CLOSE_ON_EXIT=FALSE;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
                "--reelroute.embedded.store-port=" + freePort(),
                "--reelroute.embedded.queue-port=" + freePort(),
                // An archive of classes is to have those of a server, too.
                "--reelroute.embedded.persistent-queues=" + Boolean.getBoolean("reelroute.persistent"),
                "--reelroute.task.shutdown-grace=0",
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--reelroute.access.mode=open",
                "--reelroute.http.health-port=-1",
                "--reelroute.address.public-url=",
                "--camel.main.routes-reload-enabled=false",
                // Nobody is told of a video whose addresses end with this process: no webhook, and no step of the
                // user's own.
                // One that decides what is published is asked all the same.
                "--reelroute.notify.url=",
                "--camel.main.routes-exclude-pattern=**/on-*.camel.yaml",
                // The error is reported at the end, with its code.
                "--logging.level.root=ERROR",
                "--logging.level.dev.reelroute=ERROR");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
