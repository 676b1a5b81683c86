package dev.reelroute.task;

import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.TaskKind;

/**
 * The right to do one task, until its lease ends.
 *
 * @param lane whose consumer does the task
 * @param attempt the fencing token: every write under this claim carries it
 * @param failures setbacks so far
 * @param unannounced whether it was claimed before its own message was sent, for the message of another task that still waits
 */
public record Claim(
        String task,
        String video,
        TaskKind kind,
        int ordinal,
        Lane lane,
        int attempt,
        int failures,
        boolean unannounced) {

    /** Unique over all claims ever: used in the names of processes and work folders, and in log lines. */
    public String token() {
        return task + "." + attempt;
    }
}
