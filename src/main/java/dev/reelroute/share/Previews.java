package dev.reelroute.share;

import dev.reelroute.api.VideoView;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Answers other sites that want to show a page of ours within one of theirs. */
@RestController
class Previews {

    /** What a viewer opens, at the end of an address. */
    private static final Pattern OPENED = Pattern.compile("/(?:watch|embed)/([0-9a-f-]{36})(?:[?#].*)?$");

    private final SharedVideos videos;

    Previews(SharedVideos videos) {
        this.videos = videos;
    }

    /** @throws Refused NOT_FOUND, as the format wants it for whatever is not ours to show */
    @GetMapping(Preview.OEMBED)
    ResponseEntity<Preview.OEmbed> oEmbed(
            @RequestParam("url") String url,
            @RequestParam(name = "format", defaultValue = "json") String format,
            @RequestParam(name = "maxwidth", defaultValue = "1920") int maxWidth,
            @RequestParam(name = "maxheight", defaultValue = "1080") int maxHeight) {
        if (!format.equals("json")) {
            return ResponseEntity.status(HttpStatus.NOT_IMPLEMENTED).build();
        }
        Matcher opened = OPENED.matcher(url);
        @Nullable
        SharedVideo video = opened.find() ? videos.open(opened.group(1)).orElse(null) : null;
        VideoView.@Nullable Playback shown = video == null ? null : video.playback();
        if (video == null || shown == null) {
            throw new Refused(FailureCode.NOT_FOUND, "There is no video to show at that url.");
        }
        return ResponseEntity.ok()
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .cacheControl(CacheControl.noCache())
                .body(Preview.oEmbed(video, shown, Math.max(1, maxWidth), Math.max(1, maxHeight)));
    }
}
