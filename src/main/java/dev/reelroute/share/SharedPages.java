package dev.reelroute.share;

import dev.reelroute.address.Addresses;
import dev.reelroute.address.ClientAddresses;
import dev.reelroute.address.PublicAddress;
import dev.reelroute.api.ContentPolicy;
import dev.reelroute.api.Playback;
import dev.reelroute.api.VideoView;
import dev.reelroute.api.VideoViews;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.FindWatchedVideo;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.Visibility;
import dev.reelroute.playback.Pass;
import dev.reelroute.playback.PlaybackTokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Answers with the pages, with what they ask for again while a video is being made, and with files to keep. */
@RestController
class SharedPages {

    private static final String CSP = "Content-Security-Policy";
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    /** What a viewer opens, at the end of an address. */
    private static final Pattern OPENED = Pattern.compile("/(?:watch|embed)/([0-9a-f-]{36})(?:[?#].*)?$");

    private static final String NOTHING =
            "There is no such video. It was deleted, it is private, or the address is not complete.";

    private final SharedPage watch = new SharedPage("watch.html");
    private final SharedPage embed = new SharedPage("embed.html");
    private final SharedPage gone = new SharedPage("gone.html");
    private final Ledger ledger;
    private final Json json;
    private final VideoViews views;
    private final Playback playback;
    private final PlaybackTokens tokens;
    private final Addresses addresses;
    private final ClientAddresses clients;
    private final ContentPolicy policy;
    private final ShareProperties properties;

    SharedPages(
            Ledger ledger,
            Json json,
            VideoViews views,
            Playback playback,
            PlaybackTokens tokens,
            Addresses addresses,
            ClientAddresses clients,
            ContentPolicy policy,
            ShareProperties properties) {
        this.ledger = ledger;
        this.json = json;
        this.views = views;
        this.playback = playback;
        this.tokens = tokens;
        this.addresses = addresses;
        this.clients = clients;
        this.policy = policy;
        this.properties = properties;
    }

    @GetMapping("/watch/{id}")
    ResponseEntity<String> watch(@PathVariable("id") String id, HttpServletRequest request) {
        return open(id).map(video -> html(
                        HttpStatus.OK,
                        "'self'",
                        watch.with(Map.of(
                                "root", root(request),
                                "title", SharedPage.text(video.title()),
                                "preview", preview(video),
                                "video", SharedPage.data(json.write(video))))))
                .orElseGet(() -> gone(request, "'self'", NOTHING));
    }

    @GetMapping("/embed/{id}")
    ResponseEntity<String> embed(@PathVariable("id") String id, HttpServletRequest request) {
        return open(id).map(video -> embedded(video, properties.embedAncestors(), request))
                .orElseGet(() -> gone(request, properties.embedAncestors(), NOTHING));
    }

    @GetMapping("/embed/{id}/video")
    ResponseEntity<SharedVideo> video(@PathVariable("id") String id) {
        return ResponseEntity.of(open(id));
    }

    /** Of a pass for the pages of one site, the player's own requests come from here: it gets one for these. */
    @GetMapping("/play/{token}/{id}/embed")
    ResponseEntity<String> embed(
            @PathVariable("token") String token, @PathVariable("id") String id, HttpServletRequest request) {
        try {
            Pass pass = pass(token, id, request);
            String ancestors = pass.origin() == null ? properties.embedAncestors() : pass.origin();
            Pass inner = new Pass(
                    id,
                    pass.expires(),
                    pass.address(),
                    pass.origin() == null ? null : reached(request).origin());
            return byPass(inner)
                    .map(video -> embedded(video, ancestors, request))
                    .orElseGet(() -> gone(request, ancestors, NOTHING));
        } catch (Refused e) {
            return gone(request, properties.embedAncestors(), e.code().message());
        }
    }

    @GetMapping("/play/{token}/{id}/video")
    ResponseEntity<SharedVideo> video(
            @PathVariable("token") String token, @PathVariable("id") String id, HttpServletRequest request) {
        return ResponseEntity.of(byPass(pass(token, id, request)));
    }

    @GetMapping(path = "/videos/{id}/video.mp4", params = "download")
    ResponseEntity<?> download(@PathVariable("id") String id, HttpServletRequest request) {
        return kept(id, playback.open(id, request));
    }

    @GetMapping(path = "/play/{token}/{id}/video.mp4", params = "download")
    ResponseEntity<?> download(
            @PathVariable("token") String token,
            @PathVariable("id") String id,
            HttpServletRequest request,
            HttpServletResponse response) {
        return kept(id, playback.byToken(token, id, request, response));
    }

