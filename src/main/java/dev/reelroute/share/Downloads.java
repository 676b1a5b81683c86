package dev.reelroute.share;

import dev.reelroute.api.Playback;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.FindWatchedVideo;
import dev.reelroute.ledger.Statements.VideoRow;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers with files to keep, under the names of their videos. */
@RestController
class Downloads {

    private final Ledger ledger;
    private final Playback playback;

    Downloads(Ledger ledger, Playback playback) {
        this.ledger = ledger;
        this.playback = playback;
    }

    @GetMapping(path = "/videos/{id}/video.mp4", params = "download")
    ResponseEntity<?> download(@PathVariable("id") String id, HttpServletRequest request) {
        return kept(id, () -> playback.open(id, request));
    }

    @GetMapping(path = "/play/{token}/{id}/video.mp4", params = "download")
    ResponseEntity<?> download(
            @PathVariable("token") String token, @PathVariable("id") String id, HttpServletRequest request) {
        return kept(id, () -> playback.byToken(token, id, request));
    }

    /** @param open opens it in the store; the name is asked for before, because an answer that fails would leave it open */
    private ResponseEntity<?> kept(String id, Supplier<ResponseEntity<?>> open) {
        String name =
                ledger.askOne(new FindWatchedVideo(id)).map(VideoRow::filename).orElse(id);
        ResponseEntity<?> file = open.get();
        if (file.getStatusCode() == HttpStatus.NOT_FOUND) {
            throw new Refused(FailureCode.VIDEO_NOT_FOUND);
        }
        if (!file.getStatusCode().is2xxSuccessful()) {
            return file;
        }
        return ResponseEntity.status(file.getStatusCode())
                .headers(file.getHeaders())
                .header(HttpHeaders.CONTENT_DISPOSITION, Attachment.header(SharedVideo.title(name) + ".mp4"))
                .body(file.getBody());
    }
}
