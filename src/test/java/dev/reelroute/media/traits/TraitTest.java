package dev.reelroute.media.traits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.journey.Application;
import dev.reelroute.media.Programs;
import dev.reelroute.media.Rational;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of trait through the whole product: one application, all clips at once, and a look at what is published.
 * {@link DailyClips} says which clips are tried every day; {@code ./verify --long} tries all. The table in
 * {@code docs/evidence/clips.md} is what that gave; {@code -Dtraits.write} writes it anew. {@code -Dtraits.only=regex} runs
 * the clips of these names alone.
 */
@TestInstance(Lifecycle.PER_CLASS)
class TraitTest {

    private static final @Nullable String ONLY = System.getProperty("traits.only");

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final Map<String, List<TraitClip>> themes = new LinkedHashMap<>();
    private final Map<String, Path> clips = new ConcurrentHashMap<>();
    private final Map<String, String> videos = new ConcurrentHashMap<>();
    private final Map<String, String> outcomes = new ConcurrentHashMap<>();

    @SuppressWarnings("NullAway.Init") // by start()
    private Application application;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        application = Application.start(folder.resolve("data"), "--reelroute.intake.default-profile=traits");
        Workshop workshop = new Workshop(Files.createDirectories(folder.resolve("clips")));
        List<TraitClip> today = ONLY == null
                ? TraitClip.today()
                : TraitClip.all().stream()
                        .filter(row -> row.clip().matches(ONLY))
                        .toList();
        TraitClip.THEMES.forEach(theme -> {
            List<TraitClip> rows = TraitClip.read(theme);
            rows.removeIf(row -> !today.contains(row));
            themes.put(theme, rows);
        });
        themes.values().parallelStream().flatMap(List::stream).forEach(row -> {
            Path clip = workshop.make(row);
            clips.put(row.clip(), clip);
            String profile = row.profile() == null ? "traits" : row.profile();
            videos.put(row.clip(), application.api().upload(clip, "profile", profile));
        });
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @TestFactory
    Stream<DynamicNode> traits() {
        Stream<DynamicNode> rows = themes.entrySet().stream()
                .map(theme -> DynamicContainer.dynamicContainer(
                        theme.getKey(),
                        theme.getValue().stream()
                                .map(row -> DynamicTest.dynamicTest(
                                        row.clip() + ": " + row.traits(), () -> becomesWhatIsExpected(row)))));
        if (ONLY != null) {
            return rows;
        }
        return Stream.concat(rows, Stream.of(DynamicTest.dynamicTest("the table in docs", this::theTableIsTrue)));
    }

    private void becomesWhatIsExpected(TraitClip row) {
        JsonNode video = application.api().awaitEnd(videos.get(row.clip()), PATIENCE);
        boolean isReady = video.path("status").asText().equals("READY");
        Seen seen = isReady ? Seen.of(playlist(video)) : null;
        String result = seen == null ? video.at("/error/code").asText() : result(video, seen);
        String outcome = TraitClip.outcome(result, codes(video.path("warnings")));
        outcomes.put(row.clip(), outcome);
        assertThat(outcome).as(video.toPrettyString()).isEqualTo(row.expected());
        if (seen != null) {
            looksLikeTheSource(row, video, seen);
            audioIsAsInTheSource(row, video);
        }
    }

    /** {@code READY}, size, grid and frames of the top rendition as published. */
    private static String result(JsonNode video, Seen seen) {
        JsonNode top = video.at("/renditions/0");
        return "READY %sx%s %s %d"
                .formatted(
                        top.path("width").asText(),
                        top.path("height").asText(),
                        video.at("/source/frameRate").asText(),
                        seen.times().size());
    }

