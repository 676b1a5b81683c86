package dev.reelroute.failure;

import org.jspecify.annotations.Nullable;

/** A failure with a stable code. It is either {@link Refused} (do not try again) or a {@link Setback} (do). */
public abstract sealed class Failure extends RuntimeException permits Refused, Setback {

    private static final long serialVersionUID = 1L;

    private final FailureCode code;
    private final @Nullable String detail;

    Failure(FailureCode code, @Nullable String detail, @Nullable Throwable cause) {
        super(detail == null ? code.message() : code.message() + " " + detail, cause);
        this.code = code;
        this.detail = detail;
    }

    public FailureCode code() {
        return code;
    }

    /** What exactly was found: numbers, names, the last lines of FFmpeg. */
    public @Nullable String detail() {
        return detail;
    }
}
