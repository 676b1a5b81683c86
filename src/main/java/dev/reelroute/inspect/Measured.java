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
 * @param missing bytes of what the container began that the file does not have, see {@link Ending}
 */
public record Measured(FrameTimes frames, Map<Integer, TrackTimes> tracks, long missing) {

    /** @param list what {@link Prober#packets} wrote */
    static Measured read(Path list, Path source, FileReport report) throws IOException {
        FrameTimes frames;
        try (Stream<String> lines = Files.lines(list)) {
            frames = FrameTimes.parse(lines, report);
        }
        try (Stream<String> lines = Files.lines(list)) {
            return new Measured(frames, TrackTimes.parse(lines, report), Ending.missing(source, report.container()));
        }
    }
}
