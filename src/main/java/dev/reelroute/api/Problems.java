package dev.reelroute.api;

import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes problems of exceptions. */
@Component
public class Problems {

    /** @param instance the address that was asked */
    public Problem of(Throwable exception, @Nullable String instance) {
        Optional<Failure> failure = Failure.in(exception);
        if (failure.isPresent()) {
            return Problem.of(failure.get().code(), failure.get().detail(), instance);
        }
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return Problem.of(FailureCode.LEDGER_UNAVAILABLE, null, instance);
            }
            if (cause instanceof SdkException) {
                return Problem.of(FailureCode.STORE_UNAVAILABLE, null, instance);
            }
        }
        return Problem.of(FailureCode.INTERNAL_ERROR, null, instance);
    }
}
