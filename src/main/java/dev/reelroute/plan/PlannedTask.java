package dev.reelroute.plan;

import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.TaskKind;

/**
 * One piece of the work that a plan asks for.
 *
 * @param ordinal chunk for {@code ENCODE_VIDEO}, index into the plan's audio for {@code ENCODE_AUDIO}, else 0
 * @param weight processor seconds that it takes, roughly: its share of the progress bar
 * @param heavy it would hold a place for so long that it belongs into the lane for heavy work
 */
public record PlannedTask(TaskKind kind, int ordinal, double weight, boolean heavy) {

    public Lane lane() {
        return heavy && kind != TaskKind.EARLY ? Lane.HEAVY : kind.lane();
    }
}
