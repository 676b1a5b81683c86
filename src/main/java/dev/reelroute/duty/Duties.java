package dev.reelroute.duty;

import dev.reelroute.health.Outages;
import dev.reelroute.ledger.Duty;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.HandBackDuties;
import dev.reelroute.ledger.Statements.TakeDuty;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/**
 * The duties of this process. That only one process has a duty saves requests; correctness does not depend on it. A
 * process that slept through the end of its lease may still be in the middle of a round, and every round is harmless
 * when it is done twice.
 */
@Component
public class Duties {

    private static final Logger LOG = LoggerFactory.getLogger(Duties.class);

    private final Ledger ledger;
    private final long lease;
    private final int leaseSeconds;
    private final String owner = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    /** The time until which a duty is certainly ours, on the clock of {@link System#nanoTime}. */
    private final Map<Duty, Long> held = new ConcurrentHashMap<>();

    private boolean begun;
    private boolean stopping;

    public Duties(Ledger ledger, DutyProperties properties) {
        this.ledger = ledger;
        this.leaseSeconds = properties.lease();
        this.lease = TimeUnit.SECONDS.toNanos(properties.lease());
    }

    /** Takes the duties that no process has, and renews the leases of ours. */
    public synchronized void renew() {
        // Half a lease leaves time for another attempt, and means fewer writes to an idle embedded database.
        List<Duty> due =
                Stream.of(Duty.values()).filter(duty -> left(duty) < lease / 2).toList();
        if (stopping || due.isEmpty()) {
            return;
        }
        long until = System.nanoTime() + lease;
        Map<Duty, Boolean> taken = new EnumMap<>(Duty.class);
        ledger.atomically(() -> {
            due.forEach(duty -> taken.put(duty, ledger.run(new TakeDuty(duty, owner, leaseSeconds)) == 1));
            return taken;
        });
        taken.forEach((duty, ours) -> {
            boolean before = has(duty);
            if (ours) {
                held.put(duty, until);
            } else {
                held.remove(duty);
            }
            if (begun && before != ours) {
                LOG.info("{} is now done by {}", duty, ours ? "this process" : "another process");
            }
        });
        begun = true;
    }

    /** Whether a duty is ours. */
    public boolean has(Duty duty) {
        return left(duty) > 0;
    }

    /** Gives up all duties when the process stops: others need not wait for the end of its leases. */
    public synchronized void handBack() {
        stopping = true;
        if (held.isEmpty()) {
            return;
        }
        held.clear();
        try {
            ledger.run(new HandBackDuties(owner));
        } catch (RuntimeException e) {
            // A failure here must not keep the rest of the stop from happening.
            LOG.atLevel(Outages.caused(e) ? Level.DEBUG : Level.WARN)
                    .log("The ledger does not know that our duties have ended; their leases end by themselves", e);
        }
    }

    private long left(Duty duty) {
        Long until = held.get(duty);
        return until == null ? 0 : until - System.nanoTime();
    }
}
