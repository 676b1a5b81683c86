package dev.reelroute.inspect;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When the frames of a track are shown, in its ticks, as its packets say. */
public final class FrameTimes {

    /** A decoder may hold back this many frames, and may have to show later ones of an open GOP first. */
    private static final int DECODER_DELAY = 24;

    /** No valid file has more packets than this before its first frame. */
    private static final int MOST_LEADING = 2000;

    /** 46 hours of 60 frames a second: 80 MB here. A file with more is an attack. */
    private static final int MOST_PACKETS = 10_000_000;

    /** Behind more key frames, nobody looks whether the frames change their shape. */
    private static final int MOST_KEYS = 1_000_000;

    private static final int FFMPEGS_GUESS = 25;

    /** Where one packet of so many has no presentation time, it was damaged; where more have none, that is their way. */
    private static final int SPARSE = 20;

    private final long[] starts;
    private final long lastDuration;
    private final long[] keyFrames;
    private final int packetsToFirst;
    private final boolean clockJumps;
    private final long overlap;
    private final int late;
    private final boolean hides;
    private final boolean guessed;
    private final Keys keys;

    /** The first million key frames, in the order of the file. */
    static final class Keys {

        /** When they are shown, by the container. */
        final long[] clock;

        /** And on a clock that goes on where that one jumps. */
        final long[] shown;

        /** In the file; fewer, where it is not known of all, and none where no {@link SequenceHeaders} stand there. */
        final long[] positions;

        /** The container gives new parameters on the way. */
        final boolean renewed;

        private Keys(long[] clock, long[] shown, long[] positions, boolean renewed) {
            this.clock = clock;
            this.shown = shown;
            this.positions = positions;
            this.renewed = renewed;
        }
    }

    private FrameTimes(
            long[] starts,
            long lastDuration,
            long[] keyFrames,
            int packetsToFirst,
            boolean clockJumps,
            long overlap,
            int late,
            boolean hides,
            boolean guessed,
            Keys keys) {
        this.starts = starts;
        this.lastDuration = lastDuration;
        this.keyFrames = keyFrames;
        this.packetsToFirst = packetsToFirst;
        this.clockJumps = clockJumps;
        this.overlap = overlap;
        this.late = late;
        this.hides = hides;
        this.guessed = guessed;
        this.keys = keys;
    }

    /**
     * Reads the lines that {@link Prober#packets} asks for. Streams that were made to be broadcast may be joined, and
     * then their clock jumps: the times after a jump are moved to where the clock would have been. Where some packets have
     * no presentation time (DVDs, AVI), FFmpeg shows each frame at the decoding time of the packet with which it leaves the
     * decoder: then the decoding times are the ones that count.
     *
     * @throws Refused with {@code ENCRYPTED_SOURCE} when the packets are encrypted: some writers do not mark the track; with
     *     {@code OUTPUT_LIMIT_EXCEEDED} when there are more than ten million
     */
    static FrameTimes parse(Stream<String> lines, FileReport report, Joints joints) {
        FileReport.Track track = report.video();
        double tick = track.timeBase().value();
        Clock clock = new Clock(track, report, joints);
        long durations = 0;
        int undated = 0;
        Ticks starts = new Ticks();
        Ticks decoded = new Ticks();
        Ticks keyFrames = new Ticks();
        Ticks clocks = new Ticks();
        Ticks positions = new Ticks();
        boolean headed = SequenceHeaders.areOf(track.codec());
        boolean renewed = false;
        long last = Long.MIN_VALUE;
        long lastDuration = 0;
        int packets = 0;
        boolean decodable = false;
        int packetsToFirst = -1;
        boolean hides = false;
        long end = report.end(track);
        boolean cut = false;
        long furthest = 0;
        for (Iterator<String> iterator = lines.iterator(); iterator.hasNext(); ) {
            PacketLine packet = PacketLine.parse(iterator.next());
            if (packet == null || packet.track() != track.index()) {
                continue;
            }
            if (packet.isBehind(end)) {
                cut = true;
                break;
            }
            if (report.changes().moves() && packet.isLate(furthest)) {
                continue;
            }
            furthest = packet.furthest(furthest);
            if (packet.encrypted()) {
                throw new Refused(FailureCode.ENCRYPTED_SOURCE);
            }
            packets++;
            requireFrames(packets);
            Long start = clock.shown(packet);
            long offset = clock.offset(packet);
            renewed |= packets > 1 && packet.changes();
            if (packet.keyFrame() && start != null && clocks.size < MOST_KEYS) {
                clocks.add(start);
                positions.add(headed ? packet.position() : null);
            }
            if (report.timeless()) {
                durations += packet.duration() == null ? 0 : packet.duration();
                start = (long) packets - 1;
            }
            start = start == null ? null : Long.valueOf(start - offset);
            if (packet.keyFrame()) {
                decodable = true;
                keyFrames.add(start);
            }
            hides |= packet.hidden();
            if (packet.hidden() || start == null) {
                continue;
            }
            if (decodable && packetsToFirst < 0) {
                packetsToFirst = packets - 1;
            }
            starts.add(start);
            undated += packet.pts() == null ? 1 : 0;
            decoded.add(packet.dts() == null ? start : Long.valueOf(packet.dts() - offset));
            if (start >= last) {
                last = start;
                Long duration = packet.duration();
                lastDuration = duration == null ? 0 : Math.max(0, duration);
            }
        }
        if (report.timeless()) {
            long step = steadyStep(durations / Math.max(1, packets), tick);
            starts.scale(step);
            keyFrames.scale(step);
        }
        boolean byDecoding = undated > packets / SPARSE && !report.timeless();
        Keys keys = new Keys(clocks.first(MOST_KEYS), keyFrames.first(MOST_KEYS), positions.first(MOST_KEYS), renewed);
        long[] shown = (byDecoding ? decoded : starts).sorted();
        return new FrameTimes(
                cut ? withoutTornEnd(shown) : shown,
                lastDuration,
                keyFrames.sorted(),
                packetsToFirst < 0 ? packets : packetsToFirst,
                clock.jumps() > 0,
                clock.overlap(),
                byDecoding ? track.heldBack() : 0,
                hides,
                byDecoding,
                keys);
    }

