package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.journey.Api.Answer;
import dev.reelroute.media.Clips;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The product on another make of S3 and SQS, with everything that an operator of AWS sets up: queues of his own, and the
 * bucket's events in one of them. Clients reach the store themselves.
 */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class MotoTest {

    private static final String BUCKET = "reelroute";
    private static final String[] H264 = {"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"};

    private Moto moto;
    private S3Client s3;
    private Application application;
    private Clips clips;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        moto = Moto.start(folder.resolve("moto.log"));
        StaticCredentialsProvider keys = StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"));
        s3 = S3Client.builder()
                .endpointOverride(URI.create(moto.endpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(keys)
                .forcePathStyle(true)
                .build();
        s3.createBucket(create -> create.bucket(BUCKET));
        try (SqsClient sqs = SqsClient.builder()
                .endpointOverride(URI.create(moto.endpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(keys)
                .build()) {
            List.of("fast", "early", "bulk", "heavy", "dead", "events")
                    .forEach(queue -> sqs.createQueue(create -> create.queueName("reelroute-" + queue)));
            String events = sqs.getQueueUrl(request -> request.queueName("reelroute-events"))
                    .queueUrl();
            String arn = sqs.getQueueAttributes(
                            request -> request.queueUrl(events).attributeNames(QueueAttributeName.QUEUE_ARN))
                    .attributes()
                    .get(QueueAttributeName.QUEUE_ARN);
            QueueConfiguration created = QueueConfiguration.builder()
                    .queueArn(arn)
                    .events(Event.S3_OBJECT_CREATED)
                    .build();
            s3.putBucketNotificationConfiguration(
                    put -> put.bucket(BUCKET).notificationConfiguration(all -> all.queueConfigurations(created)));
        }
        application = Application.start(
                folder.resolve("data"),
                "--reelroute.store.endpoint=" + moto.endpoint(),
                "--reelroute.store.public-endpoint=" + moto.endpoint(),
                "--reelroute.store.access-key=id",
                "--reelroute.store.secret-key=secret",
                "--reelroute.queue.endpoint=" + moto.endpoint(),
                "--reelroute.queue.access-key=id",
                "--reelroute.queue.secret-key=secret",
                "--reelroute.playback.way=bucket",
                // Events alone tell of files that nobody registered.
                "--reelroute.intake.poll-period=3600000");
        clips = new Clips(Files.createDirectories(folder.resolve("clips")));
    }

    @AfterAll
    void stop() {
        if (application != null) {
            application.close();
        }
        if (s3 != null) {
            s3.close();
        }
        if (moto != null) {
            moto.close();
        }
    }

    @Test
    void anUploadPlaysAndGoesWhenItIsDeleted() throws IOException {
        Path clip = clips.makeWithAudio(
                "film.mp4", "testsrc2=s=320x180:r=25:d=5", "sine=d=5", "-c:v", "libx264", "-c:a", "aac");

        String id = api().upload(clip);
        JsonNode video = api().awaitReady(id);

        assertThat(Player.frames(video.at("/playback/mp4").asText())).isEqualTo(125);
        Player.plays(video.at("/playback/hls").asText());
        Player.plays(video.at("/playback/dash").asText());
        assertThat(objects("videos/" + id)).hasSizeGreaterThan(5);
        assertThat(api().delete("/api/videos/" + id).status()).isEqualTo(204);
        await("the end of its objects")
                .atMost(Duration.ofSeconds(60))
                .until(() -> objects("").noneMatch(key -> key.contains(id)));
    }

    @Test
    void aLargeUploadComesInParts() throws IOException {
        Path clip = clips.make(
                "large.mp4",
                "testsrc2=s=320x180:r=25:d=3,noise=alls=100:allf=t",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-qp",
                "0");
        byte[] content = Files.readAllBytes(clip);
        JsonNode registered = api().register("large.mp4", content.length);
        String id = registered.path("id").asText();
        JsonNode upload = registered.path("upload");
        assertThat(upload.path("method").asText()).isEqualTo("MULTIPART");
        api().putPart(upload, upload.path("parts").get(1), content);

        api().post("/api/videos/" + id + "/upload-complete", "{}").isProblem(409, "UPLOAD_INCOMPLETE");
        JsonNode rest = api().get("/api/videos/" + id + "/upload").json();
        assertThat(rest.path("uploaded").findValuesAsText("number")).containsExactly("2");
        rest.path("parts").forEach(part -> api().putPart(rest, part, content));

        assertThat(api().post("/api/videos/" + id + "/upload-complete").status())
                .isEqualTo(202);
        api().awaitReady(id);
    }

    @Test
    void theBucketsEventsTellOfFiles() throws IOException {
        Path clip = clips.make("a.mp4", "testsrc2=s=320x180:r=25:d=1", H264);
        String name = "große Reise + 50%.mp4";

        s3.putObject(put -> put.bucket(BUCKET).key("uploads/" + name), RequestBody.fromFile(clip));

        JsonNode video = await("a video of it")
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> api().videos("limit=100").stream()
                                .filter(each -> each.path("filename").asText().equals(name))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
        api().awaitReady(video.path("id").asText());
        assertThat(application.deadLetters()).isEmpty();
    }

    @Test
    void aPrivateVideoPlaysStraightFromTheBucket() throws IOException {
        Path clip = clips.make("private.mp4", "testsrc2=s=320x180:r=25:d=5", H264);
        String id = api().upload(clip, "visibility", "private");
        api().awaitReady(id);

        Answer answer = api().post("/api/videos/" + id + "/playback", "{}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String hls = answer.json().path("hls").asText();
        List<String> segments = api().get(hls.replace("master.m3u8", "180p/index.m3u8")
                        .substring(api().base().length()))
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(segments).isNotEmpty().allSatisfy(segment -> {
            assertThat(segment).startsWith(moto.endpoint() + "/" + BUCKET + "/videos/" + id + "/180p/");
            assertThat(stored(segment).status()).isEqualTo(200);
            assertThat(stored(segment.substring(0, segment.indexOf('?'))).status())
                    .as("without its signature")
                    .isEqualTo(403);
        });
        // Browsers play the DASH manifest (PrivatePlaybackTest); FFmpeg does not open its signed addresses.
        for (String form : List.of("hls", "mp4")) {
            assertThat(Player.frames(answer.json().path(form).asText()))
                    .as(form)
                    .isEqualTo(125);
        }
    }

    private Api api() {
        return application.api();
    }

    private Answer stored(String url) {
        return api().send(HttpRequest.newBuilder(URI.create(url)));
    }

    private Stream<String> objects(String prefix) {
        return s3.listObjectsV2Paginator(list -> list.bucket(BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key);
    }
}
