package dev.reelroute.quota;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * What one tenant may use. Of each limit: null or less than 0 is none.
 *
 * @param underWay videos that wait for their upload, or for their end
 * @param unfinishedUploads those of them that wait for their upload
 * @param uploadsPerDay of a day of UTC, those that were deleted since among them
 * @param bytes of all files that were uploaded and are not deleted
 * @param minutes of all videos that are not deleted
 * @param requestsPerSecond to the API
 */
public record Limits(
        @Nullable Long underWay,
        @Nullable Long unfinishedUploads,
        @Nullable Long uploadsPerDay,
        @Nullable DataSize bytes,
        @Nullable Long minutes,
        @Nullable Long requestsPerSecond) {

    static final Limits NONE = new Limits(null, null, null, null, null, null);

    /** These, and where there is none, those. */
    Limits or(Limits those) {
        return new Limits(
                first(underWay, those.underWay),
                first(unfinishedUploads, those.unfinishedUploads),
                first(uploadsPerDay, those.uploadsPerDay),
                bytes == null ? those.bytes : bytes,
                first(minutes, those.minutes),
                first(requestsPerSecond, those.requestsPerSecond));
    }

    /** Those that say nothing, as null. */
    Limits plain() {
        return new Limits(
                plain(underWay),
                plain(unfinishedUploads),
                plain(uploadsPerDay),
                bytes == null || bytes.isNegative() ? null : bytes,
                plain(minutes),
                plain(requestsPerSecond));
    }

    private static @Nullable Long first(@Nullable Long one, @Nullable Long other) {
        return one == null ? other : one;
    }

    private static @Nullable Long plain(@Nullable Long limit) {
        return limit == null || limit < 0 ? null : limit;
    }
}
