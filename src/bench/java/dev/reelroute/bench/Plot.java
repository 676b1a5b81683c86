package dev.reelroute.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures as bars, those of one unit by one measure, in SVG. A goal is a stroke across its bar. */
final class Plot {

    private static final int WIDTH = 760;
    private static final int LABELS = 330;
    private static final int BARS = 290;
    private static final int ROW = 22;
    private static final int TOP = 44;
    private static final int GAP = 14;

    private final String title;
    private final Map<String, List<Figure>> byUnit;

    Plot(String title, List<Figure> figures) {
        this.title = title;
        this.byUnit =
                figures.stream().collect(Collectors.groupingBy(Figure::unit, LinkedHashMap::new, Collectors.toList()));
    }

    String svg() {
        StringBuilder body = new StringBuilder();
        int y = TOP;
        for (List<Figure> figures : byUnit.values()) {
            double largest = figures.stream().mapToDouble(Plot::extent).max().orElseThrow();
            for (Figure figure : figures) {
                body.append(bar(figure, y, largest > 0 ? BARS / largest : 0));
                y += ROW;
            }
            y += GAP;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="12" fill="#333">
                <rect width="%1$d" height="%2$d" fill="#fff"/>
                <text x="12" y="24" font-size="14" font-weight="bold">%3$s</text>
                %4$s</svg>
                """.formatted(WIDTH, y, escaped(title), body);
    }

    private static double extent(Figure figure) {
        return Math.max(
                figure.value(), figure.goal() == null ? 0 : figure.goal().bound());
    }

    private static String bar(Figure figure, int y, double scale) {
        String colour = figure.misses() ? "#d9822b" : figure.goal() == null ? "#9db4c8" : "#3b7a57";
        String bar = String.format(
                Locale.ROOT,
                """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect x="%d" y="%d" width="%.1f" height="14" fill="%s"/>
                <text x="%.1f" y="%d">%s</text>
                """,
                LABELS - 8,
                y + 11,
                escaped(figure.name()),
                LABELS,
                y,
                Math.max(0, figure.value() * scale),
                colour,
                LABELS + extent(figure) * scale + 8,
                y + 11,
                escaped(figure.valueText() + (figure.goal() == null ? "" : "  (" + figure.goalText() + ")")));
        return figure.goal() == null
                ? bar
                : bar
                        + String.format(
                                Locale.ROOT,
                                "<rect x=\"%.1f\" y=\"%d\" width=\"2\" height=\"18\" fill=\"#333\"/>%n",
                                LABELS + figure.goal().bound() * scale,
                                y - 2);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
