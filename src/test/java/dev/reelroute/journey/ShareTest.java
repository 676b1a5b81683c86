package dev.reelroute.journey;

import static dev.reelroute.journey.Expectations.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser.NewPageOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reelroute.journey.Api.Answer;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Machine;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A video's own page, the player in pages of another origin, and what other sites are told. In a real browser. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class ShareTest {

    private static final String NAME = "Über <b>uns</b> & \"mehr\".mp4";
    private static final String TITLE = "Über <b>uns</b> & \"mehr\"";
    private static final String UNKNOWN = "019a7c2e-5d1f-7b3a-9c44-0f6a2b8d1e90";
    private static final Path VENDOR = Path.of("src/test/resources/vendor");

    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private volatile String content = "";
    private Application application;
    private Api api;
    private Chromium chromium;
    /** Has the page's files already. */
    private BrowserContext visitor;

    private HttpServer shop;
    private String origin;
    private String id;
    private String hidden;
    private String pending;
    /** The page from which snippets are copied; nothing until the first is wanted. */
    private @Nullable Page snippets;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        shop = Machine.server();
        origin = "http://shop.test:" + shop.getAddress().getPort();
        shop.createContext("/", exchange -> answer(exchange, "text/html; charset=utf-8", content));
        shop.createContext("/favicon.ico", exchange -> answer(exchange, "image/x-icon", ""));
        shop.createContext(
                "/npm/hls.js@",
                exchange -> answer(
                        exchange,
                        "text/javascript",
                        Files.readString(Path.of("src/main/resources/static/vendor/hls.js-1.7.4/hls.min.mjs"))));
        for (String player : List.of("shaka-player", "video.js")) {
            shop.createContext(
                    "/npm/" + player + "@",
                    exchange -> answer(
                            exchange,
                            exchange.getRequestURI().getPath().endsWith(".css") ? "text/css" : "text/javascript",
                            library(exchange.getRequestURI())));
        }
        shop.start();
        application = Application.start(
                folder.resolve("data"),
                "--reelroute.intake.default-profile=small",
                "--reelroute.api.allowed-origins=" + origin,
                "--reelroute.share.embed-ancestors=" + origin);
        api = application.api();
        Clips clips = new Clips(Files.createDirectories(folder.resolve("clips")));
        Path clip = clips.makeWithAudio(
                "a.mp4", "testsrc2=s=320x180:r=25:d=4", "sine=d=4", "-c:v", "libx264", "-c:a", "aac");
        id = api.upload(clip, "filename", NAME);
        hidden = api.upload(clip, "visibility", "private");
        pending = api.register("later.mp4", 7).path("id").asText();
        api.put(
                "/api/videos/" + id + "/subtitles/de",
                "text/vtt",
                "WEBVTT\n\n00:00.000 --> 00:04.000\nHallo\n".getBytes(UTF_8));
        api.awaitReady(id);
        api.awaitReady(hidden);
        chromium = Chromium.start("--autoplay-policy=user-gesture-required");
        visitor = chromium.newContext();
    }

    /** Of the paths of a CDN of npm packages, what the tests have of them. */
    private static String library(URI asked) throws IOException {
        String[] parts = asked.getPath().split("/", -1); // "", npm, name@version, dist, file
        return Files.readString(VENDOR.resolve(parts[2].replace('@', '-')).resolve(parts[4]));
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @AfterAll
    void stop() {
        chromium.close();
        shop.stop(0);
        application.close();
    }

    @AfterEach
    void nothingIsComplainedOf() {
        List<String> told = List.copyOf(troubles);
        troubles.clear();
        assertThat(told).as("what the browser complained of").isEmpty();
    }

    // --- the page of the list

    @Test
    void theAddressSaysWhatIsPlayedAndBackClosesIt() {
        String home = api.base() + "/";
        try (Page page = open(home)) {
            Locator card = page.locator("[data-video-id='" + id + "']");
            card.getByTestId("play").click();
            assertThat(page.getByTestId("player")).isVisible();
            assertThat(page).hasURL(home + "#" + id);
            assertThat(page).hasTitle(NAME + " · Reelroute");
            page.goBack();
            assertThat(page.getByTestId("player")).isHidden();
            assertThat(page).hasTitle("Reelroute");
            assertThat(page).hasURL(home);
            page.goForward();
            assertThat(page.getByTestId("player")).isVisible();
            page.getByTestId("close-player").click();
            assertThat(page).hasURL(home);
            assertThat(page.getByTestId("player")).isHidden();
        }
        try (Page page = open(home + "#" + id)) {
            assertThat(page.getByTestId("player")).isVisible();
            page.keyboard().press("Escape");
            assertThat(page).hasURL(home);
        }
        try (Page page = open(home + "#" + pending)) {
            assertThat(page.getByTestId("notice")).containsText("It cannot be played yet");
            assertThat(page).hasURL(home);
        }
        for (String address : List.of(UNKNOWN, "nonsense")) {
            try (Page page = open(home + "#" + address)) {
                assertThat(page.getByTestId("notice")).containsText("There is no such video. It was deleted");
                assertThat(page).hasURL(home);
            }
        }
        // A part of the page is no video.
        try (Page page = open(home + "#videos")) {
            assertThat(page.locator("#videos")).isFocused();
            assertThat(page.getByTestId("notice")).hasCount(0);
        }
        troubles.removeIf(trouble -> trouble.contains("404"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Frame", "hls.js", "Shaka", "video.js", "HTML"})
    void whatIsCopiedPlaysInAPageOfAnotherOrigin(String player) {
        if (snippets == null) {
            snippets = open(api.base() + "/#" + id);
            snippets.getByTestId("snippets").click();
        }
        snippets.getByTestId("snippet-kind").selectOption(player);
        String snippet = snippets.getByTestId("snippet").textContent();
        snippets.screenshot(new ScreenshotOptions().setPath(Path.of("target/page/snippet-" + player + ".png")));
        content = "<!doctype html><title>Shop</title>" + snippet.replace("https://cdn.jsdelivr.net", origin);
        asked.clear();
        try (Page page = open(origin + "/")) {
            if (player.equals("Frame")) {
                Locator video = page.frameLocator("iframe").getByTestId("player-video");
                play(video);
                assertThat(asked)
                        .as("nothing of anybody else's")
                        .allMatch(url -> url.startsWith(api.base()) || url.startsWith(origin));
            } else {
                play(page.locator("video"));
            }
        }
    }

    /**
     * What is a library's own is left to it: the page that tries the API is Swagger's, the controls are Media Chrome's (4.19.4
     * names the speed and the time otherwise than they are written: label-content-name-mismatch).
     */
    @Test
    void axeFindsNothingSeriousOnAnyPage() {
        for (boolean isDark : new boolean[] {false, true}) {
            try (Page page = chromium.newPage(new NewPageOptions()
                    .setViewportSize(isDark ? 320 : 1180, 820)
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setColorScheme(isDark ? ColorScheme.DARK : ColorScheme.LIGHT))) {
                page.addInitScript(VENDOR.resolve("axe-core-4.14.1/axe.min.js"));
                page.navigate(api.base() + "/");
                assertThat(page.getByTestId("video")).hasCount(3);
                judge(page, "the list");
                page.getByTestId("select").first().check();
                page.getByTestId("operating").locator("summary").click();
                page.getByTestId("operations").locator("summary").click();
                judge(page, "a selection, and operations");
                page.getByTestId("select").first().uncheck();
                page.getByTestId("rename").first().click();
                judge(page, "a new name");
                page.keyboard().press("Escape");
                page.getByTestId("diagnose").first().click();
                assertThat(page.getByTestId("diagnosis")).isVisible();
                judge(page, "a diagnosis");
                page.keyboard().press("Escape");
                page.getByTestId("find-words").fill("nothing");
                assertThat(page.getByTestId("none")).isVisible();
                judge(page, "nothing found");
                page.navigate(api.base() + "/?status=NOPE");
                assertThat(page.getByTestId("notice")).isVisible();
                judge(page, "something that did not work");
                page.navigate(api.base() + "/#" + id);
                page.reload();
                page.getByTestId("snippets").click();
                judge(page, "the player");
                page.navigate(api.base() + "/watch/" + id);
                judge(page, "a video's page");
                page.navigate(api.base() + "/embed/" + id);
                judge(page, "a frame");
                page.navigate(api.base() + "/watch/" + UNKNOWN);
                judge(page, "no video");
            }
        }
    }

    private static void judge(Page page, String state) {
        Object found = page.evaluate("""
                async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
                    .filter((one) => ["serious", "critical"].includes(one.impact))
                    .map((one) => ({ ...one, nodes: one.nodes.filter((node) => !node.html.startsWith("<media-")) }))
                    .filter((one) => one.nodes.length > 0)
                    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`)""");
        assertThat((List<?>) found)
                .as(state + ", " + page.viewportSize().width + " pixels wide")
                .isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as("%s fits into %d pixels", state, page.viewportSize().width)
                .isEqualTo(true);
    }

    // --- a page of its own

    @Test
    void aVideoHasAPage() {
        String page = api.video(id).path("playback").path("page").asText();
        assertThat(page).isEqualTo(api.base() + "/watch/" + id);
        try (Page opened = open(page)) {
            assertThat(opened).hasTitle(TITLE);
            assertThat(opened.getByTestId("title")).hasText(TITLE);
            play(opened.getByTestId("player-video"));
            assertThat(opened.getByTestId("copy-page")).hasAttribute("data-url", page);
            opened.screenshot(new ScreenshotOptions().setPath(Path.of("target/page/watch.png")));
        }
        try (Page opened = chromium.newPage(new NewPageOptions().setViewportSize(320, 640))) {
            opened.navigate(page);
            assertThat(opened.getByTestId("title")).hasText(TITLE);
            assertThat(opened.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
            opened.screenshot(new ScreenshotOptions().setPath(Path.of("target/page/watch-narrow.png")));
        }
    }

    @Test
    void otherSitesAreToldWhatThePageShows() {
        Answer page = api.get("/watch/" + id);
        String title = "Über &lt;b&gt;uns&lt;/b&gt; &amp; &quot;mehr&quot;";
        assertThat(page.body())
                .contains("<title>" + title + "</title>")
                .contains("<meta property=\"og:title\" content=\"" + title + "\">")
                .contains("<meta property=\"og:image\" content=\"" + api.base() + "/videos/" + id + "/poster.jpg\">")
                .contains("<meta property=\"og:video:width\" content=\"320\">")
                .contains("<meta name=\"twitter:player\" content=\"" + api.base() + "/embed/" + id + "\">")
                .contains("type=\"application/json+oembed\" href=\"" + api.base() + "/oembed?url=")
                .doesNotContain("<b>uns");
        for (String opened : List.of("/watch/", "/embed/")) {
            JsonNode told = oEmbed(api.base() + opened + id, "&maxwidth=160&maxheight=1000")
                    .json();
            assertThat(told.path("type").asText()).isEqualTo("video");
            assertThat(told.path("version").asText()).isEqualTo("1.0");
            assertThat(told.path("title").asText()).isEqualTo(TITLE);
            assertThat(told.path("width").asInt()).isEqualTo(160);
            assertThat(told.path("height").asInt()).isEqualTo(90);
            assertThat(told.path("html").asText())
                    .startsWith("<iframe src=\"" + api.base() + "/embed/" + id + "\"")
                    .contains("title=\"" + title + "\"");
        }
        assertThat(oEmbed(api.base() + "/watch/" + id, "&format=xml").status()).isEqualTo(501);
        Answer wide = oEmbed(api.base() + "/watch/" + id, "&maxwidth=wide");
        wide.isProblem(400, "INVALID_REQUEST");
        assertThat(wide.json().path("detail").asText()).isEqualTo("maxwidth must be of type integer.");
        assertThat(api.get("/oembed").json().path("detail").asText()).isEqualTo("url is missing.");
    }

    private Answer oEmbed(String url, String more) {
        return api.get("/oembed?url=" + URLEncoder.encode(url, UTF_8) + more);
    }

    /** A private video is as one that never was; of one that is not ready no more is told than that. */
    @Test
    void whatIsNotPublicIsNotShown() {
        for (String nothing : List.of(hidden, UNKNOWN)) {
            for (String path : List.of("/watch/", "/embed/")) {
                Answer page = api.get(path + nothing);
                assertThat(page.status()).isEqualTo(404);
                assertThat(page.body()).contains("There is no such video.").doesNotContain(nothing);
            }
            assertThat(api.get("/watch/" + nothing).body()).contains("To the start page");
            // In another site's page nobody is led away.
            assertThat(api.get("/embed/" + nothing).body()).doesNotContain("<a ");
            assertThat(api.get("/embed/" + nothing + "/video").status()).isEqualTo(404);
            assertThat(oEmbed(api.base() + "/watch/" + nothing, "").status()).isEqualTo(404);
        }
        assertThat(oEmbed("nonsense", "").status()).isEqualTo(404);
        assertThat(oEmbed(api.base() + "/watch/" + pending, "").status()).isEqualTo(404);
        assertThat(api.get("/watch/" + pending).body()).doesNotContain("og:").contains("noindex");
        try (Page page = open(api.base() + "/watch/" + pending)) {
            assertThat(page.getByTestId("stage")).containsText("This video is being prepared.");
        }
        assertThat(api.get("/embed/" + id + "/video").json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "title",
                        "status",
                        "playback",
                        "again",
                        "base",
                        "duration",
                        "width",
                        "height",
                        "videoCodec",
                        "audioCodec");
    }

    /** People get a page, programs a problem. */
    @ParameterizedTest
    @CsvSource({
        "/nonsense, NOT_FOUND, There is nothing at this address.",
        "/watch/a/b, NOT_FOUND, There is nothing at this address.",
        "/videos/x/video.mp4?download, VIDEO_NOT_FOUND, There is no such video.",
        "/play/x/y/video.mp4?download, PLAYBACK_TOKEN_INVALID, The playback address is not one of ours",
    })
    void whereNothingIsPeopleGetAPage(String path, String code, String words) {
        int status = code.endsWith("INVALID") ? 403 : 404;
        api.get(path).isProblem(status, code);
        api.get(path, "Accept", "*/*").isProblem(status, code);
        Answer page = api.get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        assertThat(page.status()).isEqualTo(status);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).contains("<h1>" + words, "href=\"/\"").doesNotContain(code);
        api.get("/api/nonsense", "Accept", "text/html").isProblem(404, "NOT_FOUND");
    }

    // --- in a frame

    @Test
    void aFrameBeginsWhereItIsTold() {
        String embed = api.video(id).path("playback").path("embed").asText();
        content = "<!doctype html><title>Shop</title><iframe width=640 height=360 allow=autoplay src=\"" + embed
                + "?start=2&autoplay=1&captions=de\"></iframe>";
        try (Page page = open(origin + "/")) {
            FrameLocator frame = page.frameLocator("iframe");
            Locator video = frame.getByTestId("player-video");
            page.waitForCondition(() -> (boolean) video.evaluate("v => v.currentTime > 2.2 && v.muted"));
            assertThat((double) video.evaluate("v => v.played.start(0) + 0.001"))
                    .as("seconds from which it was played")
                    .isGreaterThan(1.9);
            page.waitForCondition(() -> (boolean)
                    video.evaluate("v => [...v.textTracks].some(t => t.mode === 'showing' && t.language === 'de')"));
            page.screenshot(new ScreenshotOptions().setPath(Path.of("target/page/embed.png")));
        }
    }

    @Test
    void onlyTheConfiguredSitesMayFrameIt() {
        assertThat(api.get("/embed/" + id).header("Content-Security-Policy")).endsWith("frame-ancestors " + origin);
        assertThat(api.get("/watch/" + id).header("Content-Security-Policy")).endsWith("frame-ancestors 'self'");
        content = "<!doctype html><title>Thief</title><iframe src=\"" + api.base() + "/embed/" + id + "\"></iframe>";
        try (Page page = open(origin.replace("shop.test", "thief.test") + "/")) {
            page.waitForCondition(() -> troubles.stream().anyMatch(trouble -> trouble.contains("frame-ancestors")));
        }
        troubles.clear();
    }

    /** The pass holds for pages of the shop: the frame's own requests come from us, and are its as well. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPrivateVideoPlaysInAFrameByAnAddressThatEnds(boolean isBound) {
        JsonNode playback = api.post(
                        "/api/videos/" + hidden + "/playback", isBound ? "{\"origin\":\"" + origin + "\"}" : "{}")
                .json();
        assertThat(playback.has("page")).isFalse();
        String embed = playback.path("embed").asText();
        content = "<!doctype html><title>Shop</title><iframe src=\"" + embed + "\"></iframe>";
        try (Page page = open(origin + "/")) {
            play(page.frameLocator("iframe").getByTestId("player-video"));
        }
        String path = URI.create(embed).getPath();
        assertThat(api.get(path).status()).isEqualTo(isBound ? 404 : 200);
        assertThat(api.get(path.replaceAll("(?<=/play/.{20})..", "AA")).status())
                .isEqualTo(404);
    }

    // --- files to keep, and pages that call

    @Test
    void theMp4IsKeptUnderTheVideosName() {
        String download = api.video(id).path("playback").path("download").asText();
        Answer file = api.get(download.substring(api.base().length()), "Range", "bytes=0-9");
        assertThat(file.status()).isEqualTo(206);
        // In ASCII for those who read no more, such as curl -OJ.
        assertThat(file.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"Uber <b>uns<b> & _mehr_.mp4\";"
                        + " filename*=UTF-8''%C3%9Cber%20%3Cb%3Euns%3Cb%3E%20&%20%22mehr%22.mp4");
        assertThat(file.header("Content-Type")).isEqualTo("video/mp4");
        try (Page page = open(api.base() + "/watch/" + id)) {
            String saved = page.waitForDownload(
                            () -> page.getByTestId("download").click())
                    .suggestedFilename();
            assertThat(saved).startsWith("Über").endsWith(".mp4");
        }
        String byToken = api.post("/api/videos/" + hidden + "/playback", "{}")
                .json()
                .path("download")
                .asText();
        assertThat(api.get(byToken.substring(api.base().length())).header("Content-Disposition"))
                .contains("a.mp4");
    }

    @Test
    void pagesOfAnAllowedOriginCallTheApi() {
        String call = """
                async ([base, id]) => {
                    const of = (path) => `${base}/api/videos/${id}${path}`;
                    const change = await fetch(of(""), { method: "PATCH", headers: { "Content-Type": "application/json" },
                        body: JSON.stringify({ metadata: { by: "page" } }) });
                    return [change.status, (await (await fetch(of(""))).json()).metadata.by];
                }""";
        content = "<!doctype html><title>Shop</title>";
        try (Page page = open(origin + "/")) {
            assertThat(page.evaluate(call, List.of(api.base(), pending))).isEqualTo(List.of(200, "page"));
        }
        try (Page page = open(origin.replace("shop.test", "thief.test") + "/")) {
            assertThat(page.evaluate(
                            "([base, id]) => fetch(`${base}/api/videos/${id}`).catch(() => 'refused')",
                            List.of(api.base(), pending)))
                    .isEqualTo("refused");
        }
        troubles.clear();
        Answer refused = api.send(api.request("/api/videos/" + pending)
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "http://thief.test")
                .header("Access-Control-Request-Method", "PATCH"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("ORIGIN_REFUSED").contains("reelroute.api.allowed-origins");
    }

    private Page open(String url) {
        Page page = visitor.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                troubles.add(message.text());
            }
        });
        page.onPageError(troubles::add);
        page.onRequest(request -> asked.add(request.url()));
        page.navigate(url);
        return page;
    }

    private static void play(Locator video) {
        video.evaluate("v => { v.muted = true; return v.play(); }");
        video.page().waitForCondition(() -> (boolean) video.evaluate("v => v.currentTime > 0.3 && v.videoWidth > 0"));
    }
}
