package dev.reelroute.journey;

import static dev.reelroute.journey.Expectations.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.PressSequentiallyOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.ClaimTask;
import dev.reelroute.ledger.Statements.InsertWorker;
import dev.reelroute.ledger.Statements.RequeueTask;
import dev.reelroute.media.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Many videos on the page, and a stuck one; no worker is there. Screenshots are left in {@code target/page}. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class FindingPageTest {

    private static final long DIAGNOSED_AGAIN = 3_000; // ms after which the page asks once more

    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    private Application application;
    private Api api;
    private Path clip;
    private Chromium chromium;
    /** Has the page's files already. */
    private BrowserContext visitor;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        clip = Files.writeString(folder.resolve("stuck.mp4"), "Not looked at");
        application = Application.start(
                folder.resolve("data"),
                "--server.port=" + Machine.freePort(),
                "--reelroute.role=api",
                // A worker that exists as a row only reports once, and is not to count as gone while it is looked at.
                "--reelroute.task.report-period=60000");
        api = application.api();
        chromium = Chromium.start();
        visitor = chromium.newContext();
    }

    @AfterAll
    void stop() {
        chromium.close();
        application.close();
    }

    @AfterEach
    void clear() {
        new JdbcTemplate(application.bean(DataSource.class)).update("DELETE FROM video");
        assertThat(troubles).as("what the browser complained of").isEmpty();
    }

    @Test
    void ofManyVideosThoseThatAreMeantAreFound() {
        IntStream.range(0, 75).forEach(i -> api.register("clip " + i + ".mp4", 7 + i));
        api.register("Übersee.mp4", 7, "tenant", "acme");
        String stuck = api.upload(clip);
        try (Page page = open(1180, 820, ColorScheme.LIGHT)) {
            assertThat(page.getByTestId("find-total")).hasText("77 videos");
            assertThat(page.getByTestId("video")).hasCount(20);
            assertThat(state(page, "QUEUED")).containsText("1");
            assertThat(state(page, "FAILED")).isHidden();
            screenshot(page, "finding");

            page.getByTestId("load-more").click();
            assertThat(page.getByTestId("video")).hasCount(70);
            page.getByTestId("load-more").click();
            assertThat(page.getByTestId("video")).hasCount(77);
            assertThat(page.getByTestId("load-more")).isHidden();

            page.getByTestId("find-words").fill("UBERSEE");
            assertThat(page.getByTestId("video")).hasCount(1);
            assertThat(page.getByTestId("find-total")).hasText("1 video");
            page.getByTestId("find-words").fill("no such name");
            assertThat(page.getByTestId("none")).isVisible();
            screenshot(page, "finding-nothing");
            page.getByTestId("find-clear").click();
            assertThat(page.getByTestId("video")).hasCount(20);

            state(page, "QUEUED").click();
            assertThat(page.getByTestId("video")).hasCount(1);
            assertThat(page.getByTestId("video")).hasAttribute("data-video-id", stuck);
            state(page, "").click();
            page.getByTestId("find-sort").selectOption("name");
            assertThat(page.getByTestId("video").first()).containsText("clip 0.mp4");
            page.getByTestId("find-tenant").fill("acme");
            page.getByTestId("find-tenant").press("Enter");
            assertThat(page.getByTestId("video")).hasCount(1);
        }
    }

    @Test
    void backAndAReloadBringBackWhatWasShownAndWhere() {
        IntStream.range(0, 140).forEach(i -> api.register("clip " + (100 + i) + ".mp4", 7));
        api.register("Other.mp4", 7, "tenant", "acme");
        try (Page page = open(1180, 820, ColorScheme.LIGHT)) {
            page.getByTestId("find-sort").selectOption("name");
            page.getByTestId("find-words").fill("CLIP");
            page.getByTestId("find-words").pressSequentially(" 1", new PressSequentiallyOptions().setDelay(300));
            assertThat(page.getByTestId("find-total")).hasText("113 videos");
            assertThat(page).hasURL(api.base() + "/?q=CLIP+1&sort=name");
            page.getByTestId("load-more").click();
            assertThat(page.getByTestId("video")).hasCount(70);
            state(page, "AWAITING_UPLOAD").click();
            assertThat(page.getByTestId("video")).hasCount(20);
            page.goBack();
            isAsItWas(page);

            Locator passage = page.getByTestId("video").nth(55);
            assertThat(passage).containsText("clip 155.mp4");
            // A card arrives from a few pixels further up.
            passage.evaluate("""
                    async card => {
                        await Promise.all(card.getAnimations().map((arrival) => arrival.finished));
                        scrollBy(0, card.getBoundingClientRect().top - 100);
                    }""");
            page.reload();
            isAsItWas(page, passage);
            page.navigate(api.base() + "/nonsense");
            assertThat(page.getByTestId("nothing")).containsText("There is nothing at this address.");
            assertThat(page.getByRole(AriaRole.LINK)).hasAttribute("href", "/");
            screenshot(page, "nothing");
            page.goBack();
            isAsItWas(page, passage);

            // The letters of one search are one step.
            page.goBack();
            assertThat(page.getByTestId("find-words")).hasValue("");
            assertThat(page.getByTestId("find-sort")).hasValue("name");
            page.goBack();
            assertThat(page.getByTestId("find-sort")).hasValue("newest");
            assertThat(page).hasURL(api.base() + "/");
            assertThat(page.getByTestId("video").first()).containsText("Other.mp4");

            page.navigate(api.base() + "/?tenant=acme&status=AWAITING_UPLOAD&sort=nonsense");
            assertThat(page.getByTestId("video")).hasCount(1);
            assertThat(page.getByTestId("find-tenant")).hasValue("acme");
            assertThat(state(page, "AWAITING_UPLOAD")).hasAttribute("aria-pressed", "true");
            assertThat(page.getByTestId("notice"))
                    .containsText("There is no order \"nonsense\": the newest videos are shown first.");
            assertThat(page).hasURL(api.base() + "/?status=AWAITING_UPLOAD&tenant=acme");
            page.navigate(api.base() + "/?q=clip&status=NOPE");
            assertThat(page.getByTestId("find-total")).hasText("140 videos");
            assertThat(page.getByTestId("notice"))
                    .containsText("There is no state \"NOPE\": videos of every state are shown.");
            assertThat(page).hasURL(api.base() + "/?q=clip");
        }
        troubles.removeIf(trouble -> trouble.contains("404")); // of the address where nothing is
    }

    private static void isAsItWas(Page page, Locator passage) {
        isAsItWas(page);
        page.waitForCondition(
                () -> (boolean) passage.evaluate("card => Math.abs(card.getBoundingClientRect().top - 100) < 3"));
    }

    private static void isAsItWas(Page page) {
        assertThat(page.getByTestId("video")).hasCount(70);
        assertThat(page.getByTestId("find-words")).hasValue("CLIP 1");
        assertThat(page.getByTestId("find-sort")).hasValue("name");
        assertThat(state(page, "")).hasAttribute("aria-pressed", "true");
    }

    @Test
    void severalAreCancelledTriedAgainAndDeletedAtOnce() {
        IntStream.range(0, 6).forEach(i -> api.register("clip " + i + ".mp4", 7));
        try (Page page = open(1180, 820, ColorScheme.DARK)) {
            assertThat(page.getByTestId("selection")).isHidden();
            page.getByTestId("select").nth(1).check();
            page.getByTestId("select").nth(3).check();
            assertThat(page.getByTestId("selection")).containsText("2 selected");
            screenshot(page, "selected-dark");
            page.getByTestId("cancel-selected").click();
            assertThat(page.locator("[data-status=CANCELLED]")).hasCount(2);
            assertThat(page.getByTestId("selection")).isHidden();

            page.getByTestId("select").nth(0).check();
            page.getByTestId("select-all").click();
            assertThat(page.getByTestId("selection")).containsText("6 selected");
            page.getByTestId("delete-selected").click();
            assertThat(page.getByTestId("confirm")).containsText("Delete these 2 videos?");
            page.getByTestId("confirm-delete").click();
            assertThat(page.getByTestId("video")).hasCount(4);
            assertThat(page.getByTestId("notice")).hasCount(0);
        }
        assertThat(api.videos("")).hasSize(4);
    }

    @Test
    void aVideoIsRenamed() {
        String id = api.register("draft.mp4", 7).path("id").asText();
        try (Page page = open(1180, 820, ColorScheme.LIGHT)) {
            page.getByTestId("rename").click();
            page.getByTestId("rename-name").fill("  ");
            page.getByTestId("rename-now").click();
            assertThat(page.getByTestId("rename-dialog")).isVisible();
            page.getByTestId("rename-name").fill("Final <b>cut</b>.mp4");
            page.getByTestId("rename-now").click();
            assertThat(page.getByTestId("video")).containsText("Final <b>cut</b>.mp4");
            page.getByTestId("rename").click();
            page.keyboard().press("Escape");
        }
        assertThat(api.video(id).path("filename").asText()).isEqualTo("Final <b>cut</b>.mp4");
    }

    @Test
    void aStuckVideoIsExplained() {
        String id = api.upload(clip);
        Ledger ledger = application.bean(Ledger.class);
        try (Page page = open(1180, 820, ColorScheme.LIGHT)) {
            for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
                for (int width : new int[] {1180, 390, 320}) {
                    page.setViewportSize(width, 820);
                    page.getByTestId("diagnose").click();
                    assertThat(page.getByTestId("diagnosis-reason")).hasText("Inspection: No worker is running.");
                    assertThat(page.getByTestId("diagnosis-advice")).containsText("Start a worker");
                    assertThat(page.getByTestId("task")).hasAttribute("data-waits", "WORKER");
                    isAsWideAsThePage(page);
                    screenshot(page, "stuck-" + width + "-" + scheme);
                    page.keyboard().press("Escape");
                    isAsWideAsThePage(page);
                }
            }
            page.getByTestId("operating").locator("summary").click();
            assertThat(page.locator("#status-trouble")).hasText("No worker is running.");
        }
        ledger.run(new InsertWorker("host-7", "FAST=2", 0, 3_000_000_000L, 20_000_000_000L));
        try (Page page = open(1180, 820, ColorScheme.LIGHT)) {
            page.clock().install();
            page.getByTestId("diagnose").click();
            assertThat(page.getByTestId("diagnosis-reason")).containsText("next in the fast lane");
            ledger.run(new ClaimTask(id + ".inspect.0", "host-7/x", 600));
            page.clock().fastForward(DIAGNOSED_AGAIN);
            assertThat(page.getByTestId("diagnosis-reason")).containsText("1 piece is under way");
            ledger.run(new RequeueTask(
                    id + ".inspect.0", 1, 1, 600, "ENCODER_FAILED", "The encoder failed.", "[error] a last line"));
            page.clock().fastForward(DIAGNOSED_AGAIN);
            assertThat(page.getByTestId("task")).hasAttribute("data-waits", "PAUSE");
            page.getByTestId("task").locator("summary").click();
            assertThat(page.getByTestId("task-detail")).hasText("[error] a last line");
            screenshot(page, "set-back");
            page.keyboard().press("Escape");

            page.getByTestId("operating").locator("summary").click();
            assertThat(page.getByTestId("lane")).hasCount(4);
            assertThat(page.getByTestId("worker")).containsText("host-7");
            assertThat(page.getByTestId("operating")).containsText("No worker takes work from the heavy lane.");
            page.getByTestId("operating").scrollIntoViewIfNeeded();
            screenshot(page, "operating");
            page.setViewportSize(320, 820);
            isAsWideAsThePage(page);
            screenshot(page, "operating-320");
        }
    }

    /** Nothing makes a phone scroll sideways. */
    private static void isAsWideAsThePage(Page page) {
        assertThat((int) page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
                .as("pixels beyond the right edge")
                .isLessThanOrEqualTo(0);
    }

    private Page open(int width, int height, ColorScheme scheme) {
        // Each click would wait for the cards that have only just arrived.
        Page page = visitor.newPage();
        page.setViewportSize(width, height);
        page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                troubles.add(message.text());
            }
        });
        page.onPageError(troubles::add);
        page.navigate(api.base() + "/");
        return page;
    }

    private static Locator state(Page page, String name) {
        return page.locator("[data-testid=find-state][data-state='" + name + "']");
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new ScreenshotOptions().setPath(Path.of("target/page", name + ".png")));
    }
}
