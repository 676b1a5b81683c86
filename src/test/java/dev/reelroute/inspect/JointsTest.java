package dev.reelroute.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelroute.inspect.SourceInfo.Joint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files of very many recordings. */
class JointsTest {

    /** Bytes of a recording. */
    private static final int PART = 100_000;

    private static final FileReport FLV = Reports.of("flv", "h264", CodecChanges.NONE);

    @Test
    void eachRecordingBeginsWhereTheLongestTrackOfTheLastOneEnds() {
        Map<Integer, List<Joint>> joints =
                Joints.parse(recordings(3, 10, 25).stream(), FLV).tracks();
        assertThat(joints.get(0)).containsExactly(new Joint(-2_000_000, -2_500_000), new Joint(-4_000_000, -5_000_000));
        assertThat(joints.get(1)).containsExactly(new Joint(-2_500_000, -2_500_000), new Joint(-5_000_000, -5_000_000));
    }

    @Test
    void ofARecordingWithoutAudioTheNextOneIsStillFound() {
        List<String> lines = new ArrayList<>(recordings(3, 10, 20));
        lines.removeIf(line -> line.startsWith("1,") && Long.parseLong(line.split(",")[4]) / PART == 1);
        Map<Integer, List<Joint>> joints = Joints.parse(lines.stream(), FLV).tracks();
        assertThat(joints.get(0)).hasSize(2);
        assertThat(joints.get(1))
                .hasSize(1)
                .first()
                .extracting(Joint::offMicros)
                .isEqualTo(-4_000_000L);
    }

    @Test
    void howeverManyRecordingsThereAreEachIsInStep() {
        List<String> lines = recordings(1000, 10, 25);
        Joints joints = Joints.parse(lines.stream(), FLV);
        assertThat(joints.tracks().values())
                .allSatisfy(track -> assertThat(track).hasSize(999));
        Map<Integer, TrackTimes> times = TrackTimes.parse(lines.stream(), FLV, joints);
        assertThat(times.get(0).end()).isCloseTo(999 * 2.5 + 2, within(0.01));
        assertThat(times.get(1).end()).isCloseTo(1000 * 2.5, within(0.01));
    }

    /** Of short recordings in MPEG-TS, all audio stands behind the video, nearer to the next one's. */
    @Test
    void audioBelongsToTheVideoBeforeWhereEachRecordingHasBoth() {
        List<String> lines = new ArrayList<>();
        for (int part = 0; part < 4; part++) {
            for (int i = 0; i < 10; i++) {
                lines.add(Reports.packet(0, 40L * i, 40, (long) part * PART + i));
            }
            for (int i = 0; i < 5; i++) {
                lines.add(Reports.packet(1, 100L * i, 100, (long) part * PART + PART * 9 / 10 + i));
            }
        }
        Map<Integer, List<Joint>> joints = Joints.parse(lines.stream(), FLV).tracks();
        assertThat(joints.get(0)).hasSize(3);
        assertThat(joints.get(1)).extracting(Joint::offMicros).containsExactly(-400_000L, -800_000L, -1_200_000L);
    }

    @Test
    void aTrackThatIsNotInTheFirstRecordingIsMovedFromItsBeginning() {
        List<String> lines = new ArrayList<>(recordings(3, 10, 20));
        lines.removeIf(line -> line.startsWith("1,") && Long.parseLong(line.split(",")[4]) < PART);
        Joints joints = Joints.parse(lines.stream(), FLV);
        assertThat(joints.begins()).containsExactly(Map.entry(1, -2_000_000L));
        Map<Integer, TrackTimes> times = TrackTimes.parse(lines.stream(), FLV, joints);
        assertThat(times.get(1).start()).isCloseTo(2, within(0.01));
        assertThat(times.get(1).end()).isCloseTo(6, within(0.01));
    }

    @Test
    void aClockThatJumpsToAndFroIsNoneOfRecordings() {
        assertThat(Joints.parse(recordings(1000, 7, 14).stream(), FLV).tracks()).isNotEmpty();
        assertThat(Joints.parse(recordings(1001, 7, 14).stream(), FLV).tracks()).isEmpty();
    }

    /** Frames of 200 ms, and packets of audio of 100 ms, one track after the other; the clock starts at zero again. */
    private static List<String> recordings(int count, int frames, int packets) {
        List<String> lines = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            for (int i = 0; i < frames; i++) {
                lines.add(Reports.packet(0, 200L * i, 200, (long) part * PART + i));
            }
            for (int i = 0; i < packets; i++) {
                lines.add(Reports.packet(1, 100L * i, 100, (long) part * PART + PART / 4 + i));
            }
        }
        return lines;
    }
}
