package dev.reelroute.failure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Permanent: the same input will fail the same way, so it is refused at once. */
public final class Refused extends Failure {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    public Refused(FailureCode code) {
        this(code, null);
    }

    public Refused(FailureCode code, @Nullable String detail) {
        this(code, detail, (Throwable) null);
    }

    public Refused(FailureCode code, @Nullable String detail, @Nullable Throwable cause) {
        super(code, detail, cause);
        this.retryAfter = null;
    }

    /** @param retryAfter when the same may be asked again */
    public Refused(FailureCode code, String detail, Duration retryAfter) {
        super(code, detail, null);
        this.retryAfter = retryAfter;
    }

    /** When the same may be asked again; null: never. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
