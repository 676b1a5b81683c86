package dev.reelroute.journey;

import static dev.reelroute.journey.Expectations.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.GetByTextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForFunctionOptions;
import com.microsoft.playwright.options.BoundingBox;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** The player in the page, as a viewer uses it. Conditions are JavaScript that may speak of the {@code video}. */
final class Theatre {

    private static final String FUNCTION =
            "() => { const video = document.querySelector('[data-testid=player-video]'); return %s; }";
    private static final double PATIENCE = 60_000; // ms
    private static final double SETTLING = 2_000; // ms

    private final Page page;

    Theatre(Page page) {
        this.page = page;
    }

    void await(String condition) {
        page.waitForFunction(
                FUNCTION.formatted("video !== null && (" + condition + ")"),
                null,
                new WaitForFunctionOptions().setTimeout(PATIENCE));
    }

    Object ask(String expression) {
        return page.evaluate(FUNCTION.formatted(expression));
    }

    double seconds() {
        return ((Number) ask("video.currentTime")).doubleValue();
    }

    void pause() {
        ask("video.pause()");
    }

    void play() {
        ask("video.play().then(() => true)");
    }

    /** By the menu, where the viewer finds it. */
    void choose(String menu, String item) {
        page.getByTestId(menu).click();
        Locator items = page.getByTestId(menu + "-menu");
        items.getByText(item, new GetByTextOptions().setExact(true)).click();
        assertThat(items).isHidden();
    }

    /** Waits until exactly this is shown as a caption; nothing for the empty text. */
    void awaitCaption(String text) {
        String shown = "[...video.textTracks].filter((track) => track.mode === 'showing')"
                + ".flatMap((track) => [...track.activeCues]).map((cue) => cue.text).join()";
        await(shown + " === '" + text + "'");
    }

    /** From now on the audio is listened to. */
    void listen() {
        ask("""
                (() => {
                    const context = new AudioContext();
                    const analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
                    context.createMediaElementSource(video).connect(analyser).connect(context.destination);
                    const loudness = new Float32Array(analyser.frequencyBinCount);
                    window.pitch = () => {
                        analyser.getFloatFrequencyData(loudness);
                        const loudest = loudness.indexOf(Math.max(...loudness));
                        return loudness[loudest] > -60 ? (loudest * context.sampleRate) / analyser.fftSize : 0;
                    };
                })()""");
    }

    /** Waits until a tone of this many hertz is the loudest of all. */
    void awaitTone(int hertz) {
        await("Math.abs(window.pitch() - " + hertz + ") < 50");
    }

    /** The seek bar is nearly as wide as the video, and every control can be reached. */
    void isUsable() {
        // The controls learn of another size of the window a moment later.
        Locator player = page.locator("media-controller");
        page.waitForCondition(
                () -> page.getByTestId("seek").boundingBox().width > 0.9 * player.boundingBox().width,
                new Page.WaitForConditionOptions().setTimeout(SETTLING));
        BoundingBox video = player.boundingBox();
        for (Locator control : page.locator("media-control-bar > *").all()) {
            if (control.isVisible()) {
                BoundingBox box = control.boundingBox();
                assertThat(box.x).as(control.toString()).isGreaterThanOrEqualTo(video.x);
                assertThat(box.x + box.width).as(control.toString()).isLessThanOrEqualTo(video.x + video.width);
            }
        }
    }

    /** Pixels, from the top of the page, where the captions end: two screenshots of the page differ in them alone. */
    static double lowestDifference(byte[] one, byte[] other, double page) {
        BufferedImage first = image(one);
        BufferedImage second = image(other);
        for (int y = first.getHeight() - 1; y >= 0; y--) {
            for (int x = 0; x < first.getWidth(); x++) {
                if (first.getRGB(x, y) != second.getRGB(x, y)) {
                    return y * page / first.getHeight();
                }
            }
        }
        throw new AssertionError("The screenshots are the same");
    }

    private static BufferedImage image(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
