package dev.reelroute.ffmpeg;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What FFmpeg may take for a piece of work.
 *
 * @param threads of each encoder; the same on all workers, so that a repeated chunk is the same
 * @param probeTimeout one look at a source, in the lane for heavy work
 * @param quickProbe processor time of one look at a source in the fast lane
 * @param timeoutFactor a piece may take this many times its duration …
 * @param timeoutFloor … but at least this long
 * @param maxOutput size of any one file
 * @param memory address space of one FFmpeg at most; what its pictures need is less
 * @param niceness how far the bulk of the work steps back behind what somebody waits for
 * @param heavyNiceness how far heavy work steps back behind all other
 * @param heavyFactor heavy work may take so many times the processor time that was planned
 */
@ConfigurationProperties("reelroute.encode")
public record EncodeProperties(
        int threads,
        Duration probeTimeout,
        Duration quickProbe,
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
