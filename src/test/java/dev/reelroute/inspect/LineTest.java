package dev.reelroute.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far into a file FFmpeg must look, and how far it may. */
class LineTest {

    @ParameterizedTest
    @CsvSource({
        "none, 5000, 0",
        "none, 30000000, 38000000",
        "1500000, 5000, 1500000",
        "3000000000, 5000, 20000000",
        "3000000000, 30000000, 38000000",
        "35000000, 30000000, 35000000"
    })
    void aCodecThatChangesLateCostsNothing(String before, long audioAt, long reach) {
        CodecChanges changes = before.equals("none")
                ? CodecChanges.NONE
                : new CodecChanges(Map.of(256, 3_900_000_000L), Long.parseLong(before), false);
        FileReport report = Reports.of("mpegts", "h264", changes);
        List<String> lines = Stream.of(
                        Reports.packet(0, 0, 40, 0),
                        Reports.packet(0, 40, 40, 2000),
                        Reports.packet(0, 80, 40, 4000),
                        Reports.packet(1, 0, 120, audioAt))
                .toList();
        FrameTimes frames = FrameTimes.parse(lines.stream(), report, Joints.NONE);
        Measured measured = new Measured(
                frames,
                TrackTimes.parse(lines.stream(), report, Joints.NONE),
                Joints.NONE,
                1,
                false,
                new TreeMap<>(),
                0);
        Cadence cadence = Cadence.measure(frames, report.video(), false);
        assertThat(Line.of(report, measured, report.audio(), 0, frames, cadence).reach())
                .isEqualTo(reach);
    }
}