    /** @throws Refused NOT_FOUND, as the format wants it for whatever is not ours to show */
    @GetMapping("/oembed")
    ResponseEntity<Preview.OEmbed> oEmbed(
            @RequestParam("url") String url,
            @RequestParam(name = "format", defaultValue = "json") String format,
            @RequestParam(name = "maxwidth", defaultValue = "1920") int maxWidth,
            @RequestParam(name = "maxheight", defaultValue = "1080") int maxHeight) {
        if (!format.equals("json")) {
            return ResponseEntity.status(HttpStatus.NOT_IMPLEMENTED).build();
        }
        Matcher opened = OPENED.matcher(url);
        @Nullable SharedVideo video = opened.find() ? open(opened.group(1)).orElse(null) : null;
        VideoView.@Nullable Playback shown = video == null ? null : video.playback();
        if (video == null || shown == null) {
            throw new Refused(FailureCode.NOT_FOUND, "There is no video to show at that url.");
        }
        return ResponseEntity.ok()
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .cacheControl(CacheControl.noCache())
                .body(Preview.oEmbed(video, shown, Math.max(1, maxWidth), Math.max(1, maxHeight)));
    }

    private Optional<SharedVideo> open(String id) {
        return ledger.askOne(new FindWatchedVideo(id))
                .filter(row -> row.visibility() == Visibility.PUBLIC)
                .map(row -> {
                    VideoView view = views.view(row);
                    String base = addresses.current().base();
                    return SharedVideo.of(view, view.playback(), base + "/embed/" + id + "/video", base);
                });
    }

    private Pass pass(String token, String id, HttpServletRequest request) {
        return tokens.require(
                token,
                id,
                clients.of(request),
                request.getHeader(HttpHeaders.ORIGIN),
                request.getHeader(HttpHeaders.REFERER));
    }

    private Optional<SharedVideo> byPass(Pass pass) {
        return ledger.askOne(new FindWatchedVideo(pass.video())).map(row -> {
            String base = addresses.current().base();
            String files = base + "/play/" + tokens.of(pass) + "/" + pass.video() + "/";
            return SharedVideo.of(views.view(row), views.playback(row, files).orElse(null), files + "video", base);
        });
    }

    private ResponseEntity<String> embedded(SharedVideo video, String ancestors, HttpServletRequest request) {
        return html(
                HttpStatus.OK,
                ancestors,
                embed.with(Map.of(
                        "root", root(request),
                        "title", SharedPage.text(video.title()),
                        "video", SharedPage.data(json.write(video)))));
    }

    private static String preview(SharedVideo video) {
        VideoView.@Nullable Playback shown = video.playback();
        @Nullable String page = shown == null ? null : shown.page();
        if (shown == null || page == null) {
            return "<meta name=\"robots\" content=\"noindex\">";
        }
        return Preview.head(
                video, shown, video.base() + "/oembed?url=" + URLEncoder.encode(page, StandardCharsets.UTF_8));
    }

    private ResponseEntity<String> gone(HttpServletRequest request, String ancestors, String sentence) {
        return html(
                HttpStatus.NOT_FOUND,
                ancestors,
                gone.with(Map.of("root", root(request), "sentence", SharedPage.text(sentence))));
    }

    private ResponseEntity<String> html(HttpStatus status, String ancestors, String text) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header(CSP, policy.framedBy(ancestors))
                // An address that ends is nobody else's to read, and is asked for by whoever holds it.
                .header("Referrer-Policy", "same-origin")
                .body(text);
    }

    private <T> ResponseEntity<?> kept(String id, ResponseEntity<T> file) {
        if (!file.getStatusCode().is2xxSuccessful()) {
            return file;
        }
        String name =
                ledger.askOne(new FindWatchedVideo(id)).map(VideoRow::filename).orElse(id);
        // Marks that turn the direction of what follows could make it look like another kind of file.
        String title = SharedVideo.title(name).replaceAll("[\\p{Cf}\\p{Cc}/\\\\]", "");
        return ResponseEntity.status(file.getStatusCode())
                .headers(file.getHeaders())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(title + ".mp4", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(file.getBody());
    }

    /** The address by which this request came, whatever the configured one is. */
    private static PublicAddress reached(HttpServletRequest request) {
        return new PublicAddress(
                request.getScheme(), request.getServerName(), request.getServerPort(), request.getContextPath());
    }

    private static String root(HttpServletRequest request) {
        return SharedPage.text(request.getContextPath());
    }
}
