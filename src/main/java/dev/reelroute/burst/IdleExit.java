package dev.reelroute.burst;

import dev.reelroute.failure.Misconfigured;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.WorkInLane;
import dev.reelroute.queue.QueueProperties;
import dev.reelroute.task.RunningTasks;
import dev.reelroute.task.WorkerProperties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Ends a worker that has nothing to do any more. */
@Component
public class IdleExit {

    private static final Logger LOG = LoggerFactory.getLogger(IdleExit.class);

    private final Ledger ledger;
    private final RunningTasks running;
    private final QueueProperties queues;
    private final @Nullable Duration after;
    private boolean wasQuiet;
    private boolean leaving;

    IdleExit(
            Ledger ledger,
            RunningTasks running,
            QueueProperties queues,
            WorkerProperties worker,
            @Value("${reelroute.serves}") boolean serves) {
        if (serves && worker.exitWhenIdle() != null) {
            throw new Misconfigured(
                    "reelroute.worker.exit-when-idle ends a worker, and this process serves the API as well.",
                    "Set it for processes with reelroute.role=worker only.");
        }
        this.ledger = ledger;
        this.running = running;
        this.queues = queues;
        this.after = worker.exitWhenIdle();
    }

    /**
     * Ends this process, with code 0, if it has had no work for long enough and none is due in its lanes, at two looks: what
     * was claimed at this moment is not due any more, and does not run yet.
     */
    public void look() {
        if (after == null || leaving) {
            return;
        }
        boolean isQuiet = running.idleFor().compareTo(after) >= 0 && !isWorkDue();
        if (!isQuiet || !wasQuiet) {
            wasQuiet = isQuiet;
            return;
        }
        leaving = true;
        LOG.info("Nothing to do for {} s: this worker ends", after.toSeconds());
        // The exit waits for the routes, and this is called from one.
        new Thread(() -> System.exit(0), "exit-when-idle").start();
    }

    private boolean isWorkDue() {
        return queues.lanes().entrySet().stream()
                .filter(lane -> lane.getValue().consumers() > 0)
                .anyMatch(lane -> ledger.askOne(new WorkInLane(lane.getKey()))
                                .orElseThrow()
                                .due()
                        > 0);
    }
}
