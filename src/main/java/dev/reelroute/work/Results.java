package dev.reelroute.work;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.reelroute.check.MadeObject;
import dev.reelroute.encode.EncodedTrack;
import dev.reelroute.media.Digest;
import dev.reelroute.publish.ObjectTypes;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.PrivateFiles;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.Work;
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
     * @param damaged not all of this piece of the source could be decoded
     */
    record Result(List<EncodedTrack> tracks, List<MadeObject> objects, boolean damaged) {}

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

    /** Writes subtitles into the work's folder, under a name that tells their content: nobody plays an older text. */
    static StoredFile subtitles(Work work, String name, String text) throws IOException {
        Path folder = PrivateFiles.folder(work.output().resolve(name));
        Path file = PrivateFiles.file(folder.resolve("new.vtt"));
        Files.writeString(file, text);
        String key;
        try (InputStream content = Files.newInputStream(file)) {
            key = name + "/"
                    + Digest.copy(content, OutputStream.nullOutputStream())
                            .hex()
                            .substring(0, 12) + ".vtt";
        }
        return file(work.video().id(), key, Files.move(file, work.output().resolve(key), REPLACE_EXISTING));
    }

    static MadeObject made(String video, StoredFile file) {
        return new MadeObject(
                file.key().substring(ObjectKeys.videoPrefix(video).length()), file.bytes(), file.digest());
    }
}
