package dev.reelroute.store;

import java.io.File;
import java.nio.file.Path;

/**
 * A local file on its way into the bucket.
 *
 * @param key whole object key
 */
public record StoredFile(String key, Path path, String contentType, String cacheControl) {

    /** For the S3 component, which takes a {@code File}. */
    public File file() {
        return path.toFile();
    }
}
