package dev.reelroute.journey;

import static dev.reelroute.journey.Expectations.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.CloseOptions;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ReducedMotion;
import dev.reelroute.media.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What happens around an upload on the page: other tabs, leaving, pauses, folders, very many files. No worker is there. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class UploadingPageTest {

    /** How many animations never end. */
    private static final String ENDLESS =
            "document.getAnimations().filter((one) => one.effect.getTiming().iterations === Infinity).length";

    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    private Application application;
    private Chromium chromium;
    private BrowserContext context;
    private Path clip;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        clip = Files.writeString(folder.resolve("clip.mp4"), "Not looked at");
        application = Application.start(
                folder.resolve("data"), "--server.port=" + Machine.freePort(), "--reelroute.role=api");
        chromium = Chromium.start();
    }

    @AfterAll
    void stop() {
        chromium.close();
        application.close();
    }

    @BeforeEach
    void visit() {
        context = chromium.newContext();
    }

    @AfterEach
    void leave() {
        context.close();
        Api api = application.api();
        for (var videos = api.videos("limit=100"); !videos.isEmpty(); videos = api.videos("limit=100")) {
            videos.forEach(video -> api.delete("/api/videos/" + video.path("id").asText()));
        }
        List<String> complaints = List.copyOf(troubles);
        troubles.clear(); // the next test answers for its own
        assertThat(complaints).as("what the browser complained of").isEmpty();
    }

    @Test
    void anotherTabSaysThatItIsSentElsewhereUntilItIsNot() {
        Page sender = open();
        // It never ends, and nothing leaves the browser: a request that Playwright holds goes on its way when its page
        // closes.
        sender.evaluate("() => { XMLHttpRequest.prototype.send = () => {}; }");
        sender.getByTestId("file-input").setInputFiles(clip);
        assertThat(sender.getByTestId("status")).containsText("Uploading");
        Page other = open();
        assertThat(other.getByTestId("status")).hasText("Waiting for its file");
        assertThat(other.getByTestId("resume-file")).isHidden();
        sender.close();
        assertThat(other.getByTestId("status")).hasText("Upload interrupted");
        assertThat(other.getByTestId("hint")).hasText("Choose clip.mp4 again to send it.");
        other.getByTestId("resume-file").setInputFiles(clip);
        assertThat(other.getByTestId("status")).hasText("In line");
    }

    /** What has begun since a tab last looked at the others is not interrupted either. */
    @Test
    void anUploadThatAnotherTabHasJustBegunIsNotInterrupted() {
        Page other = context.newPage();
        // It looks at the other tabs when it is opened, and never again by itself.
        other.addInitScript(
                "{ const real = setInterval; window.setInterval = (look, ms) => ms === 1000 ? 0 : real(look, ms); }");
        other.navigate(application.api().base() + "/");
        assertThat(other.getByTestId("empty")).isVisible();
        other.evaluate("""
                () => {
                    window.told = new Set();
                    const look = () => document.querySelectorAll("[data-testid=status]").forEach((status) => told.add(status.textContent));
                    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
                }""");
        Page sender = open();
        sender.evaluate("() => { XMLHttpRequest.prototype.send = () => {}; }");
        sender.getByTestId("file-input").setInputFiles(clip);
        assertThat(sender.getByTestId("status")).containsText("Uploading");

        comesToTheFront(other);
        assertThat(other.getByTestId("status")).hasText("Waiting for its file");
        assertThat(other.evaluate("() => [...told]")).isEqualTo(List.of("Waiting for its file"));
    }

    @Test
    void whoLeavesDuringAnUploadIsAsked() {
        Page page = open();
        page.route("**/s3/**", route -> {});
        page.getByTestId("file-input").setInputFiles(clip);
        assertThat(page.getByTestId("status")).containsText("Uploading");
        page.locator("#drop-title").click(); // a browser asks only where somebody has done something
        ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
        page.onDialog(dialog -> {
            asked.add(dialog.type());
            dialog.dismiss();
        });
        page.close(new CloseOptions().setRunBeforeUnload(true));
        page.waitForCondition(() -> !asked.isEmpty());
        assertThat(asked).containsExactly("beforeunload");
        assertThat(page.getByTestId("status")).containsText("Uploading");
        page.offDialog(Dialog::dismiss);
    }

    @Test
    void anUploadPausesAndGoesOn() {
        Page page = open();
        page.route("**/s3/**", route -> {});
        page.getByTestId("file-input").setInputFiles(clip);
        // What shows that it goes on moves on and on; not for those who want nothing to move.
        page.waitForCondition(() -> page.evaluate(ENDLESS).equals(1));
        page.emulateMedia(new EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        page.waitForCondition(() -> page.evaluate(ENDLESS).equals(0));
        page.getByTestId("pause").click();
        assertThat(page.getByTestId("status")).hasText("Upload paused");
        assertThat(page.getByTestId("hint")).containsText("is sent from its beginning");
        assertThat(page.getByTestId("pause")).isHidden();
        page.unroute("**/s3/**");
        page.getByTestId("retry-upload").click();
        assertThat(page.getByTestId("status")).hasText("In line");
    }

    /** What a browser hands over of a folder; no script can drop a real one. */
    @Test
    void ofAFolderItsVideosAreTaken() {
        Page page = open();
        page.evaluate("""
                () => {
                    const file = (name, type) => ({
                        isFile: true, isDirectory: false, name, file: (take) => take(new File(["x"], name, { type })),
                    });
                    const folder = (name, ...entries) => ({
                        isFile: false, isDirectory: true, name,
                        createReader: () => ({ readEntries: (take) => take(entries.splice(0)) }),
                    });
                    const trip = folder("trip", file("a.mp4", "video/mp4"), file(".DS_Store", ""), file("notes.txt", "text/plain"),
                        folder("day 2", file("b.mts", ""), file("cover.jpg", "image/jpeg")));
                    const drop = new Event("drop", { bubbles: true, cancelable: true });
                    drop.dataTransfer = {
                        types: ["Files"], files: [],
                        items: [{ kind: "file", webkitGetAsEntry: () => trip, getAsFile: () => null }],
                    };
                    document.body.dispatchEvent(drop);
                }""");
        assertThat(page.getByTestId("video")).hasCount(2);
        assertThat(page.getByTestId("videos")).containsText("a.mp4");
        assertThat(page.getByTestId("videos")).containsText("b.mts");
        assertThat(page.getByTestId("notice")).hasText("3 files of the folder are no videos and were left out.✕");
    }

    @Test
    void thousandsOfFilesAreQueuedAndThePageGoesOn() {
        // Where there is nothing, nothing is looked for, and the page counts again only after five seconds.
        application.api().register("before.mp4", 7);
        Page page = open();
        page.route("**/s3/**", route -> {});
        page.evaluate("""
                () => {
                    const files = new DataTransfer();
                    for (let i = 0; i < 3000; i++) {
                        files.items.add(new File(["x"], `clip ${i}.mp4`, { type: "video/mp4" }));
                    }
                    const input = document.getElementById("file-input");
                    input.files = files.files;
                    input.dispatchEvent(new Event("change"));
                }""");
        assertThat(page.locator("#drop-queue")).hasText("2998 more files wait for their turn.");
        assertThat(page.getByTestId("video")).hasCount(3);
        page.unroute("**/s3/**");
        page.getByTestId("find-words").fill("no such name");
        assertThat(page.getByTestId("find-total")).hasText("0 videos");
    }

    /** Then a tab looks at the list, as else every six seconds. */
    private static void comesToTheFront(Page page) {
        page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");
    }

    private Page open() {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                troubles.add(message.text());
            }
        });
        page.onPageError(troubles::add);
        page.navigate(application.api().base() + "/");
        return page;
    }
}
