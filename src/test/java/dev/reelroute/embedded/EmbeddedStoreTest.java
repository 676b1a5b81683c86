package dev.reelroute.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reelroute.media.Machine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidRequestException;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What the embedded store keeps, and who may not see it. */
class EmbeddedStoreTest {

    private static final String BUCKET = "bucket";
    private static final String KEY = "uploads/one/clip.mp4";

    @Test
    void itTidiesWhatAKillHasLeft(@TempDir Path data) throws Exception {
        EmbeddedProperties properties = new EmbeddedProperties(Machine.freePort(), 0, 0, false);
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

    /**
     * An object is copied by a header: a client with a URL for an upload must not be able to add it, nor any other
     * header.
     */
    @Test
    void onlyHeadersThatAreSignedSteer(@TempDir Path data) throws Exception {
        EmbeddedProperties properties = new EmbeddedProperties(Machine.freePort(), 0, 0, false);
        EmbeddedStore store = new EmbeddedStore(properties, data, BUCKET, "key", "secret");
        store.start();
        try (S3Client s3 = client(properties);
                S3Presigner presigner = presigner(properties)) {
            s3.putObject(put -> put.bucket(BUCKET).key("uploads/victim/x.mp4"), RequestBody.fromString("the victim's"));
            String upload = s3.createMultipartUpload(
                            create -> create.bucket(BUCKET).key("uploads/own/y.mp4"))
                    .uploadId();
            URL put = presigner
                    .presignPutObject(sign -> sign.signatureDuration(Duration.ofMinutes(5))
                            .putObjectRequest(object -> object.bucket(BUCKET).key(KEY)))
                    .url();
            URL part = presigner
                    .presignUploadPart(sign -> sign.signatureDuration(Duration.ofMinutes(5))
                            .uploadPartRequest(object -> object.bucket(BUCKET)
                                    .key("uploads/own/y.mp4")
                                    .uploadId(upload)
                                    .partNumber(1)))
                    .url();
            for (String header : List.of(
                    "x-amz-copy-source: /" + BUCKET + "/uploads/victim/x.mp4",
                    "X-Amz-Copy-Source: " + BUCKET + "/uploads/victim/x.mp4",
                    "x-amz-copy-source-range: bytes=0-3",
                    "x-amz-acl: public-read",
                    "x-amz-meta-owner: me",
                    "x-amz-metadata-directive: COPY",
                    "x-amz-storage-class: GLACIER",
                    "x-amz-tagging: a=b",
                    "x-amz-website-redirect-location: http://elsewhere.example/",
                    "x-amz-checksum-crc32: AAAAAA==",
                    "x-amz-server-side-encryption: AES256",
                    "x-amz-grant-read: uri=\"http://acs.amazonaws.com/groups/global/AllUsers\"",
                    "x-amz-never-heard-of: it")) {
                String[] parts = header.split(": ");
                for (URL url : List.of(put, part)) {
                    assertThat(new RawHttp(properties.storePort(), "PUT", url.getFile())
                                    .with(parts[0], parts[1])
                                    .body("")
                                    .send()
                                    .status())
                            .as("%s at %s", header, url.getPath())
                            .isEqualTo(403);
                }
            }
            assertThat(Files.exists(data.resolve("store").resolve(BUCKET).resolve(KEY)))
                    .isFalse();
            // As curl -T and browsers send it, and without anything else.
            for (URL url : List.of(put, part)) {
                assertThat(new RawHttp(properties.storePort(), "PUT", url.getFile())
                                .with("Origin", "http://localhost:8080")
                                .body("mine")
                                .send()
                                .status())
                        .isEqualTo(200);
            }
            // The SDK signs what it adds by itself.
            s3.copyObject(copy -> copy.sourceBucket(BUCKET)
                    .sourceKey(KEY)
                    .destinationBucket(BUCKET)
                    .destinationKey("uploads/own/copy.mp4"));
            assertThat(s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("uploads/own/copy.mp4"))
                            .asUtf8String())
                    .isEqualTo("mine");
        } finally {
            store.stop();
        }
    }

