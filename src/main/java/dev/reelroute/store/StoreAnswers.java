package dev.reelroute.store;

import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Tells a store that is away, for which work waits as long as it takes, from one that refuses a request, which fails.
 * Codes: "Error responses" of the Amazon S3 API reference.
 */
public final class StoreAnswers {

    /**
     * Client errors, by status, for which the request itself is not at fault: it was too slow, too early, or one too
     * many.
     */
    private static final Set<Integer> LATER = Set.of(408, 425, 429);
    /**
     * And by code: an upload that ended early, another request for the same object in progress, credentials of a role
     * that are not renewed yet.
     */
    private static final Set<String> LATER_CODES = Set.of(
            "RequestTimeout",
            "IncompleteBody",
            "OperationAborted",
            "ConditionalRequestConflict",
            "ExpiredToken",
            "TokenRefreshRequired");

    private StoreAnswers() {}

    /** Whether the store was reached and will refuse this now and later. */
    public static boolean isRefusal(SdkException exception) {
        return exception instanceof AwsServiceException answer
                && answer.statusCode() >= 400
                && answer.statusCode() < 500
                && !LATER.contains(answer.statusCode())
                && !answer.isThrottlingException()
                && !isClockSkew(answer)
                && !LATER_CODES.contains(code(answer));
    }

    /** The store's error as a setback: one that counts when the store refuses, and one that waits when it is away. */
    public static Failure failure(SdkException exception) {
        return new Setback(
                isRefusal(exception) ? FailureCode.STORE_REFUSED : FailureCode.STORE_UNAVAILABLE,
                exception.getMessage(),
                exception);
    }

    /** The SDK counts a wrong signature among these; a wrong secret causes it. */
    private static boolean isClockSkew(AwsServiceException answer) {
        return answer.isClockSkewException() && !code(answer).equals("SignatureDoesNotMatch");
    }

    /** S3's own code; empty where the answer has none, as answers to HEAD. */
    static String code(AwsServiceException answer) {
        return answer.awsErrorDetails() == null
                ? ""
                : Objects.requireNonNullElse(answer.awsErrorDetails().errorCode(), "");
    }
}
