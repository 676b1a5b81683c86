package dev.reelroute.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.store.StoreProperties;
import dev.reelroute.store.ViewersStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The store is asked seldom, however many watch. */
class PlaylistsTest {

    private final Bucket bucket = new Bucket();
    private final Playlists playlists = new Playlists(new ViewersStore(
            bucket, new StoreProperties("aws", null, "eu-west-1", "b", null, null, false, DataSize.ofMegabytes(1))));

    @Test
    void allWhoAskAtOnceShareOneAnswer() {
        bucket.texts.put("videos/v/master.m3u8", "#EXTM3U");
        long begun = System.nanoTime();

        assertThat(IntStream.range(0, 10_000)
                        .parallel()
                        .mapToObj(asked -> playlists.of("v", "master.m3u8"))
                        .distinct())
                .singleElement()
                .satisfies(playlist -> {
                    assertThat(playlist.text()).isEqualTo("#EXTM3U");
                    assertThat(playlist.etag()).isEqualTo("\"tag\"");
                    assertThat(playlist.cacheControl()).isEqualTo("public, max-age=60");
                });

        long halfSeconds = (System.nanoTime() - begun) / 500_000_000;
        assertThat(bucket.asked.get()).isBetween(1, 1 + (int) halfSeconds);
    }

    @Test
    void whatIsNotThereYetIsAskedForEachTime() {
        assertThatThrownBy(() -> playlists.of("v", "master.m3u8")).isInstanceOf(NoSuchKeyException.class);
        bucket.texts.put("videos/v/master.m3u8", "#EXTM3U");
        assertThat(playlists.of("v", "master.m3u8").text()).isEqualTo("#EXTM3U");
    }

    @Test
    void aVideosPlaylistIsNoOtherVideos() {
        bucket.texts.put("videos/v/master.m3u8", "one");
        bucket.texts.put("videos/w/master.m3u8", "other");
        assertThat(playlists.of("v", "master.m3u8").text()).isEqualTo("one");
        assertThat(playlists.of("w", "master.m3u8").text()).isEqualTo("other");
    }

    private static final class Bucket implements S3Client {

        final Map<String, String> texts = new ConcurrentHashMap<>();
        final AtomicInteger asked = new AtomicInteger();

        @Override
        public ResponseBytes<GetObjectResponse> getObjectAsBytes(GetObjectRequest get) {
            asked.incrementAndGet();
            String text = texts.get(get.key());
            if (text == null) {
                throw NoSuchKeyException.builder().statusCode(404).build();
            }
            return ResponseBytes.fromByteArray(
                    GetObjectResponse.builder().eTag("\"tag\"").build(), text.getBytes(UTF_8));
        }

        @Override
        public String serviceName() {
            return "s3";
        }

        @Override
        public void close() {
            // Nothing to end.
        }
    }
}
