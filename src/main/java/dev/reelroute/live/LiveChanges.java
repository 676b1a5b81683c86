package dev.reelroute.live;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Has all {@link LiveFiles} looked at four times a second, each kind in a task of its own, because a reload of routes may
 * have to wait. Whoever has saved a file waits for it to take effect, and soon saves again: meanwhile the looks come more often.
 */
@Component
class LiveChanges implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LiveChanges.class);
    private static final long PERIOD = 250; // ms
    private static final long SHORT_PERIOD = 100; // ms; a saved file takes effect after one to two of them
    private static final long ATTENTION = 10_000; // ms; for so long after a change, the period is the short one
    private static final long FAREWELL = 15; // seconds; a reload that is under way is not cut in two

    private final List<LiveFiles> files;
    private final boolean isWanted;
    private final Map<LiveFiles, String> unreadable = new ConcurrentHashMap<>();
    private @Nullable ScheduledExecutorService looks;

    LiveChanges(List<LiveFiles> files, @Value("${camel.main.routes-reload-enabled:false}") boolean isWanted) {
        this.isWanted = isWanted;
        this.files = files;
    }

    @Override
    public void start() {
        if (!isWanted) {
            return;
        }
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(files.size(), task -> new Thread(task, "live-changes"));
        // A stop does not wait for the next look.
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        long longAgo = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(ATTENTION);
        files.forEach(each -> lookLater(executor, each, longAgo));
        looks = executor;
    }

    /** @param changed when the files were last seen to change, on the clock of {@link System#nanoTime} */
    @SuppressWarnings(
            "FutureReturnValueIgnored") // each look leads to the next one; what goes wrong in it is logged there
    private void lookLater(ScheduledExecutorService executor, LiveFiles each, long changed) {
        boolean isEditing = System.nanoTime() - changed < TimeUnit.MILLISECONDS.toNanos(ATTENTION);
        try {
            executor.schedule(
                    () -> lookLater(executor, each, look(each) ? System.nanoTime() : changed),
                    isEditing ? SHORT_PERIOD : PERIOD,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Stopped meanwhile.
        }
    }

    /** Logs once why a folder cannot be read, not with each look. */
    private boolean look(LiveFiles each) {
        try {
            boolean hasChanged = each.look();
            unreadable.remove(each);
            return hasChanged;
        } catch (UncheckedIOException e) {
            String why = String.valueOf(e.getCause());
            if (!why.equals(unreadable.put(each, why))) {
                LOG.warn("Changed files are not noticed until this is resolved: {}", why);
            }
        } catch (RuntimeException e) {
            LOG.error("{} could not be checked", each.getClass().getSimpleName(), e);
        }
        return false;
    }

    @Override
    public void stop() {
        if (looks != null) {
            looks.shutdown();
            try {
                looks.awaitTermination(FAREWELL, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            looks = null;
        }
    }

    @Override
    public boolean isRunning() {
        return looks != null;
    }
}
