package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of docs/tutorial.md as they stand there: a shell uploads, and the page plays in a real browser. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class TutorialTest {

    private static final Path PLAYER = Path.of("src/main/resources/static/vendor/hls.js-1.7.4/hls.min.mjs");

    private Path folder;
    private Application application;

    @BeforeAll
    void start(@TempDir Path folder) {
        this.folder = folder;
        application = Application.start(folder.resolve("data"), "--reelroute.intake.default-profile=small");
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void aNewcomersVideoPlaysOnAPageOfTheirOwn() throws IOException {
        Path clip = new Clips(folder)
                .makeWithAudio("clip.mp4", "testsrc2=s=320x180:r=25:d=3", "sine=d=3", "-c:v", "libx264", "-c:a", "aac");
        assertThat(clip).exists();
        try (Chromium chromium = Chromium.start()) {
            String told =
                    shell(String.join("\n", blocks("tutorial"))).succeeded().stdout();
            assertThat(told).contains("\"status\":\"READY\"");
            try (Page page = chromium.newPage()) {
                page.route(
                        "https://cdn.jsdelivr.net/npm/hls.js@1.7.4/dist/hls.min.mjs",
                        route -> route.fulfill(new FulfillOptions()
                                .setContentType("text/javascript")
                                .setHeaders(Map.of("Access-Control-Allow-Origin", "*"))
                                .setPath(PLAYER)));
                page.navigate(folder.resolve("page.html").toUri().toString());
                Locator video = page.locator("video");
                page.waitForCondition(() -> (boolean) video.evaluate("v => v.play().then(() => v.currentTime > 0.5)"));
            }
        }
    }

    /** In as many parts as a size makes: the last one is short, or is not. */
    @ParameterizedTest
    @ValueSource(ints = {1, (6 << 20) - 1, 6 << 20, 10 << 20, (15 << 20) + 1})
    void aFileOfAnySizeArrivesAsItIs(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        String name = "my \"best\" clip & " + size + ".mp4";
        Files.write(folder.resolve(name), content);

        String id =
                shell(upload() + "upload '" + name + "'").succeeded().stdout().strip();

        JsonNode video = application.api().video(id);
        assertThat(video.path("filename").asText()).isEqualTo(name);
        Path stored;
        try (Stream<Path> files = Files.list(application.bucket().resolve("uploads/" + id))) {
            stored = files.findFirst().orElseThrow();
        }
        assertThat(stored).hasBinaryContent(content);
    }

    @Test
    void whatIsRefusedIsShown() throws IOException {
        Files.write(folder.resolve("empty.mp4"), new byte[0]);
        Programs.Result result = shell(upload() + "upload empty.mp4");
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.stdout()).isEmpty();
        assertThat(String.join("\n", result.stderr())).contains("\"code\":\"INVALID_REQUEST\"", "size");
    }

    @Test
    void nothingIsRegisteredForAFileThatIsNotThere() throws IOException {
        Programs.Result result = shell(upload() + "upload nothing.mp4");
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).singleElement().asString().contains("nothing.mp4");
    }

    @Test
    void bothDocumentsUploadInTheSameWay() throws IOException {
        assertThat(upload(blocks("uploading"))).isEqualTo(upload());
    }

    /** The function {@code upload} of the shell. */
    private static String upload() throws IOException {
        return upload(blocks("tutorial"));
    }

    private static String upload(List<String> blocks) {
        String block = blocks.get(0);
        return block.substring(block.indexOf("upload() ("), block.indexOf("\n)\n") + 3);
    }

    /** What a reader pastes into a shell. */
    private static List<String> blocks(String document) throws IOException {
        return Pattern.compile("(?s)```sh\n(.*?)```")
                .matcher(Files.readString(Path.of("docs", document + ".md")))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private Programs.Result shell(String commands) {
        String base = application.api().base();
        String script = "set -e\n"
                + commands.replace("http://localhost:8080", base)
                        .replace("localhost:8080", base.replace("http://", ""));
        return Programs.run(folder, List.of("bash", "-c", script));
    }
}
