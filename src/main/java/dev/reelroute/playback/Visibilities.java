package dev.reelroute.playback;

import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.FindVisibility;
import dev.reelroute.ledger.Statements.Visible;
import dev.reelroute.ledger.Visibility;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Whether a video is there, and who may play it. A player asks for a segment every few seconds, so answers are remembered
 * for a short time; while the ledger is away the last ones hold, so that what plays goes on. What is not there is not
 * remembered: there is too much of it.
 */
@Component
public class Visibilities {

    private static final int MOST = 10_000;
    /** For how long a ledger that did not answer is left alone: each question would wait for it. */
    private static final long REST = Duration.ofSeconds(10).toNanos();

    /** @param asked when the ledger was asked, in nanoseconds */
    private record Known(Visibility visibility, long asked) {}

    private final Ledger ledger;
    private final long remember;
    private final Map<String, Known> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST;
        }
    });
    /** How often something was forgotten: an answer that was under way meanwhile may be an old one. */
    private final AtomicLong forgotten = new AtomicLong();

    private volatile long away = System.nanoTime() - REST;

    Visibilities(Ledger ledger, PlaybackProperties properties) {
        this.ledger = ledger;
        this.remember = properties.remember().toNanos();
    }

    /** Empty: there is no such video, or it is being deleted. */
    public Optional<Visibility> of(String id) {
        long now = System.nanoTime();
        @Nullable Known earlier = known.get(id);
        if (earlier != null && (now - earlier.asked() < remember || now - away < REST)) {
            return Optional.of(earlier.visibility());
        }
        long before = forgotten.get();
        try {
            Optional<Visibility> found = ledger.askOne(new FindVisibility(id)).map(Visible::visibility);
            found.ifPresentOrElse(visibility -> known.put(id, new Known(visibility, now)), () -> known.remove(id));
            if (forgotten.get() != before) {
                known.remove(id);
            }
            return found;
        } catch (DataAccessException e) {
            if (earlier == null) {
                throw e;
            }
            away = System.nanoTime();
            return Optional.of(earlier.visibility());
        }
    }

    /** Has the ledger asked again: here at once, in other processes when they have remembered for long enough. */
    public void forget(String id) {
        forgotten.incrementAndGet();
        known.remove(id);
    }
}
