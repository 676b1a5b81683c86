package dev.reelroute.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files of one folder, and which of them have changed. Editors save in many ways: they empty the file and fill it,
 * write it piece by piece, or put another file in its place. So a change counts only when the file looks the same
 * twice. This looks at the files instead of listening for events: how soon a file system reports a change differs, and
 * some never do.
 */
public final class FolderWatch {

    /** How long an empty file is given to be filled. */
    private static final Duration FILLING = Duration.ofSeconds(3);

    private final Path folder;
    private final Predicate<String> names;
    private final Map<Path, Stamp> read = new HashMap<>();
    private final Map<Path, String> contents = new TreeMap<>();
    private Map<Path, Stamp> lastLook = Map.of();
    private boolean hasChanged;

    /** Attributes that differ when a file was written or replaced. */
    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {}

    /** @param names which of the folder's files count, by their name; changes are counted from their content now */
    public FolderWatch(Path folder, Predicate<String> names) {
        this.folder = folder;
        this.names = names;
        lastLook = stamps();
        look();
    }

    /** The content that was last reported for each file, in order of their names. */
    public Map<Path, String> contents() {
        return Map.copyOf(contents);
    }

    /**
     * Looks once.
     *
     * @return the content of each file that has changed, and empty for a file that is gone
     */
    public Map<Path, Optional<String>> look() {
        Map<Path, Stamp> stamps = stamps();
        hasChanged = !stamps.equals(lastLook);
        if (stamps.equals(read)) {
            // As nearly always.
            lastLook = stamps;
            return Map.of();
        }
        Map<Path, Optional<String>> changes = new TreeMap<>();
        Set<Path> files = new TreeSet<>(stamps.keySet());
        files.addAll(read.keySet());
        for (Path file : files) {
            Stamp stamp = stamps.get(file);
            if (!Objects.equals(stamp, read.get(file)) && Objects.equals(stamp, lastLook.get(file))) {
                take(file, stamp, changes);
            }
        }
        lastLook = stamps;
        return changes;
    }

    /** Whether the files looked otherwise at the last look than at the one before, even if that counts only at the next one. */
    public boolean hasChanged() {
        return hasChanged;
    }

    private void take(Path file, @Nullable Stamp stamp, Map<Path, Optional<String>> changes) {
        if (stamp == null) {
            read.remove(file);
            contents.remove(file);
            changes.put(file, Optional.empty());
            return;
        }
        if (stamp.size() == 0
                && stamp.modified().toInstant().isAfter(Instant.now().minus(FILLING))) {
            return;
        }
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            read.put(file, stamp);
            if (!text.equals(contents.put(file, text))) {
                changes.put(file, Optional.of(text));
            }
        } catch (IOException e) {
            // It is gone again, or cannot be read yet: the next look will see.
        }
    }

    /** Several times a second, so it takes no longer way than it must. */
    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> stamps = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (names.test(file.getFileName().toString())) {
                    stamp(file).ifPresent(stamp -> stamps.put(file, stamp));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Map.of();
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stamps;
    }

    private static Optional<Stamp> stamp(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            // Gone since the folder was listed.
            return Optional.empty();
        }
    }
}
