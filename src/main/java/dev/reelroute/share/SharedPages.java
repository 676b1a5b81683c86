package dev.reelroute.share;

import dev.reelroute.address.PublicAddress;
import dev.reelroute.api.ContentPolicy;
import dev.reelroute.api.HtmlPage;
import dev.reelroute.api.NothingHere;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Json;
import dev.reelroute.playback.Pass;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers with the pages, and with what they ask for again while a video is being made. */
@RestController
class SharedPages {

    private static final String OURSELVES = "'self'";
    private static final String NOTHING = FailureCode.VIDEO_NOT_FOUND.message();
    private static final String WHY = "It was deleted, it is private, or the address is not complete.";

    private final HtmlPage watch = new HtmlPage("/share/watch.html");
    private final HtmlPage embed = new HtmlPage("/share/embed.html");
    private final SharedVideos videos;
    private final Json json;
    private final ContentPolicy policy;
    private final ShareProperties properties;

    SharedPages(SharedVideos videos, Json json, ContentPolicy policy, ShareProperties properties) {
        this.videos = videos;
        this.json = json;
        this.policy = policy;
        this.properties = properties;
    }

    @GetMapping("/watch/{id}")
    ResponseEntity<String> watch(@PathVariable("id") String id, HttpServletRequest request) {
        return videos.open(id)
                .map(video -> html(
                        HttpStatus.OK,
                        OURSELVES,
                        watch.with(Map.of(
                                "root", root(request),
                                "title", HtmlPage.text(video.title()),
                                "preview", Preview.head(video),
                                "video", HtmlPage.data(json.write(video))))))
                .orElseGet(() -> html(HttpStatus.NOT_FOUND, OURSELVES, NothingHere.page(request, NOTHING, WHY)));
    }

    @GetMapping("/embed/{id}")
    ResponseEntity<String> embed(@PathVariable("id") String id, HttpServletRequest request) {
        return videos.open(id)
                .map(video -> embedded(video, properties.embedAncestors(), request))
                .orElseGet(() -> gone(request, properties.embedAncestors(), NOTHING, WHY));
    }

    @GetMapping("/embed/{id}/video")
    ResponseEntity<SharedVideo> video(@PathVariable("id") String id) {
        return ResponseEntity.of(videos.open(id));
    }

    /** Of a pass for the pages of one site, the player's own requests come from here: it gets one for these. */
    @GetMapping("/play/{token}/{id}/embed")
    ResponseEntity<String> embed(
            @PathVariable("token") String token, @PathVariable("id") String id, HttpServletRequest request) {
        try {
            Pass pass = videos.pass(token, id, request);
            String ancestors = pass.origin() == null ? properties.embedAncestors() : pass.origin();
            Pass inner = new Pass(
                    id,
                    pass.expires(),
                    pass.address(),
                    pass.origin() == null ? null : reached(request).origin());
            return videos.byPass(inner)
                    .map(video -> embedded(video, ancestors, request))
                    .orElseGet(() -> gone(request, ancestors, NOTHING, WHY));
        } catch (Refused e) {
            return gone(request, properties.embedAncestors(), e.code().message(), "");
        }
    }

    @GetMapping("/play/{token}/{id}/video")
    ResponseEntity<SharedVideo> video(
            @PathVariable("token") String token, @PathVariable("id") String id, HttpServletRequest request) {
        return videos.byPass(videos.pass(token, id, request))
                .map(video -> ResponseEntity.ok()
                        .header("Cache-Control", "private, no-store") // its addresses are credentials
                        .body(video))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    private ResponseEntity<String> embedded(SharedVideo video, String ancestors, HttpServletRequest request) {
        return html(
                HttpStatus.OK,
                ancestors,
                embed.with(Map.of(
                        "root", root(request),
                        "title", HtmlPage.text(video.title()),
                        "video", HtmlPage.data(json.write(video)))));
    }

    private ResponseEntity<String> gone(HttpServletRequest request, String ancestors, String title, String detail) {
        return html(HttpStatus.NOT_FOUND, ancestors, NothingHere.framed(request, title, detail));
    }

    private ResponseEntity<String> html(HttpStatus status, String ancestors, String text) {
        return ResponseEntity.status(status)
                .contentType(NothingHere.TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header(ContentPolicy.HEADER, policy.framedBy(ancestors))
                // An address that ends is nobody else's to read, and is asked for by whoever holds it.
                .header("Referrer-Policy", "same-origin")
                .body(text);
    }

    /** The address by which this request came, whatever the configured one is. */
    private static PublicAddress reached(HttpServletRequest request) {
        return new PublicAddress(
                request.getScheme(), request.getServerName(), request.getServerPort(), request.getContextPath());
    }

    private static String root(HttpServletRequest request) {
        return HtmlPage.text(request.getContextPath());
    }
}
