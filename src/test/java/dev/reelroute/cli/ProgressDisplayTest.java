package dev.reelroute.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.api.VideoView;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.ledger.Visibility;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @Test
    void aLogGetsTheRenditionsOnceAndALineEveryTenPerCent() {
        ProgressDisplay display = display(false);

        for (double progress = 0; progress < 0.35; progress += 0.01) {
            display.show(video(progress));
        }

        assertThat(shown().lines()).containsExactly("  720p (1280x720)", "  10 %", "  20 %", "  30 %");
    }

    @Test
    void aTerminalIsRedrawnInPlace() {
        ProgressDisplay display = display(true);

        display.show(video(0));
        display.show(video(0.5));

        assertThat(shown())
                .endsWith("\033[A  720p   1280x720   [" + "#".repeat(20) + "-".repeat(20) + "]  50 %\033[K\n");
    }

    private ProgressDisplay display(boolean terminal) {
        return new ProgressDisplay(new PrintStream(console, true, StandardCharsets.UTF_8), terminal);
    }

    private String shown() {
        return console.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static VideoView video(double progress) {
        return new VideoView(
                "id",
                VideoStatus.PROCESSING,
                false,
                progress,
                "clip.mp4",
                "standard",
                Map.of(),
                0,
                null,
                Visibility.PUBLIC,
                null,
                List.of(new VideoView.Rendition("720p", 1280, 720, "h264", 3_000_000, "PROCESSING")),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }
}
