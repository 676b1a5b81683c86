package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.ClaimTask;
import dev.reelroute.ledger.Statements.FinishTask;
import dev.reelroute.ledger.Statements.ForgetWorkers;
import dev.reelroute.ledger.Statements.InsertTask;
import dev.reelroute.ledger.Statements.InsertWorker;
import dev.reelroute.ledger.Statements.OpenShares;
import dev.reelroute.ledger.Statements.QueuePublish;
import dev.reelroute.ledger.Statements.RenewLease;
import dev.reelroute.ledger.Statements.RequeueTask;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.queue.QueueProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Why a video is not ready, asked where no worker is: the tests do what workers would. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class DiagnosisTest {

    private static final String WORKER = "host-7/claim";

    private Application application;
    private Api api;
    private Ledger ledger;
    private Path clip;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        application = Application.start(folder.resolve("data"), "--reelroute.role=api");
        api = application.api();
        ledger = application.bean(Ledger.class);
        clip = Files.writeString(
                Files.createDirectories(folder.resolve("clips")).resolve("stuck.mp4"), "Not looked at");
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @BeforeEach
    void clear() {
        api.videos("")
                .forEach(video -> api.delete("/api/videos/" + video.path("id").asText()));
        ledger.run(new ForgetWorkers(-1));
    }

    @Test
    void aFileThatHasNotArrivedIsAwaited() {
        JsonNode diagnosis = diagnosis(api.register("half.mp4", 7).path("id").asText());
        assertThat(diagnosis.path("status").asText()).isEqualTo("AWAITING_UPLOAD");
        assertThat(diagnosis.path("reason").asText()).contains("has not arrived");
        assertThat(diagnosis.path("advice").asText()).contains("upload-complete");
        assertThat(time(diagnosis, "until")).isAfter(time(diagnosis, "since"));
        assertThat(diagnosis.path("tasks")).isEmpty();
    }

    @Test
    void whereNoWorkerIsThatIsSaid() {
        String video = api.upload(clip);
        JsonNode task = task(video, 0);
        assertThat(task.path("kind").asText()).isEqualTo("INSPECT");
        assertThat(task.path("waitsFor").asText()).isEqualTo("WORKER");
        assertThat(task.path("reason").asText()).isEqualTo("No worker is running.");
        assertThat(task.path("since").asText()).isNotEmpty();
        JsonNode whole = diagnosis(video);
        assertThat(whole.path("reason").asText()).isEqualTo("Inspection: No worker is running.");
        assertThat(whole.path("advice").asText()).startsWith("Start a worker");

        worker("host-7", "FAST=0,BULK=2");

        assertThat(task(video, 0).path("reason").asText()).contains("none takes work from the fast lane");
        assertThat(task(video, 0).path("advice").asText()).contains("queue.lanes.fast.consumers");
        assertThat(lane("FAST").path("trouble").asText()).contains("fast lane");
        assertThat(lane("BULK").has("trouble")).isFalse();
        assertThat(lane("BULK").path("places").asInt()).isEqualTo(2);
    }

    /** A worker that was killed has a long poll at the queue for a while, and what comes meanwhile is handed to it. */
    @Test
    void whatADeadWorkerWasGivenIsSentAgain() throws IOException {
        String lane = application.bean(QueueProperties.class).of(Lane.FAST);
        String url =
                application.sqs().getQueueUrl(queue -> queue.queueName(lane)).queueUrl();
        api.upload(clip);
        await("its message").until(() -> given(url));
        await("what earlier tests left").until(() -> !given(url));
        new JdbcTemplate(application.bean(DataSource.class))
                .update("UPDATE task SET rung_at = DATEADD(MINUTE, -1, rung_at) WHERE rung_at IS NOT NULL");

        try (ProducerTemplate template = application.bean(CamelContext.class).createProducerTemplate()) {
            template.sendBody("direct:reconcile-tasks", null);
        }

        assertThat(given(url)).isTrue();
    }

    /** For so long that nobody else gets it. */
    private boolean given(String url) {
        return !application
                .sqs()
                .receiveMessage(ask -> ask.queueUrl(url).visibilityTimeout(600).maxNumberOfMessages(10))
                .messages()
                .isEmpty();
    }

    @Test
    void inALongLineItsPlaceIsTold() {
        worker("host-7", "FAST=2");
        List<String> videos = Stream.generate(() -> api.upload(clip)).limit(3).toList();

        assertThat(task(videos.get(0), 0).path("ahead").asLong()).isZero();
        assertThat(task(videos.get(0), 0).path("reason").asText()).contains("next in the fast lane");
        assertThat(task(videos.get(2), 0).path("ahead").asLong()).isEqualTo(2);
        assertThat(task(videos.get(2), 0).path("reason").asText()).contains("about 2 pieces of work come before it");
        assertThat(task(videos.get(2), 0).path("next").asText()).contains("2 places");
        String urgent = api.upload(clip, video -> video.put("priority", 5));
        assertThat(task(urgent, 0).path("ahead").asLong()).isZero();
        assertThat(task(videos.get(0), 0).path("ahead").asLong()).isEqualTo(1);
    }

    @Test
    void aSetbackSaysWhatFfmpegSaidAndWhenItGoesOn() {
        String video = api.upload(clip);
        String inspect = video + ".inspect.0";
        begin(video);
        ledger.run(new RequeueTask(inspect, 1, 1, 600, "ENCODER_FAILED", "The encoder failed.", "[error] a last line"));

        JsonNode task = task(video, 0);
        assertThat(task.path("waitsFor").asText()).isEqualTo("PAUSE");
        assertThat(task.at("/trouble/detail").asText()).isEqualTo("[error] a last line");
        assertThat(Duration.between(time(diagnosis(video), "at"), time(task, "until")))
                .isBetween(Duration.ofSeconds(580), Duration.ofSeconds(600));
        assertThat(task.path("next").asText()).contains("4 more setbacks");
        assertThat(task.path("worker").asText()).isEqualTo("host-7");
    }

    @Test
    void aFullDiskAndAStepAreNotTakenForFaults() {
        String video = api.upload(clip);
        String inspect = video + ".inspect.0";
        begin(video);
        ledger.run(new RequeueTask(inspect, 1, 0, 600, "DISK_FULL", "The disk is full.", null));
        assertThat(task(video, 0).path("waitsFor").asText()).isEqualTo("OUTAGE");
        assertThat(diagnosis(video).path("advice").asText()).contains("Make room");

        String held = api.upload(clip);
        begin(held);
        ledger.run(new RequeueTask(
                held + ".inspect.0", 1, 0, 600, "HELD_BY_STEP", "It is held back.", "WAITS_FOR_LEGAL: not seen yet"));
        assertThat(task(held, 0).path("waitsFor").asText()).isEqualTo("STEP");
        assertThat(diagnosis(held).path("reason").asText()).isEqualTo("Inspection: It is held back.");
    }

    @Test
    void whatWaitsForOtherWorkSaysForHowMuch() {
        String video = planned();
        JsonNode publish = task(video, 3);
        assertThat(publish.path("name").asText()).isEqualTo("Publishing");
        assertThat(publish.path("waitsFor").asText()).isEqualTo("OTHER_TASKS");
        assertThat(publish.path("reason").asText()).isEqualTo("Waits for 2 other pieces of this video.");

        claim(video + ".encode_video.0");

        assertThat(diagnosis(video).path("reason").asText()).contains("1 piece is under way, 1 of 4 are done");
        assertThat(ledger.run(new RenewLease(video + ".encode_video.0", 1, 600, 1.0 / 3)))
                .isEqualTo(1);
        JsonNode running = task(video, 1);
        assertThat(running.path("next").asText()).contains("another worker takes over", "takes far too long is ended");
        assertThat(running.path("progress").asDouble()).isEqualTo(0.3333);
        ledger.run(new FinishTask(video + ".encode_video.0", 1, "[]"));
        assertThat(task(video, 3).path("reason").asText()).isEqualTo("Waits for 1 other piece of this video.");
        claim(video + ".encode_video.1");
        ledger.run(new FinishTask(video + ".encode_video.1", 1, "[]"));
        ledger.run(new QueuePublish(video));
        assertThat(task(video, 3).path("waitsFor").asText()).isEqualTo("WORKER");
    }

    @Test
    void theWholeSaysWhatHasWaitedLongest() {
        worker("host-7", "FAST=2,EARLY=8,BULK=2,HEAVY=1");
        String video = api.upload(clip);
        JsonNode status = status();
        assertThat(status.path("workers").size()).isEqualTo(1);
        assertThat(status.at("/workers/0/name").asText()).isEqualTo("host-7");
        assertThat(status.at("/workers/0/present").asBoolean()).isTrue();
        assertThat(status.at("/workers/0/places/EARLY").asInt()).isEqualTo(8);
        assertThat(status.at("/workers/0/diskFree").asLong()).isEqualTo(1000);
        assertThat(status.at("/oldest/0/video").asText()).isEqualTo(video);
        assertThat(lane("FAST").path("due").asLong()).isEqualTo(1);
        assertThat(status.path("outages")).isEmpty();
    }

    // --- what workers would do

    private void worker(String name, String places) {
        assertThat(ledger.run(new InsertWorker(name, places, 0, 1000, 2000))).isEqualTo(1);
    }

    private void begin(String video) {
        claim(video + ".inspect.0");
    }

    private void claim(String task) {
        assertThat(ledger.run(new ClaimTask(task, WORKER, 600))).as(task).isEqualTo(1);
    }

    /** Inspected, with two pieces to encode. */
    private String planned() {
        String video = api.upload(clip);
        begin(video);
        ledger.run(new FinishTask(video + ".inspect.0", 1, "{}"));
        ledger.run(new OpenShares(video));
        for (int i = 0; i < 2; i++) {
            ledger.run(new InsertTask(
                    video + ".encode_video." + i, video, TaskKind.ENCODE_VIDEO, i, Lane.BULK, TaskState.QUEUED, 3, 6));
        }
        ledger.run(
                new InsertTask(video + ".publish.0", video, TaskKind.PUBLISH, 0, Lane.FAST, TaskState.WAITING, 1, 1));
        return video;
    }

    // --- what is asked

    private JsonNode diagnosis(String video) {
        Api.Answer answer = api.get("/api/videos/" + video + "/diagnosis");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode task(String video, int number) {
        return diagnosis(video).path("tasks").path(number);
    }

    private JsonNode status() {
        Api.Answer answer = api.get("/api/status");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode lane(String name) {
        for (JsonNode lane : status().path("lanes")) {
            if (lane.path("lane").asText().equals(name)) {
                return lane;
            }
        }
        throw new AssertionError("No lane " + name);
    }

    private static Instant time(JsonNode node, String name) {
        return Instant.parse(node.path(name).asText());
    }
}
