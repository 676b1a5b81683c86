package dev.reelroute.traits;

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
import java.util.Arrays;
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
        String outcome = TraitClip.outcome(result(video), codes(video.path("warnings")));
        outcomes.put(row.clip(), outcome);
        assertThat(outcome).as(video.toPrettyString()).isEqualTo(row.expected());
        if (row.becomesReady()) {
            looksLikeTheSource(row, video);
            audioIsAsInTheSource(row, video);
        }
    }

    /** {@code READY}, size, grid and frames of the top rendition as published; or why not. */
    private static String result(JsonNode video) {
        if (!video.path("status").asText().equals("READY")) {
            return video.at("/error/code").asText();
        }
        JsonNode top = video.at("/renditions/0");
        return "READY %sx%s %s %d"
                .formatted(
                        top.path("width").asText(),
                        top.path("height").asText(),
                        video.at("/source/frameRate").asText(),
                        times(playlist(video)).size());
    }

    private void looksLikeTheSource(TraitClip row, JsonNode video) {
        String[] expected = row.expect().split(" ");
        String playlist = playlist(video);
        assertThat(describe(playlist)).isEqualTo(expected[1].replace('x', ',') + ",1:1,yuv420p,tv,bt709,bt709,bt709");
        Rational rate = Rational.parse(expected[2]);
        List<Double> times = times(playlist);
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i)).as("frame " + i).isCloseTo(rate.seconds(i), within(0.001));
        }
        assertThat(video.at("/source/duration").asDouble())
                .isCloseTo(rate.seconds(times.size()), within(rate.seconds(1)));
        List<Double> likeness = Likeness.of(
                clip(row),
                Workshop.words(row.truth() == null ? "-i " + row.clip() : row.truth()),
                playlist,
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

    private static String describe(String playlist) {
        return probe(
                        playlist,
                        "stream=width,height,sample_aspect_ratio,pix_fmt,color_range,color_space,color_transfer,color_primaries")
                .get(0);
    }

    /** Seconds at which the decoded frames are shown. */
    private static List<Double> times(String playlist) {
        return probe(playlist, "frame=pts_time").stream()
                .map(line -> Double.valueOf(line.replace(",", "")))
                .toList();
    }

    private static List<String> probe(String playlist, String entries) {
        Programs.Result result = Programs.ffprobe(
                List.of("-select_streams", "v:0", "-show_entries", entries, "-of", "csv=p=0", playlist));
        assertThat(result.succeeded().stderr()).isEmpty();
        return Arrays.stream(result.stdout().split("\n"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static Path folder(Path clip) {
        return clip.toAbsolutePath().getParent();
    }

    private Path clip(TraitClip row) {
        return folder(clips.get(row.clip()));
    }
}
