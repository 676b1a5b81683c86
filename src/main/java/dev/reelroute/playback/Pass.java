package dev.reelroute.playback;

import dev.reelroute.address.Networks;
import dev.reelroute.address.PublicAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
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
        return new Pass(video, expires, address, origin == null ? null : origin(origin));
    }

    /** Whether it holds for a request that came from an address in digits. */
    boolean isFrom(String client) {
        return address == null || Networks.of(address).matches(client);
    }

    /**
     * Whether it holds for a request of a page. A browser sends {@code Origin} where the page reads the answer, and else a
     * {@code Referer} that begins with it.
     */
    boolean isOf(@Nullable String originHeader, @Nullable String referer) {
        return origin == null
                || origin.equals(
                        pageOf(Objects.requireNonNullElse(originHeader, Objects.requireNonNullElse(referer, "")))
                                .orElse(null));
    }

    private static Optional<String> pageOf(String header) {
        try {
            URI uri = URI.create(header);
            return Optional.of(origin(uri.getScheme() + "://" + uri.getRawAuthority()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String origin(String text) {
        PublicAddress address = PublicAddress.of(text);
        if (!address.path().isEmpty()) {
            throw new IllegalArgumentException("an origin has no path");
        }
        return address.origin();
    }
}
