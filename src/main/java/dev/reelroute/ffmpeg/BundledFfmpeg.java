package dev.reelroute.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The FFmpeg that comes as a Maven dependency: a jar of programs and libraries for one platform, unpacked once into a
 * folder that is named after its content.
 *
 * JavaCPP's own loader is not used, because it also loads the libraries into the JVM, which takes half a second at
 * every start and fails where a system library is missing. A program that runs as a separate process does not need
 * that.
 */
final class BundledFfmpeg {

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private final @Nullable Path configuredCache;

    BundledFfmpeg(@Nullable Path configuredCache) {
        this.configuredCache = configuredCache;
    }

    /**
     * The folder that holds {@code ffmpeg}, {@code ffprobe} and their libraries; empty when there is no jar for this
     * platform on the classpath.
     *
     * @throws IOException when it cannot be unpacked anywhere
     */
    Optional<Path> unpack() throws IOException {
        URL resource = resource("-gpl");
        if (resource == null) {
            resource = resource("");
        }
        if (resource == null || !(resource.openConnection() instanceof JarURLConnection connection)) {
            return Optional.empty();
        }
        JarFile jar = connection.getJarFile();
        String folder =
                connection.getEntryName().substring(0, connection.getEntryName().lastIndexOf('/') + 1);
        List<JarEntry> entries = jar.stream()
                .filter(entry -> entry.getName().startsWith(folder) && isNeeded(entry, folder))
                .toList();
        Path target = cache().resolve("ffmpeg-" + Loader.getPlatform() + "-" + fingerprint(entries));
        if (!isComplete(target, entries, folder)) {
            unpack(jar, entries, folder, target);
        }
        return Optional.of(target);
    }

    /** Where unpacked programs and stub libraries lie. */
    Path cache() throws IOException {
        if (configuredCache != null) {
            return Files.createDirectories(configuredCache.toAbsolutePath());
        }
        try {
            Path home = Files.createDirectories(Path.of(System.getProperty("user.home"), ".cache", "reelroute"));
            if (Files.isWritable(home)) {
                return home;
            }
        } catch (IOException e) {
            // A service account has no home, or a read-only one: then the temporary folder is used.
        }
        return privateTemporaryFolder();
    }

    /** Other users can write to the temporary folder too, so a folder there is trusted only when it is ours alone. */
    private static Path privateTemporaryFolder() throws IOException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "reelroute-" + System.getProperty("user.name"));
        if (!Files.getFileStore(folder.getParent()).supportsFileAttributeView("posix")) {
            return Files.createDirectories(folder);
        }
        var ownerOnly = PosixFilePermissions.fromString("rwx------");
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
        }
        Path probe = Files.createTempFile("reelroute", null);
        boolean ours = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe))
                && Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
                        .equals(ownerOnly)
                && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
        Files.delete(probe);
        if (!ours) {
            throw new IOException(folder + " belongs to someone else; set reelroute.ffmpeg.cache to a folder of yours");
        }
        return folder;
    }

    private static @Nullable URL resource(String extension) {
        String program = WINDOWS ? "ffmpeg.exe" : "ffmpeg";
        return BundledFfmpeg.class
                .getClassLoader()
                .getResource("org/bytedeco/ffmpeg/" + Loader.getPlatform() + extension + "/" + program);
    }

    /** The programs and the libraries that they load, but not the libraries that connect those with Java. */
    private static boolean isNeeded(JarEntry entry, String folder) {
        String file = entry.getName().substring(folder.length());
        return !file.isEmpty()
                && !file.contains("/")
                && !file.endsWith(".h")
                && !file.startsWith("libjni")
                && !file.startsWith("jni");
    }

    private static String fingerprint(List<JarEntry> entries) {
        CRC32 crc = new CRC32();
        entries.forEach(entry -> crc.update(
                (entry.getName() + entry.getSize() + " " + entry.getCrc()).getBytes(StandardCharsets.UTF_8)));
        return String.format("%08x", crc.getValue());
    }

    private static boolean isComplete(Path target, List<JarEntry> entries, String folder) throws IOException {
        for (JarEntry entry : entries) {
            Path file = target.resolve(entry.getName().substring(folder.length()));
            if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Unpacks beside the target and renames, so that several processes may do this at once and none sees a partial
     * result.
     */
    private static void unpack(JarFile jar, List<JarEntry> entries, String folder, Path target) throws IOException {
        Path draft = Files.createTempDirectory(target.getParent(), "unpacking-");
        try {
            for (JarEntry entry : entries) {
                Path file = draft.resolve(entry.getName().substring(folder.length()));
                try (InputStream content = jar.getInputStream(entry)) {
                    Files.copy(content, file);
                }
                if (!WINDOWS) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
            if (!WINDOWS) {
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            if (Files.exists(target) && !isComplete(target, entries, folder)) {
                FileSystemUtils.deleteRecursively(target);
            }
            try {
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (!isComplete(target, entries, folder)) {
                    throw e;
                }
            }
        } finally {
            FileSystemUtils.deleteRecursively(draft);
        }
    }
}
