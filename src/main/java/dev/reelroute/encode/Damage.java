package dev.reelroute.encode;

import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.ledger.Statements.TaskRow;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.plan.Grid;
import dev.reelroute.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says which parts of a source could not be decoded, as far as is known: chunk by chunk. */
public final class Damage {

    /** At most this many places are named; they tell enough. */
    private static final int MOST_PLACES = 5;

    private Damage() {}

    /** @param tasks those whose part of the source was damaged */
    public static List<Warning> warnings(Plan plan, List<TaskRow> tasks) {
        List<Warning> warnings = new ArrayList<>();
        List<Integer> chunks = tasks.stream()
                .filter(task -> task.kind() == TaskKind.ENCODE_VIDEO)
                .map(TaskRow::ordinal)
                .sorted()
                .toList();
        if (!chunks.isEmpty()) {
            warnings.add(new Warning(
                    "DAMAGED_PICTURES", frames(plan.grid(), chunks) + " They are shown as far as they can be."));
        }
        tasks.stream()
                .filter(task -> task.kind() == TaskKind.ENCODE_AUDIO)
                .map(task -> plan.audio().get(task.ordinal()).track())
                .distinct()
                .forEach(track -> warnings.add(new Warning(
                        "DAMAGED_SOUND", audio(track) + " Where it cannot be decoded, the video is silent.")));
        return warnings;
    }

    static String frames(Grid grid, List<Integer> chunks) {
        return "Frames are damaged between " + places(grid, chunks);
    }

    /** @param chunks in ascending order */
    static String places(Grid grid, List<Integer> chunks) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            int first = chunks.get(i);
            while (i + 1 < chunks.size() && chunks.get(i + 1) == chunks.get(i) + 1) {
                i++;
            }
            long end = grid.firstFrame(chunks.get(i)) + grid.framesOf(chunks.get(i));
            places.add(String.format(
                    Locale.ROOT,
                    "%.0f and %.0f s",
                    Math.floor(grid.frameRate().seconds(grid.firstFrame(first))),
                    Math.ceil(grid.frameRate().seconds(end))));
        }
        boolean all = places.size() <= MOST_PLACES;
        return String.join(", between ", all ? places : places.subList(0, MOST_PLACES))
                + (all ? "." : ", and further on.");
    }

    static String audio(int track) {
        return "Audio track " + track + " is damaged.";
    }
}
