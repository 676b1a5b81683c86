package dev.reelroute.playback;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reelroute.failure.Setback;
import java.time.Duration;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Playlists and manifests as they are answered where media does not go by way of us, kept for a moment: many who watch the
 * same film ask for the same ones, and a playlist of an hour has 900 addresses to sign.
 */
@Component
public class SignedTexts {

    /** Credentials of a role change, and what they signed ends with them. */
    private static final Duration SIGNED = Duration.ofSeconds(30);

    private static final int MOST_BYTES = 32 << 20;

    /** All that the answer is made from, so that none is given that is not this pass's. */
    private record Wanted(Pass pass, String name, String text) {}

    private final Playlists playlists;
    private final StraightWay straightWay;
    private final Cache<Wanted, byte[]> signed = Caffeine.newBuilder()
            .expireAfterWrite(SIGNED)
            .maximumWeight(MOST_BYTES)
            .weigher((Wanted wanted, byte[] bytes) -> bytes.length)
            .build();

    SignedTexts(Playlists playlists, StraightWay straightWay) {
        this.playlists = playlists;
        this.straightWay = straightWay;
    }

    /**
     * The playlist or manifest with addresses elsewhere in it, in UTF-8.
     *
     * @param name relative to the video's prefix
     * @throws S3Exception when it is not there
     * @throws Setback when the store does not say so
     */
    public byte[] of(Pass pass, String name) {
        String text = playlists.of(pass.video(), name).text();
        return signed.get(
                new Wanted(pass, name, text),
                wanted -> straightWay.playlist(pass, name, text).getBytes(UTF_8));
    }
}
