package dev.reelroute.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.DeadLetter;
import dev.reelroute.ledger.Statements.Doorbell;
import dev.reelroute.ledger.Statements.MarkRung;
import dev.reelroute.ledger.Statements.UnrungTasks;
import dev.reelroute.ledger.Statements.UnsentDeadLetters;
import dev.reelroute.ledger.TaskState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * The outbox of the queues: which messages are to be sent, and the note that they were; and what received messages say.
 */
@Component
public class Doorbells {

    private static final int LONGEST_DELAY = 900; // seconds; what SQS takes
    private static final int MOST = 10; // messages in one request; what SQS takes

    /** Doorbells that are sent in one request: at most ten, to the queue of one lane. */
    public record Batch(Lane lane, int delaySeconds, List<Doorbell> doorbells) {}

    private final Ledger ledger;
    private final ObjectMapper mapper;

    Doorbells(Ledger ledger, ObjectMapper mapper) {
        this.ledger = ledger;
        this.mapper = mapper;
    }

    /**
     * Tasks whose message was not sent yet, the most urgent lane first. Tasks that are due later than SQS can delay a
     * message are left for a later round.
     */
    public List<Batch> due() {
        record Together(Lane lane, int delaySeconds) {}
        Map<Together, List<Doorbell>> due = ledger.ask(new UnrungTasks()).stream()
                .filter(doorbell -> doorbell.delaySeconds() <= LONGEST_DELAY)
                .collect(Collectors.groupingBy(
                        doorbell -> new Together(doorbell.lane(), doorbell.delaySeconds()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<Batch> batches = new ArrayList<>();
        due.forEach((together, all) -> {
            for (int from = 0; from < all.size(); from += MOST) {
                batches.add(new Batch(
                        together.lane(),
                        together.delaySeconds(),
                        all.subList(from, Math.min(from + MOST, all.size()))));
            }
        });
        return batches;
    }

    /**
     * Reads a message of a lane.
     *
     * @throws Refused MESSAGE_NOT_READABLE
     */
    public Ring read(String message) {
        try {
            JsonNode lane = mapper.readTree(message).path("lane");
            return Stream.of(Lane.values())
                    .filter(each -> lane.isTextual() && each.name().equals(lane.asText()))
                    .findFirst()
                    .map(Ring::new)
                    .orElseThrow(() -> new Refused(FailureCode.MESSAGE_NOT_READABLE, "It names no lane: " + message));
        } catch (JsonProcessingException e) {
            throw new Refused(FailureCode.MESSAGE_NOT_READABLE, "It is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** @return a message for each */
    public List<String> rings(Batch batch) throws JsonProcessingException {
        return Collections.nCopies(batch.doorbells().size(), mapper.writeValueAsString(new Ring(batch.lane())));
    }

    /**
     * Notes that they were sent. If the queue has taken some of them only, it does not say which: all are sent again, since
     * one too many does no harm.
     *
     * @throws Setback QUEUE_UNAVAILABLE
     */
    public void rung(Batch batch, SendMessageBatchResponse answer) {
        if (!answer.failed().isEmpty()) {
            throw new Setback(
                    FailureCode.QUEUE_UNAVAILABLE,
                    "The queue refused a message: " + answer.failed().get(0).message());
        }
        ledger.atomically(() -> {
            batch.doorbells().forEach(each -> ledger.run(new MarkRung(each.id(), each.attempt(), TaskState.QUEUED)));
            return batch;
        });
    }

    /** Failed tasks whose dead letter was not sent yet. */
    public List<DeadLetter> deadLetters() {
        return ledger.ask(new UnsentDeadLetters());
    }

    /** Notes that it was sent. A task that is tried again meanwhile still needs its own message. */
    public void sent(DeadLetter deadLetter) {
        ledger.run(new MarkRung(deadLetter.id(), deadLetter.attempt(), TaskState.FAILED));
    }
}