    /** @throws Refused with {@code OUTPUT_LIMIT_EXCEEDED} when there are more than ten million */
    static void requireFrames(double count) {
        if (count > MOST_PACKETS) {
            throw new Refused(FailureCode.OUTPUT_LIMIT_EXCEEDED, "It has more than " + MOST_PACKETS + " frames.");
        }
    }

    /** Of frames that are stored in another order than they are shown, some are missing before the last ones. */
    private static long[] withoutTornEnd(long[] shown) {
        for (int i = Math.max(2, shown.length - DECODER_DELAY); i < shown.length; i++) {
            if (2 * (shown[i] - shown[i - 1]) > 3 * (shown[i - 1] - shown[i - 2])) {
                return Arrays.copyOf(shown, i);
            }
        }
        return shown;
    }

    /**
     * Ticks from one frame to the next where there are no times: the mean of what the codec says, if it is plausible (film
     * with repeated fields has two values), otherwise FFmpeg's guess.
     */
    private static long steadyStep(long duration, double tick) {
        boolean sane = duration * tick > 1 / 61.0 && duration * tick < 0.2;
        return sane ? duration : Math.round(1 / (FFMPEGS_GUESS * tick));
    }

    Keys keys() {
        return keys;
    }

    boolean clockJumps() {
        return clockJumps;
    }

    /** Ticks, in all, for which parts hide one another. */
    long overlap() {
        return overlap;
    }

    /** Whether an edit list leaves frames out: a copy of the track would show them. */
    boolean hides() {
        return hides;
    }

    /** Whether FFmpeg makes many of the times itself, because the container does not tell them. */
    boolean guessed() {
        return guessed;
    }

    /** Presentation times in ascending order, without frames that an edit list hides. */
    long[] starts() {
        return starts;
    }

    /** Ticks from one frame to the next, at most. */
    long longestStep() {
        return IntStream.range(1, starts.length)
                .mapToLong(i -> starts[i] - starts[i - 1])
                .max()
                .orElse(0);
    }

    /** How long the last frame is shown; 0 when the file does not tell. */
    long lastDuration() {
        return lastDuration;
    }

    /** Presentation times of the key frames, ascending. */
    long[] keyFrames() {
        return keyFrames;
    }

    boolean isEmpty() {
        return starts.length == 0;
    }

    /**
     * The same without the frames before {@code tick}, which cannot be decoded; of decoding times, those that the decoder
     * holds back are shown after the last.
     */
    FrameTimes from(long tick) {
        long[] shown = notBefore(starts, tick);
        int before = starts.length - shown.length;
        long[] all = Arrays.copyOf(shown, shown.length + (shown.length == 0 ? 0 : Math.min(before, late)));
        for (int i = shown.length; i < all.length; i++) {
            all[i] = all[i - 1] + Math.max(1, lastDuration);
        }
        return new FrameTimes(
                all,
                lastDuration,
                notBefore(keyFrames, tick),
                packetsToFirst,
                clockJumps,
                overlap,
                0,
                hides,
                guessed,
                keys);
    }

    /** How many packets the decoder needs for its first frame. */
    int packetsToDecode() {
        return Math.min(packetsToFirst, MOST_LEADING) + DECODER_DELAY;
    }

    private static long[] notBefore(long[] sorted, long tick) {
        int index = Arrays.binarySearch(sorted, tick);
        index = index < 0 ? -index - 1 : index;
        return Arrays.copyOfRange(sorted, index, sorted.length);
    }

    /** A growing list of longs: a film has a million of them. */
    private static final class Ticks {

        private long[] values = new long[1024];
        private int size;

        void add(@Nullable Long value) {
            if (value == null) {
                return;
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        void scale(long step) {
            for (int i = 0; i < size; i++) {
                values[i] *= step;
            }
        }

        long[] first(int most) {
            return Arrays.copyOf(values, Math.min(size, most));
        }

        long[] sorted() {
            long[] sorted = first(size);
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
