package dev.reelroute.media;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.util.FileSystemUtils;

/**
 * The product as a process of its own runs it: its classes in a jar, its libraries beside it, and an archive of classes as a
 * first run had them in its memory. {@code ./reelroute} and the image start it so. A start then takes half the processor time.
 */
public final class Built {

    private static final Path FOLDER = Path.of("target/built").toAbsolutePath();
    private static final Path JAR = FOLDER.resolve("reelroute.jar");
    private static final Path ARCHIVE = FOLDER.resolve("classes-" + System.getProperty("java.version"));
    private static final Path CLASSES = Path.of("target/classes").toAbsolutePath();

    private Built() {}

    /** The command of a JVM, without a main class. The first call of a build packs the jar and makes the archive. */
    public static synchronized List<String> java() {
        try {
            Files.createDirectories(FOLDER);
            // Two processes of the tests may want it at once.
            try (FileChannel channel = FileChannel.open(
                            FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !isFresh()) {
                    build();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return command("-XX:SharedArchiveFile=" + ARCHIVE);
    }

    private static List<String> command(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                Stream.concat(Stream.of(JAR.toString()), libraries()).collect(Collectors.joining(File.pathSeparator))));
        return command;
    }

    /**
     * The large ones first: of each class that goes into the archive, JDK 17 asks the file system about every jar before its own.
     * In Maven's order the archive takes 43 s of a processor, so 31.
     */
    private static Stream<String> libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .sorted(Comparator.comparingLong((String entry) -> new File(entry).length())
                        .reversed());
    }

    private static boolean isFresh() throws IOException {
        if (!Files.exists(ARCHIVE)) {
            return false;
        }
        long built = JAR.toFile().lastModified();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.allMatch(file -> file.toFile().lastModified() <= built);
        }
    }

    private static void build() throws IOException {
        Files.deleteIfExists(ARCHIVE);
        Path half = FOLDER.resolve("reelroute.jar.new");
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(half))) {
            pack(jar);
        }
        Files.move(half, JAR, StandardCopyOption.REPLACE_EXISTING);
        List<String> command = command(
                "-XX:ArchiveClassesAtExit=" + ARCHIVE,
                // No archive takes the classes of a signed jar, and JDK 17 breaks down on one.
                "-Dreelroute.cryptography=jdk",
                "-Dreelroute.directory=" + FOLDER);
        // The command's own sample is long and large.
        Path clip = new Clips(FOLDER)
                .makeWithAudio("clip.mp4", "testsrc2=s=160x90:r=25:d=1", "sine=d=1", "-pix_fmt", "yuv420p");
        command.addAll(List.of("dev.reelroute.cli.CommandLine", "transcode", clip.toString(), "--profile", "preview"));
        Programs.run(Path.of("."), command).succeeded();
        FileSystemUtils.deleteRecursively(FOLDER.resolve("out"));
    }

    /** With entries for folders: Spring looks for classes in them. */
    private static void pack(ZipOutputStream jar) throws IOException {
        jar.setLevel(0);
        Files.walkFileTree(CLASSES, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!folder.equals(CLASSES)) {
                    jar.putNextEntry(new ZipEntry(CLASSES.relativize(folder) + "/"));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                jar.putNextEntry(new ZipEntry(CLASSES.relativize(file).toString()));
                Files.copy(file, jar);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
