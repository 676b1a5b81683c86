package dev.reelroute.task;

import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.health.Disk;
import dev.reelroute.health.Outages;
import dev.reelroute.store.StoreAnswers;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Finds the business failure in an exception. Routes and frameworks wrap what beans throw, so it looks at the whole
 * chain of causes.
 */
@Component
public class Causes {

    /** The first exception of a type in the chain of causes. */
    <T extends Throwable> Optional<T> find(Throwable exception, Class<T> type) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    /** Whether the stack trace is worth logging: not for an outage, which is reported in one line. */
    public boolean isUnforeseen(Throwable exception) {
        return !Outages.caused(exception);
    }

    /** The failure that an exception means; a {@link Setback} INTERNAL_ERROR when it is not known. */
    public Failure of(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure failure) {
                return failure;
            }
            if (cause instanceof S3Exception s3 && s3.statusCode() == 404 && !(s3 instanceof NoSuchBucketException)) {
                return new Refused(FailureCode.SOURCE_MISSING, null, exception);
            }
            if (cause instanceof S3Exception s3 && s3.statusCode() == 412) {
                return new Refused(FailureCode.SOURCE_CHANGED, null, exception);
            }
            if (cause instanceof SqsException) {
                return new Setback(FailureCode.QUEUE_UNAVAILABLE, null, exception);
            }
            if (cause instanceof SdkException sdk) {
                return StoreAnswers.failure(sdk);
            }
            if (cause instanceof SQLException && Outages.caused(cause)) {
                return new Setback(FailureCode.LEDGER_UNAVAILABLE, null, exception);
            }
            if (cause instanceof IOException
                    && String.valueOf(cause.getMessage()).contains(Disk.NO_SPACE)) {
                return new Setback(FailureCode.DISK_FULL, cause.getMessage(), exception);
            }
        }
        return new Setback(FailureCode.INTERNAL_ERROR, exception.toString(), exception);
    }
}
