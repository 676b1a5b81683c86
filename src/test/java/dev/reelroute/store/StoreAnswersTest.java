package dev.reelroute.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.failure.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Which errors are waited for, and which end the work. */
class StoreAnswersTest {

    @ParameterizedTest
    @CsvSource({
        "400, InvalidRequest,         STORE_REFUSED",
        "400, KeyTooLongError,        STORE_REFUSED",
        "400,                       , STORE_REFUSED",
        "403, AccessDenied,           STORE_REFUSED",
        "403, SignatureDoesNotMatch,  STORE_REFUSED",
        "403, InvalidAccessKeyId,     STORE_REFUSED",
        "403,                       , STORE_REFUSED",
        "404, NoSuchBucket,           STORE_REFUSED",
        "405, MethodNotAllowed,       STORE_REFUSED",
        "400, RequestTimeout,         STORE_UNAVAILABLE",
        "400, ExpiredToken,           STORE_UNAVAILABLE",
        "400, IncompleteBody,         STORE_UNAVAILABLE",
        "400, Throttling,             STORE_UNAVAILABLE",
        "403, RequestTimeTooSkewed,   STORE_UNAVAILABLE",
        "408,                       , STORE_UNAVAILABLE",
        "409, OperationAborted,       STORE_UNAVAILABLE",
        "429,                       , STORE_UNAVAILABLE",
        "500, InternalError,          STORE_UNAVAILABLE",
        "503, SlowDown,               STORE_UNAVAILABLE",
    })
    void anAnswerIsOneOrTheOther(int status, String code, FailureCode expected) {
        S3Exception answer = (S3Exception) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(
                        code == null
                                ? null
                                : AwsErrorDetails.builder().errorCode(code).build())
                .build();
        assertThat(StoreAnswers.failure(answer).code()).isEqualTo(expected);
    }

    @Test
    void noAnswerIsAnOutage() {
        assertThat(StoreAnswers.failure(SdkClientException.create("refused")).code())
                .isEqualTo(FailureCode.STORE_UNAVAILABLE);
    }
}
