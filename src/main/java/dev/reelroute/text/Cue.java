package dev.reelroute.text;

/**
 * A stretch of time and what is shown in it.
 *
 * @param start milliseconds
 * @param end milliseconds, later than {@code start}
 * @param settings WebVTT's own, such as {@code line:10% align:start}; empty for none
 * @param text lines of WebVTT cue text; no blank line, no {@code -->}
 */
public record Cue(long start, long end, String settings, String text) {}
