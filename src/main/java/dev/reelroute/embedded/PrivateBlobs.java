package dev.reelroute.embedded;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reelroute.store.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Objects as files that only their owner may read, on the disk as well as over HTTP. S3Proxy takes a file that others
 * may read (by its mode, which comes from the umask) for a public object; here no object ever is public. And it takes
 * everything in the folder for an object; here only a regular file that is whole is one.
 */
class PrivateBlobs extends ForwardingBlobStore {

    /** What a listing is of. */
    private record Listed(Path from, String prefix, boolean isFlat) {}

    private final Path root;
    /** Those of which a part was answered: the others come from the same look, or each of them would read all folders again. */
    private final Cache<Listed, Listing> begun = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(8)
            .build();

    PrivateBlobs(Path root) {
        super(new FilesystemNio2BlobStore(root.toString()));
        this.root = root;
    }

    @Override
    public BucketCannedACL getContainerAccess(String container) {
        return BucketCannedACL.PRIVATE;
    }

    @Override
    public void setContainerAccess(String container, BucketCannedACL access) {
        mustBePrivate(access == BucketCannedACL.PRIVATE);
    }

    /** Answers without looking: even whether an object exists is nobody's business. */
    @Override
    public ObjectCannedACL getBlobAccess(String container, String key) {
        return ObjectCannedACL.PRIVATE;
    }

    @Override
    public ObjectCannedACL getBlobAccess(String container, String key, String version) {
        return ObjectCannedACL.PRIVATE;
    }

    @Override
    public void setBlobAccess(String container, String key, ObjectCannedACL access) {
        mustBePrivate(access == ObjectCannedACL.PRIVATE);
    }

    @Override
    public void setBlobAccess(String container, String key, ObjectCannedACL access, String version) {
        mustBePrivate(access == ObjectCannedACL.PRIVATE);
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        Path bucket = root.resolve(request.bucket());
        String prefix = Objects.requireNonNullElse(request.prefix(), "");
        Path from = file(request.bucket(), prefix.substring(0, prefix.lastIndexOf('/') + 1));
        boolean isFlat = Objects.requireNonNullElse(request.delimiter(), "").isEmpty();
        if (!containerExists(request.bucket())
                || !from.startsWith(bucket)
                || !(isFlat || request.delimiter().equals("/"))) {
            // It knows how to refuse.
            return super.list(request);
        }
        Listed listed = new Listed(from, prefix, isFlat);
        String token = request.continuationToken();
        try {
            Listing earlier = token == null ? null : begun.getIfPresent(listed);
            Listing listing = earlier == null ? new Listing(from, prefix, isFlat) : earlier;
            ListObjectsV2Response page = listing.page(
                    Objects.requireNonNullElse(token, Objects.requireNonNullElse(request.startAfter(), "")),
                    Objects.requireNonNullElse(request.maxKeys(), Integer.MAX_VALUE),
                    key -> head(request.bucket(), key));
            if (page.nextContinuationToken() == null) {
                begun.invalidate(listed);
            } else {
                begun.put(listed, listing);
            }
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable HeadObjectResponse head(String container, String key) {
        try {
            return super.blobMetadata(
                    HeadObjectRequest.builder().bucket(container).key(key).build());
        } catch (NoSuchKeyException e) {
            return null;
        }
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        mustBeObject(request.bucket(), request.key());
        close(request.bucket(), request.key());
        return super.blobMetadata(request);
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        mustBeObject(request.bucket(), request.key());
        close(request.bucket(), request.key());
        return super.getBlob(request);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        prepare(request.bucket(), request.key());
        PutObjectResponse answer = super.putBlob(request, content);
        close(request.bucket(), request.key());
        return answer;
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        prepare(request.destinationBucket(), request.destinationKey());
        CopyObjectResponse answer = super.copyBlob(request);
        close(request.destinationBucket(), request.destinationKey());
        return answer;
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        MultipartUpload upload = super.initiateMultipartUpload(request);
        close(request.bucket(), part(upload, "stub"));
        return upload;
    }

    @Override
    public UploadPartResponse uploadMultipartPart(
            MultipartUpload upload, UploadPartRequest request, InputStream content) {
        UploadPartResponse answer = super.uploadMultipartPart(upload, request, content);
        close(upload.containerName(), part(upload, String.valueOf(request.partNumber())));
        return answer;
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        prepare(upload.containerName(), upload.blobName());
        CompleteMultipartUploadResponse answer = super.completeMultipartUpload(upload, request);
        close(upload.containerName(), upload.blobName());
        return answer;
    }

    /** Where S3Proxy keeps the parts of a multipart upload: beside the objects, under a name of its own. */
    private static String part(MultipartUpload upload, String number) {
        return String.format(".mpus-%s-%s-%s", upload.id(), upload.blobName(), number);
    }

    /** Makes the folders of an object, before S3Proxy would make them with the modes of the umask. */
    private void prepare(String container, String key) {
        Path bucket = root.resolve(container);
        try {
            // Without the last part, which is the file; a key that ends in a slash is a folder.
            Path folder = file(container, key.substring(0, key.lastIndexOf('/') + 1));
            if (Files.isDirectory(bucket) && folder.startsWith(bucket)) {
                PrivateFiles.folder(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has this name may be no object: reading a pipe would never end. */
    private void mustBeObject(String container, String key) {
        Path path = file(container, key);
        if (Files.exists(path) && !Files.isDirectory(path) && !Listing.isObject(path)) {
            throw S3Exceptions.noSuchKey(container, key, "");
        }
    }

    /** The file of an object, and the folders above it, whoever made them. */
    private void close(String container, String key) {
        Path bucket = root.resolve(container);
        Path path = file(container, key);
        while (path != null && path.startsWith(bucket)) {
            PrivateFiles.close(path);
            path = path.getParent();
        }
    }

    private Path file(String container, String key) {
        return root.resolve(container).resolve(key).normalize();
    }

    private static void mustBePrivate(boolean isPrivate) {
        if (!isPrivate) {
            throw new UnsupportedOperationException("Nothing in here is ever public.");
        }
    }
}
