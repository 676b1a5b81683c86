package dev.reelroute.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoppingQueuesTest {

    private final StoppingQueues queues = new StoppingQueues();

    @Test
    void nobodyWaitsAtAQueueOnceTheWorkHasEnded() throws Exception {
        BlockingQueue<Exchange> queue = queues.create(1);
        queues.start();
        CompletableFuture<Exchange> waits = CompletableFuture.supplyAsync(() -> poll(queue, Duration.ofMinutes(1)));
        Exchange message = new DefaultExchange(new DefaultCamelContext());

        queue.put(message);

        assertThat(waits).succeedsWithin(Duration.ofSeconds(30)).isSameAs(message);
        assertThat(queue.offer(message)).isTrue();
        assertThat(queue.offer(message)).as("more than its size").isFalse();

        queues.stop();

        assertThat(poll(queue, Duration.ofMinutes(1))).as("what is still there").isSameAs(message);
        assertThat(CompletableFuture.supplyAsync(() -> poll(queue, Duration.ofMinutes(1))))
                .succeedsWithin(Duration.ofSeconds(30))
                .isNull();
    }

    @Test
    void whoeverWaitsWhenTheWorkEndsIsWokenAndNotInterrupted() throws Exception {
        BlockingQueue<Exchange> queue = queues.create(1);
        queues.start();
        AtomicReference<Thread> waiting = new AtomicReference<>();
        CompletableFuture<Boolean> woken = CompletableFuture.supplyAsync(() -> {
            waiting.set(Thread.currentThread());
            assertThat(poll(queue, Duration.ofMinutes(1))).isNull();
            return Thread.currentThread().isInterrupted();
        });
        await().until(() -> isWaiting(waiting.get()));

        queues.stop();

        assertThat(woken).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(false);
    }

    @Test
    void whoeverPollsShortlyWaitsUntilThereIsSomething() {
        BlockingQueue<Exchange> queue = queues.create(1);
        queues.start();
        AtomicReference<Thread> waiting = new AtomicReference<>();
        Exchange message = new DefaultExchange(new DefaultCamelContext());
        CompletableFuture<Exchange> polled = CompletableFuture.supplyAsync(() -> {
            waiting.set(Thread.currentThread());
            return poll(queue, Duration.ZERO);
        });
        await().until(() -> polled.isDone() || isWaiting(waiting.get()));

        queue.add(message);

        assertThat(polled).succeedsWithin(Duration.ofSeconds(30)).isSameAs(message);
    }

    private static boolean isWaiting(@Nullable Thread thread) {
        return thread != null && thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static Exchange poll(BlockingQueue<Exchange> queue, Duration patience) {
        try {
            return queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
