package dev.reelroute.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelroute.media.Rational;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the time line begins and ends, and how far into a file FFmpeg must look, and may. */
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
                : new CodecChanges(Map.of(256, 3_900_000_000L), Long.parseLong(before), false, false);
        FileReport report = Reports.of("mpegts", "h264", changes);
        List<String> lines = Stream.of(
                        Reports.packet(0, 0, 40, 0),
                        Reports.packet(0, 40, 40, 2000),
                        Reports.packet(0, 80, 40, 4000),
                        Reports.packet(1, 0, 120, audioAt))
                .toList();
        assertThat(line(report, lines).reach()).isEqualTo(reach);
    }

    /** Otherwise each frame would be shown beside its time, by up to half a frame, and the audio at its own. */
    @ParameterizedTest
    @CsvSource({
        // codec, told, begin of the audio, of the line
        "aac, false, 600, 600",
        "aac, false, 577, 600",
        "aac, false, 555, 560",
        "aac, true, 577, 560",
        "pcm_s16le, false, 577, 560",
        "pcm_s16le, false, 590, 600",
        "mp3, false, 599, 600",
        "mp3, false, 601, 600"
    })
    void beginsWithAWholeFrameOfTheVideo(String codec, boolean told, int audioAt, long begin) {
        FileReport report = Reports.of("mov", "h264", 0, codec, CodecChanges.NONE);
        List<String> lines = new ArrayList<>(frames(1000, 40, 50));
        for (int i = 0; i < 100; i++) {
            // What is skipped of a told one is half a tick: its beginning stays where it is.
            String skipped = told && i == 0 ? ",Skip Samples,24,0" : "";
            lines.add(Reports.packet(1, audioAt + 23 * i, 23, 0) + skipped);
        }
        Line line = line(report, lines);
        assertThat(line.zeroMicros()).isEqualTo(begin * 1000);
        assertThat(line.timeline().firstMicros()).isEqualTo((1000 - begin) * 1000);
    }

    @Test
    void beforeAStillNothingIsCutAndBehindItNothingThatIsHeard() {
        FileReport report = Reports.of("mov", "h264", 0, "flac", CodecChanges.NONE);
        List<String> lines = new ArrayList<>(frames(1000, 40, 1));
        for (int i = 0; i < 61; i++) {
            lines.add(Reports.packet(1, 770 + 50 * i, 50, 0));
        }
        Line line = line(report, lines);
        assertThat(line.zeroMicros()).isEqualTo(770_000);
        assertThat(line.cadence().rate()).isEqualTo(new Rational(5, 1));
        // 3.05 s are 15.25 frames.
        assertThat(line.frames()).isEqualTo(16);
    }

    /** FFmpeg's muxer would show what begins the next segment where the frame is missing. */
    @ParameterizedTest
    @CsvSource({"0, false, true", "0, true, true", "2, false, true", "2, true, false"})
    void aCopyKeepsTheTimesOfReorderedFramesOnlyIfNoneIsMissing(int heldBack, boolean missing, boolean plain) {
        FileReport report = Reports.of("mov", "h264", heldBack, "aac", CodecChanges.NONE);
        List<String> lines = new ArrayList<>(frames(0, 40, 50));
        for (int i = 0; i < 100; i++) {
            lines.add(Reports.packet(1, 20L * i, 20, 0));
        }
        if (missing) {
            lines.remove(20);
        }
        assertThat(line(report, lines).timeline().plain()).isEqualTo(plain);
    }

    /** The grid of an uneven row begins before its first frame; a copy begins with the frame. */
    @ParameterizedTest
    @CsvSource({"0, true", "-19, true", "-21, false", "-25, false"})
    void aCopyBeginsWithTheFirstFrameAndNotWithTheGrid(int audioAt, boolean plain) {
        FileReport report = Reports.of("mov", "h264", CodecChanges.NONE);
        List<String> lines = new ArrayList<>(frames(0, 25, 100));
        // One in three is missing: the grid begins a sixth of a step earlier.
        lines.removeIf(line -> Integer.parseInt(line.split(",")[1]) % 75 == 50);
        for (int i = 0; i < 125; i++) {
            lines.add(Reports.packet(1, audioAt + 20L * i, 20, 0));
        }
        Line line = line(report, lines);
        assertThat(line.cadence().offset()).isCloseTo(-0.006, within(0.001));
        assertThat(line.timeline().plain()).isEqualTo(plain);
    }

    private static List<String> frames(long from, int step, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Reports.packet(0, from + (long) step * i, step, 1000L * i))
                .toList();
    }

    private static Line line(FileReport report, List<String> lines) {
        FrameTimes frames = FrameTimes.parse(lines.stream(), report, Joints.NONE);
        Measured measured = new Measured(
                frames,
                TrackTimes.parse(lines.stream(), report, Joints.NONE),
                Joints.NONE,
                Map.of(),
                Map.of(),
                false,
                1,
                false,
                new TreeMap<>(),
                0);
        double first = frames.starts()[0] * report.video().timeBase().value();
        Cadence cadence = Cadence.measure(frames, report.video(), false);
        return Line.of(report, measured, report.audio(), first, frames, cadence);
    }
}
