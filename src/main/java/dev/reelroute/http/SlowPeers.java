package dev.reelroute.http;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.Constants;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Ends requests that a client makes too slow: headers and bodies that arrive in drips, answers that are not read.
 * Tomcat limits only the silence between two bytes, and one byte a second is no silence. Looks twice a second, and
 * costs nothing between.
 */
@Component
class SlowPeers {

    private static final Logger LOG = LoggerFactory.getLogger(SlowPeers.class);
    private static final long LOOK_MILLIS = 500;
    /** Requests younger than this do not count as slow. */
    private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A request that waits for its client. */
    interface Slow {

        /** Address of the client. */
        String peer();

        /** When it began, on the clock of {@link System#nanoTime}. */
        long begun();

        /** How long it may take. */
        Duration patience();

        void giveUp();
    }

    private final HttpProperties limits;
    private final Set<Slow> waiting = ConcurrentHashMap.newKeySet();
    private final Map<SocketWrapperBase<NioChannel>, Sample> samples = new WeakHashMap<>();
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "slow-peers");
        thread.setDaemon(true);
        return thread;
    });

    /** How much of a request had been transferred at a time, when it was fast enough until then. */
    private record Sample(long request, long bytes, long at) {}

    SlowPeers(HttpProperties limits) {
        this.limits = limits;
    }

    void watch(Slow slow) {
        waiting.add(slow);
    }

    void forget(Slow slow) {
        waiting.remove(slow);
    }

    /** Watches a server's connections from now on. */
    @SuppressWarnings("FutureReturnValueIgnored") // it never ends; what goes wrong in it is logged there
    void watch(WatchedProtocol protocol) {
        looker.scheduleWithFixedDelay(() -> look(protocol), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        looker.shutdownNow();
    }

    private void look(WatchedProtocol protocol) {
        try {
            long now = System.nanoTime();
            List<Slow> slow = new ArrayList<>(waiting);
            for (SocketWrapperBase<NioChannel> connection : protocol.connections()) {
                Slow found = look(connection, protocol.atWork(connection), now);
                if (found != null) {
                    slow.add(found);
                }
            }
            endTheLate(slow, now);
        } catch (RuntimeException e) {
            LOG.warn("Slow connections could not be checked", e);
        }
    }

    /**
     * @param atWork what a thread works on for this connection, and perhaps waits for it
     * @return what this connection waits for; null when it is fast enough
     */
    private @Nullable Slow look(
            SocketWrapperBase<NioChannel> connection, @Nullable AbstractProcessor atWork, long now) {
        if (!((atWork != null ? atWork : connection.getCurrentProcessor()) instanceof AbstractProcessor processor)) {
            return null;
        }
        Request request = processor.getRequest();
        long begun = request.getStartTimeNanos();
        if (begun < 0) {
            return null;
        }
        int stage = request.getRequestProcessor().getStage();
        boolean isAnswered =
                processor.isAsync() || (stage >= Constants.STAGE_SERVICE && stage <= Constants.STAGE_ENDOUTPUT);
        if (!isAnswered) {
            // A request that has begun and is still in its headers; or one that has just ended, which lasts only a
            // moment. No thread waits for headers.
            return atWork == null ? new Unfinished(connection, begun, limits.headerTimeout()) : null;
        }
        // Bodies of other calls are watched by the code that reads them, which can say what is wrong.
        boolean sends = UploadRelay.isFor(String.valueOf(request.requestURI()))
                && request.getBytesRead() < request.getContentLengthLong();
        if (!sends && !connection.hasDataToWrite()) {
            samples.remove(connection);
            return null;
        }
        long moved = request.getBytesRead() + request.getResponse().getBytesWritten(false);
        Sample sample = samples.get(connection);
        // Since it was fast enough for the last time: a connection takes megabytes before anybody reads one of
        // them, and these would count for somebody who then reads nothing.
        if (sample == null
                || sample.request() != begun
                || moved - sample.bytes()
                        >= (now - sample.at()) / 1e9 * limits.slowestRate().toBytes()) {
            samples.put(connection, new Sample(begun, moved, now));
            return null;
        }
        return new Unfinished(connection, sample.at(), limits.bodyTimeout());
    }

    /** All that are past their deadline, and the oldest of an address that has too many. */
    private void endTheLate(List<Slow> slow, long now) {
        Map<String, List<Slow>> byPeer = new HashMap<>();
        for (Slow each : slow) {
            if (now - each.begun() > each.patience().toNanos()) {
                end(each, "took too long");
            } else if (now - each.begun() > YOUNG_NANOS) {
                byPeer.computeIfAbsent(each.peer(), peer -> new ArrayList<>()).add(each);
            }
        }
        byPeer.values()
                .forEach(ofOne -> ofOne.stream()
                        .sorted(Comparator.comparingLong(Slow::begun))
                        .limit(Math.max(0, ofOne.size() - limits.slowPerAddress()))
                        .forEach(each -> end(each, "was one of too many")));
    }

    private static void end(Slow slow, String why) {
        LOG.debug("A request of {} {}", slow.peer(), why);
        try {
            slow.giveUp();
        } catch (RuntimeException e) {
            LOG.debug("It was gone already", e);
        }
    }

    /** Ends a connection without an answer: a client that is so slow does not read one. */
    private record Unfinished(SocketWrapperBase<NioChannel> connection, long begun, Duration patience) implements Slow {

        @Override
        public String peer() {
            return String.valueOf(connection.getRemoteAddr());
        }

        /** A request that no thread waits for has to be told, as Tomcat does; otherwise it would never end. */
        @Override
        public void giveUp() {
            boolean writes = connection.hasDataToWrite();
            if (writes) {
                failToWrite();
            }
            boolean isWaitedFor =
                    connection.getCurrentProcessor() instanceof AbstractProcessor processor && processor.isAsync();
            if (isWaitedFor) {
                connection.setError(new SocketTimeoutException());
                connection.processSocket(SocketEvent.ERROR, true);
            } else if (!writes) {
                connection.close();
            }
        }

        /**
         * A thread that waits until it can write is not woken by Tomcat when its connection is closed, and would keep what it
         * holds until its own time is over. When the socket takes no more, it wakes, fails, and closes the connection.
         */
        private void failToWrite() {
            SocketChannel socket = connection.getSocket().getIOChannel();
            if (socket == null) {
                return;
            }
            try {
                // Otherwise the kernel would keep what was not read.
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                socket.shutdownOutput();
            } catch (IOException e) {
                LOG.debug("It was gone already", e);
            }
        }
    }
}