    private void looksLikeTheSource(TraitClip row, JsonNode video, Seen seen) {
        String[] expected = row.expect().split(" ");
        assertThat(seen.format()).isEqualTo(expected[1].replace('x', ',') + ",1:1,yuv420p,tv,bt709,bt709,bt709");
        Rational rate = Rational.parse(expected[2]);
        List<Double> times = seen.times();
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i)).as("frame " + i).isCloseTo(rate.seconds(i), within(0.001));
        }
        assertThat(video.at("/source/duration").asDouble())
                .isCloseTo(rate.seconds(times.size()), within(rate.seconds(1)));
        List<Double> likeness = Likeness.of(
                clip(row),
                Workshop.words(row.truth() == null ? "-i " + row.clip() : row.truth()),
                playlist(video),
                expected[1],
                expected[2]);
        assertThat(likeness).as("frames of the longer of truth and video").hasSize(times.size());
        assertThat(Collections.min(likeness))
                .as("PSNR of each frame: " + likeness)
                .isGreaterThan(row.likeness() == null ? Likeness.SAME : row.likeness());
    }

    private void audioIsAsInTheSource(TraitClip row, JsonNode video) {
        PublishedTracks published = new PublishedTracks(video.path("playback"));
        if (row.audio() != null) {
            assertThat(published.audio()).isEqualTo(row.audio());
        }
        if (row.beeps() != null) {
            published
                    .beeps(clip(row))
                    .forEach((rendition, beeps) -> assertThat(beeps)
                            .as(rendition)
                            .usingElementComparator((a, b) -> Math.abs(a - b) < PublishedTracks.ONE_FRAME ? 0 : 1)
                            .isEqualTo(row.beeps()));
        }
        if (row.texts() != null) {
            assertThat(published.texts()).isEqualTo(row.texts());
        }
        assertThat(video.at("/source/captions").asBoolean()).isEqualTo(row.captions());
    }

    private void theTableIsTrue() throws IOException {
        // A clip that is not tried today counts with the result that its row expects.
        Map<String, List<TraitClip>> all = new LinkedHashMap<>();
        TraitClip.THEMES.forEach(theme -> {
            List<TraitClip> rows = TraitClip.read(theme);
            rows.forEach(row -> outcomes.putIfAbsent(row.clip(), TraitClip.LONG ? "?" : row.expected()));
            all.put(theme, rows);
        });
        TraitTable table = new TraitTable(all, outcomes);
        if (System.getProperty("traits.write") != null) {
            table.write();
        }
        assertThat(table.written())
                .as("docs/evidence/clips.md; -Dtraits.write writes it anew")
                .isEqualTo(table.markdown());
    }

    private static String playlist(JsonNode video) {
        String hls = video.at("/playback/hls").asText();
        return hls.replace("master.m3u8", video.at("/renditions/0/name").asText() + "/index.m3u8");
    }

    private static List<String> codes(JsonNode warnings) {
        return warnings.findValuesAsText("code");
    }

    /**
     * What a decoder makes of a playlist.
     *
     * @param format size, shape of pixels, and colours
     * @param times seconds at which the frames are shown
     */
    private record Seen(String format, List<Double> times) {

        static Seen of(String playlist) {
            String format =
                    "stream=width,height,sample_aspect_ratio,pix_fmt,color_range,color_space,color_transfer,color_primaries";
            Programs.Result result = Programs.ffprobe(List.of(
                    "-select_streams", "v:0", "-show_entries", format + ":frame=pts_time", "-of", "csv", playlist));
            assertThat(result.succeeded().stderr()).isEmpty();
            return new Seen(
                    lines(result, "stream,").get(0),
                    lines(result, "frame,").stream()
                            .map(line -> Double.valueOf(line.replace(",", "")))
                            .toList());
        }

        private static List<String> lines(Programs.Result result, String section) {
            return result.stdout()
                    .lines()
                    .filter(line -> line.startsWith(section))
                    .map(line -> line.substring(section.length()).strip())
                    .toList();
        }
    }

    private static Path folder(Path clip) {
        return clip.toAbsolutePath().getParent();
    }

    private Path clip(TraitClip row) {
        return folder(clips.get(row.clip()));
    }
}
