package dev.reelroute.work;

import dev.reelroute.check.MadeObject;
import dev.reelroute.encode.EncodedTrack;
import dev.reelroute.media.Digest;
import dev.reelroute.publish.ObjectTypes;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What tasks make, on its way to where players will find it, and as the ledger remembers it. */
final class Results {

    private Results() {}

    /**
     * The result of an encoding task, as it stands in the ledger.
     *
     * @param tracks of a chunk or of a sound track; empty for stills
     * @param objects that the task put into the bucket
     */
    record Result(List<EncodedTrack> tracks, List<MadeObject> objects) {}

    /** @param key relative to the video's prefix */
    static StoredFile file(String video, String key, Path path) {
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

    static MadeObject made(String video, StoredFile file) {
        return new MadeObject(
                file.key().substring(ObjectKeys.videoPrefix(video).length()), file.bytes(), file.digest());
    }
}
