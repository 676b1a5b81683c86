package dev.reelroute.health;

import dev.reelroute.store.StoreProperties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Asks S3 for the bucket. A refusal counts as an answer: the requests that need the bucket report it. */
@Component
class StoreProbe implements Dependencies.Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final S3Client s3;
    private final String bucket;

    StoreProbe(S3Client s3, StoreProperties store) {
        this.s3 = s3;
        this.bucket = store.bucket();
    }

    @Override
    public @Nullable String ask() {
        try {
            s3.headBucket(request ->
                    request.bucket(bucket).overrideConfiguration(options -> options.apiCallTimeout(PATIENCE)));
            return null;
        } catch (S3Exception e) {
            return e.statusCode() < 500 ? null : e.getMessage();
        } catch (SdkException e) {
            return e.getMessage();
        }
    }
}
