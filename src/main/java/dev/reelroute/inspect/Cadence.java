package dev.reelroute.inspect;

import dev.reelroute.media.Rational;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The constant frame grid that fits a track best: the table is in {@code docs/decisions/0020-one-cadence.md}. Pure.
 *
 * @param rate frames per second, 5 to 60
 * @param variable the source has no constant rate, and no pattern of fields either
 * @param fields frames of two fields and of three: film among video
 * @param offset seconds from the first frame to where the grid begins; negative before it
 * @param duration seconds from there to the end of the last frame
 * @param keyFrameSeconds longest time from one key frame to the next, or to the end
 * @param counted an even row of frames, of which some have a wrong time: not the times tell where they belong, but their order
 */
record Cadence(
        Rational rate,
        boolean variable,
        boolean fields,
        double offset,
        double duration,
        double keyFrameSeconds,
        boolean counted) {

    private Cadence(
            Rational rate, boolean variable, boolean fields, double offset, double duration, double keyFrameSeconds) {
        this(rate, variable, fields, offset, duration, keyFrameSeconds, false);
    }

    /** The same for a single frame that stands for long: no grid needs fewer frames. */
    Cadence still() {
        return new Cadence(SLOWEST, variable, fields, offset, duration, keyFrameSeconds, counted);
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

    /** Fields per second; 60 stands for 59.94 as well. */
    private static final List<Rational> FIELDS = List.of(new Rational(60, 1), new Rational(50, 1));

    /** Rates for an uneven source that is slower than film. */
    private static final List<Rational> SLOW = List.of(
            new Rational(5, 1), new Rational(10, 1), new Rational(12, 1), new Rational(15, 1), new Rational(20, 1));

    /** How far a measured rate may be from a standard one to be taken for it: 24 and 23.976 are 0.1 % apart. */
    private static final double SNAP = 0.005;

    /**
     * A row of frames whose times are off by no more than this, together, still has a place of its own for each of them. In
     * steps: 2:3 pulldown takes 0.2, one frame in five left out 0.6, a lost frame 1.
     */
    private static final double UNEVEN = 0.7;

    /** Nor by more seconds than these, of which each frame has half: with more, it would be seen that it is beside the audio. */
    private static final double UNEVEN_SECONDS = 0.031;

    /** Steps by which FFmpeg's guesses are off, together: a time that it takes for that of the next frame, or of the one before. */
    private static final double MISTAKEN = 2.2;

    /** Of the frames, at least so many are at their place in a row of mistaken times. */
    private static final double MOST = 0.7;

    /** A frame is at its place if it is no more steps beside it. */
    private static final double IN_PLACE = 0.25;

    /** Frames that are shown behind one that is missing at the end. */
    private static final int MOST_OF_AN_END = 3;

    /** Fewer frames are no row. */
    private static final int LEAST_ROW = 3;

    /** Of the steps, no more are shorter than usual where parts overlap. */
    private static final double FEW = 0.125;

    /** How far a step may be from a whole number of fields: clocks in milliseconds are off by 0.06. */
    private static final double ROUGH_FIELD = 0.25;

    /** @param times not empty */
    static Cadence measure(FrameTimes times, FileReport.Track track, boolean interlaced) {
        Rational timeBase = track.timeBase();
        long[] starts = seen(times.starts());
        boolean constant = isConstant(starts);
        double step = (constant ? slope(starts) : usualStep(starts)) * timeBase.value();
        double measured = step > 0 ? 1 / step : claimed(track);
        // Fields that the container counts as frames.
        boolean halves = interlaced && measured > 31;
        measured = halves ? measured / 2 : measured;
        double lastShown = times.lastDuration() * timeBase.value();
        // Some muxers leave the last duration out, or write a single tick.
        lastShown = lastShown < 0.5 / measured ? 1 / measured : lastShown;
        double duration = (starts[starts.length - 1] - starts[0]) * timeBase.value() + lastShown;
        double gap = longestGap(times, timeBase, duration);
        if (constant) {
            return new Cadence(within(constantRate(measured, track, starts)), false, false, 0, duration, gap);
        }
        Optional<Cadence> fitting = halves
                ? Optional.empty()
                : untilTheEnd(track, starts, duration, gap)
                        .or(() -> unevenRow(track, starts, gap))
                        .or(() -> afterTheFirst(track, starts, duration, gap))
                        .or(() -> ofFields(track, starts, duration, gap));
        Optional<Cadence> pattern = fitting;
        if (times.guessed() && pattern.map(Cadence::variable).orElse(true)) {
            pattern = mistakenRow(track, times.starts(), gap).or(() -> fitting);
        }
        Rational usual = variableRate(measured);
        return pattern.orElseGet(() -> new Cadence(usual, !overlaps(starts), false, 0, duration, gap));
    }

    /**
     * An even row, but for its last frames: of those that are stored in another order than they are shown, some are missing where a
     * stream was cut. That is no other rate.
     */
    private static Optional<Cadence> untilTheEnd(FileReport.Track track, long[] starts, double duration, double gap) {
        int most = track.heldBack() == 0 ? 0 : Math.min(MOST_OF_AN_END, starts.length - LEAST_ROW);
        for (int end = 1; end <= most; end++) {
            long[] row = Arrays.copyOf(starts, starts.length - end);
            double step = slope(row);
            boolean whole = isConstant(row)
                    && IntStream.range(row.length, starts.length)
                            .allMatch(i -> isWhole((starts[i] - starts[0]) / step));
            if (whole) {
                Rational rate = constantRate(1 / (step * track.timeBase().value()), track, row);
                return Optional.of(new Cadence(within(rate), false, false, 0, duration, gap));
            }
        }
        return Optional.empty();
    }

    private static boolean isWhole(double steps) {
        return Math.abs(steps - Math.round(steps)) < IN_PLACE;
    }

    /** As many places as frames, at the rate of most steps or at the mean one, each frame nearest to its own. */
    private static Optional<Cadence> unevenRow(FileReport.Track track, long[] starts, double gap) {
        double tick = track.timeBase().value();
        return DoubleStream.of(usualStep(starts), slope(starts))
                .mapToObj(step -> constantRate(1 / (step * tick), track, starts))
                .filter(rate -> rate.compareTo(FASTEST) <= 0 && rate.compareTo(SLOWEST) >= 0)
                .flatMap(rate -> {
                    Spread off = Spread.of(starts, index -> rate.seconds(index) / tick);
                    double width = off.width() * tick;
                    return width > Math.min(UNEVEN_SECONDS, UNEVEN * rate.seconds(1))
                            ? Stream.empty()
                            : Stream.of(new Cadence(
                                    rate, false, false, off.middle() * tick, rate.seconds(starts.length), gap));
                })
                .findFirst();
    }

    /** An even row, but for a few frames that FFmpeg gives a time before or behind their own. */
    private static Optional<Cadence> mistakenRow(FileReport.Track track, long[] starts, double gap) {
        double tick = track.timeBase().value();
        Rational rate = constantRate(1 / (usualStep(starts) * tick), track, starts);
        if (rate.compareTo(FASTEST) > 0 || rate.compareTo(SLOWEST) < 0) {
            return Optional.empty();
        }
        double step = rate.seconds(1) / tick;
        double[] off = IntStream.range(0, starts.length)
                .mapToDouble(i -> starts[i] - starts[0] - rate.seconds(i) / tick)
                .sorted()
                .toArray();
        double usual = off[off.length / 2];
        long inPlace = Arrays.stream(off)
                .filter(each -> Math.abs(each - usual) < IN_PLACE * step)
                .count();
        return off[off.length - 1] - off[0] > MISTAKEN * step || inPlace < MOST * off.length
                ? Optional.empty()
                : Optional.of(new Cadence(rate, false, false, usual * tick, rate.seconds(starts.length), gap, true));
    }

    /** Whether the steps differ only where one part begins before the one before has ended: that is no other rate. */
    private static boolean overlaps(long[] starts) {
        double usual = usualStep(starts);
        int shorter = 0;
        for (int i = 1; i < starts.length; i++) {
            double step = (starts[i] - starts[i - 1]) / usual;
            if (step > 1 + IN_PLACE) {
                return false;
            }
            shorter += step < 1 - IN_PLACE ? 1 : 0;
        }
        return shorter < FEW * starts.length;
    }

    /** An even row, but for the first frame, which stands for longer: AVI begins so when its audio begins first. */
    private static Optional<Cadence> afterTheFirst(FileReport.Track track, long[] starts, double duration, double gap) {
        long[] row = Arrays.copyOfRange(starts, 1, starts.length);
        if (row.length < 2 || !isConstant(row)) {
            return Optional.empty();
        }
        double tick = track.timeBase().value();
        Rational rate = within(constantRate(1 / (slope(row) * tick), track, row));
        double lead = (row[0] - starts[0]) * tick;
        double offset = lead - rate.seconds(Math.round(lead * rate.value()));
        return Optional.of(new Cadence(rate, false, false, offset, duration - offset, gap));
    }

    /**
     * Frames that are all shown for a whole number of fields, some of them for an odd one. The places of the grid are as
     * long as the shortest of them, and begin between the fields: so no two frames are nearest to the same place.
     */
    private static Optional<Cadence> ofFields(FileReport.Track track, long[] starts, double duration, double gap) {
        double tick = track.timeBase().value();
        for (Rational roughly : FIELDS) {
            long[] places = new long[starts.length];
            long shortest = Long.MAX_VALUE;
            long longest = 0;
            boolean odd = false;
            boolean whole = true;
            for (int i = 1; whole && i < starts.length; i++) {
                double step = (starts[i] - starts[i - 1]) * tick * roughly.value();
                long fields = Math.round(step);
                whole = fields > 0 && Math.abs(step - fields) < ROUGH_FIELD;
                places[i] = places[i - 1] + fields;
                shortest = Math.min(shortest, fields);
                // The time of the first frame is often a guess.
                longest = i == 1 ? longest : Math.max(longest, fields);
                odd |= i > 1 && fields % 2 == 1;
            }
            if (!whole || !odd || shortest > 2) {
                continue;
            }
            double measured = places[starts.length - 1] / ((starts[starts.length - 1] - starts[0]) * tick);
            Rational field = nearestStandard(measured, roughly);
            Spread off = Spread.of(starts, index -> field.seconds(places[index]) / tick);
            if (off.width() * tick * field.value() < UNEVEN) {
                double offset = off.middle() * tick - (shortest == 2 ? field.seconds(1) / 2 : 0);
                return Optional.of(new Cadence(
                        new Rational(field.num(), field.den() * shortest),
                        shortest == 1 || longest > 3,
                        shortest == 2,
                        offset,
                        duration - offset,
                        gap));
            }
        }
        return Optional.empty();
    }

    /** How far times are from where they should be, at most and at least. In ticks. */
    private record Spread(double least, double most) {

        static Spread of(long[] starts, IntToDoubleFunction place) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < starts.length; i++) {
                double off = starts[i] - starts[0] - place.applyAsDouble(i);
                least = Math.min(least, off);
                most = Math.max(most, off);
            }
            return new Spread(least, most);
        }

        double width() {
            return most - least;
        }

        double middle() {
            return (least + most) / 2;
        }
    }

    /** Ticks from one frame to the next, by least squares: a single odd time at an end counts for little. */
    private static double slope(long[] starts) {
        if (starts.length < 2) {
            return 0;
        }
        double middle = (starts.length - 1) / 2.0;
        double above = 0;
        double below = 0;
        for (int i = 0; i < starts.length; i++) {
            above += (i - middle) * (starts[i] - starts[0]);
            below += (i - middle) * (i - middle);
        }
        return above / below;
    }

    /** Where parts overlap, their frames come at the same time, or nearly; of these, one is seen. */
    private static long[] seen(long[] starts) {
        if (starts.length < 2) {
            return starts;
        }
        double close = Math.max(1, usualStep(starts) / 4);
        long[] seen = starts.clone();
        int count = 1;
        for (long start : starts) {
            if (start - seen[count - 1] >= close) {
                seen[count++] = start;
            }
        }
        return Arrays.copyOf(seen, count);
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
