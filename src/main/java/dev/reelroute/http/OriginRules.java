package dev.reelroute.http;

import dev.reelroute.access.Operations;
import dev.reelroute.access.UploadTokens;
import dev.reelroute.address.Addresses;
import dev.reelroute.address.PageOrigin;
import dev.reelroute.address.PublicAddress;
import dev.reelroute.api.ApiProperties;
import dev.reelroute.api.ProblemWriter;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Misconfigured;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps other sites' pages from changing something here through the browser of a user who may (cross-site request
 * forgery), and records the address under which this request reached us. Runs after the filter that reads forwarded
 * headers.
 *
 * <p>A browser tells from where a call comes ({@code Origin}, {@code Sec-Fetch-Site}; neither can be forged by a page).
 * What is no browser sends neither. Bodies must be of a type that a page cannot send elsewhere without being asked
 * first, which an old browser that tells nothing keeps to as well. What has no body, and comes from no page, is a program's.
 *
 * <p>Pages of any origin may bring videos: by an upload token, which a browser never adds by itself, and which is looked at
 * wherever access is open, too; and to addresses that are signed.
 */
final class OriginRules extends OncePerRequestFilter {

    private static final String URLENCODED = "application/x-www-form-urlencoded";

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    /**
     * Content types that any page may send anywhere: those that need no preflight (Fetch standard, CORS-safelisted).
     */
    private static final Set<String> OF_FORMS = Set.of("text/plain", URLENCODED, "multipart/form-data");

    private static final Set<String> BY_BROWSERS =
            Set.of(HttpHeaders.ORIGIN, HttpHeaders.REFERER, HttpHeaders.ACCEPT_LANGUAGE, "Sec-Fetch-Site");

    private static final String HEADERS_OF_PAGES = "Authorization, Content-Type, Idempotency-Key, Last-Event-ID";

    private final Addresses addresses;
    private final ProblemWriter problems;
    private final Operations operations;
    private final Set<String> allowedOrigins;

    OriginRules(Addresses addresses, ProblemWriter problems, Operations operations, ApiProperties api) {
        this.addresses = addresses;
        this.problems = problems;
        this.operations = operations;
        this.allowedOrigins =
                api.allowedOrigins().stream().map(OriginRules::origin).collect(Collectors.toSet());
    }

