package dev.reelroute.bench;

import java.util.Arrays;
import java.util.Collection;

/** Repeated measurements of one thing. */
final class Samples {

    private final double[] sorted;

    Samples(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured");
        }
        sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * The value that the given share of all values does not exceed, by the nearest rank: of few values the 95th
     * percentile is the largest.
     *
     * @param share above 0, up to 1
     */
    double percentile(double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    double mean() {
        return Arrays.stream(sorted).average().orElseThrow();
    }

    double largest() {
        return sorted[sorted.length - 1];
    }

    int count() {
        return sorted.length;
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }
}
