package dev.reelroute.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Tomcat's HTTP protocol, with access to its connections. */
public final class WatchedProtocol extends Http11NioProtocol {

    Set<SocketWrapperBase<NioChannel>> connections() {
        return getEndpoint().getConnections();
    }

    /**
     * Tells whether a client has hung up while it waited for an answer. Tomcat itself notices it only when the answer cannot be written,
     * and what is written first goes nowhere without an error.
     *
     * @param port of the client, while its request is there: another client may have the port later
     */
    public BooleanSupplier hungUp(int port) {
        Optional<SocketWrapperBase<NioChannel>> asks = connections().stream()
                .filter(connection -> connection.getRemotePort() == port)
                .findFirst();
        return () -> asks.filter(connection -> connections().contains(connection) && isThere(connection))
                .isEmpty();
    }

    private static boolean isThere(SocketWrapperBase<NioChannel> connection) {
        ByteBuffer next = ByteBuffer.allocate(1);
        try {
            int read = connection.getSocket().read(next);
            if (read > 0) {
                // The beginning of its next request.
                connection.unRead(next.flip());
            }
            return read >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
