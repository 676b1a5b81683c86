package dev.reelroute.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** Tomcat's HTTP protocol, with access to its connections. */
public final class WatchedProtocol extends Http11NioProtocol {

    /** What threads are at. Tomcat takes a connection's processor away from it for as long. */
    private final Map<SocketWrapperBase<?>, AbstractProcessor> atWork = new ConcurrentHashMap<>();

    @Override
    protected Processor createProcessor() {
        return new Http11Processor(this, getAdapter()) {
            @Override
            public SocketState process(SocketWrapperBase<?> connection, SocketEvent event) throws IOException {
                atWork.put(connection, this);
                try {
                    return super.process(connection, event);
                } finally {
                    atWork.remove(connection);
                }
            }
        };
    }

    Set<SocketWrapperBase<NioChannel>> connections() {
        return getEndpoint().getConnections();
    }

    /** What a thread works on for a connection; null: no thread does. */
    @Nullable
    AbstractProcessor atWork(SocketWrapperBase<NioChannel> connection) {
        return atWork.get(connection);
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
