package dev.reelroute.encode;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.reelroute.media.Digest;
import dev.reelroute.store.PrivateFiles;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Subtitles in a task's folder, under a name that tells their content: nobody plays an older text. */
public final class SubtitlesFile {

    private SubtitlesFile() {}

    /** @param name of the text track, such as {@code subtitles-0}; also its folder */
    public static StoredFile write(Work work, String name, String text) throws IOException {
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
        return StoredFile.of(
                work.video().id(), key, Files.move(file, work.output().resolve(key), REPLACE_EXISTING));
    }
}
