package dev.reelroute.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reelroute.access.Doorkeeper;
import dev.reelroute.address.Addresses;
import dev.reelroute.address.PublicAddress;
import dev.reelroute.playback.PlaybackProperties;
import dev.reelroute.store.StoreProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.stereotype.Component;

/**
 * What a browser may run and load of what we serve: our pages their own files, and everything else, whatever somebody has
 * uploaded as what, nothing.
 */
@Component
public final class ContentPolicy implements HeaderWriter {

    public static final String HEADER = "Content-Security-Policy";
    private static final Set<String> PAGES = Set.of("/", "/index.html", "/api/docs", "/docs/", "/docs/index.html");
    /** A picture or film that somebody opens by itself is shown by a page of the browser's, which wants this much. */
    private static final String SHUT =
            "default-src 'none'; img-src 'self'; media-src 'self'; sandbox; base-uri 'none'; frame-ancestors 'self'";

    private final String pages;

    ContentPolicy(
            StoreProperties store,
            Addresses addresses,
            PlaybackProperties playback,
            @Value("${reelroute.playback.base-url:}") String elsewhere)
            throws IOException {
        String straight = switch (playback.way()) {
            case REELROUTE -> "";
            case BUCKET -> store.originForBrowsers();
            case CLOUDFRONT -> playback.cloudfront().url();
        };
        this.pages = pages(store.originForBrowsers(), addresses.configured(), List.of(elsewhere, straight));
    }

    @Override
    public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
        if (!response.containsHeader(HEADER)) {
            response.setHeader(HEADER, PAGES.contains(Doorkeeper.path(request)) ? framedBy("'self'") : SHUT);
        }
    }

    /**
     * Of a page of ours.
     *
     * @param ancestors whose pages may show it in a frame, in the words of {@code frame-ancestors}
     */
    public String framedBy(String ancestors) {
        return pages + "; frame-ancestors " + ancestors;
    }

    /**
     * @param uploads origin that the page uploads to; empty: its own
     * @param ours public address of this installation, for a page that was opened under another name
     * @param playback addresses that the page plays from; empty: its own
     */
    private static String pages(String uploads, @Nullable PublicAddress ours, List<String> playback)
            throws IOException {
        Set<String> media = new LinkedHashSet<>(Set.of("'self'"));
        if (ours != null) {
            media.add(ours.origin());
        }
        for (String each : playback) {
            if (!each.isBlank()) {
                URI elsewhere = URI.create(each);
                media.add(elsewhere.getScheme() + "://" + elsewhere.getRawAuthority());
            }
        }
        Set<String> connect = new LinkedHashSet<>(media);
        if (!uploads.isBlank()) {
            connect.add(uploads);
        }
        String from = String.join(" ", media);
        return "default-src 'self'; connect-src " + String.join(" ", connect) + "; img-src " + from
                + " data: blob:; media-src " + from + " blob:; worker-src 'self' blob:; style-src 'self' "
                + stylesOfTheControls()
                + "; object-src 'none'; base-uri 'none'; form-action 'self'";
    }

    /** Media Chrome brings its styles in elements of its shadow roots: those and no others are let in. */
    private static String stylesOfTheControls() throws IOException {
        List<String> hashes = new ClassPathResource("page/styles-of-the-controls.txt")
                .getContentAsString(UTF_8)
                .lines()
                .map(hash -> "'sha256-" + hash + "'")
                .toList();
        return String.join(" ", hashes);
    }
}
