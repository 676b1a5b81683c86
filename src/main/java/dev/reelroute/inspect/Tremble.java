package dev.reelroute.inspect;

/**
 * Whether the times of a track's packets go to and fro beside the samples in them, as times of arrival do, or those of a coarse
 * clock. A hole is never made up for by packets that overlap, so it is their overlapping that tells: packets that come too near
 * to the one before, after others that came too far behind it, again and again.
 */
final class Tremble {

    /** Seconds; less than this, the filter that fills holes lets pass by itself. */
    private static final double WORTH_IT = 0.015;

    /** Seconds; what is missing or overlaps for longer is a hole, or another recording. */
    private static final double MOST = 0.5;

    /** Seconds in which the times come back to where they were. Recordings that were joined overlap at their joints only. */
    private static final double SOON = 1;

    private static final int OFTEN = 3;

    private double off;
    private double top;
    private double topAt;
    private double bottom;
    private boolean falling;
    private int falls;
    private double most;

    /**
     * @param gap seconds from the end of the packet before to this one; negative where they overlap
     * @param at seconds on the track's clock
     */
    void add(double gap, double at) {
        if (Math.abs(gap) > MOST) {
            falling = false;
            top = off;
            topAt = at;
            return;
        }
        off += gap;
        if (!falling) {
            if (off >= top) {
                top = off;
                topAt = at;
            } else if (off < top - WORTH_IT) {
                falling = true;
                bottom = off;
            }
        } else if (off <= bottom) {
            bottom = off;
        } else if (off > bottom + WORTH_IT) {
            if (at - topAt < SOON) {
                falls++;
                most = Math.max(most, top - bottom);
            }
            falling = false;
            top = off;
            topAt = at;
        }
    }

    /** Seconds by which times are off, from the earliest to the latest; 0 when they do not tremble. */
    double seconds() {
        return falls < OFTEN ? 0 : most;
    }
}
