package dev.reelroute.startup;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server elsewhere that may come later than we do.
 *
 * @param name as the log calls it
 * @param absence asks for it: why it is not there; null: it is, even if it refuses us
 */
public record Latecomer(String name, Supplier<@Nullable String> absence) {

    private static final Logger LOG = LoggerFactory.getLogger(Latecomer.class);

    private static final long PAUSE_MILLIS = 500;
    /** Between two lines in the log. */
    private static final long QUIET = Duration.ofSeconds(30).toNanos();

    /** Returns when it is there, or when that has taken too long: then whoever needs it says what is wrong. */
    @SuppressWarnings("FutureReturnValueIgnored") // a look tells its own end, and what goes wrong in it
    public void await(Duration patience) {
        if (absence.get() == null) {
            return;
        }
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        CompletableFuture<Boolean> there = new CompletableFuture<>();
        clock.scheduleWithFixedDelay(new Look(there), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        try {
            there.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("No longer waiting for the {}", name, e);
        } finally {
            clock.shutdownNow();
        }
    }

    private final class Look implements Runnable {

        private final CompletableFuture<Boolean> there;
        private long told = System.nanoTime() - QUIET;

        Look(CompletableFuture<Boolean> there) {
            this.there = there;
        }

        @Override
        public void run() {
            try {
                String why = absence.get();
                if (why == null) {
                    there.complete(true);
                } else if (System.nanoTime() - told >= QUIET) {
                    told = System.nanoTime();
                    LOG.warn("Waiting for the {}: {}", name, why);
                }
            } catch (RuntimeException e) {
                there.completeExceptionally(e);
            }
        }
    }
}
