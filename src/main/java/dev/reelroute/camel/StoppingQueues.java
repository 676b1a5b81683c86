package dev.reelroute.camel;

import java.io.Serial;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.seda.BlockingQueueFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The queues of {@code seda:} routes. When Camel stops, it waits for each of these routes, one after the other, until none of its threads
 * waits at its queue any more: almost a second for all of them. Here they wait no longer from the moment at which the work has ended.
 */
@Component("stoppingQueues")
final class StoppingQueues implements BlockingQueueFactory<Exchange>, SmartLifecycle {

    private static final long LAST_WAIT_MILLIS = 10;

    private volatile boolean running;

    @Override
    public BlockingQueue<Exchange> create() {
        return create(Integer.MAX_VALUE);
    }

    @Override
    public BlockingQueue<Exchange> create(int capacity) {
        return new Queue(capacity);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped after the work, which still asks for doorbells and news, and before Camel. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 1;
    }

    private final class Queue extends LinkedBlockingQueue<Exchange> {

        @Serial
        private static final long serialVersionUID = 1L;

        Queue(int capacity) {
            super(capacity);
        }

        @Override
        public @Nullable Exchange poll(long timeout, TimeUnit unit) throws InterruptedException {
            return running
                    ? super.poll(timeout, unit)
                    : super.poll(Math.min(unit.toMillis(timeout), LAST_WAIT_MILLIS), TimeUnit.MILLISECONDS);
        }
    }
}
