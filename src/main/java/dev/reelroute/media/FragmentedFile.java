package dev.reelroute.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * An init segment and segments, one behind the other, are a fragmented MP4 file. They are put together on disk, because
 * FFmpeg's {@code concatf} holds all pieces of a long film open at once, more than the sandbox lets it.
 */
public final class FragmentedFile {

    private FragmentedFile() {}

    /** Opens the file to put one more piece at its end. */
    public static OutputStream append(Path file) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** @param pieces in their order */
    public static void join(Path file, List<Path> pieces) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (Path piece : pieces) {
                Files.copy(piece, out);
            }
        }
    }

    /** FFmpeg's arguments to read such a file of the work directory, which we made ourselves. */
    public static List<String> input(String name) {
        return List.of("-protocol_whitelist", "file", "-format_whitelist", "mov", "-f", "mov", "-i", "file:" + name);
    }
}
