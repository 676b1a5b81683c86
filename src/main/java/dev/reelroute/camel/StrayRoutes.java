package dev.reelroute.camel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Route files in folders within the folder of the routes, where nobody reads them. Several times a second, so a folder is only read when
 * its time says that something came or went.
 */
final class StrayRoutes {

    private static final String EXAMPLES = "examples";

    private final Path folder;
    private final Predicate<Path> isRouteFile;
    private final Map<Path, FileTime> folders = new HashMap<>();
    private final Set<Path> known = new HashSet<>();

    StrayRoutes(Path folder, Predicate<Path> isRouteFile) {
        this.folder = folder;
        this.isRouteFile = isRouteFile;
    }

    /** @return those that were not there before */
    List<Path> look() {
        List<Path> found = new ArrayList<>();
        try {
            if (hasChanged(folder)) {
                list(folder).stream()
                        .filter(each -> Files.isDirectory(each) && !each.endsWith(EXAMPLES))
                        .forEach(each -> folders.putIfAbsent(each, FileTime.fromMillis(0)));
            }
            for (Path each : List.copyOf(folders.keySet())) {
                if (!each.equals(folder) && hasChanged(each)) {
                    list(each).stream()
                            .filter(file -> isRouteFile.test(file.getFileName()) && known.add(file))
                            .forEach(found::add);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // It has gone: the folder's own time tells so at the next look.
            folders.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private boolean hasChanged(Path each) throws IOException {
        FileTime time = Files.getLastModifiedTime(each);
        return !time.equals(folders.put(each, time));
    }

    private static List<Path> list(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            List<Path> all = new ArrayList<>();
            files.forEach(all::add);
            return all;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
