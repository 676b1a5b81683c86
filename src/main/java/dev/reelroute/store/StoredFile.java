package dev.reelroute.store;

import dev.reelroute.media.Digest;
import dev.reelroute.media.MadeObject;
import dev.reelroute.media.ObjectTypes;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A local file on its way into the bucket.
 *
 * @param key whole object key
 * @param bytes size
 * @param digest of its content, which the store compares with what arrives
 */
public record StoredFile(String key, Path path, String contentType, String cacheControl, long bytes, Digest digest) {

    /** @param key relative to the video's prefix */
    public static StoredFile of(String video, String key, Path path) {
        try (InputStream content = Files.newInputStream(path)) {
            return new StoredFile(
                    ObjectKeys.videoPrefix(video) + key,
                    path,
                    ObjectTypes.of(key),
                    ObjectTypes.cacheControl(key),
                    Files.size(path),
                    Digest.copy(content, OutputStream.nullOutputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The object that the file becomes, by its key relative to the video's prefix. */
    public MadeObject made() {
        return new MadeObject(key.replaceFirst("^" + ObjectKeys.videoPrefix("[^/]+"), ""), bytes, digest);
    }

    /** For the S3 component, which takes a {@code File}. */
    public File file() {
        return path.toFile();
    }
}
