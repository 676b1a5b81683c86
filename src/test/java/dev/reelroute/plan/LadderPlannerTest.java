package dev.reelroute.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.AudioRole;
import dev.reelroute.inspect.SourceInfo.AudioTrack;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.Rendition;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderPlannerTest {

    private static final Profiles PROFILES = new Profiles(Path.of("config/profiles"));
    private static final Profile STANDARD = PROFILES.find("standard").orElseThrow();

    private final LadderPlanner planner = new LadderPlanner();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # a rung of the ladder, and all below it
        3840x2160 | 2160p 3840x2160, 1440p 2560x1440, 1080p 1920x1080, 720p 1280x720, 480p 854x480, 360p 640x360, 240p 426x240
        1920x1080 | 1080p 1920x1080, 720p 1280x720, 480p 854x480, 360p 640x360, 240p 426x240
        # larger than the ladder: its top, never more
        7680x4320 | 2160p 3840x2160, 1440p 2560x1440, 1080p 1920x1080, 720p 1280x720, 480p 854x480, 360p 640x360, 240p 426x240
        # portrait and square, by the short side
        1080x1920 | 1080p 1080x1920, 720p 720x1280, 480p 480x854, 360p 360x640, 240p 240x426
        720x720   | 720p 720x720, 480p 480x480, 360p 360x360, 240p 240x240
        # between two rungs: its own size on top, without the rung right below
        1600x900  | 900p 1600x900, 720p 1280x720, 480p 854x480, 360p 640x360, 240p 426x240
        1920x800  | 800p 1920x800, 480p 1152x480, 360p 864x360, 240p 576x240
        # so close above a rung that the rung is enough
        1920x1088 | 1080p 1906x1080, 720p 1270x720, 480p 848x480, 360p 636x360, 240p 424x240
        # below the ladder: its own size
        320x176   | 176p 320x176
        16x16     | 16p 16x16
        """)
    void theLadderNeverScalesUpAndKeepsTheShape(String source, String ladder) {
        int width = Integer.parseInt(source.replaceFirst("x.*", ""));
        int height = Integer.parseInt(source.replaceFirst(".*x", ""));
        Plan plan = planner.plan(Sources.of(width, height), STANDARD);
        assertThat(plan.renditions().stream()
                        .map(rendition -> rendition.name() + " " + rendition.width() + "x" + rendition.height())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(ladder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        3840x2160 | 1080p 480p 240p 1080p-hevc 720p-hevc 2160p-av1 1440p-av1 1080p-av1 720p-av1 480p-av1
        1280x720  | 720p 480p 240p 720p-hevc 720p-av1 480p-av1
        # between two rungs: each codec has the source's own size on top
        1600x900  | 900p 480p 240p 900p-hevc 720p-hevc 900p-av1 720p-av1 480p-av1
        # too small for the others
        640x360   | 360p 240p
        """)
    void everyCodecIsALadderOfItsOwnWithH264First(String source, String ladder) {
        int width = Integer.parseInt(source.replaceFirst("x.*", ""));
        int height = Integer.parseInt(source.replaceFirst(".*x", ""));
        Plan plan = planner.plan(
                Sources.of(width, height), PROFILES.find("efficient").orElseThrow());
        assertThat(plan.renditions().stream().map(Rendition::name).collect(Collectors.joining(" ")))
                .isEqualTo(ladder);
        assertThat(plan.largest().height())
                .isEqualTo(plan.renditions().stream()
                        .mapToInt(Rendition::height)
                        .max()
                        .orElseThrow());
    }

    @Test
    void theCapFollowsShapeAndSpeed() {
        Rendition usual = top(1920, 1080, "25/1");
        assertThat(usual.maxrate()).isEqualTo(5_500_000);
        assertThat(usual.bufsize()).isEqualTo(11_000_000);
        assertThat(top(1920, 1080, "60/1").maxrate()).isEqualTo(8_250_000);
        assertThat(top(1080, 1080, "25/1").maxrate()).isBetween(3_400_000L, 3_700_000L);
        assertThat(top(1600, 900, "25/1").maxrate()).isBetween(3_600_000L, 4_500_000L);
    }

    @ParameterizedTest
    @CsvSource({
        // rate, seconds, seekable: GOP, segment, chunk, chunks
        "25/1, 60, true, 50, 100, 300, 5",
        "30000/1001, 60, true, 60, 120, 360, 5",
        "24000/1001, 60.06, true, 48, 96, 288, 5",
        "60/1, 12, true, 120, 240, 720, 1",
        // a tail of less than half a chunk goes with the last one
        "25/1, 64, true, 50, 100, 300, 5",
        "25/1, 67, true, 50, 100, 300, 6",
        // a single chunk
        "25/1, 61, false, 50, 100, 1600, 1",
        "25/1, 0.04, true, 50, 100, 100, 1",
        // two hours are more than 400 chunks of 12 s
        "25/1, 7200, true, 50, 100, 500, 360",
        "8797/1000, 60, true, 18, 36, 108, 5"
    })
    void theGridIsOfWholeSegments(
            String rate, double seconds, boolean seekable, int gop, int segment, int chunk, int chunks) {
        Grid grid = planner.plan(Sources.of(640, 360, rate, seconds, seekable), STANDARD)
                .grid();
        assertThat(grid.gopFrames()).isEqualTo(gop);
        assertThat(grid.segmentFrames()).isEqualTo(segment);
        assertThat(grid.chunkFrames()).isEqualTo(chunk);
        assertThat(grid.chunks()).isEqualTo(chunks);
        long frames = 0;
        for (int i = 0; i < grid.chunks(); i++) {
            assertThat(grid.firstFrame(i)).isEqualTo(frames);
            frames += grid.framesOf(i);
        }
        assertThat(frames).isEqualTo(grid.frames());
    }

    @Test
    void aProfileCanHalveTheFrameRate() {
        Plan plan = planner.plan(
                Sources.of(1920, 1080, "60000/1001", 10.01, true),
                PROFILES.find("preview").orElseThrow());
        assertThat(plan.grid().frameRate()).hasToString("30000/1001");
        assertThat(plan.grid().frames()).isEqualTo(300);
        assertThat(plan.renditions()).extracting(Rendition::name).containsExactly("360p");
    }

    @Test
    void exactlyOneAudioTrackIsDefault() {
        AudioTrack german = new AudioTrack(1, "aac", 1, "mono", 44_100, "ger", null, AudioRole.PROGRAMME, false);
        AudioTrack comment =
                new AudioTrack(2, "ac3", 6, "5.1", 48_000, null, "Commentary", AudioRole.COMMENTARY, false);
        AudioTrack untold = new AudioTrack(4, "aac", 2, "stereo", 48_000, null, null, AudioRole.PROGRAMME, false);
        SourceInfo source = Sources.of(640, 360, "25/1", 10, true, german, comment, untold);
        List<AudioRendition> audio = planner.plan(source, STANDARD).audio();
        assertThat(audio)
                .containsExactly(
                        audio("audio-0", "aac-2", 1, "ger", "German", AudioRole.PROGRAMME, 64_000, 1, true),
                        audio("audio-1", "aac-2", 2, "und", "Commentary", AudioRole.COMMENTARY, 128_000, 2, false),
                        audio("audio-2", "aac-2", 4, "und", "Track 3", AudioRole.PROGRAMME, 128_000, 2, false),
                        audio("audio-3", "aac-6", 2, "und", "Commentary", AudioRole.COMMENTARY, 384_000, 6, false));
        assertThat(planner.plan(Sources.of(640, 360), STANDARD).audio()).isEmpty();
    }

    private static AudioRendition audio(
            String name,
            String group,
            int track,
            String language,
            String label,
            AudioRole role,
            long bitrate,
            int channels,
            boolean isDefault) {
        return new AudioRendition(
                name, group, track, language, label, role, "aac", bitrate, channels, 48_000, null, isDefault);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 1, 1", "30, 1, 30", "600, 5, 120", "7200, 60, 120", "90000, 450, 200"})
    void theStoryboardStaysSmall(double seconds, double interval, int count) {
        Plan.Stills stills = planner.plan(Sources.of(1920, 1080, "25/1", seconds, true), STANDARD)
                .stills();
        assertThat(stills.intervalSeconds()).isEqualTo(interval);
        assertThat(stills.count()).isEqualTo(count);
        assertThat(stills.tileWidth()).isEqualTo(160);
        assertThat(stills.posterHeight()).isEqualTo(720);
    }

    @Test
    void thePlanSurvivesStorage() throws JsonProcessingException {
        AudioTrack audio = new AudioTrack(1, "aac", 2, "stereo", 44_100, "en", null, AudioRole.PROGRAMME, true);
        Plan plan = planner.plan(Sources.of(1920, 1080, "30000/1001", 10, true, audio), STANDARD);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readValue(json.writeValueAsString(plan), Plan.class)).isEqualTo(plan);
        assertThat(json.readValue(json.writeValueAsString(STANDARD), Profile.class))
                .isEqualTo(STANDARD);
    }

    @Test
    void tasksCoverThePlanAndWeighWhatTheyCost() {
        AudioTrack audio = new AudioTrack(1, "aac", 2, "stereo", 44_100, "en", null, AudioRole.PROGRAMME, true);
        TaskPlanner tasks = new TaskPlanner(Sources.HEAVY);
        List<PlannedTask> all =
                tasks.tasks(planner.plan(Sources.of(1920, 1080, "25/1", 60, true, audio), STANDARD), false);
        assertThat(all)
                .extracting(PlannedTask::kind)
                .containsExactly(
                        TaskKind.EARLY,
                        TaskKind.ENCODE_AUDIO,
                        TaskKind.ENCODE_VIDEO,
                        TaskKind.ENCODE_VIDEO,
                        TaskKind.ENCODE_VIDEO,
                        TaskKind.ENCODE_VIDEO,
                        TaskKind.ENCODE_VIDEO,
                        TaskKind.STILLS,
                        TaskKind.PUBLISH);
        double video = weight(all, TaskKind.ENCODE_VIDEO);
        // Measured: a full ladder takes 1.5 processor seconds per second at 1080p25.
        assertThat(video / 60).isCloseTo(1.5, within(0.3));
        assertThat(weight(all, TaskKind.ENCODE_AUDIO)).isLessThan(video / 10);
        double small = weight(tasks.tasks(planner.plan(Sources.of(640, 360), STANDARD), false), TaskKind.ENCODE_VIDEO);
        assertThat(small).isLessThan(video / 4);
        double efficient = weight(
                tasks.tasks(
                        planner.plan(
                                Sources.of(1920, 1080, "25/1", 60, true, audio),
                                PROFILES.find("efficient").orElseThrow()),
                        false),
                TaskKind.ENCODE_VIDEO);
        assertThat(efficient / video).as("x265 and SVT-AV1 cost more").isBetween(3.0, 6.0);
    }

    private static double weight(List<PlannedTask> tasks, TaskKind kind) {
        return tasks.stream()
                .filter(task -> task.kind() == kind)
                .mapToDouble(PlannedTask::weight)
                .sum();
    }

    private Rendition top(int width, int height, String rate) {
        return planner.plan(Sources.of(width, height, rate, 10, true), STANDARD)
                .renditions()
                .get(0);
    }
}
