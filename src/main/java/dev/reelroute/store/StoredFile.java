package dev.reelroute.store;

import dev.reelroute.media.Digest;
import java.io.File;
import java.nio.file.Path;

/**
 * A local file on its way into the bucket.
 *
 * @param key whole object key
 * @param bytes size
 * @param digest of its content, for the store to compare with what arrives
 */
public record StoredFile(String key, Path path, String contentType, String cacheControl, long bytes, Digest digest) {

    /** For the S3 component, which takes a {@code File}. */
    public File file() {
        return path.toFile();
    }
}
