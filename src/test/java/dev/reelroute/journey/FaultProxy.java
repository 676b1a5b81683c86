package dev.reelroute.journey;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP server in front of another one on the loopback interface, that fails as networks and servers do. */
final class FaultProxy implements AutoCloseable {

    enum Fault {
        /** All is well. */
        NONE,
        /** Connections are reset, old and new ones. */
        RESET,
        /** Connections are there, but nothing comes back. */
        SILENT
    }

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;

    /** @param target port that is passed on to */
    FaultProxy(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void begin(Fault begun) {
        fault = begun;
        if (begun == Fault.RESET) {
            sockets.forEach(FaultProxy::reset);
        }
    }

    /** What hung is dropped, so that nobody waits for an answer that was swallowed. */
    void end() {
        fault = Fault.NONE;
        sockets.forEach(FaultProxy::reset);
    }

    @Override
    public void close() throws IOException {
        server.close();
        sockets.forEach(FaultProxy::reset);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (fault == Fault.RESET) {
                    reset(client);
                } else {
                    Socket behind = new Socket(InetAddress.getLoopbackAddress(), target);
                    sockets.add(client);
                    sockets.add(behind);
                    daemon(() -> pass(client, behind));
                    daemon(() -> pass(behind, client));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (fault != Fault.SILENT) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // The other side hears of it by the end of its connection.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
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
}
