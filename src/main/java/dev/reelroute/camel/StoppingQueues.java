package dev.reelroute.camel;

import java.io.Serial;
import java.util.HashSet;
import java.util.Set;
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
 * waits at its queue any more: a second for each, or, with a shorter {@code pollTimeout}, an idle process that looks at empty queues all the
 * time. Here they wait no longer from the moment at which the work has ended.
 *
 * <p>A consumer sleeps for its {@code pollTimeout} while Camel starts, too: with Camel's default, what came first waited for a second. So it
 * is short, and whoever polls waits here until there is something, or for {@link #LONGEST_WAIT_MILLIS}.
 */
@Component("stoppingQueues")
final class StoppingQueues implements BlockingQueueFactory<Exchange>, SmartLifecycle {

    /** As long as Camel's default: so long a route that somebody stops by hand waits for its threads. */
    private static final long LONGEST_WAIT_MILLIS = 1000;

    private static final long LAST_WAIT_MILLIS = 10;

    /** At their queues, while this process runs; its lock guards {@link #running}, too. */
    private final Set<Thread> waiting = new HashSet<>();

    private boolean running;

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
        synchronized (waiting) {
            running = true;
        }
    }

    @Override
    public void stop() {
        synchronized (waiting) {
            running = false;
            waiting.forEach(Thread::interrupt);
        }
    }

    @Override
    public boolean isRunning() {
        synchronized (waiting) {
            return running;
        }
    }

    /** Stopped after the work, which still asks for doorbells and news, and before Camel. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 1;
    }

    private boolean begins() {
        synchronized (waiting) {
            return running && waiting.add(Thread.currentThread());
        }
    }

    private void ends() {
        synchronized (waiting) {
            waiting.remove(Thread.currentThread());
            if (!running) {
                // What it got in the last moment is not interrupted.
                Thread.interrupted();
            }
        }
    }

    private final class Queue extends LinkedBlockingQueue<Exchange> {

        @Serial
        private static final long serialVersionUID = 1L;

        Queue(int capacity) {
            super(capacity);
        }

        @Override
        public @Nullable Exchange poll(long timeout, TimeUnit unit) throws InterruptedException {
            if (!begins()) {
                return super.poll(Math.min(unit.toMillis(timeout), LAST_WAIT_MILLIS), TimeUnit.MILLISECONDS);
            }
            try {
                return super.poll(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                if (isRunning()) {
                    throw e;
                }
                return null;
            } finally {
                ends();
            }
        }
    }
}
