package dev.reelroute.cost;

/**
 * A figure that is not known exactly.
 *
 * @param low what it may also be, if things are easy
 * @param high what it may also be, if things are hard
 */
public record Range(double estimate, double low, double high) {

    public Range {
        if (!(low <= estimate && estimate <= high)) {
            throw new IllegalArgumentException("Not in order: " + low + ", " + estimate + ", " + high);
        }
    }

    Range times(double factor) {
        return new Range(estimate * factor, low * factor, high * factor);
    }

    Range plus(Range other) {
        return new Range(estimate + other.estimate, low + other.low, high + other.high);
    }

    static Range exactly(double figure) {
        return new Range(figure, figure, figure);
    }
}
