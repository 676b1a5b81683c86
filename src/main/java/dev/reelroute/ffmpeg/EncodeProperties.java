package dev.reelroute.ffmpeg;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What FFmpeg may use for a piece of work.
 *
 * @param threads of each encoder; the same on all workers, so that a repeated chunk is the same
 * @param probeTimeout limit of one look at a source, in the lane for heavy work
 * @param quickProbe processor time of one look at a source in the fast lane
 * @param quickPiece processor time of a piece outside the lane for heavy work, beside what was planned
 * @param timeoutFactor a piece may take this many times its duration …
 * @param timeoutFloor … but at least this long
 * @param maxOutput size of any one file
 * @param memory largest address space of one FFmpeg; what its frames need is less
 * @param niceness niceness of bulk work, so that work that somebody waits for goes first
 * @param heavyNiceness niceness of heavy work, so that all other work goes first
 * @param heavyFactor a piece may take this many times the processor time that was planned
 */
@ConfigurationProperties("reelroute.encode")
public record EncodeProperties(
        int threads,
        Duration probeTimeout,
        Duration quickProbe,
        Duration quickPiece,
        int timeoutFactor,
        Duration timeoutFloor,
        DataSize maxOutput,
        DataSize memory,
        int niceness,
        int heavyNiceness,
        int heavyFactor) {

    /** The wall-clock limit of a piece that plays for so many seconds. */
    public Duration timeout(double seconds) {
        Duration factored = Duration.ofMillis((long) (seconds * timeoutFactor * 1000));
        return factored.compareTo(timeoutFloor) > 0 ? factored : timeoutFloor;
    }
}
