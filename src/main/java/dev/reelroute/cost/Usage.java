package dev.reelroute.cost;

/**
 * What a video has used.
 *
 * @param processorSeconds of FFmpeg and ffprobe
 * @param bytes of what was published
 * @param objects how many these are
 */
public record Usage(double processorSeconds, long bytes, long objects) {}
