package dev.reelroute.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.reelroute.journey.Api.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What is served runs nothing but what is ours. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class ServedContentTest {

    private static final Path STYLES = Path.of("src/main/resources/page/styles-of-the-controls.txt");
    private static final String EVIL = "<!doctype html><title>inert</title><body style='color:red'>"
            + "<style>body{margin:77px}</style><script>document.title='ran'</script>"
            + "<img src=x onerror=\"document.title='ran'\"></body>";

    private Application application;
    private Api api;
    private Chromium chromium;
    private String folder;

    @BeforeAll
    void start(@TempDir Path data) {
        application = Application.start(data.resolve("data"), "--reelroute.role=api");
        api = application.api();
        chromium = Chromium.start();
        folder = "videos/" + api.register("a.mp4", 7).path("id").asText() + "/";
    }

    @AfterAll
    void stop() {
        chromium.close();
        application.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/api/docs", "/docs/index.html"})
    void aPageRunsItsOwnFilesAlone(String path) {
        Answer answer = api.get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy"))
                .startsWith("default-src 'self'; ")
                .contains("object-src 'none'", "base-uri 'none'", "frame-ancestors 'self'")
                .doesNotContain("unsafe", "script-src", "*");
    }

    /** Else a browser may keep some of the old files for a while after an update, and run them with new ones. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/index.html", "/js/main.js", "/css/base.css", "/vendor/README.md", "/docs/index.html"})
    void aBrowserAsksWhetherThePagesFilesAreStillTheSame(String path) {
        Answer answer = api.get(path);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(api.get(path, "If-Modified-Since", answer.header("Last-Modified"))
                        .status())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/js/main.js",
                "/css/base.css",
                "/vendor/README.md",
                "/favicon.svg",
                "/api/openapi.yaml",
                "/api/videos",
                "/api/videos/x",
                "/api/videos/x/events",
                "/api/nothing",
                "/videos/x/master.m3u8",
                "/play/x/y/master.m3u8",
                "/s3/reelroute/uploads/x",
                "/docs",
                "/docs/nothing",
                "/error",
                "/nothing.html",
                "/<script>alert(1)</script>",
            })
    void allElseRunsNothing(String path) {
        Answer answer = api.get(path.replace("<", "%3C").replace(">", "%3E"));
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; ")
                .contains("; sandbox;");
        assertThat(answer.body()).doesNotContain("<script>alert");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/svg+xml", "application/xhtml+xml", "text/plain"})
    void whateverIsInTheBucketRunsNothing(String type) {
        String name = "evil." + type.replaceAll("\\W", "");
        String evil = type.contains("xml")
                ? "<svg xmlns='http://www.w3.org/2000/svg'><script>document.title='ran'</script></svg>"
                : EVIL;
        application
                .bean(S3Client.class)
                .putObject(
                        put -> put.bucket("reelroute").key(folder + name).contentType(type),
                        RequestBody.fromString(evil));
        try (Page page = chromium.newPage()) {
            assertThat(page.navigate(api.base() + "/" + folder + name).status()).isEqualTo(200);
            assertThat(page.title()).isNotEqualTo("ran");
            assertThat(page.evaluate("[...document.styleSheets].length")).isEqualTo(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/docs"})
    void whatIsInjectedIntoAPageDoesNothing(String path) {
        try (Page page = chromium.newPage()) {
            List<String> said = new ArrayList<>();
            page.onConsoleMessage(message -> said.add(message.text()));
            page.navigate(api.base() + path);
            page.locator("h2, .opblock").first().waitFor();
            assertThat(said).as("what it does itself is allowed").isEmpty();
            page.evaluate("""
                    evil => new Promise(done => {
                        const inside = document.createElement("div");
                        inside.id = "inside";
                        inside.attachShadow({ mode: "open" }).innerHTML = "<style>p { color: red }</style><p>x</p>";
                        document.body.append(inside);
                        document.body.insertAdjacentHTML("beforeend", evil);
                        const script = document.createElement("script");
                        script.textContent = "document.title = 'ran'";
                        document.body.append(script);
                        const link = document.createElement("a");
                        link.href = "javascript:document.title='ran'";
                        document.body.append(link);
                        link.click();
                        setTimeout(done, 300);
                    })
                    """, EVIL + "<p id=attribute style='color:red'>x</p>");
            assertThat(page.title()).isNotEqualTo("ran");
            assertThat(page.evaluate("getComputedStyle(document.body).margin")).isNotEqualTo("77px");
            for (String each : List.of("attribute')", "inside').shadowRoot.querySelector('p')")) {
                assertThat(page.evaluate("getComputedStyle(document.getElementById('" + each + ").color"))
                        .isNotEqualTo("rgb(255, 0, 0)");
            }
            assertThat(said.toString()).contains("script", "style");
            assertThat(said).hasSizeGreaterThanOrEqualTo(5);
        }
    }

    /** The library's elements, with all that is in their shadow roots. When a new version brings others, this says which. */
    @Test
    void theStylesThatAreLetInAreThoseOfTheControls() throws IOException {
        try (Page page = chromium.newPage()) {
            page.navigate(api.base() + "/");
            Object found = page.evaluate("""
                    async library => {
                        await import(library);
                        const text = await (await fetch(library)).text();
                        const names = [...new Set(text.match(/media-[a-z]+(-[a-z]+)*/g))].filter(name => customElements.get(name));
                        const controller = document.createElement("media-controller");
                        document.body.append(controller);
                        controller.append(...names.map(name => document.createElement(name)));
                        const hashes = new Set();
                        const look = async root => {
                            for (const style of root.querySelectorAll("style")) {
                                const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style.textContent));
                                hashes.add(btoa(String.fromCharCode(...new Uint8Array(sum))));
                            }
                            for (const each of root.querySelectorAll("*")) {
                                if (each.shadowRoot) {
                                    await look(each.shadowRoot);
                                }
                            }
                        };
                        await look(document);
                        return [...hashes].sort().join("\\n") + "\\n";
                    }
                    """, "/vendor/media-chrome-4.19.4/all.js");
            assertThat(found).isEqualTo(Files.readString(STYLES, UTF_8));
        }
    }
}