    @Test
    void whatIsOnlyHalfThereIsNoObject(@TempDir Path data) throws Exception {
        EmbeddedProperties properties = new EmbeddedProperties(Machine.freePort(), 0, 0, false);
        String named = "uploads/named.mp4-" + UUID.randomUUID();
        Path folder = data.resolve("store").resolve(BUCKET).resolve("uploads/one");
        EmbeddedStore store = new EmbeddedStore(properties, data, BUCKET, "key", "secret");
        store.start();
        try (S3Client s3 = client(properties);
                S3Presigner presigner = presigner(properties);
                Socket half = new Socket(InetAddress.getLoopbackAddress(), properties.storePort())) {
            URL put = presigner
                    .presignPutObject(sign -> sign.signatureDuration(Duration.ofMinutes(5))
                            .putObjectRequest(object -> object.bucket(BUCKET).key(KEY)))
                    .url();
            half.getOutputStream()
                    .write(("PUT " + put.getFile() + " HTTP/1.1\r\nHost: 127.0.0.1:" + properties.storePort()
                                    + "\r\nContent-Length: 20000\r\n\r\n" + "x".repeat(19_990))
                            .getBytes(StandardCharsets.US_ASCII));
            await("the beginning").until(() -> !names(folder).isEmpty());
            // Objects may be named as beginnings are.
            s3.putObject(object -> object.bucket(BUCKET).key(named), RequestBody.fromString("whole"));

            assertThat(keys(s3, "uploads/")).containsExactly("uploads/.keep", named);
            assertThat(keys(s3, "uploads/one/")).isEmpty();
            String beginning = "uploads/one/" + names(folder).get(0);
            assertThatThrownBy(() -> s3.headObject(head -> head.bucket(BUCKET).key(beginning)))
                    .isInstanceOf(NoSuchKeyException.class);

            half.getOutputStream().write(new byte[10]);
            await("the end").until(() -> keys(s3, "uploads/").contains(KEY));
        } finally {
            store.stop();
        }

        Path left = Files.writeString(folder.resolve("clip.mp4-" + UUID.randomUUID()), "half a video");
        EmbeddedStore after = new EmbeddedStore(properties, data, BUCKET, "key", "secret");
        after.start();
        try (S3Client s3 = client(properties)) {
            await("the end of tidying").until(() -> Files.notExists(left));
            assertThat(keys(s3, "uploads/")).containsExactly("uploads/.keep", named, KEY);
        } finally {
            after.stop();
        }
    }

