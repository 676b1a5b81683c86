package dev.reelroute.playback;

import dev.reelroute.address.Networks;
import dev.reelroute.address.PageOrigin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a viewer may do with a playback address: play one video, until it ends.
 *
 * @param video its id
 * @param expires to the second
 * @param address or network that it must be played from; null: any
 * @param origin of the page that must play it, as an {@code Origin} header has it; null: any, or none
 */
public record Pass(
        String video,
        Instant expires,
        @Nullable String address,
        @Nullable String origin) {

    /**
     * A pass with what somebody has asked for.
     *
     * @throws IllegalArgumentException saying what is wrong with address or origin
     */
    public static Pass of(String video, Instant expires, @Nullable String address, @Nullable String origin) {
        if (address != null) {
            Networks.of(address);
        }
        return new Pass(video, expires, address, origin == null ? null : PageOrigin.of(origin));
    }

    /** Whether it holds for a request that came from an address in digits. */
    boolean isFrom(String client) {
        return address == null || Networks.of(address).matches(client);
    }

    /** Whether it holds for a request of a page, by its headers. */
    boolean isOf(@Nullable String originHeader, @Nullable String referer) {
        return origin == null || PageOrigin.isOf(origin, originHeader, referer);
    }
}
