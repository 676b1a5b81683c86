package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The browser of this machine, without a window. Who wants no other arguments shares one with all classes of this process,
 * in contexts of their own: a start takes two seconds of the processor.
 */
final class Chromium implements AutoCloseable {

    private static final double PATIENCE = 30_000; // ms
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");

    /** It ends with this process, and with it all browsers. */
    private static @Nullable Playwright playwright;

    private static @Nullable Chromium shared;

    private final Browser browser;

    private Chromium(Browser browser) {
        this.browser = browser;
    }

    /** @param more arguments of the browser's */
    static synchronized Chromium start(String... more) {
        if (more.length > 0) {
            return launch(more);
        }
        if (shared == null || !shared.browser.isConnected()) {
            shared = launch();
        }
        return shared;
    }

    private static synchronized Chromium launch(String... more) {
        assertThat(PROGRAM)
                .as("Pages are tested in Chromium, which is not installed: apt-get install chromium")
                .isExecutable();
        // Others may compute meanwhile.
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        if (playwright == null) {
            playwright = Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        }
        return new Chromium(playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setArgs(Stream.concat(
                                        Stream.of(
                                                "--no-sandbox",
                                                "--disable-gpu",
                                                "--disable-background-networking",
                                                "--disable-component-update",
                                                "--disable-sync",
                                                "--no-first-run"),
                                        Stream.of(more))
                                .toList())));
    }

    Browser browser() {
        return browser;
    }

    /** Nothing of it is left; the shared one goes on. */
    @Override
    public void close() {
        if (isShared(this)) {
            browser.contexts().forEach(BrowserContext::close);
        } else {
            browser.close();
        }
    }

    private static synchronized boolean isShared(Chromium chromium) {
        return chromium == shared;
    }
}
