package dev.reelroute.failure;

import org.jspecify.annotations.Nullable;

/** Transient: the same work may succeed later or elsewhere, so it goes back with a backoff. */
public final class Setback extends Failure {

    private static final long serialVersionUID = 1L;

    public Setback(FailureCode code, @Nullable String detail) {
        super(code, detail, null);
    }

    public Setback(FailureCode code, @Nullable String detail, @Nullable Throwable cause) {
        super(code, detail, cause);
    }
}
