package dev.reelroute.bench;

import java.util.List;

/**
 * What one measurement has found.
 *
 * @param figures in the order in which they are shown
 * @param notes what must be known to read them: what was measured how, what was not
 */
record Findings(List<Figure> figures, List<String> notes) {

    Findings {
        figures = List.copyOf(figures);
        notes = List.copyOf(notes);
    }
}
