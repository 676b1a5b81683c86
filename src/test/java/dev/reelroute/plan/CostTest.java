package dev.reelroute.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.AudioRole;
import dev.reelroute.inspect.SourceInfo.AudioTrack;
import dev.reelroute.ledger.TaskKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pixels and frames show which sources cost much, and files that people really have do not count as such. */
class CostTest {

    private static final Profile STANDARD =
            new Profiles(Path.of("config/profiles")).find("standard").orElseThrow();

    private final LadderPlanner planner = new LadderPlanner();
    private final TaskPlanner tasks = new TaskPlanner(Sources.HEAVY);

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            4K at 60 of a phone,                yuv420p,     3840, 2160, 60,     20,    140000000
            5 min of 4K at 60 in HDR,   yuv420p10le, 3840, 2160, 60,     300,   2200000000
            4K at 120 of a phone,          yuv420p10le, 3840, 2160, 120,    10,    150000000
            5.3K at 60 of an action camera,      yuv420p10le, 5312, 2988, 60,     60,    900000000
            slow motion at 240,       yuv420p,     1920, 1080, 240,    20,    100000000
            a film of 3 h in 1080p,             yuv420p,     1920, 1080, 23.976, 10800, 6750000000
            a film of 3 h in 4K,                yuv420p10le, 3840, 2160, 23.976, 10800, 20000000000
            a film of 12 h in 4K at 60,         yuv420p,     3840, 2160, 60,     43200, 90000000000
            a mezzanine in 4K,         yuv422p10le, 3840, 2160, 50,     600,   60000000000
            slides of 3 h; one each 10 s,       yuv420p,     1920, 1080, 0.1,    10800, 60000000
            a webinar of 2 h,                   yuv420p,     1920, 1080, 25,     7200,  130000000
            a still screen of 30 s,             yuv420p,     1920, 1080, 30,     30,    60000
            a podcast of 1 h over one frame,    yuv420p,     1280, 720,  0.0003, 3600,  58000000
            a clip of 2 s,                      yuv420p,     640,  360,  30,     2,     100000
            """)
    void whatPeopleHaveIsNotHeavy(
            String name, String format, int width, int height, double rate, double seconds, long bytes) {
        Plan plan = plan(Sources.of(format, width, height, rate, seconds, bytes));

        assertThat(Cost.of(plan).heavy(Sources.HEAVY)).isEmpty();
        assertThat(tasks.tasks(plan, false)).noneMatch(PlannedTask::heavy);
        assertThat(plan.source().video().work()).isLessThan(50e12);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            8K in 109 kB,                       yuv420p, 8192,  4320, 25,     8,     109000,    frame takes 53 MB
            an AVI of 16384 pixels,             yuvj420p, 16384, 2160, 25,     0.5,   2700000,   frame takes 53 MB
            240 PNGs of 8K,                     rgb24,   8192,  4320, 1,      240,   28000000,  frame takes 106 MB
            deep PNGs of 8K,                    rgba64be, 8192, 4320, 1,      240,   28000000,  frame takes 283 MB
            two frames for 20 000 s,          yuv420p, 1920,  1080, 0.0001, 20000, 6200000,   megabyte of it asks for
            an hour of 4K of nothing,           yuv420p, 3840,  2160, 60,     3600,  9000000,   megabyte of it asks for
            half a minute of 4K of nothing,     yuv420p, 3840,  2160, 60,     30,    109000,    megabyte of it asks for
            a thousand frames a second,       yuv420p, 1920,  1080, 1000,   60,    2000000000, million pixels to decode
            8K of a camera,                     yuv420p, 7680,  4320, 30,     10,    100000000, frame takes 50 MB
            """)
    void whatCostsFarMoreIsHeavy(
            String name, String format, int width, int height, double rate, double seconds, long bytes, String why) {
        Plan plan = plan(Sources.of(format, width, height, rate, seconds, bytes));

        assertThat(Cost.of(plan).heavy(Sources.HEAVY)).get().asString().contains(why);
        assertThat(tasks.tasks(plan, true)).allMatch(PlannedTask::heavy);
    }

    /** Measured with FFmpeg 8.1.2: address space, in MB, of a chunk in the standard ladder. */
    @ParameterizedTest(name = "{0}x{1} {2}")
    @CsvSource({
        "640, 360, yuv420p, 647",
        "1920, 1080, yuv420p, 1289",
        "3840, 2160, yuv420p, 2493",
        "8192, 4320, yuv420p, 2746",
        "8192, 4320, rgb24, 3174",
    })
    void memoryIsWhatTheSizeNeeds(int width, int height, String format, int measured) {
        long memory = Cost.of(plan(Sources.of(format, width, height, 25, 8, 1_000_000)))
                .memory();

        assertThat(memory / 1e6).isBetween(1.2 * measured, 3.0 * measured);
    }

    @Test
    void onlyThePieceIsHeavyThatCannotBeCut() {
        AudioTrack audio = new AudioTrack(1, "aac", 2, "stereo", 48_000, "en", null, AudioRole.PROGRAMME, true);
        Plan recording = plan(Sources.of(1920, 1080, "25/1", 7200, false, audio));
        Plan film = plan(Sources.of(1920, 1080, "25/1", 7200, true, audio));

        assertThat(heavy(recording)).containsExactly(TaskKind.ENCODE_VIDEO);
        assertThat(heavy(film)).isEmpty();
    }

    private List<TaskKind> heavy(Plan plan) {
        return tasks.tasks(plan, false).stream()
                .filter(PlannedTask::heavy)
                .map(PlannedTask::kind)
                .toList();
    }

    private Plan plan(SourceInfo source) {
        return planner.plan(source, STANDARD);
    }
}
