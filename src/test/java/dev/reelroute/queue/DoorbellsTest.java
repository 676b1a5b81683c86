package dev.reelroute.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.PlainLedger;
import dev.reelroute.ledger.Statements.AdoptObject;
import dev.reelroute.ledger.Statements.ClaimTask;
import dev.reelroute.ledger.Statements.DeadLetter;
import dev.reelroute.ledger.Statements.Doorbell;
import dev.reelroute.ledger.Statements.FailTask;
import dev.reelroute.ledger.Statements.InsertTask;
import dev.reelroute.ledger.Statements.OpenShares;
import dev.reelroute.ledger.Statements.RetryInspect;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.ledger.Visibility;
import dev.reelroute.queue.Doorbells.Batch;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

class DoorbellsTest {

    private PlainLedger ledger;
    private Doorbells doorbells;

    @BeforeEach
    void open() throws Exception {
        ledger = PlainLedger.inMemory("doorbells-" + UUID.randomUUID());
        doorbells = new Doorbells(ledger, new ObjectMapper());
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
    }

    @Test
    void theFirstPiecesOfAFilmDoNotWaitForItsHundredsOfOthers() throws Exception {
        String film = video();
        for (int chunk = 0; chunk < 1000; chunk++) {
            task(film, TaskKind.ENCODE_VIDEO, chunk, Lane.BULK);
        }
        task(film, TaskKind.EARLY, 0, Lane.EARLY);
        String clip = video();
        task(clip, TaskKind.INSPECT, 0, Lane.FAST);

        List<Batch> due = doorbells.due();

        assertThat(due).extracting(Batch::lane).startsWith(Lane.FAST, Lane.EARLY, Lane.BULK);
        assertThat(due).allSatisfy(batch -> {
            assertThat(batch.doorbells()).hasSizeBetween(1, 10).allMatch(each -> each.lane() == batch.lane());
            assertThat(doorbells.rings(batch))
                    .hasSameSizeAs(batch.doorbells())
                    .allSatisfy(message -> assertThat(doorbells.read(message)).isEqualTo(new Ring(batch.lane())));
        });
    }

    @Test
    void whatTheQueueRefusedIsSentAgain() throws Exception {
        String video = video();
        task(video, TaskKind.INSPECT, 0, Lane.FAST);
        Batch batch = doorbells.due().get(0);

        assertThatThrownBy(() -> doorbells.rung(
                        batch,
                        SendMessageBatchResponse.builder()
                                .failed(BatchResultErrorEntry.builder()
                                        .message("Try again")
                                        .build())
                                .build()))
                .isInstanceOfSatisfying(
                        Setback.class, setback -> assertThat(setback.code()).isEqualTo(FailureCode.QUEUE_UNAVAILABLE));

        assertThat(doorbells.due()).containsExactly(batch);
    }

    /** Somebody who tries again at once is faster than the note that the dead letter was sent. */
    @Test
    void whatIsTriedAgainWhileItsDeadLetterIsSentGetsAMessage() {
        String video = video();
        task(video, TaskKind.INSPECT, 0, Lane.FAST);
        String task = doorbells.due().get(0).doorbells().get(0).id();
        ledger.run(new ClaimTask(task, "worker", 30));
        ledger.run(new FailTask(task, 1, 0, "NOT_A_VIDEO", "The file is not a video we can read.", null));
        DeadLetter deadLetter = doorbells.deadLetters().get(0);
        ledger.run(new RetryInspect(video, null));

        doorbells.sent(deadLetter);

        assertThat(doorbells.due())
                .singleElement()
                .satisfies(batch ->
                        assertThat(batch.doorbells()).extracting(Doorbell::id).containsExactly(task));
    }

    private String video() {
        String id = UUID.randomUUID().toString();
        ledger.run(new AdoptObject(id, "a.mp4", "a.mp4", "p@1", "{}", "uploads/" + id, "etag", 7, Visibility.PUBLIC));
        ledger.run(new OpenShares(id));
        return id;
    }

    private void task(String video, TaskKind kind, int ordinal, Lane lane) {
        ledger.run(new InsertTask(
                video + "." + kind + "." + ordinal, video, kind, ordinal, lane, TaskState.QUEUED, 1, 1000));
    }
}
