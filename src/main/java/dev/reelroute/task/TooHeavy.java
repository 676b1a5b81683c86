package dev.reelroute.task;

import java.io.Serial;

/** Work takes more than its lane is for. It goes on, from its beginning, in the lane for heavy work. */
public final class TooHeavy extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** @param why one sentence, for the log */
    public TooHeavy(String why) {
        super(why);
    }
}
