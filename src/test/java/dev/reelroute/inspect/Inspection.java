package dev.reelroute.inspect;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.media.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** The three looks at a file, one after the other, as a route takes them. */
public final class Inspection {

    /** As in {@code config/application.yaml}. */
    static final DataSize REACH = DataSize.ofMegabytes(256);

    private static final InspectProperties LIMITS =
            new InspectProperties(DataSize.ofGigabytes(50), 35_389_440, Duration.ofHours(6), 64, Long.MAX_VALUE, REACH);

    private Inspection() {}

    public static SourceInfo of(Path source) {
        Prober prober = prober();
        SourceJudge judge = new SourceJudge(LIMITS, new ObjectMapper());
        try {
            CodecChanges changes = CodecChanges.in(source);
            String description = Programs.ffprobe(prober.describe(source, changes))
                    .succeeded()
                    .stdout();
            FileReport report = judge.accept(Files.size(source), description, changes);
            Measured times = times(prober, source, report);
            if (times.reshaped()) {
                times = times.with(Programs.ffprobe(prober.shapes(source, report))
                        .succeeded()
                        .stdout()
                        .lines());
            }
            return judge.conclude(
                    report,
                    times,
                    Programs.ffprobe(prober.firstFrames(source, report, times))
                            .succeeded()
                            .stdout());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Prober prober() {
        return new Prober(Programs.INPUT_RULES, REACH.toBytes());
    }

    static Measured times(Prober prober, Path source, FileReport report) throws IOException {
        Path list = Files.createTempFile("packets", ".csv");
        Programs.ffprobe(prober.packets(source, report, list)).succeeded();
        try {
            return Measured.read(list, source, report);
        } finally {
            Files.delete(list);
        }
    }
}
