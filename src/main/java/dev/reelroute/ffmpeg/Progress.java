package dev.reelroute.ffmpeg;

/**
 * One report of FFmpeg's {@code -progress}.
 *
 * @param frame frames written to the first output so far; 0 where it does not count frames
 * @param outTimeMicros presentation time reached, in µs; with {@code -copyts} on the source's clock. -1 until known
 * @param speed playing time per real time; 0 until known
 * @param done this is the last report
 */
public record Progress(long frame, long outTimeMicros, double speed, boolean done) {}
