package dev.reelroute.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * An init segment followed by segments is a fragmented MP4 file. The pieces are put together on disk, because FFmpeg's
 * {@code concatf} holds all pieces of a long film open at once, more than the sandbox allows.
 */
public final class FragmentedFile {

    private FragmentedFile() {}

    /**
     * Opens the file, which exists, to write one of its pieces.
     *
     * @param offset bytes of the pieces before it
     */
    public static OutputStream at(Path file, long offset) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        return Channels.newOutputStream(channel.position(offset));
    }

    /** @param pieces in their order */
    public static void join(Path file, List<Path> pieces) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (Path piece : pieces) {
                Files.copy(piece, out);
            }
        }
    }

    /** FFmpeg's arguments to read such a file, which we made ourselves, from the work directory. */
    public static List<String> input(String name) {
        return List.of("-protocol_whitelist", "file", "-format_whitelist", "mov", "-f", "mov", "-i", "file:" + name);
    }
}
