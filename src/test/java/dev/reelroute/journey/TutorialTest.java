package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/tutorial.md as they stand there: a shell uploads, and the page plays in a real browser. */
class TutorialTest {

    private static final Path DOCUMENT = Path.of("docs/tutorial.md");
    private static final Path PLAYER = Path.of("src/main/resources/static/vendor/hls.js-1.7.4/hls.min.mjs");

    @Test
    void aNewcomersVideoPlaysOnAPageOfTheirOwn(@TempDir Path folder) throws IOException {
        Path clip = new Clips(folder)
                .makeWithAudio("clip.mp4", "testsrc2=s=320x180:r=25:d=3", "sine=d=3", "-c:v", "libx264", "-c:a", "aac");
        assertThat(clip).exists();
        try (Application application =
                        Application.start(folder.resolve("data"), "--reelroute.intake.default-profile=small");
                Chromium chromium = Chromium.start()) {
            String script = Pattern.compile("(?s)```sh\n(.*?)```")
                    .matcher(Files.readString(DOCUMENT))
                    .results()
                    .map(block -> block.group(1))
                    .collect(Collectors.joining("\n", "set -e\n", ""))
                    .replace("http://localhost:8080", application.api().base())
                    .replace("localhost:8080", application.api().base().replace("http://", ""));
            String told = Programs.run(folder, List.of("bash", "-c", script))
                    .succeeded()
                    .stdout();
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
}
