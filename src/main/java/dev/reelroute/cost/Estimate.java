package dev.reelroute.cost;

/**
 * What a plan will use and cost.
 *
 * @param processorSeconds of FFmpeg and ffprobe
 * @param bytes of what is published
 * @param objects how many these are
 * @param processing once
 * @param storage of a month
 */
public record Estimate(Range processorSeconds, Range bytes, long objects, Range processing, Range storage) {}
