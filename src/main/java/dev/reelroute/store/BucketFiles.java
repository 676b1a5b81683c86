package dev.reelroute.store;

import java.nio.file.Path;

/**
 * The folder of plain files in which the bucket is stored on this machine. Files are never changed in place: an object
 * that is stored again becomes another file. There are none where the store is in another process: reelroute.embedded.store says so.
 */
@FunctionalInterface
public interface BucketFiles {

    /** The file of an object, whether or not the object exists. */
    Path file(String key);
}
