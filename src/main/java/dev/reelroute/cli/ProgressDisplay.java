package dev.reelroute.cli;

import dev.reelroute.api.VideoView;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Shows how far it is: on a terminal a bar for each rendition, redrawn in place; elsewhere the renditions once, then a line every
 * ten per cent, so that a log stays readable. Draws with ASCII, which every terminal and every locale can print.
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
    private int shown = -1;

    ProgressDisplay(PrintStream console, boolean terminal) {
        this.console = console;
        this.terminal = terminal;
    }

    void show(VideoView video) {
        if (video.renditions().isEmpty()) {
            return;
        }
        if (terminal) {
            redraw(video);
        } else {
            tell(video);
        }
    }

    private void redraw(VideoView video) {
        console.print(UP.repeat(drawn)
                + video.renditions().stream()
                        .map(each -> bar(each, video.progress()) + ERASE_TO_END_OF_LINE + "\n")
                        .collect(Collectors.joining()));
        console.flush();
        drawn = video.renditions().size();
    }

    private void tell(VideoView video) {
        if (shown < 0) {
            shown = 0;
            console.println(video.renditions().stream()
                    .map(each -> each.name() + " (" + each.width() + "x" + each.height() + ")")
                    .collect(Collectors.joining(", ", "  ", "")));
        }
        if (percent(video.progress()) >= shown + STEP) {
            shown = percent(video.progress()) / STEP * STEP;
            console.println("  " + shown + " %");
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
