package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Browser.NewPageOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The browser of this machine, without a window. Who wants the same arguments shares one with all classes of this process, in
 * contexts of their own: a start takes two seconds of the processor. Names that end in {@code .test} are this machine's.
 */
final class Chromium implements AutoCloseable {

    /** Debian's; the first one has no window at all, and takes half the processor time of the other, which only does not show it. */
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/bin/chromium-headless-shell"), Path.of("/usr/bin/chromium"));

    /** It ends with this process, and with it all browsers. */
    private static @Nullable Playwright playwright;

    private static final Map<List<String>, Chromium> SHARED = new HashMap<>();

    private final Browser browser;

    private Chromium(Browser browser) {
        this.browser = browser;
    }

    /** @param more arguments of the browser's */
    static synchronized Chromium start(String... more) {
        List<String> arguments = List.of(more);
        Chromium known = SHARED.get(arguments);
        if (known == null || !known.browser.isConnected()) {
            known = launch(arguments);
            SHARED.put(arguments, known);
        }
        return known;
    }

    private static synchronized Chromium launch(List<String> more) {
        Optional<Path> program = PROGRAMS.stream().filter(Files::isExecutable).findFirst();
        assertThat(program)
                .as("Pages are tested in Chromium, which is not installed: apt-get install chromium-headless-shell")
                .isPresent();
        if (playwright == null) {
            playwright = Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        }
        return new Chromium(playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(program.get())
                        .setArgs(Stream.concat(
                                        Stream.of(
                                                "--no-sandbox",
                                                "--disable-gpu",
                                                "--disable-background-networking",
                                                "--disable-component-update",
                                                "--disable-sync",
                                                "--no-first-run",
                                                "--host-resolver-rules=MAP *.test 127.0.0.1"),
                                        more.stream())
                                .toList())));
    }

    /** In a context of its own. */
    Page newPage() {
        return newPage(new NewPageOptions());
    }

    Page newPage(NewPageOptions options) {
        return browser.newPage(options);
    }

    BrowserContext newContext() {
        return newContext(new NewContextOptions());
    }

    BrowserContext newContext(NewContextOptions options) {
        return browser.newContext(options);
    }

    /** Nothing is left in it; it goes on for others. */
    @Override
    public void close() {
        browser.contexts().forEach(BrowserContext::close);
    }
}
