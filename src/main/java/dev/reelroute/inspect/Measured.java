package dev.reelroute.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the packets of a file say, whatever its header claims.
 *
 * @param frames of the video track
 * @param tracks when each track plays, by its index; one without a packet is not among them
 * @param brokenOff the file ends within something that its container began
 */
public record Measured(FrameTimes frames, Map<Integer, TrackTimes> tracks, boolean brokenOff) {

    /** @param list what {@link Prober#packets} wrote */
    static Measured read(Path list, Path source, FileReport report) throws IOException {
        FrameTimes frames;
        try (Stream<String> lines = Files.lines(list)) {
            frames = FrameTimes.parse(lines, report);
        }
        try (Stream<String> lines = Files.lines(list)) {
            return new Measured(
                    frames, TrackTimes.parse(lines, report), Ending.isBrokenOff(source, report.container()));
        }
    }
}
