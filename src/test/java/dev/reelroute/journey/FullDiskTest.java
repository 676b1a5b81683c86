package dev.reelroute.journey;

import static dev.reelroute.media.Machine.needs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.health.Dependencies;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.ClaimTask;
import dev.reelroute.ledger.Statements.TaskRow;
import dev.reelroute.ledger.Statements.TasksOfVideo;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Machine;
import dev.reelroute.task.Claim;
import dev.reelroute.task.Claims;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The disk of a worker, or of the embedded servers, is full, and later there is room again. */
class FullDiskTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long MIB = 1 << 20;

    /** In a mount namespace of its own, so that the disk goes with the worker. */
    private static final List<String> ON_A_SMALL_DISK = List.of("unshare", "--map-root-user", "--mount");

    private static final String SAID = FailureCode.DISK_FULL.message();

    /** One whose disk is filled, and which has room again, more than once. */
    @Nested
    @TestInstance(Lifecycle.PER_CLASS)
    @SuppressWarnings("NullAway.Init") // by start()
    class OfAWorker {

        private Path folder;
        private Application api;
        private Process worker;
        private Api health;
        private Path log;
        private Path filler;
        /** What its log said before the disk was full. */
        private int said;

        @BeforeAll
        void start(@TempDir Path folder) throws Exception {
            needs(run("true"), "no disks of our own here");
            this.folder = folder;
            Path disk = Files.createDirectory(folder.resolve("disk"));
            log = folder.resolve("worker.log");
            int healthPort = Machine.freePort();
            health = new Api("http://localhost:" + healthPort);
            api = Application.start(
                    folder.resolve("data"), "--reelroute.role=api", "--reelroute.intake.multipart-threshold=64MB");
            worker = FullDiskTest.start(
                    api.worker(
                            disk,
                            "--reelroute.http.health-port=" + healthPort,
                            "--reelroute.task.report-period=500",
                            "--reelroute.health.period=500",
                            "--reelroute.task.max-backoff=2s",
                            // If this setback counted, it would be the last one.
                            "--reelroute.task.max-attempts=1"),
                    "64m",
                    disk,
                    log);
            Processes.awaitStart(log);
            filler = filler(worker, disk);
        }

        @AfterAll
        void stop() throws Exception {
            if (worker != null) {
                worker.destroyForcibly().waitFor();
            }
            if (api != null) {
                api.close();
            }
        }

        /** A copy of a source that is left would make room where the next test wants none. */
        @AfterEach
        void makeRoom() throws IOException {
            Files.deleteIfExists(filler);
            try (DirectoryStream<Path> copies = Files.newDirectoryStream(filler.resolveSibling("cache"))) {
                for (Path copy : copies) {
                    Files.delete(copy);
                }
            }
        }

        @BeforeEach
        void awaitPlaces() throws IOException {
            // The test before may have left the disk full for a moment, which the status tells later than readiness,
            // and work that
            // still gives its room back.
            await("no files of work")
                    .atMost(PATIENCE)
                    .until(() -> files(filler.resolveSibling("work")).isEmpty());
            await("readiness")
                    .atMost(PATIENCE)
                    .until(() -> health.get("/actuator/health/readiness").status() == 200);
            await("the worker to have places")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(worker()).isEqualTo(" 2"));
            said = Files.readString(log).length();
        }

        @Test
        void takesNothingUntilThereIsRoom() throws IOException {
            Path clip = new Clips(folder).make("clip.mp4", "testsrc2=s=320x180:r=25:d=2", "-pix_fmt", "yuv420p");
            fill(filler);
            await("the worker to say so")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(worker()).isEqualTo("DISK_FULL 0"));
            Api.Answer readiness = health.get("/actuator/health/readiness");
            assertThat(readiness.status()).as(readiness.body()).isEqualTo(503);
            assertThat(readiness.json().at("/components/disk/status").asText()).isEqualTo("DOWN");

            List<String> ids = List.of(api.api().upload(clip), api.api().upload(clip));
            await("nothing to happen")
                    .during(Duration.ofSeconds(3))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ids)
                            .allSatisfy(id -> assertThat(api.bean(Ledger.class).ask(new TasksOfVideo(id)))
                                    .isNotEmpty()
                                    .allSatisfy(
                                            task -> assertThat(task.attempt()).isZero())));
            assertThat(said()).containsOnlyOnce(SAID).doesNotContain("had a setback");

            Files.delete(filler);

            ids.forEach(api.api()::awaitReady);
            await("the worker to have places")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(worker()).isEqualTo(" 2"));
            assertThat(health.get("/actuator/health/readiness").status()).isEqualTo(200);
        }

        @Test
        void whatIsUnderWayCostsNoAttempt() throws IOException {
            Path clip = new Clips(folder).make("long.mp4", "testsrc2=s=640x360:r=25:d=30", "-pix_fmt", "yuv420p");
            String id = api.api().upload(clip);
            await("encoding").atMost(PATIENCE).until(() -> said().contains("Playable"));
            await("the worker to say so").atMost(PATIENCE).untilAsserted(() -> {
                // Again and again: what ends meanwhile gives its room back.
                fill(filler);
                assertThat(said()).contains(SAID);
            });
            await("the end of what was under way")
                    .atMost(PATIENCE)
                    .until(() -> api.bean(Ledger.class).ask(new TasksOfVideo(id)).stream()
                            .noneMatch(task -> task.state() == TaskState.RUNNING));
            Files.delete(filler);

            api.api().awaitReady(id);
            assertThat(said()).doesNotContain("had a setback", "Left out", "No early stream", "\tat ");
        }

        /** One that is larger than the disk would fill it for ever, and take the work of all others with it. */
        @Test
        void aSourceThatDoesNotFitHoldsNobodyUp() throws IOException {
            Path clip = new Clips(folder).make("clip.mp4", "testsrc2=s=320x180:r=25:d=2", "-pix_fmt", "yuv420p");
            String larger = api.api().upload(padded(clip, 62 * MIB));
            JsonNode failure = api.api().awaitFailed(larger, "DISK_TOO_SMALL");
            assertThat(failure.at("/error/detail").asText()).contains("The source has 65 MB");

            write(filler, 30 * MIB);
            String large = api.api().upload(padded(clip, 40 * MIB));
            await("it to be looked at twice")
                    .atMost(PATIENCE)
                    .until(() -> attempts(large).stream().anyMatch(attempt -> attempt > 1));
            assertThat(api.api().get("/api/videos/" + large + "/diagnosis").body())
                    .contains("WAITS_FOR_ROOM");
            api.api().awaitReady(api.api().upload(clip));
            assertThat(said()).contains("looked at again").doesNotContain(SAID);

            Files.delete(filler);

            assertThat(api.api().awaitReady(large).path("warnings")).isEmpty();
        }

        /** It would wait for room that only its own end gives. */
        @Test
        void workThatHoldsMostOfTheDiskItselfIsSetBack() throws IOException {
            Path clip = new Clips(folder).make("long.mp4", "testsrc2=s=640x360:r=25:d=30", "-pix_fmt", "yuv420p");
            String id = api.api().upload(padded(clip, 35 * MIB));
            await("encoding").atMost(PATIENCE).until(() -> said().contains("Playable"));

            await("the end").atMost(PATIENCE).until(() -> {
                // What ends well gives room back.
                fill(filler);
                return !api.api().video(id).path("status").asText().equals("PROCESSING");
            });

            api.api().awaitFailed(id, "DISK_TOO_SMALL");
        }

        private List<Path> files(Path folder) throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.filter(Files::isRegularFile).toList();
            } catch (NoSuchFileException e) {
                return List.of();
            } catch (UncheckedIOException e) {
                // One went meanwhile.
                return List.of(folder);
            }
        }

        private List<Integer> attempts(String id) {
            return api.bean(Ledger.class).ask(new TasksOfVideo(id)).stream()
                    .map(TaskRow::attempt)
                    .toList();
        }

        /** The same video in a larger file. */
        private Path padded(Path clip, long size) throws IOException {
            Path larger = Files.copy(clip, folder.resolve(size + ".mp4"));
            try (RandomAccessFile file = new RandomAccessFile(larger.toFile(), "rw")) {
                // A box of the type "free" up to the end (ISO/IEC 14496-12, 8.1.2).
                int rest = (int) (size - file.length());
                file.seek(file.length());
                file.writeInt(rest);
                file.writeBytes("free");
                file.setLength(size);
            }
            return larger;
        }

        private String said() throws IOException {
            return Files.readString(log).substring(said);
        }

        /** What it lacks, and its places in a lane, by the status. */
        private String worker() {
            JsonNode status = api.api().get("/api/status").json().at("/workers/0");
            return status.path("trouble").asText() + " "
                    + status.at("/places/FAST").asInt();
        }
    }

    @Test
    void theEmbeddedServersComeBackByThemselves(@TempDir Path folder) throws Exception {
        needs(run("true"), "no disks of our own here");
        Path clip = new Clips(folder).make("clip.mp4", "testsrc2=s=320x180:r=25:d=2", "-pix_fmt", "yuv420p");
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Path log = folder.resolve("server.log");
        int port = Machine.freePort();
        Process server = start(
                Application.settings(
                        disk,
                        List.of(
                                "--server.port=" + port,
                                "--reelroute.health.period=500",
                                "--reelroute.embedded.persistent-queues=true",
                                "--reelroute.task.max-backoff=2s",
                                "--reelroute.task.max-attempts=1")),
                "64m",
                disk,
                log);
        try {
            Processes.awaitStart(log);
            Api api = new Api("http://localhost:" + port);
            String before = api.upload(clip);
            api.awaitReady(before);
            JsonNode awaited = api.register("clip.mp4", Files.size(clip));
            Path filler = filler(server, disk);
            fill(filler);

            await("the ledger to have no room")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> api.post(
                                    "/api/videos",
                                    api.registration("clip.mp4", 1000).toString())
                            .isProblem(503, "LEDGER_UNAVAILABLE"));
            api.tryToPut(awaited.at("/upload"), Files.readAllBytes(clip)).isProblem(503, "DISK_FULL");
            await("the log to say so")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(log).content().contains(SAID));

            Files.delete(filler);

            await("the ledger")
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(api.get("/api/videos/" + before).status())
                                    .isEqualTo(200));
            api.put(awaited.at("/upload"), Files.readAllBytes(clip));
            api.awaitReady(api.upload(clip));
            assertThat(log).content().containsOnlyOnce(SAID).doesNotContain("\tat ");
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatIsWrongWhileTheDiskIsFullIsNoFaultOfTheVideo(@TempDir Path folder) throws Exception {
        Path clip = new Clips(folder).make("clip.mp4", "testsrc2=s=320x180:r=25:d=2", "-pix_fmt", "yuv420p");
        try (Application api =
                Application.start(folder.resolve("data"), "--reelroute.role=api", "--reelroute.task.max-attempts=1")) {
            String id = api.api().upload(clip);
            Ledger ledger = api.bean(Ledger.class);
            String task = ledger.ask(new TasksOfVideo(id)).get(0).id();
            ledger.run(new ClaimTask(task, "worker/1", 60));
            api.bean(Dependencies.class).met(FailureCode.DISK_FULL, "none is free");

            Claim claim = new Claim(task, id, TaskKind.INSPECT, 0, Lane.FAST, 1, 0, false);
            api.bean(Claims.class).setBack(claim, new Setback(FailureCode.OUTPUT_CHECK_FAILED, "It ends early."));

            assertThat(api.api().get("/api/videos/" + id + "/diagnosis").body()).contains("DISK_FULL");
            assertThat(ledger.ask(new TasksOfVideo(id)).get(0).state()).isEqualTo(TaskState.QUEUED);
        }
    }

    private static Path filler(Process process, Path disk) {
        return Path.of("/proc", Long.toString(process.pid()), "root" + disk, "filler");
    }

    private static Process start(List<String> settings, String size, Path disk, Path log) throws IOException {
        List<String> before = Stream.concat(
                        ON_A_SMALL_DISK.stream(),
                        Stream.of(
                                "sh",
                                "-c",
                                "mount -t tmpfs -o size=" + size + " none $0 && exec \"$@\"",
                                disk.toString()))
                .toList();
        return Processes.start(before, settings, log);
    }

    private static boolean run(String command) throws IOException, InterruptedException {
        List<String> words =
                Stream.concat(ON_A_SMALL_DISK.stream(), Stream.of(command)).toList();
        return new ProcessBuilder(words).start().waitFor() == 0;
    }

    private static void write(Path filler, long size) throws IOException {
        Files.write(filler, new byte[(int) size]);
    }

    private static void fill(Path filler) throws IOException {
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }
}
