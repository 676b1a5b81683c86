package dev.reelroute.journey;

import static dev.reelroute.journey.Expectations.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForFunctionOptions;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Machine;
import dev.reelroute.media.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What docs/embed.md shows, as it stands there: the call of a customer's server, and the page of another origin in a real browser. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class EmbedTest {

    private static final Path DOCUMENT = Path.of("docs/embed.md");
    private static final Path PLAYER = Path.of("src/main/resources/static/vendor/hls.js-1.7.4/hls.min.mjs");
    private static final String OPERATOR = "rrk_" + "O".repeat(43);
    private static final double PATIENCE = 60_000; // ms

    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    private Application application;
    private Clips clips;
    private Chromium chromium;
    private HttpServer shop;
    private volatile String visibility = "public";
    private String origin;
    private String key;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        clips = new Clips(Files.createDirectories(folder.resolve("clips")));
        application = Application.start(
                folder.resolve("data"),
                "--reelroute.intake.default-profile=small",
                "--reelroute.access.mode=keys",
                "--reelroute.access.operator-key=" + OPERATOR);
        key = application
                .api()
                .post(
                        "/api/keys",
                        "{\"name\":\"shop\",\"tenant\":\"shop\",\"scopes\":[\"read\",\"upload\"]}",
                        "Authorization",
                        "Bearer " + OPERATOR)
                .json()
                .path("key")
                .asText();
        shop = Machine.server();
        origin = "http://shop.test:" + shop.getAddress().getPort();
        String page = block("html", 1);
        String player = Files.readString(PLAYER);
        shop.createContext("/favicon.ico", exchange -> answer(exchange, "image/x-icon", ""));
        shop.createContext("/hls.min.mjs", exchange -> answer(exchange, "text/javascript", player));
        shop.createContext("/upload", exchange -> answer(exchange, "text/html; charset=utf-8", page));
        shop.createContext("/upload-token", exchange -> answer(exchange, "application/json", tokenForThePage()));
        shop.createContext("/playback", exchange -> answer(exchange, "application/json", addresses(exchange)));
        shop.start();
        chromium = Chromium.start();
    }

    @AfterAll
    void stop() {
        chromium.close();
        shop.stop(0);
        application.close();
    }

    @Test
    void aFileIsUploadedAndPlayed() {
        Path clip = clips.makeWithAudio(
                "holiday.mp4", "testsrc2=s=320x180:r=25:d=4", "sine=d=4", "-c:v", "libx264", "-c:a", "aac");
        try (BrowserContext context = chromium.newContext();
                Page page = open(context)) {
            page.locator("input").setInputFiles(clip);
            plays(page);
        }
        JsonNode video = videoOf("holiday.mp4");
        assertThat(video.path("tenant").asText()).isEqualTo("shop");
        assertThat(video.path("metadata").toString()).isEqualTo("{\"user\":\"u-4711\"}");
        assertThat(troubles).as("what the browser complained of").isEmpty();
    }

    @Test
    void aPrivateVideoIsPlayedAtAnAddressThatTheServerAsksFor() {
        visibility = "private";
        Path clip = clips.make("private.mp4", "testsrc2=s=320x180:r=25:d=2");
        try (BrowserContext context = chromium.newContext();
                Page page = open(context)) {
            page.locator("input").setInputFiles(clip);
            plays(page);
        } finally {
            visibility = "public";
        }
        assertThat(videoOf("private.mp4").path("visibility").asText()).isEqualTo("private");
        assertThat(troubles).as("what the browser complained of").isEmpty();
    }

    @Test
    void aLargeFileGoesOnAfterThePageWasClosed() {
        // Its frames are in the second part, behind a box that says nothing.
        Path clip = clips.make("large.mp4", "testsrc2=s=320x180:r=25:d=2", "-moov_size", "7000000");
        ConcurrentLinkedQueue<String> sent = new ConcurrentLinkedQueue<>();
        try (BrowserContext context = chromium.newContext()) {
            try (Page page = open(context)) {
                page.onRequestFinished(request -> note(request.url(), sent));
                page.evaluate("""
                        () => {
                            const open = XMLHttpRequest.prototype.open;
                            XMLHttpRequest.prototype.open = function (method, url) {
                                open.call(this, method, url.includes("partNumber=2") ? "http://127.0.0.1:1/" : url);
                            };
                        }""");
                page.locator("input").setInputFiles(clip);
                page.waitForCondition(() -> !troubles.isEmpty());
            }
            assertThat(sent).containsExactly("partNumber=1");
            assertThat(videoOf("large.mp4").path("status").asText()).isEqualTo("AWAITING_UPLOAD");
            troubles.clear();
            try (Page page = open(context)) {
                page.onRequestFinished(request -> note(request.url(), sent));
                page.locator("input").setInputFiles(clip);
                plays(page);
            }
            assertThat(sent).containsExactly("partNumber=1", "partNumber=2");
        }
        assertThat(troubles).as("what the browser complained of").isEmpty();
    }

    @Test
    void thePageSaysWhyAFileIsNotTaken() {
        Path text = clips.write("notes.txt", "no video");
        try (BrowserContext context = chromium.newContext();
                Page page = open(context)) {
            page.locator("input").setInputFiles(text);
            assertThat(page.getByRole(AriaRole.STATUS)).containsText("contentType must be one of [video/*].");
        }
        troubles.clear();
    }

    /** Without any of Playwright's routes: where there are some, it answers preflights itself. */
    private Page open(BrowserContext context) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                troubles.add(message.text());
            }
        });
        page.onPageError(troubles::add);
        page.navigate(origin + "/upload");
        return page;
    }

    private static void plays(Page page) {
        assertThat(page.getByRole(AriaRole.STATUS), Duration.ofMillis((long) PATIENCE))
                .containsText("Here it is.");
        page.waitForFunction(
                "() => document.querySelector('video').currentTime > 0.5",
                null,
                new WaitForFunctionOptions().setTimeout(PATIENCE));
    }

    private static void note(String url, ConcurrentLinkedQueue<String> sent) {
        Matcher part = Pattern.compile("partNumber=\\d+").matcher(url);
        if (part.find()) {
            sent.add(part.group());
        }
    }

    private JsonNode videoOf(String filename) {
        return Api.items(application
                        .api()
                        .get("/api/videos", "Authorization", "Bearer " + OPERATOR)
                        .json())
                .stream()
                .filter(video -> video.path("filename").asText().equals(filename))
                .findFirst()
                .orElseThrow();
    }

    /** What a customer's server does. */
    private String tokenForThePage() throws IOException {
        return onTheServer(
                block("sh", 1).replace("{\"maxSize\"", "{\"visibility\": \"" + visibility + "\", \"maxSize\""));
    }

    private String addresses(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getQuery().replace("video=", "");
        return onTheServer("id=" + id + "\n" + block("sh", 2));
    }

    private String onTheServer(String script) {
        return Programs.run(Path.of("."), List.of("sh", "-c", "REELROUTE_KEY=" + key + "\n" + script))
                .succeeded()
                .stdout();
    }

    /** A block of the document, counted from 1 among those of its language, with the addresses of this test. */
    private String block(String language, int number) throws IOException {
        return Pattern.compile("(?s)```" + language + "\n(.*?)```")
                .matcher(Files.readString(DOCUMENT))
                .results()
                .skip(number - 1L)
                .findFirst()
                .orElseThrow()
                .group(1)
                .replace("https://cdn.jsdelivr.net/npm/hls.js@1.7.4/dist", origin)
                .replace("https://video.example.org", application.api().base())
                .replace("https://shop.example.org", origin);
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
