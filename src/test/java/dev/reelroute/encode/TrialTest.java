package dev.reelroute.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelroute.check.EarlyCheck;
import dev.reelroute.encode.Pipeline.Published;
import dev.reelroute.encode.RandomClip.Sight;
import dev.reelroute.encode.Watched.Frame;
import dev.reelroute.failure.Failure;
import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.media.Rational;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Profile;
import dev.reelroute.plan.SourceCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The trial by chance: {@link RandomClip}s are inspected, planned, made and checked, and then looked at and listened to as a
 * viewer gets them, as MP4, as HLS and as early stream: how long it is, which frame is shown at every moment, and when every
 * tone is heard. A few seeds every day, two hundred in the long run; {@code -Dtrial.seeds=7-9,12} tries those alone.
 */
class TrialTest {

    private static final String SEEDS =
            System.getProperty("trial.seeds", Boolean.getBoolean("tests.long") ? "1-200" : "1-4");

    /** One rendition in chunks of two seconds. */
    private static final Profile QUICK = new Profile(
            "trial",
            "00000000",
            "For tests.",
            60,
            1,
            1,
            2,
            100,
            2,
            Profile.Damaged.TOLERANT,
            false,
            List.of(new Profile.Rung(90, "libx264", "ultrafast", 20, 2_000_000)),
            new Profile.Audio(List.of(new Profile.AudioEncoding("aac", 2, 96_000)), 48_000, null),
            new Profile.Poster(90, 0.1),
            new Profile.Storyboard(90, 5, 2, 20),
            false);

    /** Of AAC: what audio may be off. */
    private static final double AUDIO_FRAME = 1024.0 / 48_000;

    private static final double ROUNDED = 0.002;

    /** Seconds that a flash lasts, and a beep. */
    private static final double FLASH = 0.1;

    private static final Path RECORD = Path.of("docs/evidence/trial.md");
    private static final String BEGIN = "<!-- begin: written by TrialTest -->\n";

    /** Of each kind of clip: how many were tried, and how many came out right. */
    private static final Map<String, int[]> TRIED = new TreeMap<>();

    @TempDir
    Path folder;

    static LongStream seeds() {
        return Stream.of(SEEDS.split(",")).flatMapToLong(range -> {
            String[] ends = range.split("-");
            return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
        });
    }

