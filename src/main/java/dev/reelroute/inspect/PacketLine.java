package dev.reelroute.inspect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of the second look: {@code track,pts,dts,duration,position,flags}, followed by side data: names, and how many samples
 * are skipped.
 *
 * @param pts in ticks; null where the container does not tell
 * @param position bytes from the start of the file; null where nobody knows
 */
record PacketLine(
        int track,
        @Nullable Long pts,
        @Nullable Long dts,
        @Nullable Long duration,
        @Nullable Long position,
        String flags,
        String sideData) {

    private static final int FIELDS = 6;

    private static final Pattern SKIP = Pattern.compile("Skip Samples,(\\d+),(\\d+)");

    /** Null for a line that is none. */
    static @Nullable PacketLine parse(String line) {
        String[] fields = line.split(",", FIELDS + 1);
        return fields.length < FIELDS
                ? null
                : new PacketLine(
                        Integer.parseInt(fields[0]),
                        number(fields[1]),
                        number(fields[2]),
                        number(fields[3]),
                        number(fields[4]),
                        fields[5],
                        fields.length > FIELDS ? fields[FIELDS] : "");
    }

    boolean keyFrame() {
        return flags.indexOf('K') >= 0;
    }

    /** Whether it begins at a byte of the file or later. */
    boolean isBehind(long end) {
        return position != null && position >= end;
    }

    /**
     * Whether it comes later than it stands in the file: where a track goes on with another PID, the last packet of the old one is
     * found at the end.
     */
    boolean isLate(long furthest) {
        return position != null && position < furthest;
    }

    /** The furthest byte of a track. */
    long furthest(long before) {
        return position == null ? before : Math.max(before, position);
    }

    /** An edit list leaves it out. */
    boolean hidden() {
        return flags.indexOf('D') >= 0;
    }

    /** The file ends within it, as far as the container tells how long it should be. */
    boolean cut() {
        return flags.indexOf('C') >= 0;
    }

    boolean encrypted() {
        return sideData.contains("Encryption");
    }

    boolean changes() {
        return sideData.contains("New Extradata") || sideData.contains("Param Change");
    }

    /** Samples at its beginning that are decoded but not heard: what an encoder put before the first one. */
    long skipped() {
        return skip(1);
    }

    /** Samples at its end that are decoded but not heard. */
    long discarded() {
        return skip(2);
    }

    private long skip(int end) {
        Matcher skip = SKIP.matcher(sideData);
        return skip.find() ? Long.parseLong(skip.group(end)) : 0;
    }

    private static @Nullable Long number(String field) {
        return field.equals("N/A") ? null : Long.valueOf(field);
    }
}
