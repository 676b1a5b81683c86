package dev.reelroute.store;

import java.io.File;
import java.nio.file.Path;

/**
 * A local file on its way into the bucket.
 *
 * @param key whole object key
 */
public record StoredFile(String key, Path path, String contentType, String cacheControl) {

    public StoredFile(String key, Path path) {
        this(key, path, ObjectTypes.contentType(key), ObjectTypes.cacheControl(key));
    }

    /** For the S3 component, which takes a {@code File}. */
    public File file() {
        return path.toFile();
    }
}
