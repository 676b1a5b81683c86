package dev.reelroute.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One number that a measurement has found.
 *
 * @param name what it is, for a line of a table
 * @param unit such as {@code s}; {@code ×} for a ratio
 * @param goal what it should be at most or at least; null where it only explains others
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Figure(
        String name, double value, String unit, @Nullable Goal goal) {

    /**
     * @param bound in the figure's unit
     * @param atMost else at least
     */
    record Goal(double bound, boolean atMost) {}

    static Figure of(String name, double value, String unit) {
        return new Figure(name, value, unit, null);
    }

    Figure atMost(double bound) {
        return new Figure(name, value, unit, new Goal(bound, true));
    }

    Figure atLeast(double bound) {
        return new Figure(name, value, unit, new Goal(bound, false));
    }

    boolean misses() {
        return goal != null && (goal.atMost() ? value > goal.bound() : value < goal.bound());
    }

    String valueText() {
        return number(value) + " " + unit;
    }

    /** Such as {@code ≤ 1.05}; empty without a goal. */
    String goalText() {
        return goal == null ? "" : (goal.atMost() ? "≤ " : "≥ ") + number(goal.bound());
    }

    private static String number(double value) {
        double size = Math.abs(value);
        String pattern =
                size >= 100 || value == Math.rint(value) ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
