package dev.reelroute.journey;

import dev.reelroute.ledger.TaskKind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A kind of damage and what must come of it.
 *
 * @param name what is done
 * @param plan where and how
 * @param caughtBy whose check notices it
 * @param redone whose work is done again
 * @param words what the product must say about it
 */
record Harm(String name, Saboteur.Plan plan, TaskKind caughtBy, TaskKind redone, String words, Outcome outcome) {

    enum Outcome {
        MENDED,
        FAILED;

        String inWords(String redone) {
            return this == MENDED ? redone + " done again, then ready" : "`FAILED`, `OUTPUT_CHECK_FAILED`";
        }
    }

    /** Whether both can be done to one video: whose check notices one and whose work it costs has nothing to do with the other. */
    boolean isApartFrom(Harm other) {
        return outcome == Outcome.MENDED
                && other.outcome == Outcome.MENDED
                && Collections.disjoint(kinds(), other.kinds());
    }

    private Set<TaskKind> kinds() {
        return EnumSet.of(caughtBy, redone);
    }

    @Override
    public String toString() {
        return name;
    }
}
