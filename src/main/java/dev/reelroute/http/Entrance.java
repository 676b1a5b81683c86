package dev.reelroute.http;

import dev.reelroute.address.Addresses;
import dev.reelroute.failure.FailureCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The first look at a request, as it came over the wire: is it addressed to one of our names, and is its path written so
 * that everybody after this reads the same in it? Rules of access and the choice of who answers decode paths in ways of
 * their own; what they could disagree on is not let in.
 */
final class Entrance extends OncePerRequestFilter {

    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:]+)(:\\d{1,5})?");
    /**
     * Doubled slashes, dot segments, parameters of segments, backslashes and controls, these encoded, and whatever is encoded
     * though it need not be (unreserved characters, RFC 3986 section 2.3).
     */
    private static final Pattern AMBIGUOUS = Pattern.compile("//|/\\.{1,2}(/|$)|[;\\\\\\p{Cntrl}]"
            + "|%(2f|5c|3b|25|7f|[01][0-9a-f]|2[de]|3[0-9]|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])");

    private final Addresses addresses;
    private final ProblemWriter problems;

    Entrance(Addresses addresses, ProblemWriter problems) {
        this.addresses = addresses;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        if (!path.startsWith("/")
                || AMBIGUOUS.matcher(path.toLowerCase(Locale.ROOT)).find()) {
            problems.refuse(request, response, FailureCode.NOT_FOUND, "The path is not written plainly.");
            return;
        }
        // Probes of load balancers use whatever name they have, and learn no more than UP.
        boolean isHealth = ServedPaths.isHealth(path);
        @Nullable String host = request.getHeader(HttpHeaders.HOST);
        if (!isHealth && !isOurs(host, request)) {
            problems.refuse(
                    request,
                    response,
                    FailureCode.HOST_NOT_SERVED,
                    Objects.requireNonNullElse(host, "No name at all")
                            + " is not a name of this server. Its operator can add it"
                            + " to reelroute.address.hosts, or set reelroute.address.public-url.");
            return;
        }
        chain.doFilter(request, response);
    }

    private boolean isOurs(@Nullable String host, HttpServletRequest request) {
        Matcher parts = HOST.matcher(Objects.requireNonNullElse(host, ""));
        return parts.matches() && addresses.isOurs(parts.group(1), request.getLocalAddr());
    }
}
