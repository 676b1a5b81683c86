package dev.reelroute.playback;

import static java.util.Objects.requireNonNullElse;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reelroute.media.ObjectTypes;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.ViewersStore;
import java.time.Duration;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Playlists and manifests as the store has them, kept for a moment: all who watch the same film ask for the same ones, those
 * of a stream that grows again and again, and each question to a store costs time and money.
 */
@Component
public class Playlists {

    /** Much less than a segment lasts: nobody misses one for it. */
    private static final Duration FRESH = Duration.ofMillis(500);

    private static final int MOST_BYTES = 32 << 20;

    /**
     * @param etag with its quotes
     * @param cacheControl what holds for everybody
     */
    public record Playlist(String text, String etag, String cacheControl) {}

    private final ViewersStore store;
    /** By their keys in the bucket. What is not there is not kept: it may come at any moment. */
    private final Cache<String, Playlist> kept = Caffeine.newBuilder()
            .expireAfterWrite(FRESH)
            .maximumWeight(MOST_BYTES)
            .weigher((String key, Playlist playlist) -> playlist.text().length())
            .build();

    Playlists(ViewersStore store) {
        this.store = store;
    }

    /**
     * Whether a file leads to others.
     *
     * @param name relative to the video's prefix
     */
    public static boolean isPlaylist(String name) {
        return SignedPlaylists.isPlaylist(name);
    }

    /**
     * @param name relative to the video's prefix
     * @throws S3Exception when the store does not give it
     */
    public Playlist of(String video, String name) {
        return kept.get(ObjectKeys.videoPrefix(video) + name, key -> read(key, name));
    }

    private Playlist read(String key, String name) {
        ResponseBytes<GetObjectResponse> object = store.read(key);
        GetObjectResponse head = object.response();
        return new Playlist(
                object.asUtf8String(),
                head.eTag(),
                requireNonNullElse(head.cacheControl(), ObjectTypes.cacheControl(name)));
    }
}
