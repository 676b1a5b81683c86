package dev.reelroute.playback;

import static java.util.Objects.requireNonNullElse;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reelroute.failure.Setback;
import dev.reelroute.media.ObjectTypes;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.ViewersStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
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

    /** For all who ask meanwhile: one after the other they would wait for a store that is silent. */
    private final Map<String, CompletableFuture<Playlist>> underWay = new ConcurrentHashMap<>();

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
     * @throws S3Exception when it is not there
     * @throws Setback when the store does not say so
     */
    public Playlist of(String video, String name) {
        String key = ObjectKeys.videoPrefix(video) + name;
        Playlist known = kept.getIfPresent(key);
        if (known != null) {
            return known;
        }
        CompletableFuture<Playlist> mine = new CompletableFuture<>();
        CompletableFuture<Playlist> first = underWay.putIfAbsent(key, mine);
        if (first != null) {
            return await(first);
        }
        try {
            Playlist playlist = read(key, name);
            kept.put(key, playlist);
            mine.complete(playlist);
            return playlist;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(key);
        }
    }

    private static Playlist await(CompletableFuture<Playlist> playlist) {
        try {
            return playlist.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
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
