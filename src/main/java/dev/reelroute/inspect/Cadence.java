package dev.reelroute.inspect;

import dev.reelroute.media.Rational;
import java.util.Arrays;
import java.util.List;

/**
 * The constant frame grid that fits a track best, and how many frames it has.
 *
 * @param rate frames per second, 5 to 60
 * @param variable the source has no constant rate
 * @param frames how many are on the grid: what {@code fps=rate:round=near} makes from the first frame to the end of the last
 * @param duration seconds from the first frame to the end of the last
 * @param keyFrameSeconds longest time from one key frame to the next, or to the end
 */
record Cadence(Rational rate, boolean variable, long frames, double duration, double keyFrameSeconds) {

    /** The same for a single frame that stands for long: no grid needs fewer frames. */
    Cadence still() {
        return new Cadence(
                SLOWEST, variable, Math.max(1, Math.round(duration * SLOWEST.value())), duration, keyFrameSeconds);
    }

    private static final Rational FASTEST = new Rational(60, 1);

    /** Slower slide shows get every frame several times: players seek and switch badly on longer steps. */
    private static final Rational SLOWEST = new Rational(5, 1);

    private static final List<Rational> STANDARD = List.of(
            new Rational(24000, 1001),
            new Rational(24, 1),
            new Rational(25, 1),
            new Rational(30000, 1001),
            new Rational(30, 1),
            new Rational(48, 1),
            new Rational(50, 1),
            new Rational(60000, 1001),
            new Rational(60, 1));

    /** Rates for an uneven source that is slower than film. */
    private static final List<Rational> SLOW = List.of(
            new Rational(5, 1), new Rational(10, 1), new Rational(12, 1), new Rational(15, 1), new Rational(20, 1));

    /** How far a measured rate may be from a standard one to be taken for it: 24 and 23.976 are 0.1 % apart. */
    private static final double SNAP = 0.005;

    /** @param times not empty */
    static Cadence measure(FrameTimes times, FileReport.Track track, boolean interlaced) {
        Rational timeBase = track.timeBase();
        long[] starts = times.starts();
        boolean constant = isConstant(starts);
        double step = (constant ? meanStep(starts) : usualStep(starts)) * timeBase.value();
        double measured = step > 0 ? 1 / step : claimed(track);
        if (interlaced && measured > 31) {
            // Fields that the container counts as frames.
            measured /= 2;
        }
        Rational rate = constant ? within(constantRate(measured, track, starts)) : variableRate(measured);
        double lastShown = times.lastDuration() * timeBase.value();
        // Some muxers leave the last duration out, or write a single tick.
        lastShown = lastShown < 0.5 / measured ? 1 / measured : lastShown;
        double duration = (starts[starts.length - 1] - starts[0]) * timeBase.value() + lastShown;
        long frames = Math.max(1, Math.round(duration * rate.value()));
        return new Cadence(rate, !constant, frames, duration, longestGap(times, timeBase, duration));
    }

    private static double meanStep(long[] starts) {
        return starts.length < 2 ? 0 : (double) (starts[starts.length - 1] - starts[0]) / (starts.length - 1);
    }

    /** Mean of the steps that are about as long as the median: stills, drops and bursts do not count. */
    private static double usualStep(long[] starts) {
        long[] steps = new long[starts.length - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = starts[i + 1] - starts[i];
        }
        long median = Arrays.stream(steps).sorted().toArray()[steps.length / 2];
        return Arrays.stream(steps)
                .filter(step -> step > 0.7 * median && step < 1.3 * median)
                .average()
                .orElse((double) median);
    }

    /** Every frame is within a quarter of a step of its place in an even row. */
    private static boolean isConstant(long[] starts) {
        double step = meanStep(starts);
        for (int i = 0; i < starts.length; i++) {
            if (Math.abs(starts[i] - starts[0] - i * step) > step / 4) {
                return false;
            }
        }
        return true;
    }

    private static double claimed(FileReport.Track track) {
        return track.claimedRates().stream()
                .mapToDouble(Rational::value)
                .filter(rate -> rate <= 120)
                .findFirst()
                .orElse(25);
    }

    private static Rational constantRate(double measured, FileReport.Track track, long[] starts) {
        // The ends of a short clip are known only to a tick; the claim of the file is taken where it fits within that.
        double doubt = Math.max(1e-4, 2.0 / Math.max(1, starts[starts.length - 1] - starts[0]));
        for (Rational claim : track.claimedRates()) {
            if (Math.abs(claim.value() / measured - 1) < Math.min(doubt, SNAP)) {
                return nearestStandard(claim.value(), claim.den() <= 1001 ? claim : approximate(claim.value()));
            }
        }
        return nearestStandard(measured, approximate(measured));
    }

    private static Rational variableRate(double measured) {
        for (List<Rational> rates : List.of(SLOW, STANDARD)) {
            for (Rational rate : rates) {
                if (measured < rate.value() * (1 + SNAP)) {
                    return rates == STANDARD ? nearestStandard(measured, rate) : rate;
                }
            }
        }
        return FASTEST;
    }

    private static Rational nearestStandard(double measured, Rational otherwise) {
        Rational nearest = otherwise;
        double best = SNAP;
        for (Rational rate : STANDARD) {
            double off = Math.abs(measured / rate.value() - 1);
            if (off < best) {
                best = off;
                nearest = rate;
            }
        }
        return nearest;
    }

    /** Every n-th frame of a fast source, every frame n times of a slow one: the steps stay even. */
    private static Rational within(Rational rate) {
        if (rate.compareTo(FASTEST) > 0) {
            long each = (long) Math.ceil(rate.value() / FASTEST.value() * (1 - SNAP));
            Rational slower = new Rational(rate.num(), rate.den() * each);
            return nearestStandard(slower.value(), slower);
        }
        if (rate.compareTo(SLOWEST) < 0) {
            long times = (long) Math.ceil(SLOWEST.value() / rate.value());
            return new Rational(rate.num() * times, rate.den());
        }
        return rate;
    }

    /** Best fraction with a denominator that muxers can work with, by continued fractions. */
    private static Rational approximate(double rate) {
        long[] num = {1, (long) Math.floor(rate)};
        long[] den = {0, 1};
        double rest = rate - num[1];
        while (rest > 1e-6) {
            double inverse = 1 / rest;
            long whole = (long) Math.floor(inverse);
            if (whole * den[1] + den[0] > 1001) {
                break;
            }
            num = new long[] {num[1], whole * num[1] + num[0]};
            den = new long[] {den[1], whole * den[1] + den[0]};
            rest = inverse - whole;
        }
        return new Rational(Math.max(1, num[1]), den[1]);
    }

    private static double longestGap(FrameTimes times, Rational timeBase, double duration) {
        long start = times.starts()[0];
        double previous = 0;
        double longest = 0;
        for (long keyFrame : times.keyFrames()) {
            double at = (keyFrame - start) * timeBase.value();
            longest = Math.max(longest, at - previous);
            previous = at;
        }
        return Math.max(longest, duration - previous);
    }
}
