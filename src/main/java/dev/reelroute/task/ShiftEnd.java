package dev.reelroute.task;

import dev.reelroute.duty.Duties;
import dev.reelroute.queue.LongPolls;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Ends this process's work when the application stops: its duties are given up, nothing new begins, running work may go
 * on for a while, and what is not done by then is handed back to other workers. All this happens before Camel stops,
 * because ending a claim needs routes, ledger and queues; leases are renewed meanwhile.
 */
@Component
class ShiftEnd implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ShiftEnd.class);
    /** Time for killed programs to end and for claims to be handed back. */
    private static final Duration HAND_BACK = Duration.ofSeconds(10);

    private final Duties duties;
    private final RunningTasks running;
    private final LongPolls polls;
    private final Attendance attendance;
    private final Duration grace;
    private volatile boolean working;

    ShiftEnd(Duties duties, RunningTasks running, LongPolls polls, Attendance attendance, TaskProperties properties) {
        this.duties = duties;
        this.running = running;
        this.polls = polls;
        this.attendance = attendance;
        this.grace = Duration.ofSeconds(properties.shutdownGrace());
    }

    @Override
    public void start() {
        working = true;
    }

    @Override
    public void stop() {
        working = false;
        duties.handBack();
        running.beginNoMore();
        polls.end();
        if (!running.isIdle()) {
            if (!grace.isZero()) {
                LOG.info("Stopping: work under way has {} s to end", grace.toSeconds());
            }
            if (running.awaitIdle(grace)) {
                LOG.info("Stopping: all work has ended");
            } else {
                running.interruptAll();
                if (!running.awaitIdle(HAND_BACK)) {
                    LOG.warn("Some work could not be handed back; others take it when its lease has expired");
                    return;
                }
                LOG.info("Stopping: what had not ended is handed back, and others go on with it");
            }
        }
        attendance.signOff();
    }

    @Override
    public boolean isRunning() {
        return working;
    }

    /** Stopped first, and started last. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
