package dev.reelroute.journey;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stands in front of a server on this machine, and behaves like a bad network when told to. */
public final class FaultProxy implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;
    private static final double RESET_CHANCE =
            0.05; // of each piece of data; a connection to a database takes a dozen of them

    private static final Map<Manner, byte[]> ANSWERS =
            Map.of(Manner.BUSY, answer("503 Slow Down"), Manner.DENY, answer("403 Forbidden"));

    /** What becomes of connections and of what goes through them. */
    public enum Manner {
        /** Everything goes through. */
        PASS,
        /** Connections are reset, those that exist and new ones. */
        REFUSE,
        /** Connections stay open and nothing goes through. */
        SILENT,
        /** Everything goes through, late. */
        SLOW,
        /** Everything goes through until a connection is reset, sooner or later. */
        RESET,
        /** Each HTTP request is answered by 503. */
        BUSY,
        /** Each HTTP request is answered by 403. */
        DENY
    }

    private final int target;
    private final long slowMillis;
    private final ServerSocket server;
    private final Random random;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Manner manner = Manner.PASS;
    private volatile Consumer<String> ear = asked -> {};
    private volatile @Nullable String denied;

    /** @param slowMillis delay of each piece of data while {@link Manner#SLOW} */
    public FaultProxy(int target, long slowMillis, long seed) {
        this.target = target;
        this.slowMillis = slowMillis;
        this.random = new Random(seed);
        try {
            server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    public synchronized void behave(Manner next) {
        manner = next;
        if (next == Manner.REFUSE) {
            sockets.forEach(FaultProxy::reset);
        }
        notifyAll();
    }

    /** Refuses requests that have this in them; null: none. */
    void deny(@Nullable String part) {
        denied = part;
    }

    /** Lets somebody hear what is asked, piece by piece. */
    void hear(Consumer<String> listener) {
        ear = listener;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (manner == Manner.REFUSE) {
                    reset(client);
                } else {
                    daemon(() -> connect(client));
                }
            } catch (IOException e) {
                // Closed, or a client that went again.
            }
        }
    }

    private void connect(Socket client) {
        sockets.add(client);
        try {
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
            upstream.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            sockets.add(upstream);
            daemon(() -> pump(client, upstream, true));
            pump(upstream, client, false);
        } catch (IOException e) {
            reset(client);
        }
    }

    private void pump(Socket from, Socket to, boolean asking) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!passes()) {
                    reset(from);
                    reset(to);
                    return;
                }
                if (asking) {
                    String asked = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                    String part = denied;
                    byte[] refusal = ANSWERS.get(part != null && asked.contains(part) ? Manner.DENY : manner);
                    if (refusal != null) {
                        turnAway(from, refusal);
                        return;
                    }
                    ear.accept(asked);
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One side has closed, and the other is closed with it.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static byte[] answer(String status) {
        return ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void turnAway(Socket client, byte[] refusal) throws IOException {
        client.getOutputStream().write(refusal);
        client.shutdownOutput();
        // A side that closes before all is read resets the connection, and the answer may be lost.
        client.setSoTimeout(1000);
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /** Waits as long as the manner says. @return false to reset the connection */
    private synchronized boolean passes() {
        try {
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(slowMillis);
            for (long left = slowMillis;
                    manner == Manner.SLOW && left > 0;
                    left = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime())) {
                wait(left);
            }
            while (manner == Manner.SILENT) {
                wait();
            }
        } catch (InterruptedException e) {
            return false;
        }
        return manner != Manner.REFUSE && !(manner == Manner.RESET && random.nextDouble() < RESET_CHANCE);
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        behave(Manner.REFUSE);
    }
}
