package dev.reelroute.store;

import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Tells a store that is away, for which one waits as long as it takes, from one that refuses what it is asked, which ends.
 * Codes: "Error responses" of the Amazon S3 API reference.
 */
public final class StoreAnswers {

    /** Client errors by their status that are none of the request's: it was too slow, too early, or one too many. */
    private static final Set<Integer> LATER = Set.of(408, 425, 429);
    /**
     * And by their code: an upload that broke off, another request for the same object under way, credentials that a role
     * has not renewed yet.
     */
    private static final Set<String> LATER_CODES = Set.of(
            "RequestTimeout",
            "IncompleteBody",
            "OperationAborted",
            "ConditionalRequestConflict",
            "ExpiredToken",
            "TokenRefreshRequired");

    private StoreAnswers() {}

    /** Whether the store was reached and will not do this, now or later. */
    public static boolean isRefusal(SdkException exception) {
        return exception instanceof AwsServiceException answer
                && answer.statusCode() >= 400
                && answer.statusCode() < 500
                && !LATER.contains(answer.statusCode())
                && !answer.isThrottlingException()
                && !isClockSkew(answer)
                && !LATER_CODES.contains(code(answer));
    }

    /** What the store said, as a setback: one that counts when it refuses, and one that waits when it is away. */
    public static Failure failure(SdkException exception) {
        return new Setback(
                isRefusal(exception) ? FailureCode.STORE_REFUSED : FailureCode.STORE_UNAVAILABLE,
                exception.getMessage(),
                exception);
    }

    /** The SDK counts a wrong signature among these, which is what a wrong secret gives. */
    private static boolean isClockSkew(AwsServiceException answer) {
        return answer.isClockSkewException() && !code(answer).equals("SignatureDoesNotMatch");
    }

    /** S3's own code; empty where the answer has none, as those to HEAD. */
    static String code(AwsServiceException answer) {
        return answer.awsErrorDetails() == null
                ? ""
                : Objects.requireNonNullElse(answer.awsErrorDetails().errorCode(), "");
    }
}
