package dev.reelroute.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.StorageClass;

/**
 * The objects below a folder, as S3 lists them. S3Proxy's own listing has what S3Proxy is itself just writing, waits forever at a
 * pipe, fails at a link to its own folder, and shows what links lead to elsewhere.
 */
final class Listing {

    private static final Logger LOG = LoggerFactory.getLogger(Listing.class);

    /** What S3Proxy keeps beside the objects. */
    private static final List<String> INNER = List.of(".mpus-", ".s3proxy-");
    /** Folders of which was said that they cannot be read. */
    private static final Set<Path> CLOSED = ConcurrentHashMap.newKeySet();

    private final String prefix;
    private final boolean isFlat;
    /** Files and folders by key; the key of a folder ends in a slash. */
    private final NavigableMap<String, Path> found = new TreeMap<>();

    /**
     * @param folder the last one that the prefix names, or the bucket; it may be a link
     * @param prefix with which the keys begin
     * @param isFlat what is in folders is listed, too; otherwise each folder is one entry
     */
    Listing(Path folder, String prefix, boolean isFlat) throws IOException {
        this.prefix = prefix;
        this.isFlat = isFlat;
        if (prefix.endsWith("/")) {
            found.put(prefix, folder);
        }
        read(folder, prefix.substring(0, prefix.lastIndexOf('/') + 1));
    }

    /** A regular file that is whole, or a link to one. */
    static boolean isObject(Path path) {
        return Files.isRegularFile(path) && !EmbeddedStore.isHalf(path);
    }

    private void read(Path folder, String above) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                String key = above + name;
                if (key.startsWith(prefix) && INNER.stream().noneMatch(name::startsWith)) {
                    add(entry, key);
                }
            }
        } catch (DirectoryIteratorException e) {
            passOver(folder, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            passOver(folder, e);
        }
    }

    private void add(Path entry, String key) throws IOException {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            found.put(key + "/", entry);
            if (isFlat) {
                read(entry, key + "/");
            }
        } else if (isObject(entry)) {
            found.put(key, entry);
        }
    }

    /** One folder must not keep the others from being listed. */
    private static void passOver(Path folder, IOException fault) throws IOException {
        if (fault instanceof AccessDeniedException) {
            if (CLOSED.add(folder)) {
                LOG.warn("Nothing in {} is seen: it may not be read. Change its mode or its owner", folder);
            }
        } else if (!(fault instanceof NoSuchFileException || fault instanceof NotDirectoryException)) {
            throw fault;
        }
    }

    /**
     * A part of the listing.
     *
     * @param after the key that the part before ended with; empty for the first part
     * @param most entries
     * @param head what S3 says of an object; null when it is gone
     */
    ListObjectsV2Response page(String after, int most, Function<String, @Nullable HeadObjectResponse> head) {
        List<S3Object> objects = new ArrayList<>();
        List<CommonPrefix> folders = new ArrayList<>();
        String last = null;
        for (Map.Entry<String, Path> entry : found.tailMap(after, false).entrySet()) {
            String key = entry.getKey();
            if (objects.size() + folders.size() == most) {
                return SdkResponses.objectsPage(objects, folders, last);
            }
            if (!isFlat && key.endsWith("/") && !key.equals(prefix)) {
                folders.add(SdkResponses.commonPrefix(key));
            } else {
                S3Object object = object(key, entry.getValue(), head.apply(key));
                if (object != null) {
                    objects.add(object);
                }
            }
            last = key;
        }
        return SdkResponses.objectsPage(objects, folders, null);
    }

    private static @Nullable S3Object object(String key, Path path, @Nullable HeadObjectResponse head) {
        if (head != null) {
            return SdkResponses.objectEntry(
                    key, head.eTag(), head.lastModified(), head.contentLength(), StorageClass.STANDARD);
        }
        // Gone; or a folder that nobody has stored; or a name in another encoding than ours, of which the user has to
        // be told.
        if (!isObject(path)) {
            return null;
        }
        try {
            BasicFileAttributes known = Files.readAttributes(path, BasicFileAttributes.class);
            Instant changed = known.lastModifiedTime().toInstant();
            return SdkResponses.objectEntry(key, null, changed, known.size(), StorageClass.STANDARD);
        } catch (IOException e) {
            return null;
        }
    }
}
