package dev.reelroute.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** What a killed store leaves is gone after its next start, and what it was entrusted with is still there. */
class EmbeddedStoreTest {

    private static final String BUCKET = "bucket";
    private static final String KEY = "uploads/one/clip.mp4";

    @Test
    void itTidiesWhatAKillHasLeft(@TempDir Path data) throws Exception {
        EmbeddedProperties properties = new EmbeddedProperties(freePort(), 0, 0, false);
        Path bucket = data.resolve("store").resolve(BUCKET);
        EmbeddedStore before = new EmbeddedStore(properties, data, BUCKET, "key", "secret");
        before.start();
        Path half = bucket.resolve("videos/one/video.mp4-" + UUID.randomUUID());
        Path named = bucket.resolve("uploads/holiday-" + UUID.randomUUID());
        String kept;
        try (S3Client s3 = client(properties)) {
            kept = upload(s3);
            // A kill in the middle of an abort, or of an upload's completion.
            String lost = upload(s3);
            Files.delete(bucket.resolve(".s3proxy-mpu-stub-" + lost));
            Files.createDirectories(half.getParent());
            Files.writeString(half, "half a video");
            Files.writeString(named, "somebody's own");
            assertThat(uploads(s3)).containsExactlyInAnyOrder(kept, lost);
        } finally {
            before.stop();
        }

        EmbeddedStore after = new EmbeddedStore(properties, data, BUCKET, "key", "secret");
        after.start();
        try (S3Client s3 = client(properties)) {
            await("the end of tidying")
                    .untilAsserted(() -> assertThat(uploads(s3)).containsExactly(kept));
            assertThat(half).doesNotExist();
            assertThat(named).exists();
            assertThat(s3.listParts(list -> list.bucket(BUCKET).key(KEY).uploadId(kept))
                            .parts())
                    .hasSize(1);
        } finally {
            after.stop();
        }
    }

    /** @return the id of a multipart upload with one part */
    private static String upload(S3Client s3) {
        String id = s3.createMultipartUpload(create -> create.bucket(BUCKET).key(KEY))
                .uploadId();
        s3.uploadPart(
                part -> part.bucket(BUCKET).key(KEY).uploadId(id).partNumber(1), RequestBody.fromString("a part"));
        return id;
    }

    private static List<String> uploads(S3Client s3) {
        return s3.listMultipartUploads(list -> list.bucket(BUCKET)).uploads().stream()
                .map(MultipartUpload::uploadId)
                .toList();
    }

    private static S3Client client(EmbeddedProperties properties) {
        return S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + properties.storePort()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
