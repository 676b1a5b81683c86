package dev.reelroute.task;

import dev.reelroute.failure.Failure;
import java.util.List;

/** Results of other tasks of the same video are wrong: those tasks, and only those, are to be done again. */
public class RedoPieces extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Piece> pieces;
    private final Failure failure;

    /** @param failure what is wrong, for the tasks' rows and, after the last attempt, for the user */
    public RedoPieces(List<Piece> pieces, Failure failure) {
        // Not as its cause: Camel looks at the innermost cause first, and would take this for a setback of the claimed
        // task.
        super(failure.getMessage());
        this.pieces = List.copyOf(pieces);
        this.failure = failure;
    }

    /** @param attempt that made it */
    public record Piece(String task, int attempt) {}

    List<Piece> pieces() {
        return pieces;
    }

    Failure failure() {
        return failure;
    }
}
