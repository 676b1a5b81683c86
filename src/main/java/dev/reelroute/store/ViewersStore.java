package dev.reelroute.store;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import java.io.FilterInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects for viewers, over connections of their own. A viewer holds one for as long as he reads, or does not, and
 * the API, the workers and readiness must find one then, too.
 */
public final class ViewersStore implements AutoCloseable {

    /** Viewers who are sent something at the same time: half of the server's threads, so that others find one. */
    static final int MOST = 100;

    /** Those who wait for one of these to end need a thread as well. */
    private static final int MOST_WAITING = 32;

    private static final Duration WAIT = Duration.ofSeconds(1);
    /** Until an answer begins, with all attempts: a player that waits should rather be told to ask again. */
    private static final AwsRequestOverrideConfiguration SOON = AwsRequestOverrideConfiguration.builder()
            .apiCallTimeout(Duration.ofSeconds(8))
            .build();
    /** What the store says of an object: it is the same, not there, or has not so many bytes. */
    private static final Set<Integer> OF_THE_OBJECT = Set.of(304, 404, 412, 416);

    private static final Logger LOG = LoggerFactory.getLogger(ViewersStore.class);

    private final S3Client s3;
    private final String bucket;
    /** The SDK would try for a connection four times, and each time wait for one. */
    private final Semaphore free = new Semaphore(MOST);

    /** @param s3 with {@link #MOST} connections, which is closed with this */
    public ViewersStore(S3Client s3, StoreProperties store) {
        this.s3 = s3;
        this.bucket = store.bucket();
    }

    /**
     * A small object.
     *
     * @throws S3Exception when it is not there
     * @throws Setback TOO_MANY_VIEWERS, or the store's own
     */
    public ResponseBytes<GetObjectResponse> read(String key) {
        return inTurn(
                () -> s3.getObjectAsBytes(get -> get.bucket(bucket).key(key).overrideConfiguration(SOON)));
    }

    /**
     * What there is to know of an object without its bytes.
     *
     * @throws S3Exception when it is not there; 304 when it has the entity tag
     * @throws Setback TOO_MANY_VIEWERS, or the store's own
     */
    public HeadObjectResponse head(String key, @Nullable String ifNoneMatch) {
        return inTurn(() -> s3.headObject(
                head -> head.bucket(bucket).key(key).ifNoneMatch(ifNoneMatch).overrideConfiguration(SOON)));
    }

    /**
     * An object that is to be closed, read or not.
     *
     * @param range as HTTP writes it; null: the whole
     * @throws S3Exception when it is not there; 304 when it has the entity tag
     * @throws Setback TOO_MANY_VIEWERS, or the store's own
     */
    public Content open(String key, @Nullable String range, @Nullable String ifNoneMatch) {
        take();
        try {
            return new Content(asked(() -> s3.getObject(get -> get.bucket(bucket)
                    .key(key)
                    .range(range)
                    .ifNoneMatch(ifNoneMatch)
                    .overrideConfiguration(SOON))));
        } catch (RuntimeException e) {
            free.release();
            throw e;
        }
    }

    private <T> T inTurn(Supplier<T> call) {
        take();
        try {
            return asked(call);
        } finally {
            free.release();
        }
    }

    private static <T> T asked(Supplier<T> call) {
        try {
            return call.get();
        } catch (S3Exception e) {
            if (OF_THE_OBJECT.contains(e.statusCode()) && !(e instanceof NoSuchBucketException)) {
                throw e;
            }
            throw failure(e);
        } catch (SdkException e) {
            throw failure(e);
        }
    }

    /** Viewers are strangers: the store's words and its address are not for them. */
    private static Setback failure(SdkException e) {
        return new Setback(StoreAnswers.failure(e).code(), null, e);
    }

    private void take() {
        try {
            if (free.tryAcquire()
                    || (free.getQueueLength() < MOST_WAITING
                            && free.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS))) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Setback(FailureCode.TOO_MANY_VIEWERS, null);
    }

    @Override
    public void close() {
        s3.close();
    }

    /** The bytes of an object. */
    public final class Content extends FilterInputStream {

        private final ResponseInputStream<GetObjectResponse> object;
        private long left;
        private boolean isClosed;

        private Content(ResponseInputStream<GetObjectResponse> object) {
            super(object);
            this.object = object;
            this.left = object.response().contentLength();
        }

        /** What the store says of them. */
        public GetObjectResponse head() {
            return object.response();
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            left -= read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            left -= Math.max(read, 0);
            return read;
        }

        /** A connection can be used again when all has come over it: closing alone would fetch the rest of the object for that. */
        @Override
        public void close() {
            if (isClosed) {
                return;
            }
            isClosed = true;
            try {
                if (left > 0) {
                    object.abort();
                }
                object.close();
            } catch (IOException e) {
                LOG.debug("It was broken already", e);
            } finally {
                free.release();
            }
        }
    }
}
