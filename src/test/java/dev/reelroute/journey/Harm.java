package dev.reelroute.journey;

import dev.reelroute.ledger.TaskKind;

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

    @Override
    public String toString() {
        return name;
    }
}
