package dev.reelroute.chaos;

import dev.reelroute.chaos.Storm.Blow;
import dev.reelroute.chaos.Storm.Dose;
import dev.reelroute.chaos.Storm.Mix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the product that breaks its promises in one way. All changes are in copies that come before the product's
 * own classes, statements and routes on the class path. Each mutant has the number of blows that it does not survive.
 */
enum Mutant {
    /** The product as it is. */
    NONE("none", Mix.ALL, 0, Map.of()),

    /**
     * A worker's writes do not carry the attempt: a worker that has slept past its lease overwrites its successor's.
     */
    NO_FENCING(
            Checker.WHOLE,
            Mix.HEAVY,
            5,
            Map.of(Blow.PAUSE_WORKER, 5),
            Patch.sql("finish-task", " AND attempt = :\\?attempt", " AND CAST(:?attempt AS INTEGER) > 0"),
            Patch.sql("renew-lease", " AND attempt = :\\?attempt", " AND CAST(:?attempt AS INTEGER) > 0")),

    /** A task is claimed even when another worker has it. */
    NO_LEASE(
            Checker.AGAIN,
            Mix.LONG,
            4,
            Map.of(Blow.REPEAT_MESSAGES, 12),
            Patch.sql("due-in-lane", "WHERE t\\.state = 'QUEUED'", "WHERE t.state IN ('QUEUED', 'RUNNING')"),
            Patch.sql("claim-task", "state = 'QUEUED'", "state IN ('QUEUED', 'RUNNING')")),

    /** H2 reports a commit before it is safe. */
    WRITE_DELAY(
            Checker.ENDED,
            Mix.BRIEF,
            12,
            Map.of(Blow.KILL_API, 4),
            Patch.java("embedded/EmbeddedLedger", ";WRITE_DELAY=0", ";WRITE_DELAY=3000")),

    /** The entry points are written before the files that they name, and nothing checks them. */
    PLAYLIST_FIRST(
            Checker.VISIBLE,
            Mix.BRIEF,
            8,
            Map.of(Blow.STORE_OUTAGE, 4),
            Patch.java(
                    "check/VideoCheck",
                    "(public List<Fault> stored\\([^{]*\\{)",
                    "$1 if (expected != null) { return List.of(); }"),
            Patch.java("check/ManifestCheck", "return new Reader\\(.*\\.all\\(\\);", "return List.of();"),
            Patch.route(
                    "publish",
                    "(?s)(        - setBody:\\n"
                            + "            id: publish-parts.files\\n"
                            + ".*?)(        - setBody:\\n"
                            + "            id: publish-parts.samples\\n"
                            + ".*?)(        - setBody:\\n"
                            + "            id: publish-entry-points.keys\\n)",
                    "$2$1$3")),

    /** Nothing repairs what a crash or a lost message has left behind. */
    NO_RECONCILER(
            Checker.ENDED,
            Mix.LONG,
            6,
            Map.of(Blow.KILL_WORKER, 3, Blow.LOSE_MESSAGES, 6),
            Patch.route("reconcile", "delay: 1000", "delay: 86400000")),

    /**
     * A message is deleted before its work is done, and nothing looks for work whose worker does not renew its lease.
     */
    MESSAGE_GONE_FIRST(
            Checker.ENDED,
            Mix.HEAVY,
            4,
            Map.of(Blow.KILL_WORKER, 3),
            Patch.route("work", "(          - to:\\n              id: work-take-\\{\\{lane\\}\\}\\.take\\n)", """
                              - wireTap:
                                  id: work-take-{{lane}}.delete
                                  uri: aws2-sqs:{{reelroute.queue.{{lane}}}}
                                  parameters:
                                    operation: deleteMessage
                    $1"""),
            Patch.sql("expire-leases", "state = 'RUNNING'", "state = 'RUNNING' AND FALSE")),

