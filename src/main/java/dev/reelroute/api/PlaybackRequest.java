package dev.reelroute.api;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import org.jspecify.annotations.Nullable;

/**
 * For whom a video is to be played.
 *
 * @param expiresIn seconds; null for the configured time
 * @param viewer for the log; null: nobody is named there
 * @param address or network from which it is played; null: any
 * @param origin of the page that plays it; null: any
 */
public record PlaybackRequest(
        @Nullable Integer expiresIn,
        @Nullable String viewer,
        @Nullable String address,
        @Nullable String origin) {

    /**
     * Keeps to one line of the log.
     *
     * @throws Refused INVALID_REQUEST
     */
    void requireReadable() {
        if (viewer != null && !viewer.chars().allMatch(each -> each > ' ' && each < 0x7f)) {
            throw new Refused(FailureCode.INVALID_REQUEST, "viewer has visible ASCII characters only.");
        }
    }
}
