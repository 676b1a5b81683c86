package dev.reelroute.media.traits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.encode.Approach;
import dev.reelroute.encode.VideoChunkCommand;
import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.inspect.Inspection;
import dev.reelroute.media.Programs;
import dev.reelroute.plan.Grid;
import dev.reelroute.plan.LadderPlanner;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Profile;
import dev.reelroute.plan.Profiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clips of the traits that are cut, chosen by {@link DailyClips} and {@code ./verify --long}: the frames that the
 * chunks' filters give to the encoder are, in order and to the bit, those of a single run over the whole source. This
 * does not hold for damaged clips: a decoder repairs damage with the frames that it has seen before.
 */
class ChunkingTest {

    private static final FfmpegSettings SETTINGS = new FfmpegSettings(Programs.INPUT_RULES, 2);

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> chunkedIsWhole() {
        Profile profile = new Profiles(Path.of("src/test/resources/journey/profiles"))
                .find("traits")
                .orElseThrow();
        Workshop workshop = new Workshop(folder);
        Map<Path, Plan> plans = new ConcurrentHashMap<>();
        List<TraitClip> rows = TraitClip.read("video");
        rows.retainAll(TraitClip.today());
        rows.parallelStream().filter(TraitClip::becomesReady).forEach(row -> {
            Path clip = workshop.make(row);
            Plan plan = new LadderPlanner().plan(Inspection.of(clip), profile);
            plans.put(clip, with(plan, plan.grid()));
        });
        plans.values().removeIf(plan -> plan.grid().chunks() == 1);
        assertThat(plans).as("clips that are cut").hasSizeGreaterThan(TraitClip.LONG ? 30 : 8);
        return plans.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(clip -> DynamicTest.dynamicTest(
                        clip.getKey().getFileName().toString(), () -> isTheSame(clip.getKey(), clip.getValue())));
    }

    private void isTheSame(Path clip, Plan plan) {
        Grid grid = plan.grid();
        List<String> chunked = new ArrayList<>();
        for (int chunk = 0; chunk < grid.chunks(); chunk++) {
            chunked.addAll(chunk(clip, plan, chunk));
        }
        int chunkFrames = grid.chunkFrames() * grid.chunks() * 2;
        Grid uncut = new Grid(grid.frameRate(), grid.frames(), grid.gopFrames(), grid.segmentFrames(), chunkFrames);
        assertThat(chunked).isEqualTo(frames(clip, with(plan, uncut), 0, Approach.NEAR));
    }

    /** As the product does: what comes out short is tried again by another way of seeking. */
    private List<String> chunk(Path clip, Plan plan, int chunk) {
        List<String> frames = List.of();
        for (Approach approach : Approach.values()) {
            frames = frames(clip, plan, chunk, approach);
            if (frames.size() == plan.grid().framesOf(chunk)) {
                break;
            }
        }
        return frames;
    }

    /** Hashes of what the largest rendition's encoder would get. */
    private List<String> frames(Path clip, Plan plan, int chunk, Approach approach) {
        List<String> arguments =
                new ArrayList<>(new VideoChunkCommand(SETTINGS).arguments(plan, chunk, clip, approach));
        arguments.subList(arguments.indexOf("-map") + 2, arguments.size()).clear();
        arguments.addAll(List.of("-fps_mode", "passthrough", "-f", "framemd5", "-"));
        return Programs.ffmpeg(folder, arguments)
                .succeeded()
                .stdout()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .toList();
    }

    /** With the largest rendition alone, on another grid. */
    private static Plan with(Plan plan, Grid grid) {
        return new Plan(
                plan.profile(),
                plan.source(),
                grid,
                plan.renditions().subList(0, 1),
                plan.audio(),
                plan.texts(),
                plan.stills(),
                plan.damaged(),
                plan.encrypted());
    }
}
