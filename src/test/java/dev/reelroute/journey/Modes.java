package dev.reelroute.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who may read what lies on the disk. */
final class Modes {

    private Modes() {}

    /** Everything in a folder, and the folder, that others than its owner may do anything with, as {@code ls -l} shows it. */
    static List<String> open(Path folder) throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                try {
                    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                    if (!mode.endsWith("------")) {
                        open.add((Files.isDirectory(path) ? "d" : "-") + mode + " " + path);
                    }
                } catch (NoSuchFileException e) {
                    // Work goes on meanwhile.
                }
            }
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) {
                throw e;
            }
        }
        return open;
    }
}
