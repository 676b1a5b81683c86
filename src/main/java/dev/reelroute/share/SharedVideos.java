package dev.reelroute.share;

import dev.reelroute.address.Addresses;
import dev.reelroute.address.ClientAddresses;
import dev.reelroute.api.VideoView;
import dev.reelroute.api.VideoViews;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.FindWatchedVideo;
import dev.reelroute.ledger.Visibility;
import dev.reelroute.playback.Pass;
import dev.reelroute.playback.PlaybackTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Which videos may be shown to whom: public ones to everybody, others to whoever has a pass. */
@Component
class SharedVideos {

    private final Ledger ledger;
    private final VideoViews views;
    private final PlaybackTokens tokens;
    private final Addresses addresses;
    private final ClientAddresses clients;

    SharedVideos(Ledger ledger, VideoViews views, PlaybackTokens tokens, Addresses addresses, ClientAddresses clients) {
        this.ledger = ledger;
        this.views = views;
        this.tokens = tokens;
        this.addresses = addresses;
        this.clients = clients;
    }

    /** A public video. */
    Optional<SharedVideo> open(String id) {
        return ledger.askOne(new FindWatchedVideo(id))
                .filter(row -> row.visibility() == Visibility.PUBLIC)
                .map(row -> {
                    VideoView view = views.view(row);
                    String base = addresses.current().base();
                    return SharedVideo.of(view, view.playback(), base + "/embed/" + id + "/video", base);
                });
    }

    /** @throws Refused when the token does not hold for this video and this viewer */
    Pass pass(String token, String id, HttpServletRequest request) {
        return tokens.require(
                token,
                id,
                clients.of(request),
                request.getHeader(HttpHeaders.ORIGIN),
                request.getHeader(HttpHeaders.REFERER));
    }

    /** Any video, with addresses that hold as long as the pass. */
    Optional<SharedVideo> byPass(Pass pass) {
        return ledger.askOne(new FindWatchedVideo(pass.video())).map(row -> {
            String base = addresses.current().base();
            String files = base + "/play/" + tokens.of(pass) + "/" + pass.video() + "/";
            return SharedVideo.of(views.view(row), views.playback(row, files).orElse(null), files + "video", base);
        });
    }
}
