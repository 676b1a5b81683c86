package dev.reelroute.burst;

import java.time.Duration;
import java.util.Collection;

/**
 * What of one lane waits.
 *
 * @param due pieces of work that nobody has begun and that may be begun now
 * @param waited seconds that the oldest of them has waited
 * @param places pieces of this lane's work that one worker does at a time
 */
record Demand(long due, int waited, int places) {

    /**
     * How many workers to ask for now: as many as have a place for each piece in the lane with the most work for a worker, less those
     * that are on their way, and never more than {@code most} at a time.
     *
     * @param after how long work waits before anybody is asked for
     * @param alive workers that were asked for and have not ended
     * @param seen of those, the ones that work already: what waits, waits in spite of them
     */
    static int missing(Collection<Demand> lanes, Duration after, int most, int alive, int seen) {
        long wanted = lanes.stream()
                .filter(lane -> lane.due > 0 && lane.places > 0 && lane.waited >= after.toSeconds())
                .mapToLong(lane -> (lane.due + lane.places - 1) / lane.places)
                .max()
                .orElse(0);
        int onTheirWay = Math.max(0, alive - seen);
        return (int) Math.max(0, Math.min(wanted - onTheirWay, most - alive));
    }
}
