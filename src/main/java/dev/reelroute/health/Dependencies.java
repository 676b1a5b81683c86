package dev.reelroute.health;

import dev.reelroute.failure.FailureCode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Which dependencies are away, and for how long. Asked by the route {@code health-look}, so that nobody who wants to
 * know has to wait for a server that does not answer.
 */
@Component
public class Dependencies {

    private static final Logger LOG = LoggerFactory.getLogger(Dependencies.class);

    private record Absence(String reason, long begun) {

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    private final Map<FailureCode, Probe> probes = new EnumMap<>(FailureCode.class);
    private final Map<FailureCode, Absence> absences = new ConcurrentHashMap<>();

    Dependencies(StoreProbe store, QueueProbe queue, LedgerProbe ledger) {
        probes.put(FailureCode.STORE_UNAVAILABLE, store);
        probes.put(FailureCode.QUEUE_UNAVAILABLE, queue);
        probes.put(FailureCode.LEDGER_UNAVAILABLE, ledger);
    }

    /** Asks one dependency. */
    @FunctionalInterface
    interface Probe {

        /** @return why it is of no use; null when it answers */
        @Nullable
        String ask();
    }

    /** Asks all of them. */
    public void look() {
        probes.forEach((code, probe) -> {
            String reason = probe.ask();
            if (reason == null) {
                Absence ended = absences.remove(code);
                if (ended != null) {
                    LOG.info("{} is over, after {} s", code, ended.age().toSeconds());
                }
            } else if (absences.putIfAbsent(code, new Absence(reason, System.nanoTime())) == null) {
                LOG.warn("{}: {} ({})", code, code.message(), reason);
            }
        });
    }

    /** @param code of a failure; with one that is no outage, or not known yet, the answer is zero */
    public Duration awayFor(FailureCode code) {
        Absence absence = absences.get(code);
        return absence == null ? Duration.ZERO : absence.age();
    }

    /** Why a dependency is of no use; empty when it answered when last asked. */
    Optional<String> reason(FailureCode code) {
        return Optional.ofNullable(absences.get(code)).map(Absence::reason);
    }
}
