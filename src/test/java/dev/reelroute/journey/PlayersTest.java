package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import dev.reelroute.media.Clips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is published plays to its end in hls.js, Shaka Player and dash.js, in a real browser, without an error. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class PlayersTest {

    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final String PAGE = "/test/players.html";
    /** Of the early streams, the one of a video that is ready. */
    private static final String READY = "copied.mp4";

    private final Map<String, Page> pages = new HashMap<>();
    private Application application;
    private Chromium chromium;

    /** @param buffered ranges in seconds: one that holds all */
    private record Played(
            String name,
            boolean ended,
            List<String> errors,
            double position,
            double duration,
            List<List<Double>> buffered,
            long frames,
            int width,
            String codec,
            List<String> languages) {}

    /** What plays for seconds needs the processor for little of them: all of it plays at once. */
    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Clips clips = new Clips(Files.createDirectories(folder.resolve("clips")));
        application = Application.start(folder.resolve("data"), "--reelroute.intake.default-profile=small");
        chromium = Chromium.start();
        Api api = application.api();
        String codecs = api.upload(
                clips.makeWithAudio(
                        "codecs.mp4", "testsrc2=s=320x180:r=25:d=6", "sine=d=6", "-c:v", "libx264", "-c:a", "aac"),
                "profile",
                "codecs");
        String languages = api.upload(inTwoLanguages(clips));
        String silent = api.upload(
                clips.make("silent.mp4", "testsrc2=s=320x180:r=30000/1001", "-frames:v", "82", "-c:v", "libx264"));
        Map<String, Path> early = earlyClips(clips);
        String ready = api.upload(early.get(READY));
        play("languages", api.awaitReady(languages), "nothing");
        play("silent", api.awaitReady(silent), "nothing");
        JsonNode severalCodecs = api.awaitReady(codecs);
        for (String missing : List.of("nothing", "av01", "avc1")) {
            play("without " + missing, severalCodecs, missing);
        }
        early.remove(READY);
        playEarlyStreams(api.awaitReady(ready), early);
    }

    @AfterAll
    void stop() {
        chromium.close();
        application.close();
    }

    private static Path inTwoLanguages(Clips clips) {
        return clips.from(
                "languages.mkv",
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=s=320x180:r=25:d=6",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=d=6",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=f=800:d=6"),
                "-map",
                "0",
                "-map",
                "1",
                "-map",
                "2",
                "-metadata:s:a:0",
                "language=eng",
                "-metadata:s:a:1",
                "language=ger",
                "-c:v",
                "libx264",
                "-c:a",
                "aac");
    }

    @Test
    void twoLanguages() {
        for (Played played : playedToTheEnd("languages", 150, 6)) {
            assertThat(played.languages()).as(played.name()).containsExactlyInAnyOrder("en", "de");
        }
    }

    @Test
    void silentAndShortAtABrokenRate() {
        playedToTheEnd("silent", 82, 82 * 1001 / 30000.0);
    }

    /** Chromium on Linux decodes no HEVC; the others are taken away here. */
    @ParameterizedTest
    @CsvSource({"nothing, avc1|av01", "av01, avc1", "avc1, av01"})
    void severalCodecsByWhatTheBrowserCanPlay(String missing, String chosen) {
        for (Played played : playedToTheEnd("without " + missing, 150, 6)) {
            assertThat(played.codec()).as(played.name()).matches(".*(" + chosen + ").*");
        }
    }

    /** Name of the file, and what FFmpeg makes it of. */
    private static final String EARLY = """
        copied.mp4           | -f lavfi -i testsrc2=s=160x90:r=25:d=6 -f lavfi -i sine=d=6
        audio-late.mp4       | -f lavfi -i testsrc2=s=160x90:r=25:d=6 -itsoffset 4 -f lavfi -i sine=d=2
        audio-ends.mkv       | -f lavfi -i testsrc2=s=160x90:r=25:d=6 -f lavfi -i sine=d=2
        video-late.mkv       | -itsoffset 3 -f lavfi -i testsrc2=s=160x90:r=25:d=3 -f lavfi -i sine=d=6
        video-pauses.mkv     | -f lavfi -i testsrc2=s=160x90:r=25:d=6,select='not(between(t,1,4))' -f lavfi -i sine=d=6
        one-frame.mp4        | -f lavfi -i testsrc2=s=160x90:r=25:d=0.04 -f lavfi -i sine=d=6
        began-hours-ago.ts   | -f lavfi -i testsrc2=s=160x90:r=25:d=6 -f lavfi -i sine=d=6 -output_ts_offset 7200
        without-audio.mp4    | -f lavfi -i testsrc2=s=160x90:r=25:d=6
        """;

    /** In hls.js, which shows it until the video is ready; it stays for those who still watch it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = EARLY)
    void earlyStreams(String name, String inputs) {
        assertThat(inputs).isNotBlank();
        Played played = played(name).get(0);
        assertThat(played.errors()).as(played.toString()).isEmpty();
        assertThat(played.ended()).as(played.toString()).isTrue();
        assertThat(played.position()).as(played.toString()).isCloseTo(6, within(0.2));
        assertThat(played.buffered()).as(played.toString()).hasSize(1);
    }

    private static Map<String, Path> earlyClips(Clips clips) {
        Map<String, Path> all = new LinkedHashMap<>();
        EARLY.lines()
                .map(line -> line.split(" +\\| "))
                .forEach(columns -> all.put(
                        columns[0],
                        clips.from(
                                columns[0],
                                List.of(columns[1].split(" ")),
                                "-c:v",
                                "libx264",
                                "-g",
                                "50",
                                "-c:a",
                                "aac",
                                "-fps_mode",
                                "vfr")));
        return all;
    }

    /** Of a video that is ready, and of others of which no more is made yet: it would not be looked at. */
    private void playEarlyStreams(JsonNode ready, Map<String, Path> others) throws Exception {
        Api api = application.api();
        application.stopLane("bulk");
        Map<String, String> ids = new LinkedHashMap<>();
        others.forEach((name, clip) -> ids.put(name, api.upload(clip)));
        Map<String, String> playlists = new HashMap<>();
        playlists.put(READY, ready.at("/playback/hls").asText().replace("master.m3u8", "early-1/index.m3u8"));
        ids.forEach((name, id) -> playlists.put(
                name,
                await("the end of " + name)
                        .atMost(Duration.ofMinutes(1))
                        .until(
                                () -> api.video(id).at("/playback/hls").asText(),
                                url -> url.endsWith("/early-1/index.m3u8") && get(url).contains("#EXT-X-ENDLIST"))));
        Page page = chromium.newPage();
        openPlayers(page, api);
        page.evaluate("""
                playlists => {
                    window.results = {};
                    for (const [name, hls] of Object.entries(playlists)) {
                        window.results[name] = playToTheEnd({ hls }).then(JSON.stringify);
                    }
                }""", playlists);
        playlists.keySet().forEach(name -> pages.put(name, page));
    }

    private String get(String url) {
        return application.api().get(url.replace(application.api().base(), "")).body();
    }

    private List<Played> played(String name) {
        List<Played> all = new ArrayList<>();
        Object results = pages.get(name).evaluate("name => window.results[name]", name);
        Api.parse(results.toString()).forEach(item -> all.add(Api.JSON.convertValue(item, Played.class)));
        return all;
    }

    private void play(String name, JsonNode video, String missing) {
        JsonNode playback = video.path("playback");
        Page page = chromium.newPage();
        page.addInitScript(without(missing));
        openPlayers(page, application.api());
        page.evaluate(
                "([name, hls, dash]) => { window.results = { [name]: playToTheEnd({ hls, dash }).then(JSON.stringify) }; }",
                List.of(
                        name,
                        playback.path("hls").asText(),
                        playback.path("dash").asText()));
        pages.put(name, page);
    }

    private List<Played> playedToTheEnd(String name, long frames, double seconds) {
        List<Played> all = played(name);
        assertThat(all).hasSize(4);
        for (Played played : all) {
            assertThat(played.errors()).as(played.toString()).isEmpty();
            assertThat(played.ended()).as(played.toString()).isTrue();
            assertThat(played.duration()).as(played.toString()).isCloseTo(seconds, within(0.03));
            assertThat(played.buffered()).as(played.toString()).hasSize(1);
            assertThat(played.buffered().get(0).get(0)).as(played.toString()).isCloseTo(0, within(0.03));
            assertThat(played.buffered().get(0).get(1)).as(played.toString()).isCloseTo(seconds, within(0.03));
            // More where a player changed to another rendition in the middle.
            assertThat(played.frames()).as(played.toString()).isGreaterThanOrEqualTo(frames);
            assertThat(played.width()).as(played.toString()).isPositive();
        }
        return all;
    }

    /** The page with all the players, as if it were one of the server's. */
    static void openPlayers(Page page, Api api) {
        serve(page, PAGE, RESOURCES.resolve("players/players.html"));
        serve(page, "/test/hls.mjs", only(Path.of("src/main/resources/static/vendor"), "hls.js-"));
        serve(page, "/test/shaka.js", only(RESOURCES.resolve("vendor"), "shaka-player-"));
        serve(page, "/test/dash.js", only(RESOURCES.resolve("vendor"), "dashjs-"));
        page.navigate(api.base() + PAGE);
        page.waitForFunction("() => window.ready");
    }

    private static String without(String codec) {
        return """
            const real = MediaSource.isTypeSupported;
            MediaSource.isTypeSupported = (type) => !type.includes("%1$s") && real.call(MediaSource, type);
            const info = navigator.mediaCapabilities.decodingInfo;
            navigator.mediaCapabilities.decodingInfo = async (question) => {
                const answer = await info.call(navigator.mediaCapabilities, question);
                return question.video?.contentType.includes("%1$s")
                    ? { supported: false, smooth: false, powerEfficient: false, configuration: question }
                    : answer;
            };
            """.formatted(codec);
    }

    private static void serve(Page page, String path, Path file) {
        page.route(
                "**" + path,
                route -> route.fulfill(new FulfillOptions()
                        .setPath(file)
                        .setContentType(path.endsWith("html") ? "text/html" : "text/javascript")));
    }

    /** The script in the one folder of a library, whatever its version. */
    private static Path only(Path vendor, String library) {
        try (Stream<Path> files = Files.walk(vendor)) {
            return files.filter(
                            file -> file.getParent().getFileName().toString().startsWith(library))
                    .filter(file -> file.toString().matches(".*\\.m?js"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
