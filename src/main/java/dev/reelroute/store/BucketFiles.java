package dev.reelroute.store;

import java.nio.file.Path;

/**
 * Where the bucket lies on this machine in plain files, of which none is ever changed in place: an object that is put
 * again becomes another file. There is none of these where the store is on another machine.
 */
@FunctionalInterface
public interface BucketFiles {

    /** The file that an object is, whether or not there is such an object. */
    Path file(String key);
}
