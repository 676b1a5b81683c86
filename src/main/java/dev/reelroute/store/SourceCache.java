package dev.reelroute.store;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.media.Appended;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.http.Abortable;

/**
 * Local copies of sources, one for each object version, shared by all tasks of a worker. A task gets a hard link, so
 * eviction need not know which tasks use a copy: the bytes are freed with the last link.
 */
@Component
public class SourceCache {

    private static final Logger LOG = LoggerFactory.getLogger(SourceCache.class);

    private static final String PARTIAL = "partial-";

    /** What is done to copies; another number where that changes, so that those of an older version are not used. */
    private static final String FORM = "2";

    private final Path folder;
    private final long limit;
    /** What is fetched just now. Pieces of one video begin together: the second waits for the first one's copy. */
    private final Map<Path, CompletableFuture<Void>> arriving = new ConcurrentHashMap<>();

    public SourceCache(@Value("${reelroute.data}") Path data, StoreProperties store) throws IOException {
        this.folder = PrivateFiles.folder(data.resolve("cache"));
        this.limit = store.cacheSize().toBytes();
    }

    /** Removes what processes that are gone have fetched only in part. */
    public void sweepAbandoned() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(SourceCache::isAbandoned).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Links the copy of an object version to a path. @return false when there is no copy yet */
    public synchronized boolean link(String key, String etag, Path link) {
        Path copy = path(key, etag);
        try {
            if (!Files.exists(link)) {
                Files.createLink(link, copy);
            }
            // The time of use, not of modification: that may be the object's own time.
            Files.getFileAttributeView(copy, BasicFileAttributeView.class)
                    .setTimes(null, FileTime.from(Instant.now()), null);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new Setback(FailureCode.INTERNAL_ERROR, "The source cache cannot be used: " + e, e);
        }
    }

