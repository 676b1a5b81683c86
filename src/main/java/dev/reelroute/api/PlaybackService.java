package dev.reelroute.api;

import dev.reelroute.access.Callers;
import dev.reelroute.address.Addresses;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.FindVideo;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.playback.Pass;
import dev.reelroute.playback.PlaybackProperties;
import dev.reelroute.playback.PlaybackTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/** Gives out addresses by which one viewer plays a video for a time. */
@Component
public class PlaybackService {

    private static final long ROUND_SECONDS = 300;

    private static final Logger LOG = LoggerFactory.getLogger(PlaybackService.class);

    private final Ledger ledger;
    private final VideoViews views;
    private final Addresses addresses;
    private final Callers callers;
    private final PlaybackTokens tokens;
    private final PlaybackProperties properties;

    PlaybackService(
            Ledger ledger,
            VideoViews views,
            Addresses addresses,
            Callers callers,
            PlaybackTokens tokens,
            PlaybackProperties properties) {
        this.ledger = ledger;
        this.views = views;
        this.addresses = addresses;
        this.callers = callers;
        this.tokens = tokens;
        this.properties = properties;
    }

    /** @throws Refused VIDEO_NOT_FOUND, STATE_CONFLICT when there is nothing to play yet, INVALID_REQUEST */
    public PlaybackAddresses open(String id, PlaybackRequest request) {
        request.requireReadable();
        VideoRow video = ledger.askOne(new FindVideo(id, callers.current().wall()))
                .orElseThrow(() -> new Refused(FailureCode.VIDEO_NOT_FOUND));
        Pass pass = pass(id, request);
        String base = addresses.current().base() + "/play/" + tokens.of(pass) + "/" + id + "/";
        VideoView.Playback playback = views.playback(video, base)
                .orElseThrow(() -> new Refused(
                        FailureCode.STATE_CONFLICT, "It is " + video.status() + "; there is nothing to play yet."));
        if (request.viewer() != null) {
            MDC.put("video", id);
            LOG.info("{} may play it until {}", request.viewer(), pass.expires());
            MDC.remove("video");
        }
        return new PlaybackAddresses(playback, pass.expires());
    }

    private Pass pass(String id, PlaybackRequest request) {
        Duration validity =
                request.expiresIn() == null ? properties.expiresIn() : Duration.ofSeconds(request.expiresIn());
        if (validity.compareTo(properties.longest()) > 0) {
            throw new Refused(
                    FailureCode.INVALID_REQUEST,
                    "expiresIn is at most " + properties.longest().toSeconds() + " here.");
        }
        Instant latest = Instant.now().plus(validity).truncatedTo(ChronoUnit.SECONDS);
        Instant expires = request.expiresIn() == null ? round(latest, validity) : latest;
        try {
            return Pass.of(id, expires, request.address(), request.origin());
        } catch (IllegalArgumentException e) {
            throw new Refused(FailureCode.INVALID_REQUEST, "address or origin: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Who does not say until when gets a round time: then viewers who come within some minutes are answered with the same
     * playlist, which need not be signed for each of them.
     *
     * @return at most a sixteenth of the validity earlier, and at most five minutes
     */
    private static Instant round(Instant latest, Duration validity) {
        long step = Math.max(1, Math.min(ROUND_SECONDS, validity.toSeconds() / 16));
        return latest.minusSeconds(latest.getEpochSecond() % step);
    }
}