    @Test
    void onlyFilesAreObjects(@TempDir Path data, @TempDir Path elsewhere) throws Exception {
        EmbeddedProperties properties = new EmbeddedProperties(Machine.freePort(), 0, 0, false);
        EmbeddedStore store = new EmbeddedStore(properties, data, BUCKET, "key", "secret");
        store.start();
        try (S3Client s3 = client(properties)) {
            Path folder = data.resolve("store").resolve(BUCKET).resolve("uploads");
            Path inner = Files.createDirectories(folder.resolve("inner"));
            assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe.mp4").toString())
                            .start()
                            .waitFor())
                    .isZero();
            Path secret = Files.writeString(elsewhere.resolve("secret.mp4"), "not ours");
            Files.createSymbolicLink(folder.resolve("itself"), folder);
            Files.createSymbolicLink(inner.resolve("above"), folder);
            Files.createSymbolicLink(folder.resolve("elsewhere"), elsewhere);
            Files.createSymbolicLink(folder.resolve("nothing.mp4"), elsewhere.resolve("no-such.mp4"));
            Files.createSymbolicLink(folder.resolve("linked.mp4"), secret);
            Files.writeString(folder.resolve("escape\u001b.mp4"), "any");
            Files.writeString(folder.resolve("plus + %2B ü.mp4"), "any");
            Files.writeString(inner.resolve("file.mp4"), "any");

            assertThat(keys(s3, "uploads/"))
                    .containsExactly(
                            "uploads/.keep",
                            "uploads/escape\u001b.mp4",
                            "uploads/inner/file.mp4",
                            "uploads/linked.mp4",
                            "uploads/plus + %2B ü.mp4");
            assertThatThrownBy(() -> s3.headObject(head -> head.bucket(BUCKET).key("uploads/pipe.mp4")))
                    .isInstanceOf(NoSuchKeyException.class);
            assertThatThrownBy(
                            () -> s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("uploads/pipe.mp4")))
                    .isInstanceOf(NoSuchKeyException.class);
        } finally {
            store.stop();
        }
    }

    /** As other tools ask for it. */
    @Test
    void aListingIsReadInPartsAndByFolder(@TempDir Path data) throws Exception {
        EmbeddedProperties properties = new EmbeddedProperties(Machine.freePort(), 0, 0, false);
        EmbeddedStore store = new EmbeddedStore(properties, data, BUCKET, "key", "secret");
        store.start();
        try (S3Client s3 = client(properties)) {
            List<String> all = List.of("a/1", "a/2", "a/b/1", "a/b/2", "a/made/", "ab", "b/1");
            for (String key : all) {
                s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString(key.endsWith("/") ? "" : key));
            }

            assertThat(s3.listObjectsV2Paginator(
                                    list -> list.bucket(BUCKET).maxKeys(1).prefix("a"))
                            .contents())
                    .extracting(S3Object::key)
                    .containsExactlyElementsOf(all.subList(0, 6));
            assertThat(s3.listObjectsV2(list ->
                                    list.bucket(BUCKET).startAfter("a/b/1").prefix("a/b/"))
                            .contents())
                    .extracting(S3Object::key)
                    .containsExactly("a/b/2");
            ListObjectsV2Response folder =
                    s3.listObjectsV2(list -> list.bucket(BUCKET).delimiter("/").prefix("a/"));
            assertThat(folder.contents()).extracting(S3Object::key).containsExactly("a/1", "a/2");
            assertThat(folder.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a/b/", "a/made/");
            S3Object first = folder.contents().get(0);
            HeadObjectResponse head =
                    s3.headObject(request -> request.bucket(BUCKET).key("a/1"));
            assertThat(first.eTag()).isEqualTo(head.eTag());
            assertThat(first.size()).isEqualTo(3);
            assertThat(s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("no/such/"))
                            .contents())
                    .isEmpty();
            assertThatThrownBy(() -> s3.listObjectsV2(list -> list.bucket("other")))
                    .isInstanceOf(NoSuchBucketException.class);
            assertThatThrownBy(
                            () -> s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("a/../../")))
                    .isInstanceOf(InvalidRequestException.class);
        } finally {
            store.stop();
        }
    }

    /** A walk of its own for each part would read a folder of ten thousand files ten times. */
    @Test
    void allPartsOfAListingComeFromOneWalk(@TempDir Path data) throws Exception {
        EmbeddedProperties properties = new EmbeddedProperties(Machine.freePort(), 0, 0, false);
        EmbeddedStore store = new EmbeddedStore(properties, data, BUCKET, "key", "secret");
        store.start();
        try (S3Client s3 = client(properties)) {
            Path folder = Files.createDirectories(
                    data.resolve("store").resolve(BUCKET).resolve("clips"));
            for (String name : List.of("1", "2", "3")) {
                Files.writeString(folder.resolve(name), name);
            }
            ListObjectsV2Response first =
                    s3.listObjectsV2(list -> list.bucket(BUCKET).maxKeys(1).prefix("clips/"));
            // A second walk would find it.
            Files.writeString(folder.resolve("4"), "4");

            List<String> all = new ArrayList<>();
            first.contents().forEach(object -> all.add(object.key()));
            for (String token = first.nextContinuationToken(); token != null; ) {
                String after = token;
                ListObjectsV2Response next = s3.listObjectsV2(
                        list -> list.bucket(BUCKET).maxKeys(1).prefix("clips/").continuationToken(after));
                next.contents().forEach(object -> all.add(object.key()));
                token = next.nextContinuationToken();
            }

            assertThat(all).containsExactly("clips/1", "clips/2", "clips/3");
            assertThat(s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("clips/"))
                            .contents())
                    .as("the next listing")
                    .hasSize(4);
        } finally {
            store.stop();
        }
    }

    /** Whatever mode a file has: S3Proxy takes a file that all may read for a public one. */
    @Test
    void nobodyReadsWithoutSignature(@TempDir Path data) throws Exception {
        EmbeddedProperties properties = new EmbeddedProperties(Machine.freePort(), 0, 0, false);
        Path bucket = Files.createDirectories(data.resolve("store").resolve(BUCKET));
        Path dropped =
                Files.createDirectories(bucket.resolve("uploads/holiday")).resolve("beach.mov");
        Files.writeString(dropped, "somebody's own");
        for (Path open : List.of(bucket, bucket.resolve("uploads"), bucket.resolve("uploads/holiday"), dropped)) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        EmbeddedStore store = new EmbeddedStore(properties, data, BUCKET, "key", "secret");
        store.start();
        Files.setPosixFilePermissions(bucket, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (S3Client s3 = client(properties)) {
            for (String target : List.of(
                    "/" + BUCKET,
                    "/" + BUCKET + "/",
                    "/" + BUCKET + "?list-type=2&prefix=uploads/",
                    "/" + BUCKET + "?uploads",
                    "/" + BUCKET + "?acl",
                    "/",
                    "/" + BUCKET + "/uploads/holiday/beach.mov",
                    "/" + BUCKET + "/uploads/holiday/beach%2Emov",
                    "/" + BUCKET + "/uploads/no/such.mov")) {
                for (String method : List.of("GET", "HEAD")) {
                    RawHttp.Answer answer = new RawHttp(properties.storePort(), method, target)
                            .with("Origin", "http://elsewhere.example")
                            .send();
                    assertThat(answer.status()).as("%s %s", method, target).isEqualTo(403);
                    assertThat(answer.head()).doesNotContainIgnoringCase("Access-Control-Allow-Origin");
                }
            }
            for (String method : List.of("PUT", "DELETE", "POST")) {
                assertThat(new RawHttp(properties.storePort(), method, "/" + BUCKET + "/uploads/holiday/beach.mov")
                                .body("forged")
                                .send()
                                .status())
                        .as(method)
                        .isIn(403, 501);
            }
            assertThat(s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("uploads/holiday/beach.mov"))
                            .asUtf8String())
                    .isEqualTo("somebody's own");
            // An object that its owner asked for is made private on the disk as well.
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dropped)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dropped.getParent())))
                    .isEqualTo("rwx------");
            String id = upload(s3);
            assertThat(open(data)).as("what others may read").isEmpty();
            s3.completeMultipartUpload(complete -> complete.bucket(BUCKET)
                    .key(KEY)
                    .uploadId(id)
                    .multipartUpload(parts -> parts.parts(CompletedPart.builder()
                            .partNumber(1)
                            .eTag(s3.listParts(
                                            list -> list.bucket(BUCKET).key(KEY).uploadId(id))
                                    .parts()
                                    .get(0)
                                    .eTag())
                            .build())));
            s3.putObject(
                    put -> put.bucket(BUCKET).key("videos/one/two/three.m4s"), RequestBody.fromString("a segment"));
            assertThat(open(data)).as("what others may read").isEmpty();
        } finally {
            store.stop();
        }
    }

    /** curl --data-binary and Python's urllib call every body a form. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded; charset=utf-8",
                "multipart/form-data; boundary=x",
                "text/plain",
                ""
            })
    void theTypeOfABodyChangesNothing(String type, @TempDir Path data) throws Exception {
        EmbeddedProperties properties = new EmbeddedProperties(Machine.freePort(), 0, 0, false);
        EmbeddedStore store = new EmbeddedStore(properties, data, BUCKET, "key", "secret");
        store.start();
        try (S3Presigner presigner = presigner(properties)) {
            URL put = presigner
                    .presignPutObject(sign -> sign.signatureDuration(Duration.ofMinutes(5))
                            .putObjectRequest(object -> object.bucket(BUCKET).key(KEY)))
                    .url();
            String content = "a=b&c=%00+d&".repeat(50_000);
            assertThat(new RawHttp(properties.storePort(), "PUT", put.getFile())
                            .with("Content-Type", type)
                            .body(content)
                            .send()
                            .status())
                    .isEqualTo(200);
            assertThat(data.resolve("store").resolve(BUCKET).resolve(KEY)).hasContent(content);
        } finally {
            store.stop();
        }
    }

    @Test
    void noPageMayAsk(@TempDir Path data) throws Exception {
        EmbeddedProperties properties = new EmbeddedProperties(Machine.freePort(), 0, 0, false);
        EmbeddedStore store = new EmbeddedStore(properties, data, BUCKET, "key", "secret");
        store.start();
        try {
            for (String origin :
                    List.of("http://elsewhere.example", "http://localhost:8080", "http://127.0.0.1:8080", "null")) {
                assertThat(preflight(properties, origin).head())
                        .as(origin)
                        .doesNotContainIgnoringCase("Access-Control-Allow-Origin");
            }
        } finally {
            store.stop();
        }
    }

    /** It would be held in memory, whoever sends it. */
    @Test
    void aLargeBodyIsNotSignedAsAWhole(@TempDir Path data) throws Exception {
        EmbeddedProperties properties = new EmbeddedProperties(Machine.freePort(), 0, 0, false);
        EmbeddedStore store = new EmbeddedStore(properties, data, BUCKET, "key", "secret");
        store.start();
        try (S3Client whole = client(properties, false);
                S3Client pieces = client(properties, true)) {
            RequestBody part = RequestBody.fromBytes(new byte[8 << 20]);
            RequestBody large = RequestBody.fromBytes(new byte[17 << 20]);

            pieces.putObject(put -> put.bucket(BUCKET).key(KEY), large);
            whole.putObject(put -> put.bucket(BUCKET).key(KEY), part);

            // Whether the client reads the refusal before it notices that nobody reads on is chance.
            assertThatThrownBy(() -> whole.putObject(put -> put.bucket(BUCKET).key(KEY), large))
                    .isInstanceOf(SdkException.class);
            assertThat(whole.headObject(head -> head.bucket(BUCKET).key(KEY)).contentLength())
                    .isEqualTo(8 << 20);
        } finally {
            store.stop();
        }
    }

    private static RawHttp.Answer preflight(EmbeddedProperties properties, String origin) throws IOException {
        return new RawHttp(properties.storePort(), "OPTIONS", "/" + BUCKET + "/" + KEY)
                .with("Origin", origin)
                .with("Access-Control-Request-Method", "PUT")
                .with("Access-Control-Request-Headers", "content-type")
                .send();
    }

    /** Everything below a folder that other users than its owner can access. */
    private static List<String> open(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("store"))) {
            List<String> open = new ArrayList<>();
            for (Path path : (Iterable<Path>) all::iterator) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                if (!mode.endsWith("------")) {
                    open.add(mode + " " + path);
                }
            }
            return open;
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

    /** As the poll lists them. */
    private static List<String> keys(S3Client s3, String prefix) {
        return s3
                .listObjectsV2Paginator(
                        list -> list.bucket(BUCKET).prefix(prefix).encodingType(EncodingType.URL))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static List<String> uploads(S3Client s3) {
        return s3.listMultipartUploads(list -> list.bucket(BUCKET)).uploads().stream()
                .map(MultipartUpload::uploadId)
                .toList();
    }

    private static S3Client client(EmbeddedProperties properties) {
        return client(properties, true);
    }

    /** @param chunked whether a body is signed in pieces */
    private static S3Client client(EmbeddedProperties properties, boolean chunked) {
        return S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + properties.storePort()))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(true)
                        .chunkedEncodingEnabled(chunked)
                        .build())
                .requestChecksumCalculation(
                        chunked ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }

    private static S3Presigner presigner(EmbeddedProperties properties) {
        return S3Presigner.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + properties.storePort()))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }
}
