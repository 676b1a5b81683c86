package dev.reelroute.store;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.media.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Reads and checks objects, and handles multipart uploads. {@link StoreAnswers} names the errors that the store
 * answers.
 */
@Component
public class ObjectStore {

    /** Limit for all attempts together: a request that waits should rather get an error. */
    private static final AwsRequestOverrideConfiguration SOON = within(8);
    /** S3 may need some time to put the parts of a large upload together. */
    private static final AwsRequestOverrideConfiguration LATER = within(30);

    /** S3's error codes for parts that do not make an object. */
    private static final Set<String> UPLOADERS_FAULTS =
            Set.of("EntityTooSmall", "EntityTooLarge", "InvalidPart", "InvalidPartOrder", "NoSuchUpload");

    /** XML has no control characters: with one such key, no list could be read. */
    private static final EncodingType READABLE = EncodingType.URL;

    private final S3Client s3;
    private final String bucket;

    ObjectStore(S3Client s3, StoreProperties store) {
        this.s3 = s3;
        this.bucket = store.bucket();
    }

    /**
     * What the store has under a key.
     *
     * @param etag as {@link #version} returns it
     * @param size bytes
     */
    public record Stored(String etag, long size) {}

    public String beginMultipart(String key, @Nullable String contentType) {
        return call(() -> s3.createMultipartUpload(create ->
                        create.bucket(bucket).key(key).contentType(contentType).overrideConfiguration(SOON))
                .uploadId());
    }

    /** The parts that the store has, in order. */
    public List<Part> parts(String key, String uploadId) {
        return call(() -> {
            try {
                return s3
                        .listPartsPaginator(list ->
                                list.bucket(bucket).key(key).uploadId(uploadId).overrideConfiguration(SOON))
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
                .overrideConfiguration(LATER)
                .multipartUpload(upload -> upload.parts(parts.stream()
                        .map(part -> CompletedPart.builder()
                                .partNumber(part.partNumber())
                                .eTag(part.eTag())
                                .build())
                        .toList()))));
    }

    /** The multipart uploads under way whose keys begin with a prefix. */
    public List<MultipartUpload> multiparts(String prefix) {
        return call(() -> s3
                .listMultipartUploadsPaginator(list -> list.bucket(bucket)
                        .prefix(prefix)
                        .encodingType(READABLE)
                        .overrideConfiguration(SOON))
                .uploads()
                .stream()
                .toList());
    }

    /** Ends a multipart upload and frees its parts; an upload that is gone already is no error. */
    public void abortMultipart(String key, String uploadId) {
        call(() -> {
            try {
                return s3.abortMultipartUpload(abort ->
                        abort.bucket(bucket).key(key).uploadId(uploadId).overrideConfiguration(SOON));
            } catch (NoSuchUploadException e) {
                return e;
            }
        });
    }

    public Optional<Stored> head(String key) {
        return call(() -> {
            try {
                HeadObjectResponse head =
                        s3.headObject(request -> request.bucket(bucket).key(key).overrideConfiguration(SOON));
                return Optional.of(new Stored(
                        version(head.eTag(), head.lastModified(), head.contentLength()), head.contentLength()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /** The headers that a player would get; empty when there is no such object. */
    public Optional<StoredObject> served(String key) {
        return call(() -> {
            try {
                HeadObjectResponse head =
                        s3.headObject(request -> request.bucket(bucket).key(key).overrideConfiguration(SOON));
                return Optional.of(new StoredObject(
                        head.contentLength(),
                        head.eTag() == null ? null : unquoted(head.eTag()),
                        head.contentType(),
                        head.cacheControl()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /** A small object, as text; empty when there is no such object. */
    public Optional<String> text(String key) {
        return call(() -> {
            try {
                return Optional.of(s3.getObjectAsBytes(
                                request -> request.bucket(bucket).key(key).overrideConfiguration(SOON))
                        .asUtf8String());
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /** All objects under a prefix, by key. */
    public Map<String, StoredObject> list(String prefix) {
        return listed(
                prefix,
                object -> new StoredObject(
                        object.size(), object.eTag() == null ? null : unquoted(object.eTag()), null, null));
    }

    /** The versions of all objects under a prefix, by key, in the order of the listing. */
    public Map<String, Stored> versions(String prefix) {
        return listed(
                prefix,
                object -> new Stored(version(object.eTag(), object.lastModified(), object.size()), object.size()));
    }

    private <T> Map<String, T> listed(String prefix, Function<S3Object, T> read) {
        return call(() -> s3
                .listObjectsV2Paginator(list -> list.bucket(bucket)
                        .prefix(prefix)
                        .encodingType(READABLE)
                        .overrideConfiguration(SOON))
                .contents()
                .stream()
                .collect(Collectors.toMap(S3Object::key, read, (first, second) -> second, LinkedHashMap::new)));
    }

    /**
     * The version of an object under its key: its ETag without quotes. Files that were copied into the folder of an
     * embedded store have none; for them it is their time, in whole seconds, on which all answers of S3 agree, and
     * their size.
     */
    public static String version(@Nullable String etag, Instant lastModified, long size) {
        return etag == null ? "at-" + lastModified.getEpochSecond() + "-" + size : unquoted(etag);
    }

    /** S3 puts an ETag in quotes in some answers and not in others. */
    public static String unquoted(String etag) {
        return etag.replace("\"", "");
    }

    private static AwsRequestOverrideConfiguration within(int seconds) {
        return AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(Duration.ofSeconds(seconds))
                .build();
    }

    private static <T> T call(Supplier<T> request) {
        try {
            return request.get();
        } catch (S3Exception e) {
            if (UPLOADERS_FAULTS.contains(StoreAnswers.code(e))) {
                throw new Refused(
                        FailureCode.INVALID_REQUEST, e.awsErrorDetails().errorMessage(), e);
            }
            throw StoreAnswers.failure(e);
        } catch (SdkException e) {
            throw StoreAnswers.failure(e);
        }
    }
}
