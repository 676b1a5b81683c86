package dev.reelroute.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.DeadLetter;
import dev.reelroute.ledger.Statements.Doorbell;
import dev.reelroute.ledger.Statements.MarkRung;
import dev.reelroute.ledger.Statements.UnrungTasks;
import dev.reelroute.ledger.Statements.UnsentDeadLetters;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The outbox of the queues: which messages are to be sent, and the note that they were; and what received messages say.
 */
@Component
public class Doorbells {

    private static final int LONGEST_DELAY = 900; // seconds; what SQS takes

    private final Ledger ledger;
    private final ObjectMapper mapper;

    Doorbells(Ledger ledger, ObjectMapper mapper) {
        this.ledger = ledger;
        this.mapper = mapper;
    }

    /**
     * Tasks whose message was not sent yet. Tasks that are due later than SQS can delay a message are left for a later
     * round.
     */
    public List<Doorbell> due() {
        return ledger.ask(new UnrungTasks()).stream()
                .filter(doorbell -> doorbell.delaySeconds() <= LONGEST_DELAY)
                .toList();
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

    public Ring ring(Doorbell doorbell) {
        return new Ring(doorbell.lane());
    }

    public void rung(Doorbell doorbell) {
        ledger.run(new MarkRung(doorbell.id(), doorbell.attempt()));
    }

    /** Failed tasks whose dead letter was not sent yet. */
    public List<DeadLetter> deadLetters() {
        return ledger.ask(new UnsentDeadLetters());
    }

    public void sent(DeadLetter deadLetter) {
        ledger.run(new MarkRung(deadLetter.id(), deadLetter.attempt()));
    }
}
