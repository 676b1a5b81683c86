package dev.reelroute.encode;

import java.util.OptionalDouble;

/**
 * Where the decoder starts for a chunk. The filters choose the frames; a seek only has to land before the first one. It
 * does not always: MP4 seeks by decoding time, which may land after a frame when the frame rate varies much. A chunk
 * that came out too short is tried again with the next approach.
 */
public enum Approach {
    /** Two seconds ahead: right for nearly all sources. */
    NEAR(2),
    /** Far ahead: for long stretches without a frame. */
    FAR(8),
    /**
     * The whole source up to the chunk: slow, but right for all that can be decoded at all. Where nothing can be
     * decoded, the last good frame is shown.
     */
    FROM_START(Double.POSITIVE_INFINITY);

    private final double leadSeconds;

    Approach(double leadSeconds) {
        this.leadSeconds = leadSeconds;
    }

    /** What to try after {@code retries} attempts that came out wrong. */
    public static Approach after(int retries) {
        return values()[Math.min(retries, values().length - 1)];
    }

    /** Seconds for {@code -ss}, which counts from the start of the container; empty when there is nothing to skip. */
    OptionalDouble seek(double secondsIntoContainer) {
        double seek = secondsIntoContainer - leadSeconds;
        return seek > 0 ? OptionalDouble.of(seek) : OptionalDouble.empty();
    }
}
