package dev.reelroute.http;

import dev.reelroute.address.Addresses;
import dev.reelroute.api.ProblemWriter;
import dev.reelroute.failure.FailureCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The first check of a request, as it came over the wire: is it addressed to one of our names, and is its path written
 * so that all later code reads it in the same way? Access rules and the code that chooses who answers decode paths in
 * ways of their own; a path that they could read differently is refused.
 */
final class Entrance extends OncePerRequestFilter {

    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:]+)(:\\d{1,5})?");
    /**
     * Doubled slashes, dot segments, parameters of segments, backslashes and control characters, all of these in
     * encoded form too, and anything that is encoded without need (unreserved characters, RFC 3986 section 2.3).
     */
    private static final Pattern AMBIGUOUS = Pattern.compile("//|/\\.{1,2}(/|$)|[;\\\\\\p{Cntrl}]"
            + "|%(2f|5c|3b|25|7f|[01][0-9a-f]|2[de]|3[0-9]|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])");

    /** Characters; more than any key below {@code /videos} has, and few enough to be an answer's header. */
    private static final int LONGEST_PATH = 2048;

    private static final int LONGEST_FORWARDED = 512;
    private static final int LONGEST_TYPE = 255;
    /** The headers that are read here. Others may be long, such as the chain of certificates that Envoy passes on. */
    private static final Pattern FORWARDED =
            Pattern.compile("(?i)forwarded|x-forwarded-(host|proto|port|prefix|ssl|for)");

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0A-\\x1F\\x7F-\\x9F]");

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
        if (path.length() > LONGEST_PATH) {
            problems.refuse(request, response, FailureCode.NOT_FOUND, "No path here is so long.");
            return;
        }
        @Nullable String wrong = wrongHeader(request);
        if (wrong != null) {
            problems.refuse(request, response, FailureCode.INVALID_REQUEST, wrong);
            return;
        }
        // Probes of load balancers use any name they have, and learn no more than UP.
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

    /** What later code could read in different ways. @return a sentence; null when there is nothing */
    private static @Nullable String wrongHeader(HttpServletRequest request) {
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                if (hasControls(value)) {
                    return "A header has control characters.";
                }
                if (value.length() > LONGEST_FORWARDED
                        && FORWARDED.matcher(name).matches()) {
                    return "A header of a proxy is too long.";
                }
            }
        }
        // Something in front may have read another one than we do.
        if (Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)).size() > 1) {
            return "The header Authorization is there more than once.";
        }
        @Nullable String type = request.getContentType();
        // The store takes an upload without a type, and says so in its own way where one was signed.
        boolean isUntyped = type == null
                || (type.isBlank()
                        && UploadRelay.isFor(request.getRequestURI()
                                .substring(request.getContextPath().length())));
        return isUntyped || isMediaType(type) ? null : "Content-Type is not a media type.";
    }

    private static boolean isMediaType(String type) {
        try {
            MediaType.parseMediaType(type);
            return type.length() <= LONGEST_TYPE;
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    /** Each byte of UTF-8 comes as one character, and some of them look like control characters. */
    static boolean hasControls(String value) {
        if (!CONTROL.matcher(value).find()) {
            return false;
        }
        String text = new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') >= 0 || CONTROL.matcher(text).find();
    }

    private boolean isOurs(@Nullable String host, HttpServletRequest request) {
        Matcher parts = HOST.matcher(Objects.requireNonNullElse(host, ""));
        return parts.matches() && addresses.isOurs(parts.group(1), request.getLocalAddr());
    }
}
