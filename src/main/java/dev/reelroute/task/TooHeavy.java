package dev.reelroute.task;

import java.io.Serial;

/** Work needs more than its lane allows. It starts again in the lane for heavy work. */
public final class TooHeavy extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** @param why one sentence, for the log */
    public TooHeavy(String why) {
        super(why);
    }
}
