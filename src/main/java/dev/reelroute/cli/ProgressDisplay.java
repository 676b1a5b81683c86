package dev.reelroute.cli;

import dev.reelroute.api.VideoView;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Shows how far each rendition is: bars that are redrawn in place on a terminal, otherwise one line every ten per cent,
 * so that a log stays readable. Draws with ASCII, which every terminal and every locale can print.
 */
final class ProgressDisplay {

    private static final int CELLS = 40;
    private static final int STEP = 10; // per cent between two lines
    // ANSI (ECMA-48)
    private static final String UP = "\033[A";
    private static final String ERASE_TO_END_OF_LINE = "\033[K";

    private final PrintStream console;
    private final boolean terminal;
    private int drawn;
    private int shown = -STEP;

    ProgressDisplay(PrintStream console, boolean terminal) {
        this.console = console;
        this.terminal = terminal;
    }

    void show(VideoView video) {
        List<String> lines = video.renditions().stream()
                .map(each -> bar(each, video.progress()))
                .toList();
        if (lines.isEmpty()) {
            return;
        }
        if (terminal) {
            String back = UP.repeat(drawn);
            console.print(back
                    + String.join(
                            "",
                            lines.stream()
                                    .map(line -> line + ERASE_TO_END_OF_LINE + "\n")
                                    .toList()));
            console.flush();
            drawn = lines.size();
        } else if (percent(video.progress()) >= shown + STEP) {
            shown = percent(video.progress()) / STEP * STEP;
            lines.forEach(console::println);
        }
    }

    // All renditions of a chunk come from one decode, so their progress is the same.
    static String bar(VideoView.Rendition rendition, double progress) {
        int full = (int) (CELLS * progress);
        return String.format(
                Locale.ROOT,
                "  %-6s %-10s [%s%s] %3d %%",
                rendition.name(),
                rendition.width() + "x" + rendition.height(),
                "#".repeat(full),
                "-".repeat(CELLS - full),
                percent(progress));
    }

    private static int percent(double progress) {
        return (int) (progress * 100);
    }
}
