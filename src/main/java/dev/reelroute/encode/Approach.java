package dev.reelroute.encode;

import java.util.OptionalDouble;

/**
 * Where the decoder starts for a chunk. The filters choose the frames; a seek has only to land before the first one,
 * and it does not always: MP4 seeks by decoding time, which may land after a picture when the frame rate varies much.
 * What came out short is tried again by the next approach.
 */
public enum Approach {
    /** Two seconds ahead: right for nearly all sources. */
    NEAR(2),
    /** Far ahead: for long stretches without a picture. */
    FAR(8),
    /**
     * The whole source up to the chunk: slow, and right for all that can be decoded at all. What cannot be decoded is
     * shown as the last picture that could be.
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
