package dev.reelroute.media;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.util.FileSystemUtils;

/**
 * The product as a process of its own runs it: its classes in a jar, its libraries beside it, its beans decided by the build, and an
 * archive of classes as a first run had them in its memory. {@code ./reelroute} and the image start it so. A start then takes less than
 * half the processor time.
 */
public final class Built {

    private static final Path FOLDER = Path.of("target/built").toAbsolutePath();
    private static final Path JAR = FOLDER.resolve("reelroute.jar");
    private static final Path ARCHIVE = FOLDER.resolve("classes-" + System.getProperty("java.version"));
    private static final Path CLASSES = Path.of("target/classes").toAbsolutePath();
    private static final Path PREPARED = FOLDER.resolve("prepared");

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
                "-XX:+UseSerialGC",
                "-Dspring.aot.enabled=true"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", with(JAR)));
        return command;
    }

    /** A class path with all libraries. */
    private static String with(Path... classes) {
        return Stream.concat(Stream.of(classes).map(Path::toString), libraries())
                .collect(Collectors.joining(File.pathSeparator));
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
        prepare();
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

    /** As {@code spring-boot:process-aot} does it in a build. */
    private static void prepare() throws IOException {
        FileSystemUtils.deleteRecursively(PREPARED);
        Path sources = PREPARED.resolve("sources");
        Path classes = PREPARED.resolve("classes");
        Programs.run(
                        Path.of("."),
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                with(CLASSES),
                                "org.springframework.boot.SpringApplicationAotProcessor",
                                "dev.reelroute.Reelroute",
                                sources.toString(),
                                PREPARED.resolve("resources").toString(),
                                classes.toString(),
                                "dev.reelroute",
                                "reelroute",
                                "--reelroute.data=" + PREPARED.resolve("data"),
                                "--reelroute.role=worker",
                                "--reelroute.http.health-port=-1",
                                "--server.port=0"))
                .succeeded();
        List<String> compiler = new ArrayList<>(List.of(
                "-parameters", "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", with(classes, CLASSES)));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(compiler::add);
        }
        StringWriter faults = new StringWriter();
        PrintWriter out = new PrintWriter(faults);
        if (ToolProvider.findFirst("javac").orElseThrow().run(out, out, compiler.toArray(String[]::new)) != 0) {
            throw new IllegalStateException(faults.toString());
        }
    }

    private static void pack(ZipOutputStream jar) throws IOException {
        jar.setLevel(0);
        // What an earlier package has left among the classes may be old.
        Set<String> packed = new HashSet<>();
        for (Path folder : List.of(PREPARED.resolve("classes"), PREPARED.resolve("resources"), CLASSES)) {
            pack(folder, packed, jar);
        }
    }

    /** With entries for folders: Spring looks for classes in them. */
    private static void pack(Path root, Set<String> packed, ZipOutputStream jar) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                String name = root.relativize(folder) + "/";
                if (!folder.equals(root) && packed.add(name)) {
                    jar.putNextEntry(new ZipEntry(name));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = root.relativize(file).toString();
                if (packed.add(name)) {
                    jar.putNextEntry(new ZipEntry(name));
                    Files.copy(file, jar);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
