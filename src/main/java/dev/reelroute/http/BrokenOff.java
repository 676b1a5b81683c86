package dev.reelroute.http;

import jakarta.annotation.PreDestroy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.core.StandardContext;
import org.apache.coyote.AbstractProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.stereotype.Component;

/**
 * Has a stop wait for requests that are under way, and not for those that clients broke off. Tomcat 10.1 counts some of these for ever:
 * it forgets to count them down when their connection breaks while they end ({@code AsyncStateMachine.recycle}), mostly uploads. From
 * the beginning of a stop, when no request comes any more, this compares Tomcat's count with the connections that really have a request,
 * and takes the difference off.
 */
@Component
class BrokenOff implements ApplicationListener<ContextClosedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(BrokenOff.class);
    private static final long LOOK_MILLIS = 100;
    /** A request may end between a look at the count and one at the connections: so many looks after the first must find the same. */
    private static final int LOOKS_ALIKE = 5;

    private final Set<StandardContext> contexts = ConcurrentHashMap.newKeySet();
    private final Set<WatchedProtocol> protocols = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "broken-off");
        thread.setDaemon(true);
        return thread;
    });
    /** Requests that Tomcat counts and that have no connection, as the last look found. */
    private long lastLost;

    /** How many looks before it found as many. */
    private int looksAlike;

    void watch(StandardContext context) {
        contexts.add(context);
    }

    void watch(WatchedProtocol protocol) {
        protocols.add(protocol);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it goes on for as long as the stop waits
    public void onApplicationEvent(ContextClosedEvent stop) {
        looker.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Beans are destroyed when the server has stopped. */
    @PreDestroy
    void end() {
        looker.shutdownNow();
    }

    private void look() {
        long counted = contexts.stream()
                .mapToLong(StandardContext::getInProgressAsyncCount)
                .sum();
        long connected = protocols.stream()
                .flatMap(protocol -> protocol.connections().stream())
                .filter(connection ->
                        connection.getCurrentProcessor() instanceof AbstractProcessor processor && processor.isAsync())
                .count();
        long lost = counted - connected;
        looksAlike = lost == lastLost ? looksAlike + 1 : 0;
        lastLost = lost;
        if (lost > 0 && looksAlike >= LOOKS_ALIKE) {
            LOG.debug("{} requests are not waited for: their clients have gone", lost);
            for (StandardContext context : contexts) {
                for (; lost > 0 && context.getInProgressAsyncCount() > 0; lost--) {
                    context.decrementInProgressAsyncCount();
                }
            }
        }
    }
}
