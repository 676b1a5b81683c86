package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.Doorbell;
import dev.reelroute.ledger.Statements.TasksOfVideo;
import dev.reelroute.ledger.Statements.UnrungTasks;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.media.Clips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Which tasks get the only worker first. */
@TestInstance(Lifecycle.PER_CLASS)
class SchedulingTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @SuppressWarnings("NullAway.Init") // by start()
    private Application application;

    @SuppressWarnings("NullAway.Init") // by start()
    private Api api;

    @SuppressWarnings("NullAway.Init") // by start()
    private Clips clips;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        application = Application.start(
                folder.resolve("data"),
                "--reelroute.intake.default-profile=small",
                "--reelroute.queue.lanes.bulk.consumers=1",
                // Nobody notices in time that a message is missing: none is.
                "--reelroute.reconcile.period=3600000");
        api = application.api();
        clips = new Clips(Files.createDirectories(folder.resolve("clips")));
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void aShortClipPassesALongFilm() {
        String film = begun(upload("film.mp4", 50, video -> {}));

        String clip = upload("clip.mp4", 2, video -> {});
        api.awaitReady(clip);

        assertThat(api.video(film).path("status").asText()).isEqualTo("PROCESSING");
        assertThat(api.video(film).path("progress").asDouble()).isLessThan(0.7);
        api.awaitReady(film);
    }

    @Test
    void whatIsUrgentGoesFirst() {
        String usual = begun(upload("usual.mp4", 20, video -> {}));
        String urgent = upload("urgent.mp4", 24, video -> video.put("priority", 3));

        assertThat(api.awaitReady(urgent).path("priority").asInt()).isEqualTo(3);

        assertThat(api.video(usual).path("status").asText()).isEqualTo("PROCESSING");
        api.awaitReady(usual);
    }

    @Test
    @Tag("long")
    void aTenantWithOneFilmDoesNotWaitForAllOfAnothers() {
        List<String> many = Stream.of("a.mp4", "b.mp4", "c.mp4")
                .map(name -> upload(name, 16, video -> video.put("tenant", "many")))
                .toList();
        begun(many.get(0));
        String one = upload("d.mp4", 20, video -> video.put("tenant", "one"));

        assertThat(api.awaitReady(one).path("tenant").asText()).isEqualTo("one");

        assertThat(many.stream()
                        .filter(id -> api.video(id).path("status").asText().equals("READY")))
                .hasSizeLessThan(3);
        many.forEach(api::awaitReady);
    }

    @Test
    void noFilmIsPlayableOnlyWhenAnotherHasEnded() throws Exception {
        Ledger ledger = application.bean(Ledger.class);
        clips.make("minute.avi", "smptebars=s=160x90:r=25:d=60", "-c:v", "mpeg4", "-q:v", "31", "-g", "250");
        Path clip = clips.from("foreign.avi", List.of("-stream_loop", "19", "-i", "minute.avi"), "-c", "copy");
        // Only early streams are looked at, and need the processor.
        application.stopLane("bulk");
        try {
            List<String> films =
                    Stream.generate(() -> api.upload(clip)).limit(3).toList();

            films.forEach(film -> await().atMost(PATIENCE)
                    .until(() -> api.video(film).path("playable").asBoolean()));

            assertThat(films)
                    .allSatisfy(film -> assertThat(ledger.ask(new TasksOfVideo(film)))
                            .anyMatch(task -> task.kind() == TaskKind.EARLY && task.state() == TaskState.RUNNING));
            films.forEach(film -> api.post("/api/videos/" + film + "/cancel"));
        } finally {
            application.startLane("bulk");
        }
    }

    @Test
    void noMoreIsEncodedAtATimeThanIsAllowed() {
        String film = upload("chunks.mp4", 10, video -> {});
        Ledger ledger = application.bean(Ledger.class);

        List<Integer> underWay = new ArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            underWay.add((int) ledger.ask(new TasksOfVideo(film)).stream()
                    .filter(task ->
                            task.state() == TaskState.RUNNING && task.kind().lane() == Lane.BULK)
                    .count());
            return api.video(film).path("status").asText().equals("READY");
        });

        assertThat(Collections.max(underWay)).isEqualTo(1);
    }

    /** Whoever receives a message may claim a task that became due a moment ago, before the message of that one is sent. */
    @Test
    void whoeverIsPassedKeepsAMessage() throws Exception {
        application.stopFastLane();
        String passed = upload("passed.mp4", 1, video -> {});
        String passing = upload("passing.mp4", 1, video -> video.put("priority", 3));
        await("both messages").atMost(PATIENCE).until(() -> unannounced().isEmpty());
        JdbcClient.create(application.bean(DataSource.class))
                .sql("UPDATE task SET rung_at = NULL WHERE video_id = ?")
                .param(passing)
                .update();
        String queue = application.queueUrl("fast");
        Message message = application
                .sqs()
                .receiveMessage(receive -> receive.queueUrl(queue))
                .messages()
                .get(0);
        application.sqs().deleteMessage(delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle()));

        application.startFastLane();

        api.awaitReady(passing);
        api.awaitReady(passed);
    }

    private List<Doorbell> unannounced() {
        return application.bean(Ledger.class).ask(new UnrungTasks());
    }

    private String begun(String id) {
        await().atMost(PATIENCE).until(() -> api.video(id).path("progress").asDouble() > 0);
        return id;
    }

    private String upload(String name, int seconds, Consumer<ObjectNode> more) {
        Path clip = clips.make(
                name, "testsrc2=s=160x90:r=25:d=" + seconds, "-c:v", "libx264", "-preset", "ultrafast", "-g", "25");
        return api.upload(clip, more);
    }
}
