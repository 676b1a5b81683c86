package dev.reelroute.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reelroute.store.PresignedUrls;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** What people see who come to an address where nothing is for them: why, and a way on. Programs are told by a problem. */
public final class NothingHere {

    public static final MediaType TYPE = new MediaType(MediaType.TEXT_HTML, UTF_8);

    private static final HtmlPage PAGE = new HtmlPage("/page/nothing.html");

    private NothingHere() {}

    /** Whether a person is at the other end, with a browser: a program asks for something else, or for anything. */
    static boolean isFor(HttpServletRequest request) {
        String address = Objects.requireNonNullElse(
                (String) request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI), request.getRequestURI());
        // Of an error it is the path as it came, which may be without the prefix that a proxy has told of.
        String prefix = request.getContextPath() + "/";
        String path = address.startsWith(prefix) ? address.substring(prefix.length() - 1) : address;
        return Stream.of("/api/", "/actuator/", PresignedUrls.RELAYED + "/").noneMatch(path::startsWith)
                && Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT))
                        .filter(accept -> accept.toLowerCase(Locale.ROOT).contains(MediaType.TEXT_HTML_VALUE))
                        .isPresent();
    }

    /** @param detail more than the title says; empty for none */
    public static String page(HttpServletRequest request, String title, String detail) {
        return page(
                request,
                title,
                detail,
                "<p><a class=\"button\" href=\"" + root(request) + "/\">To the start page</a></p>");
    }

    /** In a frame of another site's page, from where nobody is to be led away. */
    public static String framed(HttpServletRequest request, String title, String detail) {
        return page(request, title, detail, "");
    }

    private static String page(HttpServletRequest request, String title, String detail, String way) {
        return PAGE.with(Map.of(
                "root",
                root(request),
                "title",
                HtmlPage.text(title),
                "detail",
                detail.isEmpty() ? "" : "<p>" + HtmlPage.text(detail) + "</p>",
                "way",
                way));
    }

    private static String root(HttpServletRequest request) {
        return HtmlPage.text(request.getContextPath());
    }
}
