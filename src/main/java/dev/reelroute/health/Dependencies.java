package dev.reelroute.health;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.queue.LongPolls;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Which dependencies are away, and for how long. The route {@code health-look} asks them, so that no caller has to wait
 * for a server that does not answer. While this process lacks something that others may have, it takes no work.
 */
@Component
public class Dependencies {

    private static final Logger LOG = LoggerFactory.getLogger(Dependencies.class);

    /** What this process may lack while others have it. A worker that throws back each piece of work would keep it from them. */
    private static final Set<FailureCode> OURS = EnumSet.of(FailureCode.DISK_FULL, FailureCode.STORE_REFUSED);

    /**
     * So long a process whose disk was full takes no work at least: what failed has given room back, and the next would need it again.
     * No wait after an outage is longer than {@code task.max-backoff}, this one neither.
     */
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private record Absence(String reason, long begun) {

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    /** Looks from one question to the next, of a server in this process: it goes when the process goes, and each question costs both. */
    private static final int SELDOM = 5;

    private final Map<FailureCode, Probe> probes = new EnumMap<>(FailureCode.class);
    private final Set<FailureCode> here = EnumSet.noneOf(FailureCode.class);
    private final Map<FailureCode, Absence> absences = new ConcurrentHashMap<>();
    /** When each was seen to be back, in nanoseconds. */
    private final Map<FailureCode, Long> ends = new ConcurrentHashMap<>();

    private final StoreProbe store;
    private final LongPolls polls;
    private final Duration pause;
    private int looks;

    Dependencies(
            StoreProbe store,
            QueueProbe queue,
            LedgerProbe ledger,
            DiskProbe disk,
            LongPolls polls,
            @Value("${reelroute.task.max-backoff}") Duration longestWait,
            @Value("${reelroute.embedded.store:false}") boolean isStoreHere,
            @Value("${reelroute.embedded.queue:false}") boolean isQueueHere) {
        probes.put(FailureCode.STORE_UNAVAILABLE, store);
        // In the order of the codes, so that the store has been asked a moment ago.
        probes.put(FailureCode.STORE_REFUSED, store::refusal);
        probes.put(FailureCode.QUEUE_UNAVAILABLE, queue);
        probes.put(FailureCode.LEDGER_UNAVAILABLE, ledger);
        probes.put(FailureCode.DISK_FULL, disk);
        this.store = store;
        this.polls = polls;
        this.pause = longestWait.compareTo(PAUSE) < 0 ? longestWait : PAUSE;
        if (isStoreHere) {
            here.add(FailureCode.STORE_UNAVAILABLE);
        }
        if (isQueueHere) {
            here.add(FailureCode.QUEUE_UNAVAILABLE);
        }
    }

    /** Asks one dependency. */
    @FunctionalInterface
    interface Probe {

        /**
         * @return why it cannot be used; null when it can
         */
        @Nullable
        String ask();
    }

    /** Asks all of them; those that are in this process, and were there when they were last asked, only now and then. */
    public void look() {
        boolean isTheirTurn = looks++ % SELDOM == 0;
        probes.forEach((code, probe) -> {
            if (!isTheirTurn && here.contains(code) && !absences.containsKey(code)) {
                return;
            }
            String reason = probe.ask();
            if (reason != null) {
                begin(code, reason);
            } else if (code != FailureCode.DISK_FULL || awayFor(code).compareTo(pause) > 0) {
                Absence ended = absences.remove(code);
                if (ended != null) {
                    ends.put(code, System.nanoTime());
                    LOG.info("{} is over, after {} s", code, ended.age().toSeconds());
                }
            }
        });
        polls.pauseLanes(lack().isPresent());
    }

    private void begin(FailureCode code, String reason) {
        if (absences.putIfAbsent(code, new Absence(reason, System.nanoTime())) == null) {
            LOG.warn("{}: {} ({})", code, code.message(), reason);
        }
    }

    /**
     * Work has failed for it: whoever finds that out first need not wait for the next look. A store that refuses one object may
     * still give others, and is asked for the bucket.
     *
     * @return whether it is this process that lacks it, and not the work that is at fault
     */
    public boolean met(FailureCode code, String reason) {
        if (code == FailureCode.STORE_REFUSED) {
            String away = store.ask();
            String refusal = store.refusal();
            if (away != null || refusal == null) {
                return false;
            }
            begin(code, refusal);
        } else if (OURS.contains(code)) {
            begin(code, reason);
        } else {
            return false;
        }
        polls.pauseLanes(true);
        return true;
    }

    /** What this process lacks, so that it takes no work; others may have it. */
    public Optional<FailureCode> lack() {
        return OURS.stream().filter(absences::containsKey).findFirst();
    }

    /**
     * @param code of a failure; the result is zero for a code that is no outage, or for an outage that is not known yet
     */
    public Duration awayFor(FailureCode code) {
        Absence absence = absences.get(code);
        return absence == null ? Duration.ZERO : absence.age();
    }

    /** Whether a dependency is away, or was at some time not longer ago. */
    public boolean wasAwayWithin(Duration time, FailureCode code) {
        Long end = ends.get(code);
        return absences.containsKey(code) || (end != null && System.nanoTime() - end < time.toNanos());
    }

    /** Why a dependency cannot be used; empty when it answered when it was last asked. */
    public Optional<String> reason(FailureCode code) {
        return Optional.ofNullable(absences.get(code)).map(Absence::reason);
    }
}
