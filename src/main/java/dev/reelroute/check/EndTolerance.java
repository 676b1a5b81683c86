package dev.reelroute.check;

import dev.reelroute.plan.Grid;

/**
 * How far the end of what was encoded may be from the planned end. The plan knows the source's packets, not its frames:
 * the last frame's duration is often a guess of the container, and a decoder may give nothing for the last one or two
 * packets. A quarter of a second is more than either of these makes, and less than one GOP, the smallest piece that
 * could get lost.
 */
final class EndTolerance {

    private static final double SECONDS = 0.25;

    private EndTolerance() {}

    /** In frames, at least 2. */
    static long frames(Grid grid) {
        return Math.max(2, Math.round(grid.frameRate().value() * SECONDS));
    }

    static boolean isEnd(Grid grid, long frames) {
        return Math.abs(frames - grid.frames()) <= frames(grid);
    }
}
