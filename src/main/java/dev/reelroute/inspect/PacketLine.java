package dev.reelroute.inspect;

import org.jspecify.annotations.Nullable;

/**
 * One line of the second look: {@code track,pts,dts,duration,position,flags}, followed by the names of side data.
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

    /** AVI has decoding times only, a stream without a container none at all. */
    @Nullable
    Long shown() {
        return pts == null ? dts : pts;
    }

    boolean keyFrame() {
        return flags.indexOf('K') >= 0;
    }

    /** An edit list leaves it out. */
    boolean hidden() {
        return flags.indexOf('D') >= 0;
    }

    boolean encrypted() {
        return sideData.contains("Encryption");
    }

    boolean changes() {
        return sideData.contains("New Extradata") || sideData.contains("Param Change");
    }

    private static @Nullable Long number(String field) {
        return field.equals("N/A") ? null : Long.valueOf(field);
    }
}