    /** An object version that is announced again becomes another video. */
    INTAKE_TWICE(
            Checker.ENDED,
            Mix.DROPPED,
            3,
            Map.of(),
            Patch.sql("find-video-by-key", "= :\\?sourceKey", "= :?sourceKey AND v.registered"),
            Patch.migration("ALTER TABLE video DROP CONSTRAINT video_one_per_object_version;")),

    /** Each finished piece starts publishing. */
    FAN_IN_TWICE(
            Checker.AGAIN,
            Mix.LONG,
            3,
            Map.of(),
            Patch.sql("queue-publish", "(?s)AND state = 'WAITING'.*", "AND CAST(:?video AS VARCHAR) <> ''")),

    /** FFmpeg outlives the worker that started it. */
    NO_GUARD(
            Checker.OUTLIVES,
            Mix.HEAVY,
            3,
            Map.of(Blow.KILL_WORKER, 3),
            Patch.java("ffmpeg/Guard", "read -r _; kill -USR1[^}]*;", "read -r _;"));

    private final String promise;
    private final Mix mix;
    private final int jobs;

    @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
    private final Map<Blow, Integer> blows;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Patch> patches;

    Mutant(String promise, Mix mix, int jobs, Map<Blow, Integer> blows, Patch... patches) {
        this.promise = promise;
        this.mix = mix;
        this.jobs = jobs;
        this.blows = blows;
        this.patches = List.of(patches);
    }

    /**
     * One change of one file.
     *
     * @param file null for a file that the product does not have
     * @param from regular expression
     * @param to replacement
     */
    record Patch(@Nullable Path file, Path target, String from, String to) {

        private static final Path SOURCES = Path.of("src/main/java/dev/reelroute");
        private static final Path RESOURCES = Path.of("src/main/resources");

        static Patch sql(String name, String from, String to) {
            Path path = Path.of("sql", name + ".sql");
            return new Patch(RESOURCES.resolve(path), path, from, to);
        }

        /** One more, after all of the product's. */
        static Patch migration(String text) {
            return new Patch(null, Path.of("db/migration/V999__mutant.sql"), "", text);
        }

        static Patch java(String name, String from, String to) {
            return new Patch(SOURCES.resolve(name + ".java"), Path.of(name + ".java"), from, to);
        }

        static Patch route(String name, String from, String to) {
            Path path = Path.of("routes", name + ".camel.yaml");
            return new Patch(path, path.getFileName(), from, to);
        }

        boolean isIn(String folder) {
            return file == null ? folder.equals("src/main/resources") : file.startsWith(folder);
        }

        /** Writes the patched copy. @return it */
        Path apply(Path folder) throws IOException {
            String text = file == null ? "" : Files.readString(file);
            String patched = text.replaceAll(from, to);
            if (patched.equals(text)) {
                throw new IllegalStateException("The patch of " + file + " changes nothing any more");
            }
            Path copy = folder.resolve(target.toString());
            Files.createDirectories(copy.getParent());
            return Files.writeString(copy, patched);
        }
    }

    /** The promise that it certainly breaks. */
    String promise() {
        return promise;
    }

    List<Patch> patches() {
        return patches;
    }

    /** The number of blows that it does not survive. */
    Dose dose(long seed) {
        return new Dose(seed, jobs, Storm.WORKERS, mix, blows);
    }

    /** @return a folder that goes before the product's classes */
    Path patchClassPath(Path overlay) throws IOException {
        Files.createDirectories(overlay);
        List<String> sources = new ArrayList<>();
        for (Patch patch : patches) {
            if (patch.isIn("src/main/resources")) {
                patch.apply(overlay);
            } else if (patch.isIn("src/main/java")) {
                sources.add(patch.apply(overlay).toString());
            }
        }
        if (!sources.isEmpty()) {
            compile(sources, overlay);
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

    private static void compile(List<String> sources, Path overlay) {
        List<String> arguments = new ArrayList<>(List.of(
                "-nowarn",
                "-proc:none",
                "-parameters",
                "-d",
                overlay.toString(),
                "-cp",
                System.getProperty("java.class.path")));
        arguments.addAll(sources);
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException(sources + " do not compile");
        }
    }
}
