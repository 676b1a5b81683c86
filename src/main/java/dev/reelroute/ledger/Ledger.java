package dev.reelroute.ledger;

import dev.reelroute.ledger.Statement.Change;
import dev.reelroute.ledger.Statement.Question;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs statements. Outside of {@link #atomically} each one is its own transaction. */
public interface Ledger {

    /** Number of rows changed. */
    int run(Change change);

    <R extends Record> List<R> ask(Question<R> question);

    default <R extends Record> Optional<R> askOne(Question<R> question) {
        return ask(question).stream().findFirst();
    }

    /**
     * Runs several statements in one transaction; an exception undoes them all. It must not contain FFmpeg, S3 or SQS
     * calls.
     */
    <T> T atomically(Supplier<T> work);
}
