package dev.reelroute.health;

import dev.reelroute.store.StoreAnswers;
import dev.reelroute.store.StoreProperties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Asks S3 for the bucket. A refusal is an answer, so that the store is not away; but who is refused the bucket, by its credentials,
 * their rights or its settings, can do no work with what is in it.
 */
@Component
class StoreProbe implements Dependencies.Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final S3Client s3;
    private final String bucket;
    private volatile @Nullable String refusal;

    StoreProbe(S3Client s3, StoreProperties store) {
        this.s3 = s3;
        this.bucket = store.bucket();
    }

    @Override
    public @Nullable String ask() {
        try {
            s3.headBucket(request ->
                    request.bucket(bucket).overrideConfiguration(options -> options.apiCallTimeout(PATIENCE)));
            refusal = null;
            return null;
        } catch (SdkException e) {
            boolean isRefusal = StoreAnswers.isRefusal(e);
            refusal = isRefusal ? "The bucket " + bucket + " is refused us: " + e.getMessage() : null;
            return isRefusal ? null : e.getMessage();
        }
    }

    /** How the store refused the bucket when it was last asked; null when it did not. */
    @Nullable
    String refusal() {
        return refusal;
    }
}
