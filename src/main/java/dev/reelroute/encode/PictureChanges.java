package dev.reelroute.encode;

import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.ledger.Statements.TaskRow;
import dev.reelroute.plan.Grid;
import dev.reelroute.plan.Plan;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says where a source changes the size or the shape of its frames, as far as is known: chunk by chunk. */
public final class PictureChanges {

    /** FFmpeg compares each frame with the first one that it decoded. */
    private static final Pattern CHANGE = Pattern.compile("filter context - w: (\\d+) h: (\\d+) .*"
            + "incoming frame - w: (\\d+) h: (\\d+) .*pts_time: (-?[\\d.]+|NOPTS)");

    private PictureChanges() {}

    /** @param lines of FFmpeg's standard error: it also tells of changes before the chunk, where its decoder began */
    static boolean within(Plan plan, int chunk, List<String> lines) {
        Grid grid = plan.grid();
        // The first shape is not a change.
        boolean reshaped = plan.source().way().shapes().stream()
                .skip(1)
                .mapToLong(shape ->
                        Math.round(shape.fromMicros() / 1e6 * grid.frameRate().value()))
                .anyMatch(frame -> contains(grid, chunk, frame));
        return reshaped
                || lines.stream().map(CHANGE::matcher).filter(Matcher::find).anyMatch(change -> {
                    boolean same = change.group(1).equals(change.group(3))
                            && change.group(2).equals(change.group(4));
                    return !same && isWithin(plan, chunk, change.group(5));
                });
    }

    private static boolean isWithin(Plan plan, int chunk, String time) {
        VideoTrack video = plan.source().video();
        if (video.clockJumps() || video.timeless() || time.equals("NOPTS")) {
            return true;
        }
        Grid grid = plan.grid();
        // A frame may be rounded into the chunk from half a frame before.
        long frame = Math.round((Double.parseDouble(time) - video.startMicros() / 1e6)
                * grid.frameRate().value());
        return contains(grid, chunk, frame);
    }

    private static boolean contains(Grid grid, int chunk, long frame) {
        return frame >= grid.firstFrame(chunk) && frame < grid.firstFrame(chunk) + grid.framesOf(chunk);
    }

    /** @param tasks those in whose part of the source it changes */
    public static List<Warning> warnings(Plan plan, List<TaskRow> tasks) {
        List<Integer> chunks = tasks.stream().map(TaskRow::ordinal).sorted().toList();
        VideoTrack video = plan.source().video();
        return chunks.isEmpty()
                ? List.of()
                : List.of(new Warning(
                        "PICTURE_CHANGES",
                        "The frames change their size or shape between " + Damage.places(plan.grid(), chunks)
                                + " Each part is fitted into " + video.width() + "x" + video.height()
                                + ", with black bars where its shape is another."));
    }
}
