package dev.reelroute.move;

import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import dev.reelroute.embedded.DataAtRest;
import dev.reelroute.media.Digest;
import dev.reelroute.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Copies the objects of an embedded store into a bucket elsewhere. What is there already is left alone. */
final class ObjectCopy {

    /** At S3 each request waits for tens of milliseconds: most of the files are small. */
    private static final int AT_ONCE = 16;
    /** S3 takes up to 5 GiB in one request; but what breaks off has to be sent again. */
    private static final long IN_PARTS = 16L << 20;
    /** Of at most 10,000 parts. */
    private static final long MOST_PARTS = 9_000;

    private final DataAtRest from;
    private final S3Client to;
    private final String bucket;

    ObjectCopy(DataAtRest from, S3Client to, String bucket) {
        this.from = from;
        this.to = to;
        this.bucket = bucket;
    }

    /**
     * Copies all that is missing, and makes sure that all of it has arrived.
     *
     * @param copied hears the bytes of each object that is there now
     * @return the versions that objects have there, by key
     */
    Map<String, String> copy(List<String> keys, LongConsumer copied) throws IOException, InterruptedException {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<String, S3Object> there = listing();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> copies = new ArrayList<>();
            for (String key : keys) {
                copies.add(threads.submit(() -> {
                    copyUnlessThere(key, there.get(key));
                    copied.accept(size(key));
                }));
            }
            for (Future<?> copy : copies) {
                copy.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UncheckedIOException io ? io.getCause() : new IOException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
        Map<String, S3Object> arrived = listing();
        for (String key : keys) {
            S3Object object = arrived.get(key);
            if (object == null || object.size() != size(key)) {
                throw new IOException("After it was copied, the store does not have " + key + " as it was sent.");
            }
        }
        return arrived.values().stream()
                .collect(Collectors.toMap(
                        S3Object::key,
                        object -> ObjectStore.version(object.eTag(), object.lastModified(), object.size())));
    }

    private Map<String, S3Object> listing() {
        return to.listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream()
                .collect(Collectors.toMap(S3Object::key, object -> object));
    }

    private void copyUnlessThere(String key, @Nullable S3Object there) {
        try {
            long size = size(key);
            if (size > IN_PARTS) {
                // Its ETag says nothing of its content; but nothing that large is ever changed under its name.
                if (there == null || there.size() != size) {
                    copyInParts(key, size);
                }
                return;
            }
            Digest digest;
            try (InputStream content = Files.newInputStream(from.file(key))) {
                digest = Digest.copy(content, OutputStream.nullOutputStream());
            }
            boolean isThere =
                    there != null && there.size() == size && digest.hex().equals(ObjectStore.unquoted(there.eTag()));
            if (!isThere) {
                HeadObjectResponse head = from.head(key);
                to.putObject(
                        put -> put.bucket(bucket)
                                .key(key)
                                .contentType(head.contentType())
                                .cacheControl(head.cacheControl())
                                .contentMD5(digest.base64()),
                        from.file(key));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copyInParts(String key, long size) {
        HeadObjectResponse head = from.head(key);
        String upload = to.createMultipartUpload(create -> create.bucket(bucket)
                        .key(key)
                        .contentType(head.contentType())
                        .cacheControl(head.cacheControl()))
                .uploadId();
        long partSize = Math.max(IN_PARTS, size / MOST_PARTS + 1);
        List<CompletedPart> parts = new ArrayList<>();
        for (long begin = 0; begin < size; begin += partSize) {
            int number = parts.size() + 1;
            long first = begin;
            long length = Math.min(partSize, size - begin);
            String etag = to.uploadPart(
                            part -> part.bucket(bucket)
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .contentLength(length),
                            RequestBody.fromContentProvider(
                                    () -> range(from.file(key), first, length), length, "application/octet-stream"))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
        }
        to.completeMultipartUpload(
                complete -> complete.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
    }

    /** Read as it is sent, so that no part is in memory as a whole. */
    private static InputStream range(Path file, long begin, long length) {
        try (FileChannel channel = FileChannel.open(file)) {
            return new ByteBufferBackedInputStream(channel.map(MapMode.READ_ONLY, begin, length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long size(String key) {
        try {
            return Files.size(from.file(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
