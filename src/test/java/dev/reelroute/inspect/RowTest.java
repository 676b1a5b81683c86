package dev.reelroute.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelroute.media.Rational;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of frames and of packets whose times are not what they seem. */
class RowTest {

    private static final int STEP = 20;

    private static final int FRAMES = 200;

    /** Most packets of an MPEG program stream have no time, and some of FFmpeg's guesses are those of the frames beside. */
    @ParameterizedTest
    @CsvSource({"20, 24, 1, true", "100, 134, 1, true", "20, 24, -1, true", "20, 24, 3, false", "20, 120, 1, false"})
    void aFewGuessesThatAreAFrameOff(int from, int to, int steps, boolean even) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            int at = (i + (i >= from && i < to ? steps : 0)) * STEP;
            lines.add("0," + (i % 3 == 0 ? at : "N/A") + "," + at + "," + STEP + "," + 100 * i + ",K__");
        }
        Cadence cadence = cadence("mpeg", lines);
        assertThat(cadence.variable()).isEqualTo(!even);
        assertThat(cadence.counted()).isEqualTo(even);
        if (even) {
            assertThat(cadence.rate()).isEqualTo(new Rational(1000, STEP));
            assertThat(cadence.offset()).isZero();
            assertThat(cadence.duration()).isCloseTo(FRAMES * STEP / 1000.0, within(1e-6));
        }
    }

    /** The next part's frames come between those of the one before: none of them stands for longer than the others. */
    @ParameterizedTest
    @CsvSource({"13, false", "28, false", "-28, true", "-300, true"})
    void anOverlapIsNoOtherRateAndAHoleIsOne(int overlap, boolean variable) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            lines.add(Reports.packet(0, (long) i * STEP - (i < FRAMES / 2 ? 0 : overlap), STEP, 100L * i));
        }
        Cadence cadence = cadence("mpegts", lines);
        assertThat(cadence.variable()).isEqualTo(variable);
        assertThat(cadence.rate()).isEqualTo(new Rational(1000, STEP));
    }

    /** One frame in three left out: each is a third of a step beside its place in a row of the mean rate. */
    @ParameterizedTest
    @CsvSource({"25, false", "40, false", "67, true", "83, true"})
    void aSlowRowWithFramesLeftOutKeepsEachAtItsTime(int step, boolean variable) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            if (i % 3 != 2) {
                lines.add(Reports.packet(0, (long) i * step, step, 100L * i));
            }
        }
        Cadence cadence = cadence("mov", lines);
        assertThat(cadence.variable()).isEqualTo(variable);
    }

    /** FFmpeg takes packets of AAC for as long as the first ones, when the sample rate changes. */
    @Test
    void timesOfPacketsThatWereGuessedAreKnownToBeWrong() {
        FileReport report = Reports.of("mpegts", "h264", CodecChanges.NONE);
        assertThat(track(report, 21, 21).mistimed()).isFalse();
        assertThat(track(report, 21, 32).mistimed()).isTrue();
        assertThat(track(report, 32, 21).mistimed()).isTrue();
        assertThat(track(report, 21, 32).end()).isCloseTo(5 * 10 * (0.021 + 0.032), within(0.001));
        assertThat(track(report, 32, 21).end()).isCloseTo(5 * 10 * (0.032 + 0.021), within(0.001));
    }

    /** FLV tells no lengths; without them, what an encoder of audio puts first would be a part of the time line. */
    @Test
    void packetsThatDoNotTellTheirLengthAreAsLongAsTheirSteps() {
        FileReport report = Reports.of("flv", "h264", CodecChanges.NONE);
        List<String> lines = new ArrayList<>();
        for (int at : new int[] {0, 23, 46, 70, 93, 393, 416}) {
            lines.add("1," + at + "," + at + ",N/A," + 100 * at + ",K__");
        }
        TrackTimes times = TrackTimes.parse(lines.stream(), report, Joints.NONE).get(1);
        assertThat(times.packet()).isCloseTo(0.023, within(1e-9));
        assertThat(times.end()).isCloseTo(0.439, within(1e-9));
        assertThat(times.gap()).isCloseTo(0.277, within(1e-9));
    }

    @Test
    void aPauseBetweenBlocksIsNoWrongGuess() {
        FileReport report = Reports.of("mpegts", "h264", CodecChanges.NONE);
        List<String> lines = new ArrayList<>(blocks(0, 5, 21, 21));
        lines.addAll(blocks(5 * 210 + 300, 5, 21, 21));
        assertThat(TrackTimes.parse(lines.stream(), report, Joints.NONE).get(1).mistimed())
                .isFalse();
    }

    private static TrackTimes track(FileReport report, int guessed, int real) {
        List<String> lines = new ArrayList<>(blocks(0, 5, guessed, guessed));
        lines.addAll(blocks(5 * 10 * guessed, 5, guessed, real));
        return TrackTimes.parse(lines.stream(), report, Joints.NONE).get(1);
    }

    /** Of ten packets each; only the first one has a position in the file. */
    private static List<String> blocks(int from, int count, int guessed, int real) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 10 * count; i++) {
            int at = from + i / 10 * 10 * real + i % 10 * guessed;
            lines.add("1," + at + "," + at + "," + guessed + "," + (i % 10 == 0 ? 1000 * i : "N/A") + ",K__");
        }
        return lines;
    }

    private static Cadence cadence(String container, List<String> lines) {
        FileReport report = Reports.of(container, "mpeg2video", CodecChanges.NONE);
        return Cadence.measure(FrameTimes.parse(lines.stream(), report, Joints.NONE), report.video(), false);
    }
}
