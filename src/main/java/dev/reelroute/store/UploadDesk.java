package dev.reelroute.store;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Presigned URLs and multipart uploads. A store that does not answer is a {@code STORE_UNAVAILABLE}. */
@Component
public class UploadDesk {

    private static final String STAND_IN = "no-etag-";

    private final S3Client s3;
    private final S3Presigner presigner;
    private final String bucket;

    UploadDesk(S3Client s3, S3Presigner presigner, StoreProperties store) {
        this.s3 = s3;
        this.presigner = presigner;
        this.bucket = store.bucket();
    }

    /**
     * What the store has under a key.
     *
     * @param etag without quotes
     * @param size bytes
     */
    public record Stored(String etag, long size) {}

    /** @param contentType to be sent as header, signed; null for none */
    public String presignPut(String key, @Nullable String contentType, long size, Duration validity) {
        return presigner
                .presignPutObject(presign -> presign.signatureDuration(validity)
                        .putObjectRequest(put -> put.bucket(bucket)
                                .key(key)
                                .contentType(contentType)
                                .contentLength(size)))
                .url()
                .toString();
    }

    public String presignPart(String key, String uploadId, int number, Duration validity) {
        return presigner
                .presignUploadPart(presign -> presign.signatureDuration(validity)
                        .uploadPartRequest(part ->
                                part.bucket(bucket).key(key).uploadId(uploadId).partNumber(number)))
                .url()
                .toString();
    }

    public String beginMultipart(String key, @Nullable String contentType) {
        return call(() -> s3.createMultipartUpload(
                        create -> create.bucket(bucket).key(key).contentType(contentType))
                .uploadId());
    }

    /** The parts that the store has, in order. */
    public List<Part> parts(String key, String uploadId) {
        return call(() -> {
            try {
                return s3
                        .listPartsPaginator(list -> list.bucket(bucket).key(key).uploadId(uploadId))
                        .parts()
                        .stream()
                        .toList();
            } catch (NoSuchUploadException e) {
                return List.of();
            }
        });
    }

    public void completeMultipart(String key, String uploadId, List<Part> parts) {
        call(() -> s3.completeMultipartUpload(complete -> complete.bucket(bucket)
                .key(key)
                .uploadId(uploadId)
                .multipartUpload(upload -> upload.parts(parts.stream()
                        .map(part -> CompletedPart.builder()
                                .partNumber(part.partNumber())
                                .eTag(part.eTag())
                                .build())
                        .toList()))));
    }

    /** Ends a multipart upload and frees its parts; one that is gone already is fine. */
    public void abortMultipart(String key, String uploadId) {
        call(() -> {
            try {
                return s3.abortMultipartUpload(
                        abort -> abort.bucket(bucket).key(key).uploadId(uploadId));
            } catch (NoSuchUploadException e) {
                return e;
            }
        });
    }

    public Optional<Stored> head(String key) {
        return call(() -> {
            try {
                HeadObjectResponse head =
                        s3.headObject(request -> request.bucket(bucket).key(key));
                return Optional.of(new Stored(
                        version(head.eTag(), head.contentLength(), head.lastModified()), head.contentLength()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /** Key to size of all objects under a prefix. */
    public Map<String, Long> list(String prefix) {
        return call(() -> s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                .collect(Collectors.toMap(S3Object::key, S3Object::size)));
    }

    /**
     * The name of an object's version: its ETag, without the quotes in which it stands in some answers and not in others.
     * The embedded server has none for a file that was not put there by S3; size and time stand in for it.
     */
    public static String version(@Nullable String etag, long size, @Nullable Instant modified) {
        return etag == null || etag.isEmpty()
                ? STAND_IN + size + "-" + (modified == null ? 0 : modified.toEpochMilli())
                : etag.replace("\"", "");
    }

    /** Whether a version is an ETag, that a store can compare. */
    public static boolean isEtag(String version) {
        return !version.startsWith(STAND_IN);
    }

    private static <T> T call(Supplier<T> request) {
        try {
            return request.get();
        } catch (S3Exception e) {
            if (e.statusCode() >= 400 && e.statusCode() < 500) {
                throw new Refused(
                        FailureCode.INVALID_REQUEST,
                        e.awsErrorDetails() == null
                                ? e.getMessage()
                                : e.awsErrorDetails().errorMessage(),
                        e);
            }
            throw new Setback(FailureCode.STORE_UNAVAILABLE, e.getMessage(), e);
        } catch (SdkException e) {
            throw new Setback(FailureCode.STORE_UNAVAILABLE, e.getMessage(), e);
        }
    }
}
