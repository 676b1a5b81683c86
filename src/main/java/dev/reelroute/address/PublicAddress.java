package dev.reelroute.address;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address under which the application is reached.
 *
 * @param scheme {@code http} or {@code https}
 * @param host lower case; an IPv6 address stands in brackets
 * @param port never the scheme's own: -1 stands for that
 * @param path prefix that a proxy puts before our paths: empty, or with a leading slash and without a trailing one
 */
public record PublicAddress(String scheme, String host, int port, String path) {

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)*");
    private static final Pattern HOST = Pattern.compile("[a-z0-9._-]+|\\[[0-9a-f:.]+]");

    public PublicAddress {
        host = host.toLowerCase(Locale.ROOT);
        port = port == (scheme.equals("https") ? 443 : 80) ? -1 : port;
        if (!scheme.matches("https?") || !HOST.matcher(host).matches() || port < -1 || port > 65_535) {
            throw new IllegalArgumentException("not the address of a web server");
        }
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("not a path of plain names");
        }
    }

    /** @param address such as {@code https://video.example.org/reels}; a trailing slash does not matter */
    public static PublicAddress of(String address) {
        URI uri = URI.create(address);
        @Nullable String scheme = uri.getScheme();
        @Nullable String host = uri.getHost();
        if (scheme == null || host == null || uri.getUserInfo() != null || uri.getQuery() != null) {
            throw new IllegalArgumentException("not the address of a web server");
        }
        String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("/$", "");
        return new PublicAddress(scheme.toLowerCase(Locale.ROOT), host, uri.getPort(), path);
    }

    /** Host and port, as a {@code Host} header has them. */
    public String authority() {
        return port == -1 ? host : host + ":" + port;
    }

    /** As an {@code Origin} header has it. */
    public String origin() {
        return scheme + "://" + authority();
    }

    /** The prefix of our own paths, which begin with a slash. */
    public String base() {
        return origin() + path;
    }
}
