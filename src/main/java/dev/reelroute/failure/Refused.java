package dev.reelroute.failure;

import org.jspecify.annotations.Nullable;

/** Permanent: the same input will fail the same way, so it is refused at once. */
public final class Refused extends Failure {

    private static final long serialVersionUID = 1L;

    public Refused(FailureCode code) {
        super(code, null, null);
    }

    public Refused(FailureCode code, @Nullable String detail) {
        super(code, detail, null);
    }

    public Refused(FailureCode code, @Nullable String detail, @Nullable Throwable cause) {
        super(code, detail, cause);
    }
}
