package dev.reelroute.journey;

import static dev.reelroute.journey.Expectations.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.GetByTextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Page.WaitForFunctionOptions;
import com.microsoft.playwright.options.ReducedMotion;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser. Screenshots of it are left in {@code target/page}. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start() and open()
class PageTest {

    private static final double PATIENCE = 120_000; // ms
    private static final String ELSEWHERE = "https://reels.example.org/tube";

    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    private Receiver receiver;
    private Application application;
    private Clips clips;
    private Chromium chromium;
    /** Has the page's files already. */
    private BrowserContext visitor;

    private Page page;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        clips = new Clips(Files.createDirectories(folder.resolve("clips")));
        receiver = new Receiver();
        application = Application.start(
                folder.resolve("data"),
                List.of(
                        // The store takes uploads from the page's own origin only, and has to know it when it starts.
                        "--server.port=" + Machine.freePort(),
                        "--camel.main.jmx-enabled=true",
                        "--reelroute.intake.default-profile=small",
                        "--reelroute.inspect.max-duration=2m",
                        // The public address, under which this page is not opened: links lead to the page's own address
                        // all the same.
                        "--reelroute.address.public-url=" + ELSEWHERE,
                        "--reelroute.access.mode=open",
                        "--reelroute.notify.url=" + receiver.url("/hook"),
                        "--reelroute.notify.allow=127.0.0.1"),
                Saboteur.Hire.class);
        chromium = Chromium.start();
        visitor = chromium.newContext(new Browser.NewContextOptions().setViewportSize(1180, 820));
    }

    @AfterAll
    void stop() {
        chromium.close();
        application.close();
        receiver.close();
    }

    @BeforeEach
    void open() {
        troubles.clear();
        page = visitor.newPage();
        watch(page);
    }

    private void watch(Page page) {
        // Refusals by the content security policy are errors of the console, too.
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                troubles.add(message.text());
            }
        });
        page.onPageError(troubles::add);
        page.navigate(application.api().base() + "/");
    }

    @AfterEach
    void close() {
        page.close();
        // What a failed test leaves behind must not disturb the next one.
        Api api = application.api();
        api.videos("")
                .forEach(video -> api.delete("/api/videos/" + video.path("id").asText()));
        assertThat(troubles).as("what the browser complained of").isEmpty();
    }

    @Test
    void aVideoIsUploadedAndPlayed() {
        Path clip = clips.makeWithAudio(
                "holiday.mp4",
                "testsrc2=s=320x180:r=25:d=6",
                "sine=d=6",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-crf",
                "40",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac");
        assertThat(page.getByTestId("empty")).isVisible();
        screenshot("empty");

        page.getByTestId("file-input").setInputFiles(clip);

        Locator video = card("holiday.mp4");
        assertThat(video).isVisible();
        screenshot("uploading");
        becomes(video, "PROCESSING");
        page.waitForFunction("() => document.querySelector('[data-testid=progress]').ariaValueNow > 0");
        screenshot("processing");
        becomes(video, "READY");
        assertThat(video.getByTestId("progress")).isHidden();
        assertThat(video.getByTestId("copy-hls")).isVisible();
        screenshot("ready");
        assertThat(application.api().videos("").get(0).at("/playback/hls").asText())
                .as("what others are told")
                .startsWith(ELSEWHERE + "/videos/");

        video.getByTestId("diagnose").click();
        assertThat(page.getByTestId("diagnosis-reason")).hasText("It is ready.");
        assertThat(page.getByTestId("diagnosis")).not().containsText("undefined");
        Locator inspection = page.getByTestId("task").first();
        assertThat(inspection).containsText("Inspection");
        assertThat(inspection).hasAttribute("data-state", "DONE");
        assertThat(inspection.locator(".gantt-bar")).isVisible();
        screenshot("diagnosis");
        page.keyboard().press("Escape");

        video.getByTestId("play").click();

        Locator screen = page.getByTestId("player-video");
        page.waitForFunction("() => document.querySelector('[data-testid=player-video]').currentTime > 0.2");
        int[] early = luma(screen);
        page.waitForFunction("() => document.querySelector('[data-testid=player-video]').currentTime > 0.7");
        int[] late = luma(screen);
        assertThat(contrast(early)).as("the video is not one colour").isGreaterThan(100);
        assertThat(late).as("the video moves").isNotEqualTo(early);
        assertThat(page.getByTestId("player-error")).isHidden();
        page.getByTestId("quality").click();
        for (String quality : List.of("180p", "120p")) {
            assertThat(page.getByTestId("quality-menu").getByText(quality, new GetByTextOptions().setExact(true)))
                    .isVisible();
        }
        screenshot("player");
        page.getByTestId("close-player").click();
        assertThat(screen).not().isAttached();

        delete(video);
    }

    /** A second that is not whole; and one that the last frame of the stream makes whole. */
    @ParameterizedTest
    @CsvSource({"2.6, 2.6, 0:02", "2.8, 2.99, 0:03"})
    void theListSaysHowLongAVideoIsAsThePlayerDoes(String video, String audio, String length) {
        Path clip = clips.makeWithAudio("short.mp4", "testsrc2=s=160x90:r=25:d=" + video, "sine=d=" + audio);
        page.getByTestId("file-input").setInputFiles(clip);
        becomes(card("short.mp4"), "READY");
        assertThat(card("short.mp4").getByTestId("length")).hasText(length);
        card("short.mp4").getByTestId("play").click();
        page.waitForFunction("() => document.querySelector('[data-testid=player-video]').duration > 2");
        assertThat(page.locator("media-time-display")).containsText("/ " + length);
    }

    @Test
    void aVideoIsWatchedWhileItIsMadeAndGoesOnInTheLadderWhenThatIsReady() {
        Path clip = clips.makeWithAudio(
                "early.mp4",
                "testsrc2=s=160x120:r=10:d=20",
                "sine=d=20",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-crf",
                "40",
                "-g",
                "20",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac");
        Held held = Held.back(application, "early.mp4");
        page.locator("#profile").selectOption("slow");
        page.getByTestId("file-input").setInputFiles(clip);
        Locator video = card("early.mp4");
        held.awaitEncoded();
        video.getByTestId("play").click();
        page.waitForFunction("() => document.querySelector('[data-testid=player-video]').currentTime > 0.5");
        assertThat(video).hasAttribute("data-status", "PROCESSING");
        assertThat(page.getByTestId("player-links").getByTestId("copy-dash"))
                .not()
                .isAttached();
        // Every moment that the viewer sees, from here on: none is far from the one before, and none stands still.
        page.evaluate("""
                () => {
                    window.moments = [];
                    const look = () => {
                        const screen = document.querySelector('[data-testid=player-video]');
                        if (screen) window.moments.push([performance.now() / 1000, screen.currentTime, screen.readyState]);
                        requestAnimationFrame(look);
                    };
                    look();
                }""");
        screenshot("early");

        held.release();
        assertThat(page.getByTestId("player-links").getByTestId("copy-dash"), Duration.ofMillis((long) PATIENCE))
                .isVisible();
        double swapped = (double) page.evaluate("() => performance.now() / 1000");
        page.waitForFunction("since => performance.now() / 1000 > since + 1.5", swapped);

        assertThat(page.getByTestId("player-error")).isHidden();
        double longest = ((Number) page.evaluate("""
                since => {
                    const near = window.moments.filter(([at]) => at > since - 2);
                    const steps = near.slice(1).map(([at, time], i) => Math.abs(time - near[i][1] - (at - near[i][0])));
                    return Math.max(...steps);
                }""", swapped)).doubleValue();
        assertThat(longest).as("seconds that the video jumped or stood still").isLessThan(0.7);
        assertThat((boolean) page.evaluate("() => document.querySelector('[data-testid=player-video]').paused"))
                .isFalse();
        page.keyboard().press("Escape");
        delete(video);
    }

    @Test
    void whoeverWatchesEarlyGoesOnInTheLadderWhereverHeIs() {
        Held held = Held.back(application, "stages.mkv");
        page.locator("#profile").selectOption("slow");
        page.getByTestId("file-input").setInputFiles(film("stages.mkv", "160x120", 12));
        becomes(card("stages.mkv"), "PROCESSING");
        assertThat(card("stages.mkv").getByTestId("play"), Duration.ofMillis((long) PATIENCE))
                .isEnabled();
        Theatre paused = theatre(page);
        paused.await("video.currentTime > 1");
        paused.pause();
        paused.choose("speed", "1.5x");
        assertThat(page.getByTestId("quality")).isHidden();
        double at = paused.seconds();
        BrowserContext others = chromium.newContext(new Browser.NewContextOptions().setViewportSize(590, 410));
        Page second = another(others);
        Theatre ended = theatre(second);
        ended.await("video.duration > 11 && video.readyState >= 3");
        ended.ask("video.currentTime = video.duration - 0.3");
        ended.await("video.ended");
        Page third = another(others);
        third.route("**/early-*/**", route -> {}); // only just opened, because nothing is answered
        Theatre opened = theatre(third);
        for (Page each : List.of(page, second, third)) {
            assertThat(each.getByTestId("video")).hasAttribute("data-status", "PROCESSING");
            assertThat(each.getByTestId("player-links").getByTestId("copy-mp4")).hasCount(0);
        }
        held.release();

        opened.await("video.currentTime > 1 && !video.paused && video.audioTracks.length === 2");
        paused.await("video.audioTracks.length === 2 && !video.seeking");
        ended.await("video.audioTracks.length === 2 && video.ended && !video.seeking && video.readyState >= 2");

        assertThat(paused.seconds()).isCloseTo(at, within(0.1));
        assertThat(paused.ask("video.paused")).isEqualTo(true);
        assertThat(paused.ask("video.playbackRate")).isEqualTo(1.5);
        ended.play();
        ended.await("video.currentTime > 0.5 && video.currentTime < 10");
        for (Page each : List.of(page, second, third)) {
            assertThat(each.getByTestId("player-links").getByTestId("copy-mp4")).isVisible();
            assertThat(each.getByTestId("captions")).isVisible();
            assertThat(each.getByTestId("audio")).isVisible();
            assertThat(each.getByTestId("player-error")).isHidden();
            screenshot(each, "handed-over-" + List.of(page, second, third).indexOf(each));
        }
        others.close();
    }

    @Test
    void captionsAndAudioAreChosen() {
        page.getByTestId("file-input").setInputFiles(film("film.mkv", "320x180", 6));
        becomes(card("film.mkv"), "READY");
        Theatre theatre = theatre(page);
        theatre.await("video.currentTime > 0.5");
        theatre.ask("video.loop = true"); // however slow the machine is, there is something to be heard
        theatre.listen();
        theatre.awaitTone(400);
        theatre.choose("audio", "German");
        theatre.awaitTone(2000);
        // From here on menus come and go at once, for somebody who wants nothing to move.
        page.emulateMedia(new EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        Locator menu = page.getByTestId("audio-menu");
        assertThat(menu).isHidden();
        assertThat(menu).hasCSS("transition-property", "none");
        page.getByTestId("audio").click();
        assertThat(menu).isVisible();
        assertThat(menu).hasCSS("transition-property", "none");
        page.getByTestId("audio").click();
        assertThat(menu).isHidden();
        theatre.choose("audio", "English");
        theatre.awaitTone(400);
        theatre.pause();

        theatre.awaitCaption("English words");
        theatre.choose("captions", "Off");
        theatre.awaitCaption("");
        theatre.choose("captions", "English");
        theatre.awaitCaption("English words");
        theatre.choose("captions", "German");
        theatre.awaitCaption("Deutsche Worte");
        theatre.choose("captions", "Off");
        theatre.awaitCaption("");
        theatre.choose("captions", "German");
        theatre.awaitCaption("Deutsche Worte");

        theatre.ask("video.loop = false");
        theatre.ask("video.currentTime = video.duration - 0.5");
        theatre.play();
        theatre.await("video.ended");
        theatre.choose("audio", "German");
        theatre.ask("video.loop = true");
        theatre.play();
        theatre.awaitTone(2000);

        // The next film is shown as this one was.
        page.keyboard().press("Escape");
        theatre = theatre(page);
        theatre.ask("video.loop = true");
        theatre.listen();
        theatre.awaitTone(2000);
        theatre.awaitCaption("Deutsche Worte");
        theatre.pause();
        // The button that was used is lit for a while, and what differs must be the captions.
        page.evaluate("document.querySelectorAll('#theatre *')"
                + ".forEach(one => one.style?.setProperty('--media-control-hover-background', 'transparent'))");
        for (int width : List.of(1180, 590, 390, 320)) {
            page.setViewportSize(width, width == 590 ? 410 : 760); // the second as a window at 200 %
            theatre.isUsable();
            theatre.choose("captions", "English");
            theatre.awaitCaption("English words");
            byte[] english = screenshot(page, "captions-" + width);
            theatre.choose("captions", "German");
            theatre.awaitCaption("Deutsche Worte");
            byte[] german = page.screenshot();
            assertThat(Theatre.lowestDifference(english, german, page.viewportSize().height))
                    .as("end of the captions at a width of " + width)
                    .isLessThan(page.getByTestId("seek").boundingBox().y);
        }
    }

    @Test
    void noOutageDisturbsThePage() {
        Path clip = clips.make("silent.mp4", "testsrc2=s=160x120:r=25:d=8", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        page.getByTestId("file-input").setInputFiles(clip);
        Locator video = card("silent.mp4");
        becomes(video, "READY");
        for (int i = 0; i < 5; i++) {
            video.getByTestId("play").click();
            page.keyboard().press("Escape");
        }
        Theatre theatre = theatre(page);
        theatre.await("video.currentTime > 0.5");
        assertThat(page.locator("media-mute-button")).hasCount(0);

        page.context().setOffline(true);
        assertThat(page.getByTestId("player-error")).containsText("no network");
        double lost = theatre.seconds();
        theatre.await("video.currentTime > " + (lost + 0.5));
        // Then it hears of what happens to the video.
        page.waitForResponse(
                answer -> answer.url().endsWith("/events") && answer.ok(),
                () -> page.context().setOffline(false));
        assertThat(page.getByTestId("player-error")).isHidden();
        troubles.removeIf(trouble -> trouble.contains("ERR_INTERNET_DISCONNECTED"));

        // Otherwise the player asks for segments that are gone, and the browser complains.
        theatre.await(
                "video.buffered.length > 0 && video.buffered.end(video.buffered.length - 1) > video.duration - 0.5");
        String id = video.getAttribute("data-video-id");
        assertThat(application.api().delete("/api/videos/" + id).status()).isEqualTo(204);
        assertThat(page.getByTestId("player")).containsText("This video was deleted.");
        screenshot("deleted");
    }

    @Test
    void aFailureIsToldInWords() throws IOException {
        Path text =
                Files.writeString(clips.make("x.mp4", "color=s=64x64:d=0.1").resolveSibling("notes.mp4"), "Dear diary");

        page.getByTestId("file-input").setInputFiles(text);

        Locator video = card("notes.mp4");
        becomes(video, "FAILED");
        assertThat(video.getByTestId("error")).containsText("not a video");
        // What would fail again is not offered, here as little as in the diagnosis.
        assertThat(video.getByTestId("retry")).isHidden();
        assertThat(video.getByTestId("hint")).hasText("Upload another file: this one would fail again.");
        screenshot("failed");
        for (int width : new int[] {860, 1180}) {
            page.setViewportSize(width, 820);
            assertThat(video.getByTestId("error").boundingBox().width)
                    .as("room for the words, whatever stands beside them, at " + width)
                    .isGreaterThan(400);
        }
        video.getByTestId("diagnose").click();
        assertThat(page.getByTestId("diagnosis-advice")).containsText("Upload another file.");
        page.keyboard().press("Escape");
        delete(video);
    }

    @Test
    void anOperatorTriesAgainAndSendsAgain() throws IOException {
        page.getByTestId("file-input").setInputFiles(clips.make("epic.mp4", "color=s=64x64:r=1:d=130"));
        Locator video = card("epic.mp4");
        becomes(video, "FAILED");
        assertThat(video.getByTestId("retry")).isVisible();

        video.getByTestId("webhooks").click();
        Locator delivery = page.getByTestId("delivery");
        assertThat(delivery).hasCount(1);
        assertThat(delivery).containsText("video.failed");
        // What is being sent just now is not sent again.
        Api api = application.api();
        String id = api.videos("q=epic").get(0).path("id").asText();
        await("its delivery")
                .until(() -> Api.items(
                                api.get("/api/videos/" + id + "/deliveries").json())
                        .stream()
                        .allMatch(each -> each.path("state").asText().equals("DELIVERED")));
        int before = receiver.calls("/hook").size();
        delivery.getByTestId("resend").click();
        await("the news once more").until(() -> receiver.calls("/hook").size(), count -> count == before + 1);
        screenshot("webhooks");
        page.keyboard().press("Escape");

        page.getByTestId("operations").locator("summary").click();
        Locator letter = page.getByTestId("letter");
        assertThat(letter).containsText("epic.mp4");
        assertThat(letter).containsText("DURATION_TOO_LONG");
        screenshot("letters");
        letter.getByTestId("try-again").click();
        await("the second failure")
                .atMost(Duration.ofMillis((long) PATIENCE))
                .until(() -> receiver.calls("/hook").size(), count -> count == before + 2);
        becomes(video, "FAILED");
        delete(video);
    }

    @Test
    void theConsoleDrawsEveryRoute() throws IOException {
        Map<String, Set<String>> steps = Hawtio.stepsByRoute(Path.of("routes"));
        try (BrowserContext visit = Hawtio.visit(chromium)) {
            Page console = visit.newPage();
            console.onPageError(troubles::add);
            Hawtio hawtio = new Hawtio(console, application.api().base());

            // One mistake in one route spoils the layout of all others for the rest of the visit.
            hawtio.draws(
                    steps.keySet(), steps.values().stream().flatMap(Set::stream).toList());
            // One by itself: short and long, and made from a template.
            for (String route : List.of("api-list-profiles", "encode-piece", "ledger-execute", "work-take-fast")) {
                hawtio.select(route);
                hawtio.draws(Set.of(route), steps.get(route));
            }
            console.screenshot(new ScreenshotOptions().setPath(Path.of("target/page/route.png")));
        }
    }

    private void delete(Locator video) {
        video.getByTestId("delete").click();
        page.getByTestId("confirm-delete").click();
        assertThat(video).not().isAttached();
        assertThat(page.getByTestId("empty")).isVisible();
    }

    /** Two audio tracks, 400 Hz in English and 2000 Hz in German, and captions in both languages. */
    private Path film(String name, String size, int seconds) {
        List<String> inputs = new ArrayList<>();
        for (String input : List.of("testsrc2=s=" + size + ":r=25", "sine=f=400", "sine=f=2000")) {
            inputs.addAll(List.of("-f", "lavfi", "-i", input + ":d=" + seconds));
        }
        for (String words : List.of("English words", "Deutsche Worte")) {
            Path text = clips.write(
                    words.substring(0, 2) + ".srt",
                    "1\n00:00:00,000 --> 00:00:%02d,000\n%s\n".formatted(Math.min(seconds, 59), words));
            inputs.addAll(List.of("-i", text.toString()));
        }
        return clips.from(
                name,
                inputs,
                ("-map 0 -map 1 -map 2 -map 3 -map 4 -metadata:s:a:0 language=eng -metadata:s:a:1 language=ger"
                                + " -metadata:s:s:0 language=eng -metadata:s:s:1 language=ger -disposition:s:0 default"
                                + " -c:v libx264 -preset ultrafast -crf 40 -g 50 -pix_fmt yuv420p -c:a aac -c:s srt")
                        .split(" "));
    }

    /** One more viewer. */
    private Page another(BrowserContext others) {
        Page other = others.newPage();
        watch(other);
        return other;
    }

    private static Theatre theatre(Page page) {
        page.getByTestId("play").click();
        return new Theatre(page);
    }

    private Locator card(String filename) {
        return page.getByTestId("video").filter(new Locator.FilterOptions().setHasText(filename));
    }

    private void screenshot(String name) {
        screenshot(page, name);
    }

    private static byte[] screenshot(Page page, String name) {
        return page.screenshot(new ScreenshotOptions().setPath(Path.of("target/page", name + ".png")));
    }

    /** The one video of the page. By itself, an expectation looks twice a second. */
    private void becomes(Locator video, String status) {
        page.waitForFunction(
                "status => document.querySelector(`[data-status=${status}]`)",
                status,
                new WaitForFunctionOptions().setTimeout(PATIENCE));
        assertThat(video).hasAttribute("data-status", status);
    }

    /** Brightness of a coarse grid of the frame that is shown, 0 to 255. */
    @SuppressWarnings("unchecked")
    private static int[] luma(Locator screen) {
        List<Integer> values = (List<Integer>) screen.evaluate("""
                video => {
                    const canvas = document.createElement("canvas");
                    canvas.width = 32;
                    canvas.height = 18;
                    const context = canvas.getContext("2d");
                    context.drawImage(video, 0, 0, 32, 18);
                    const pixels = context.getImageData(0, 0, 32, 18).data;
                    return Array.from({ length: 32 * 18 }, (_, i) =>
                        Math.round((pixels[4 * i] + pixels[4 * i + 1] + pixels[4 * i + 2]) / 3));
                }
                """);
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int contrast(int[] luma) {
        int darkest = 255;
        int brightest = 0;
        for (int value : luma) {
            darkest = Math.min(darkest, value);
            brightest = Math.max(brightest, value);
        }
        return brightest - darkest;
    }
}
