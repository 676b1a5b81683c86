package dev.reelroute.live;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Has all {@link LiveFiles} looked at four times a second, each kind in a task of its own, because a reload of routes may
 * have to wait.
 */
@Component
class LiveChanges implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LiveChanges.class);
    private static final long PERIOD = 250; // ms; a saved file takes effect after one to two of them
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
    @SuppressWarnings("FutureReturnValueIgnored") // they never end; what goes wrong in them is logged there
    public void start() {
        if (!isWanted) {
            return;
        }
        ScheduledExecutorService executor =
                Executors.newScheduledThreadPool(files.size(), task -> new Thread(task, "live-changes"));
        files.forEach(each -> executor.scheduleWithFixedDelay(() -> look(each), PERIOD, PERIOD, TimeUnit.MILLISECONDS));
        looks = executor;
    }

    /** Logs once why a folder cannot be read, not with each look. */
    private void look(LiveFiles each) {
        try {
            each.look();
            unreadable.remove(each);
        } catch (UncheckedIOException e) {
            String why = String.valueOf(e.getCause());
            if (!why.equals(unreadable.put(each, why))) {
                LOG.warn("Changed files are not noticed until this is resolved: {}", why);
            }
        } catch (RuntimeException e) {
            LOG.error("{} could not be checked", each.getClass().getSimpleName(), e);
        }
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
