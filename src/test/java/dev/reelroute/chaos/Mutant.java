package dev.reelroute.chaos;

import dev.reelroute.chaos.Storm.Blow;
import dev.reelroute.chaos.Storm.Dose;
import dev.reelroute.chaos.Storm.Mix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A product that breaks its promises in one way. All of it happens in copies that go before the product's own classes,
 * statements and routes; the product knows nothing of this. Each comes with the dose that it does not survive.
 */
enum Mutant {
    /** The product as it is. */
    NONE(Mix.ALL, 0, Map.of()),

    /** What a worker writes does not carry the attempt: one that has slept past its lease writes over its successor. */
    NO_FENCING(
            Mix.HEAVY,
            5,
            Map.of(Blow.PAUSE_WORKER, 5),
            Patch.sql("finish-task", " AND attempt = :\\?attempt", " AND CAST(:?attempt AS INTEGER) > 0"),
            Patch.sql("renew-lease", " AND attempt = :\\?attempt", " AND CAST(:?attempt AS INTEGER) > 0")),

    /** A task is claimed whoever works on it. */
    NO_LEASE(
            Mix.LONG,
            4,
            Map.of(Blow.REPEAT_MESSAGES, 12),
            Patch.sql("due-in-lane", "WHERE t\\.state = 'QUEUED'", "WHERE t.state IN ('QUEUED', 'RUNNING')"),
            Patch.sql("claim-task", " AND lease_until < CURRENT_TIMESTAMP", "")),

    /** H2 tells that a commit is safe before it is. */
    WRITE_DELAY(
            Mix.BRIEF,
            12,
            Map.of(Blow.KILL_API, 4),
            Patch.java("embedded/EmbeddedLedger", ";WRITE_DELAY=0", ";WRITE_DELAY=3000")),

    /** The entry points are there before what they lead to, and nobody looks. */
    PLAYLIST_FIRST(
            Mix.BRIEF,
            4,
            Map.of(Blow.STORE_OUTAGE, 4),
            Patch.java(
                    "check/VideoCheck",
                    "(public List<Fault> stored\\([^{]*\\{)",
                    "$1 if (expected != null) { return List.of(); }"),
            Patch.route(
                    "publish",
                    "(?s)(        - setBody:\\n"
                            + "            id: publish-video.files\\n"
                            + ".*?)(        - setVariable:\\n"
                            + "            id: publish-video.check\\n"
                            + ".*?)(        - to:\\n"
                            + "            id: publish-video.confirm)",
                    "$2$1$3")),

    /** Nobody mends what a crash or a lost message has left. */
    NO_RECONCILER(
            Mix.LONG,
            6,
            Map.of(Blow.KILL_WORKER, 3, Blow.LOSE_MESSAGES, 6),
            Patch.route("reconcile", "delay: 1000", "delay: 86400000")),

    /** A message is gone from its queue before its work is claimed, and nobody rings again. */
    MESSAGE_GONE_FIRST(
            Mix.LONG,
            8,
            Map.of(Blow.KILL_WORKER, 8),
            Patch.route("work", "direct:work-take-task", "seda:work-take-task"),
            Patch.sql("unring-lane", "LIMIT :\\?limit", "LIMIT CAST(:?limit AS INTEGER) * 0")),

    /** An object version that is announced again becomes another video. */
    INTAKE_TWICE(
            Mix.DROPPED,
            3,
            Map.of(),
            Patch.sql("find-video-by-key", "= :\\?sourceKey", "= :?sourceKey AND v.registered"),
            Patch.migration("V1__ledger", "(?m)^ *CONSTRAINT video_one_per_object_version.*\\n", "")),

    /** Each finished piece has the video published. */
    FAN_IN_TWICE(
            Mix.LONG,
            3,
            Map.of(),
            Patch.sql("queue-publish", "(?s)AND state = 'WAITING'.*", "AND CAST(:?video AS VARCHAR) <> ''")),

    /** FFmpeg outlives the worker that started it. */
    NO_GUARD(
            Mix.HEAVY,
            3,
            Map.of(Blow.KILL_WORKER, 3),
            Patch.java("ffmpeg/Guard", "read -r _; kill -HUP[^}]*;", "read -r _;"));

    private final Mix mix;
    private final int jobs;

    @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
    private final Map<Blow, Integer> blows;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Patch> patches;

    Mutant(Mix mix, int jobs, Map<Blow, Integer> blows, Patch... patches) {
        this.mix = mix;
        this.jobs = jobs;
        this.blows = blows;
        this.patches = List.of(patches);
    }

    /**
     * One change of one file.
     *
     * @param from regular expression
     * @param to replacement
     */
    private record Patch(Path file, Path target, String from, String to) {

        private static final Path SOURCES = Path.of("src/main/java/dev/reelroute");
        private static final Path RESOURCES = Path.of("src/main/resources");

        static Patch sql(String name, String from, String to) {
            Path path = Path.of("sql", name + ".sql");
            return new Patch(RESOURCES.resolve(path), path, from, to);
        }

        static Patch migration(String name, String from, String to) {
            Path path = Path.of("db/migration", name + ".sql");
            return new Patch(RESOURCES.resolve(path), path, from, to);
        }

        static Patch java(String name, String from, String to) {
            return new Patch(SOURCES.resolve(name + ".java"), Path.of(name + ".java"), from, to);
        }

        static Patch route(String name, String from, String to) {
            Path path = Path.of("routes", name + ".camel.yaml");
            return new Patch(path, path.getFileName(), from, to);
        }

        boolean isIn(String folder) {
            return file.startsWith(folder);
        }

        /** Writes the patched copy. @return it */
        Path apply(Path folder) throws IOException {
            String text = Files.readString(file);
            String patched = text.replaceAll(from, to);
            if (patched.equals(text)) {
                throw new IllegalStateException("The patch of " + file + " changes nothing any more");
            }
            Path copy = folder.resolve(target.toString());
            Files.createDirectories(copy.getParent());
            return Files.writeString(copy, patched);
        }
    }

    /** What it does not survive. */
    Dose dose(long seed) {
        return new Dose(seed, jobs, mix, blows);
    }

    /** @return a folder that goes before the product's classes */
    Path patchClassPath(Path overlay) throws IOException {
        Files.createDirectories(overlay);
        for (Patch patch : patches) {
            if (patch.isIn("src/main/resources")) {
                patch.apply(overlay);
            } else if (patch.isIn("src/main/java")) {
                compile(patch.apply(overlay), overlay);
            }
        }
        return overlay;
    }

    /** @return a folder with the routes */
    Path patchRoutes(Path copy) throws IOException {
        Files.createDirectories(copy);
        try (Stream<Path> routes = Files.list(Path.of("routes"))) {
            routes.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .forEach(file -> write(copy.resolve(file.getFileName()), file));
        }
        for (Patch patch : patches) {
            if (patch.isIn("routes")) {
                patch.apply(copy);
            }
        }
        return copy;
    }

    private static void write(Path to, Path from) {
        try {
            Files.writeString(to, Files.readString(from));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compile(Path source, Path overlay) {
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-nowarn",
                        "-proc:none",
                        "-parameters",
                        "-d",
                        overlay.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        if (status != 0) {
            throw new IllegalStateException(source + " does not compile");
        }
    }
}
