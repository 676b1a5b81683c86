package dev.reelroute.task;

import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.DeadLetter;
import dev.reelroute.ledger.Statements.Doorbell;
import dev.reelroute.ledger.Statements.MarkRung;
import dev.reelroute.ledger.Statements.UnrungTasks;
import dev.reelroute.ledger.Statements.UnsentDeadLetters;
import java.util.List;
import org.springframework.stereotype.Component;

/** The outbox of the queues: what is to be sent, and the note that it was. */
@Component
public class Doorbells {

    private static final int LONGEST_DELAY = 900; // seconds; what SQS takes

    private final Ledger ledger;

    Doorbells(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Tasks whose message was not sent yet. What is due later than SQS can delay is left for a later round. */
    public List<Doorbell> due() {
        return ledger.ask(new UnrungTasks()).stream()
                .filter(doorbell -> doorbell.delaySeconds() <= LONGEST_DELAY)
                .toList();
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

    public void sent(DeadLetter letter) {
        ledger.run(new MarkRung(letter.id(), letter.attempt()));
    }
}
