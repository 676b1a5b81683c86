package dev.reelroute.api;

import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.task.Causes;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes problems of exceptions. */
@Component
public class Problems {

    private final Causes causes;

    Problems(Causes causes) {
        this.causes = causes;
    }

    /** @param instance the address that was asked */
    public Problem of(Throwable exception, @Nullable String instance) {
        Failure failure = causes.of(exception);
        // The text of an unexpected exception was not written for users.
        boolean internal = failure.code() == FailureCode.INTERNAL_ERROR;
        return Problem.of(
                failure.code(),
                internal ? null : failure.detail(),
                instance,
                failure instanceof Refused refused ? refused.retryAfter() : null);
    }
}
