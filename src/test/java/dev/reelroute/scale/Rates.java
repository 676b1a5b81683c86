package dev.reelroute.scale;

import java.util.Arrays;

/** How much of something happened in each second. */
final class Rates {

    private static final int MINUTE = 60;

    private double[] perSecond = new double[1024];
    private double total;

    void add(double at, double amount) {
        int second = (int) at;
        if (second >= perSecond.length) {
            perSecond = Arrays.copyOf(perSecond, Math.max(second + 1, 2 * perSecond.length));
        }
        perSecond[second] += amount;
        total += amount;
    }

    /** The same amount each second. */
    void spread(double from, double to, double amountPerSecond) {
        for (double at = from; at < to; at = Math.floor(at) + 1) {
            add(at, amountPerSecond * (Math.min(to, Math.floor(at) + 1) - at));
        }
    }

    double total() {
        return total;
    }

    /** A second of the busiest minute. */
    double peak() {
        double sum = 0;
        double most = 0;
        for (int second = 0; second < perSecond.length; second++) {
            sum += perSecond[second];
            if (second >= MINUTE) {
                sum -= perSecond[second - MINUTE];
            }
            most = Math.max(most, sum);
        }
        return most / MINUTE;
    }
}