    private static String origin(String text) {
        try {
            return PageOrigin.of(text.strip());
        } catch (IllegalArgumentException e) {
            throw new Misconfigured(
                    "reelroute.api.allowed-origins has '" + text + "', which is " + e.getMessage() + ".",
                    "Write each as a browser sends it: https://shop.example.org",
                    e);
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        PublicAddress address;
        try {
            address = new PublicAddress(
                    request.getScheme(), request.getServerName(), request.getServerPort(), request.getContextPath());
        } catch (IllegalArgumentException e) {
            problems.refuse(
                    request, response, FailureCode.INVALID_REQUEST, "The forwarded address is " + e.getMessage() + ".");
            return;
        }
        // This holds for a proxy's headers, too: a page under a stranger's name could add such a header itself.
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (!ServedPaths.isHealth(path) && !addresses.isOurs(address.host(), request.getLocalAddr())) {
            problems.refuse(
                    request,
                    response,
                    FailureCode.HOST_NOT_SERVED,
                    address.host() + " (forwarded) is not a name of this server. Its operator can add it to"
                            + " reelroute.address.hosts, or set reelroute.address.public-url.");
            return;
        }
        boolean isPreflight = isPreflight(request, path);
        boolean isInvited = isInvited(request, path);
        if (isPreflight && (isInvited || isForPages(request, path))) {
            allow(request, response);
            return;
        }
        if (isMedia(path)) {
            // With every status: a player on another site's page is not shown an answer without it, and hls.js gives up
            // then.
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        }
        boolean isOfAnyPage = isInvited
                || (!isPreflight
                        && (UploadRelay.isFor(path) || (path.startsWith("/api/") && UploadTokens.isIn(request))));
        if (isOfAnyPage) {
            response.setHeader(
                    HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, isInvited ? request.getHeader(HttpHeaders.ORIGIN) : "*");
            response.setHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Location, Retry-After");
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        }
        if (isChange(request.getMethod(), path) || isPreflight) {
            if (!isOfAnyPage && isForeign(request, address)) {
                problems.refuse(
                        request,
                        response,
                        FailureCode.ORIGIN_REFUSED,
                        "It came from " + whence(request) + "; this is "
                                + address.origin()
                                + ". Its operator can add that page's origin to reelroute.api.allowed-origins (CORS).");
                return;
            }
            if (!UploadRelay.isFor(path) && isOfForm(request)) {
                problems.refuse(
                        request,
                        response,
                        FailureCode.UNSUPPORTED_MEDIA_TYPE,
                        "Send Content-Type: application/json, or what the contract names for this call. "
                                + Bodies.FILES_GO_ELSEWHERE);
                return;
            }
        }
        // By this, a page that was opened under another of our names can tell our address from the store's and the
        // CDN's.
        response.setHeader("Reelroute-Address", addresses.of(address).base());
        Addresses.Visit visit = addresses.visit(address);
        try {
            chain.doFilter(request, response);
        } finally {
            visit.end();
        }
    }

    /** A browser asks before it sends a page's call to another origin (CORS); players may read what is published anyway. */
    private static boolean isPreflight(HttpServletRequest request, String path) {
        return request.getMethod().equals("OPTIONS")
                && request.getHeader(HttpHeaders.ORIGIN) != null
                && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null
                && !isMedia(path);
    }

    private static boolean isMedia(String path) {
        return path.startsWith("/videos/") || path.startsWith("/play/");
    }

    /** Whether a call of the API comes from a page that was let in by configuration; it adds no cookie, there are none. */
    private boolean isInvited(HttpServletRequest request, String path) {
        @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null && path.startsWith("/api/") && allowedOrigins.contains(origin);
    }

    /** Whether any page may make the call that a browser asks about: with an upload token, or by an address that is signed. */
    private boolean isForPages(HttpServletRequest request, String path) {
        String wanted = String.valueOf(request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD));
        return UploadRelay.isFor(path)
                ? wanted.equals("PUT")
                : operations
                        .find(wanted, path)
                        .filter(call -> call.operation().isForUploadTokens())
                        .isPresent();
    }

    private static void allow(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        response.setHeader(
                HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD));
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS_OF_PAGES);
        response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "7200");
    }

    /** Jolokia does by GET, too, whatever it is asked to, and a browser sends the operator's password by itself. */
    private static boolean isChange(String method, String path) {
        return !READS.contains(method) || (path.startsWith(ServedPaths.OPERATORS) && path.contains("/jolokia"));
    }

    private static boolean isForeign(HttpServletRequest request, PublicAddress address) {
        @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        if (origin == null && site == null && READS.contains(request.getMethod()) && isOfBrowser(request)) {
            // By plain HTTP to another machine, a browser tells neither of a GET. It names the page, unless that page
            // forbids it;
            // ours does not.
            @Nullable String page = request.getHeader(HttpHeaders.REFERER);
            return page == null
                    || !page.regionMatches(
                            true, 0, address.origin() + "/", 0, address.origin().length() + 1);
        }
        return (origin != null && !origin.equalsIgnoreCase(address.origin()))
                || (site != null && !site.equals("same-origin") && !site.equals("none"));
    }

    private static String whence(HttpServletRequest request) {
        @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null ? "another page, or from none" : "a page of " + origin;
    }

    private static boolean isOfForm(HttpServletRequest request) {
        @Nullable String type = request.getContentType();
        if (type == null) {
            return Bodies.hasBody(request);
        }
        String plain = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean isEmptyOfProgram = plain.equals(URLENCODED) && !Bodies.hasBody(request) && !isOfBrowser(request);
        return OF_FORMS.contains(plain) && !isEmptyOfProgram;
    }

    /**
     * Python's urllib calls an empty body a form as well. A page cannot keep a browser from telling who it is and which language its
     * user reads, however old it is; a program has no reason to.
     */
    private static boolean isOfBrowser(HttpServletRequest request) {
        @Nullable String agent = request.getHeader(HttpHeaders.USER_AGENT);
        return (agent != null && agent.startsWith("Mozilla/"))
                || BY_BROWSERS.stream().anyMatch(name -> request.getHeader(name) != null);
    }
}
