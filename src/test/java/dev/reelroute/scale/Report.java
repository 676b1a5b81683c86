package dev.reelroute.scale;

import java.util.List;

/**
 * What came of a run. Times are seconds, rates are those of a second of the busiest minute.
 *
 * @param playable from the end of each upload until its video could be played, sorted
 * @param ready from the end of each upload until its video was ready, sorted
 * @param end when the last was ready
 * @param hours of video
 * @param deepest most tasks that waited in the bulk lane
 * @param ledgerWrites statements that write
 * @param puts objects that are written, all of them below {@code videos/}
 * @param putsOfOne most of one video
 * @param gets objects that are read
 * @param messages requests to SQS
 * @param busy share of the workers' time that their processors were busy
 * @param lost tasks that began again because their worker went
 * @param money for workers, objects and messages
 */
public record Report(
        Settings settings,
        List<Double> playable,
        List<Double> ready,
        double end,
        double hours,
        int deepest,
        double ledgerWrites,
        double puts,
        double putsOfOne,
        double gets,
        double messages,
        double busy,
        int lost,
        double money) {

    static double mean(List<Double> times) {
        return times.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    static double p95(List<Double> sorted) {
        return sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1);
    }
}
