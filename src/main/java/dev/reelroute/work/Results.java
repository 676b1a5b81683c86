package dev.reelroute.work;

import dev.reelroute.publish.ObjectTypes;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.StoredFile;
import java.nio.file.Path;

/** Files on their way to where players will find them. */
final class Results {

    private Results() {}

    /** @param key relative to the video's prefix */
    static StoredFile file(String video, String key, Path path) {
        return new StoredFile(
                ObjectKeys.videoPrefix(video) + key, path, ObjectTypes.of(key), ObjectTypes.cacheControl(key));
    }
}
