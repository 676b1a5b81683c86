package dev.reelroute.playback;

import dev.reelroute.ledger.Visibility;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who may play.
 *
 * @param visibility of videos that do not say
 * @param remember for how long a process does not ask the ledger again whether a video is there, and public
 * @param way that the media of private videos takes
 * @param cloudfront where that is the way
 * @param expiresIn how long a playback address holds, when who asks for it does not say
 * @param longest that it may hold
 * @param keys base64 of 32 bytes or more; the first signs, all of them are believed
 */
@ConfigurationProperties("reelroute.playback")
public record PlaybackProperties(
        Visibility visibility,
        Duration remember,
        Way way,
        Distribution cloudfront,
        Duration expiresIn,
        Duration longest,
        List<String> keys) {

    /**
     * What CloudFront serves.
     *
     * @param url of {@code videos/} there
     * @param keyPairId of the public key that it checks signatures with
     * @param privateKey in PEM; signs addresses
     */
    public record Distribution(String url, String keyPairId, String privateKey) {}

    public PlaybackProperties {
        keys = List.copyOf(keys);
    }
}
