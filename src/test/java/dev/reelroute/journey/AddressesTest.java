package dev.reelroute.journey;

import static dev.reelroute.journey.Expectations.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewPageOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import dev.reelroute.media.Clips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page under every address at which it can be opened: it uploads, plays, follows events, and links to that address.
 * Only the browser resolves the names, to this machine.
 */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class AddressesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String PATH = "/our/reels";

    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    private Application application;
    private TlsProxy proxy;
    private Chromium chromium;
    private Path clip;
    private int port;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        clip = new Clips(Files.createDirectories(folder.resolve("clips")))
                .make("clip.mp4", "testsrc2=s=160x90:r=25:d=1.5", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        application = Application.start(
                folder.resolve("data"),
                "--reelroute.intake.default-profile=small",
                "--reelroute.address.hosts=reels.test, nas.test");
        port = application.port("local.server.port");
        proxy = new TlsProxy(folder, port, "reels.test", PATH);
        chromium = Chromium.start();
    }

    @AfterAll
    void stop() {
        chromium.close();
        proxy.close();
        application.close();
    }

    @Test
    void byLocalhost() throws IOException {
        uploadsAndPlays("http://localhost:" + port + "/");
    }

    @Test
    void byTheLoopbackAddress() throws IOException {
        uploadsAndPlays("http://127.0.0.1:" + port + "/");
    }

    @Test
    void byAnotherName() throws IOException {
        uploadsAndPlays("http://nas.test:" + port + "/");
    }

    @Test
    void behindATlsProxyWithAPath() throws IOException {
        uploadsAndPlays(proxy.url());
    }

    @Test
    void aNameThatIsNotOursIsTold() {
        try (Page page = chromium.newPage()) {
            page.navigate("http://stranger.test:" + port + "/");
            assertThat(page.locator("body")).containsText("HOST_NOT_SERVED");
        }
    }

    private void uploadsAndPlays(String address) throws IOException {
        String own = address.substring(0, address.length() - 1);
        try (Page page = chromium.newPage(new NewPageOptions().setIgnoreHTTPSErrors(true))) {
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") || message.type().equals("warning")) {
                    troubles.add(message.text());
                }
            });
            page.onPageError(troubles::add);
            page.onRequest(request -> {
                if (!request.url().startsWith(own) && request.url().startsWith("http")) {
                    troubles.add("asked elsewhere: " + request.url());
                }
            });
            page.navigate(address);
            String name = own.replaceAll("\\W+", "-") + ".mp4";
            page.getByTestId("file-input").setInputFiles(Files.copy(clip, clip.resolveSibling(name)));
            Locator card = page.getByTestId("video").filter(new FilterOptions().setHasText(name));
            assertThat(card, PATIENCE).hasAttribute("data-status", "READY");
            card.getByTestId("play").click();
            page.waitForFunction("() => document.querySelector('[data-testid=player-video]').currentTime > 0.5");
            page.screenshot(
                    new ScreenshotOptions().setPath(Path.of("target/page/address-" + name.replace("mp4", "png"))));
            page.navigate(own + "/api/docs");
            assertThat(page.locator(".opblock").first()).isVisible();
            assertThat(troubles)
                    .as("what the browser complained of at " + address)
                    .isEmpty();
        } finally {
            troubles.clear();
        }
    }
}