    /** In the long run, {@code -Dtraits.write} keeps the record. */
    @AfterAll
    static void record() throws IOException {
        if (System.getProperty("traits.write") != null) {
            String text = Files.readString(RECORD);
            StringBuilder table = new StringBuilder(text.substring(0, text.indexOf(BEGIN) + BEGIN.length()));
            table.append("\nSeeds ")
                    .append(SEEDS)
                    .append(".\n\n| in the clip | seeds | right |\n| --- | --- | --- |\n");
            TRIED.forEach((kind, count) -> table.append("| ")
                    .append(kind)
                    .append(" | ")
                    .append(count[0])
                    .append(" | ")
                    .append(count[1])
                    .append(" |\n"));
            Files.writeString(RECORD, table);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isShownAsRecorded(long seed) {
        RandomClip clip = RandomClip.of(seed);
        clip.kinds().forEach(kind -> TRIED.computeIfAbsent(kind, each -> new int[2])[0]++);
        try {
            Pipeline pipeline = new Pipeline(clip.make(folder), folder);
            Plan plan = pipeline.plan(QUICK);
            Published published = pipeline.published(plan);
            Set<String> codes = new TreeSet<>(published.warnings());
            plan.source().warnings().stream().map(Warning::code).forEach(codes::add);
            warningsAreTrue(clip, codes);
            Path all = published.folder();
            isShown(clip, plan, "MP4", all.resolve("video.mp4"), all.resolve("video.mp4"), 0);
            for (int i = 0; i < Math.max(1, clip.audio().size()); i++) {
                Path video = all.resolve(plan.renditions().get(0).name() + "/index.m3u8");
                isShown(clip, plan, "HLS " + i, video, all.resolve("audio-" + i + "/index.m3u8"), i);
            }
            Path early = pipeline.early(plan);
            playable(plan, early);
            isShown(clip, plan, "early stream", early, early, 0);
            clip.kinds().forEach(kind -> TRIED.get(kind)[1]++);
        } catch (AssertionError | Failure e) {
            throw new AssertionError(
                    "Seed " + seed + " (./mvnw test -Dtest=TrialTest -Dtrial.seeds=" + seed + ")\n" + clip + "\n"
                            + e.getMessage(),
                    e);
        }
    }

    /** As the product looks at it, before it shows it to anybody. */
    private static void playable(Plan plan, Path early) {
        EarlyCheck check = EarlyCheck.begin(
                early.resolveSibling("init-0.mp4"), 1 + (SourceCopy.audio(plan).isPresent() ? 1 : 0));
        GrowingPlaylist.read(early).segments().forEach(segment -> check.next(early.resolveSibling(segment.name())));
        check.end(plan.grid().duration());
    }

    private static void warningsAreTrue(RandomClip clip, Set<String> codes) {
        List<List<String>> right = clip.warnings();
        List<String> allowed = new ArrayList<>(right.get(0));
        allowed.addAll(right.get(1));
        assertThat(codes).as("warnings").containsAll(right.get(0)).isSubsetOf(allowed);
    }

    /** One frame; where the audio ends the video, one of its packets may go on beyond the end. */
    private static double tolerance(RandomClip clip, Rational rate) {
        return rate.seconds(1) + (clip.seconds() > clip.video().to() ? RandomClip.LONGEST_PACKET : 0) + ROUNDED;
    }

    private void isShown(RandomClip clip, Plan plan, String what, Path video, Path audio, int track) {
        boolean audible = track < clip.audio().size();
        List<Double> beeps = audible ? clip.beeps(clip.audio().get(track)) : List.of();
        Watched watched = Watched.of(folder, video, audible ? audio : null);
        String words = what + ": " + watched;
        Rational rate = plan.grid().frameRate();
        double frame = rate.seconds(1);
        assertThat(watched.begin()).as("begin of " + words).isCloseTo(0, within(frame));
        List<Double> heard = watched.beeps().stream()
                .filter(beep -> beep >= (beeps.isEmpty() ? 0 : beeps.get(0)) - FLASH)
                .toList();
        double late = heard.isEmpty() || beeps.isEmpty() ? 0 : heard.get(0) - beeps.get(0);
        // By as much as all may be late, the frames are as well, and the end.
        double zero = Math.max(0, Math.min(late, clip.unheard()));
        assertThat(watched.end() - zero).as("end of " + words).isCloseTo(clip.seconds(), within(tolerance(clip, rate)));
        List<Sight> sights = clip.sights();
        List<Integer> seen = new ArrayList<>();
        for (Frame shown : watched.frames()) {
            double at = shown.at() - zero;
            List<Integer> right = between(sights, at - 0.6 * frame - ROUNDED, at + 0.6 * frame + ROUNDED);
            // Beside a change of shape, it may be a frame of the part before or behind.
            int code = Stream.of(at, at - frame, at + frame)
                    .map(time -> clip.code(shown, time))
                    .filter(right::contains)
                    .findFirst()
                    .orElseGet(() -> clip.code(shown, at));
            assertThat(right).as("frame at %.3f s of %s", shown.at(), words).contains(code);
            seen.add(code);
        }
        if (clip.isEven()) {
            assertThat(seen)
                    .as("frames of " + words)
                    .containsSubsequence(sights.stream().map(Sight::code).toList());
        }
        if (audible) {
            assertThat(watched.audioEnd())
                    .as("end of the audio of " + words)
                    .isCloseTo(watched.end(), within(frame + AUDIO_FRAME));
            assertThat(heard.stream().map(beep -> beep - zero))
                    .as("beeps of " + words)
                    .usingElementComparator(
                            (one, other) -> Math.abs(one - other) < AUDIO_FRAME ? 0 : Double.compare(one, other))
                    .isEqualTo(beeps);
        }
    }

    private static List<Integer> between(List<Sight> sights, double from, double to) {
        List<Integer> codes = new ArrayList<>();
        for (int i = 0; i < sights.size(); i++) {
            // The first one stands before its time as well, for as long as nothing is heard of an encoder's lead-in.
            boolean begins = i == 0 || sights.get(i).from() <= to;
            boolean ended = i + 1 < sights.size() && sights.get(i + 1).from() < from;
            if (begins && !ended) {
                codes.add(sights.get(i).code());
            }
        }
        return codes;
    }
}