    /**
     * Keeps a file that is already on this disk as the copy of an object version, without copying its content.
     *
     * @param size bytes of the object version
     * @return false when it is on another disk, not that object version, or must be changed before it can be read
     */
    public boolean adopt(String key, String etag, long size, Path file) {
        Path copy = path(key, etag);
        try {
            if (Files.size(file) != size || Appended.isIn(file)) {
                return false;
            }
            evict(size);
            Files.createLink(copy, file);
            // It may be a file that a user has copied into the folder of the bucket.
            PrivateFiles.close(copy);
            return true;
        } catch (FileAlreadyExistsException e) {
            // Another worker on this machine was faster, with the same bytes.
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /**
     * Keeps the content of the stream as the copy of an object version; of recordings that were appended to one another, as one.
     * Where the same version arrives already, the stream is closed unread, and this waits for the other one.
     *
     * @param room is called before the first byte is read, and throws when there is none
     * @throws Setback DISK_FULL; STORE_UNAVAILABLE when the stream ends early or has another length; INTERNAL_ERROR when the
     *     copy cannot be changed; what {@code room} throws
     */
    public void keep(String key, String etag, long size, InputStream content, Runnable room) {
        Path copy = path(key, etag);
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> other = arriving.putIfAbsent(copy, mine);
        if (other != null) {
            abort(content);
            await(other);
            return;
        }
        try {
            if (Files.exists(copy)) {
                abort(content);
            } else {
                room.run();
                fetch(copy, size, content);
            }
            mine.complete(null);
        } catch (Setback e) {
            abort(content);
            mine.completeExceptionally(e);
            throw e;
        } finally {
            arriving.remove(copy);
            mine.cancel(false);
        }
    }

    /** What failed for the one that fetches fails for the one that waits. */
    private static void await(CompletableFuture<Void> other) {
        try {
            other.join();
        } catch (CompletionException | CancellationException e) {
            if (e.getCause() instanceof Setback setback) {
                throw new Setback(setback.code(), setback.detail(), e);
            }
            throw new Setback(FailureCode.INTERNAL_ERROR, "The source could not be fetched.", e);
        }
    }

    /** Without reading the rest, as closing does. */
    private static void abort(InputStream content) {
        if (content instanceof Abortable abortable) {
            abortable.abort();
        }
    }

    private void fetch(Path copy, long size, InputStream content) {
        Path partial = folder.resolve(PARTIAL + ProcessHandle.current().pid() + "-"
                + Thread.currentThread().getId());
        try (content) {
            evict(size);
            Files.deleteIfExists(partial);
            long copied = copy(content, PrivateFiles.file(partial));
            if (copied != size) {
                throw new IOException("got " + copied + " of " + size + " bytes");
            }
            straighten(partial);
            // Another worker on this machine may have been faster, with the same bytes.
            Files.move(partial, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | Setback e) {
            boolean full = folder.toFile().getUsableSpace() < 1 << 20;
            partial.toFile().delete();
            if (e instanceof Setback setback && !full) {
                throw setback;
            }
            throw new Setback(
                    full ? FailureCode.DISK_FULL : FailureCode.STORE_UNAVAILABLE,
                    "The source could not be fetched: " + e.getMessage(),
                    e);
        }
    }

    /** What goes wrong on this disk is no outage of the store. */
    private static void straighten(Path file) {
        try {
            Appended.straighten(file);
        } catch (IOException e) {
            throw new Setback(FailureCode.INTERNAL_ERROR, "The source cache cannot be used: " + e, e);
        }
    }

    private static long copy(InputStream content, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            return content.transferTo(out);
        } catch (IOException e) {
            abort(content);
            throw e;
        }
    }

    /** Removes copies, the least recently used first, for as long as the disk is full: it may be smaller than the limit. */
    public synchronized void makeRoom(BooleanSupplier isFull) {
        try {
            for (Copy copy : spare()) {
                if (!isFull.getAsBoolean()) {
                    return;
                }
                Files.deleteIfExists(copy.path());
            }
        } catch (IOException e) {
            LOG.debug("The source cache made no room", e);
        }
    }

    /** How many bytes {@link #makeRoom} would free at most. */
    public synchronized long spareBytes() {
        try {
            return spare().stream().mapToLong(Copy::size).sum();
        } catch (IOException e) {
            LOG.debug("What the source cache holds cannot be told", e);
            return 0;
        }
    }

    private record Copy(Path path, long size, FileTime used) {}

    /** Copies that work does not use, nor the embedded store: removing others frees nothing, and they would be fetched again. */
    private List<Copy> spare() throws IOException {
        List<Copy> spare = new ArrayList<>();
        for (Copy copy : copies()) {
            if (!isLinked(copy.path())) {
                spare.add(copy);
            }
        }
        return spare;
    }

    private static boolean isLinked(Path file) throws IOException {
        try {
            return (int) Files.getAttribute(file, "unix:nlink") > 1;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    private synchronized void evict(long needed) throws IOException {
        List<Copy> copies = copies();
        long total = copies.stream().mapToLong(Copy::size).sum() + needed;
        for (Copy copy : copies) {
            if (total <= limit) {
                return;
            }
            Files.delete(copy.path());
            total -= copy.size();
        }
    }

    /** The least recently used first. */
    private List<Copy> copies() throws IOException {
        List<Copy> copies = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (!file.getFileName().toString().startsWith(PARTIAL)) {
                    BasicFileAttributes known = Files.readAttributes(file, BasicFileAttributes.class);
                    copies.add(new Copy(file, known.size(), known.lastAccessTime()));
                }
            }
        }
        copies.sort(Comparator.comparing(Copy::used));
        return copies;
    }

    private Path path(String key, String etag) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((key + "\n" + etag + "\n" + FORM).getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(digest.digest(), 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    private static boolean isAbandoned(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(PARTIAL)
                && !ProcessHandle.of(
                                Long.parseLong(name.substring(PARTIAL.length(), name.indexOf('-', PARTIAL.length()))))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }
}
