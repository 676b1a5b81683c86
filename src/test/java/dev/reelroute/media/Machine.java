package dev.reelroute.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** What tests share: the machine, its ports, and what it has that others have not, such as namespaces. */
public final class Machine {

    /** Set by someone who knows that the machine has everything: then a test that would be skipped fails. */
    private static final String REQUIRE = "REELROUTE_TESTS_REQUIRE";

    /**
     * Ports that no system gives to outgoing connections, a range for each process that runs tests: one that is free now stays
     * so until a server, seconds later, listens there.
     */
    private static final int FIRST_PORT = 11_000;

    private static final int PORTS = 5_000;
    private static final int FORK = Integer.getInteger("tests.fork", 0) % 4;
    private static final AtomicInteger GIVEN =
            new AtomicInteger((int) (ProcessHandle.current().pid() % PORTS));

    static {
        // Otherwise headers and body come in a packet each, and the second waits 40 ms until the first is acknowledged.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private Machine() {}

    /** A port that nobody listens on, and that was not given before. */
    public static int freePort() {
        while (true) {
            int port = FIRST_PORT + FORK * PORTS + GIVEN.getAndIncrement() % PORTS;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next one.
            }
        }
    }

    /** One that is still to be told what it answers, and to be started; on a port that is free. */
    public static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    /** @param otherwise why the test is skipped where it is not so */
    public static void needs(boolean what, String otherwise) {
        if (System.getenv(REQUIRE) != null) {
            assertThat(what).as("%s, and %s is set", otherwise, REQUIRE).isTrue();
        }
        assumeTrue(what, otherwise);
    }
}
