package dev.reelroute.api;

import dev.reelroute.address.Addresses;
import dev.reelroute.address.PublicAddress;
import dev.reelroute.playback.PlaybackProperties;
import dev.reelroute.playback.Way;
import dev.reelroute.store.StoreProperties;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What our pages may load, and from where: the Content-Security-Policy. */
@Component
public class ContentPolicy {

    private final String loading;

    ContentPolicy(
            StoreProperties store,
            Addresses addresses,
            PlaybackProperties playback,
            @Value("${reelroute.playback.base-url:}") String elsewhere) {
        this.loading =
                loading(store.originForBrowsers(), addresses.configured(), elsewhere, playback.way() == Way.BUCKET);
    }

    /** @param ancestors whose pages may show it in a frame, in the words of {@code frame-ancestors} */
    public String framedBy(String ancestors) {
        return loading + "; frame-ancestors " + ancestors;
    }

    /**
     * @param uploads origin that the page uploads to; empty: its own
     * @param ours public address of this installation, for a page that was opened under another name
     * @param playback origin that the page plays from; empty: its own
     * @param isStraight whether it plays from where it uploads to
     */
    private static String loading(String uploads, @Nullable PublicAddress ours, String playback, boolean isStraight) {
        Set<String> media = new LinkedHashSet<>(Set.of("'self'"));
        if (ours != null) {
            media.add(ours.origin());
        }
        if (!playback.isBlank()) {
            URI cdn = URI.create(playback);
            media.add(cdn.getScheme() + "://" + cdn.getRawAuthority());
        }
        if (isStraight) {
            media.add(uploads);
        }
        Set<String> connect = new LinkedHashSet<>(media);
        if (!uploads.isBlank()) {
            connect.add(uploads);
        }
        String from = String.join(" ", media);
        return "default-src 'self'; connect-src " + String.join(" ", connect) + "; img-src " + from
                + " data: blob:; media-src "
                + from + " blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; object-src 'none';"
                + " base-uri 'none'";
    }
}
