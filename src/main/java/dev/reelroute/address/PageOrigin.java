package dev.reelroute.address;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which site's page a request comes from, as its browser tells. What is no browser can tell what it likes. */
public final class PageOrigin {

    private PageOrigin() {}

    /**
     * An origin as somebody has written it, in the form that browsers send.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static String of(String text) {
        PublicAddress address = PublicAddress.of(text);
        if (!address.path().isEmpty()) {
            throw new IllegalArgumentException("an origin has no path");
        }
        return address.origin();
    }

    /**
     * Whether a request comes from a page of this origin. A browser sends {@code Origin} where the page is of another origin
     * than we and reads the answer, and else a {@code Referer} that begins with it.
     */
    public static boolean isOf(String origin, @Nullable String originHeader, @Nullable String referer) {
        return origin.equals(pageOf(Objects.requireNonNullElse(originHeader, Objects.requireNonNullElse(referer, "")))
                .orElse(null));
    }

    private static Optional<String> pageOf(String header) {
        try {
            URI uri = URI.create(header);
            return Optional.of(of(uri.getScheme() + "://" + uri.getRawAuthority()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
