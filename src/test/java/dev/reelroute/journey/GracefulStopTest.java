package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.TaskRow;
import dev.reelroute.ledger.Statements.TasksOfVideo;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Machine;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while FFmpeg runs, in processes of their own. */
@SuppressWarnings("NullAway.Init") // by JUnit
class GracefulStopTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** The promise: work that is handed back is at another worker within ten seconds. */
    private static final Duration PICKED_UP = Duration.ofSeconds(10);

    /** A stop is no setback: with this limit, a single setback would make the video fail. */
    private static final String NO_SETBACK = "--reelroute.task.max-attempts=1";

    @TempDir
    private Path folder;

    private Path clip;

    @BeforeEach
    void makeClip() {
        clip = new Clips(folder)
                .make(
                        "long.mp4",
                        "testsrc2=s=640x360:r=25:d=3",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-crf",
                        "40",
                        "-pix_fmt",
                        "yuv420p");
    }

    @Test
    void aStopDoesNotWaitForUploadsThatClientsBrokeOff() throws Exception {
        Application api = Application.start(
                folder.resolve("data"), "--reelroute.role=api", "--server.port=" + Machine.freePort());
        for (int i = 0; i < 100; i++) {
            URI url = URI.create(
                    api.api().register("clip.mp4", 70_000).at("/upload/url").asText());
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
                socket.getOutputStream()
                        .write(("PUT " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\nHost: "
                                        + url.getAuthority() + "\r\nContent-Length: 70000\r\n\r\n" + "x".repeat(1000))
                                .getBytes(StandardCharsets.US_ASCII));
                socket.setSoLinger(true, 0); // closes with a reset, as a phone does that loses its network
            }
        }
        CompletableFuture<Void> stop = CompletableFuture.runAsync(api::close);
        // By itself, it is done within 3 s; one that waits takes 105 s.
        assertThat(stop).succeedsWithin(Duration.ofSeconds(30));
    }

    /** The other has the time to finish it, and a third one publishes the video. */
    @Test
    void aWorkerHandsItsChunkToAnotherAndOneThatMayFinishesIt() throws Exception {
        Path log = folder.resolve("worker.log");
        try (Application api = Application.start(
                        folder.resolve("data"),
                        "--reelroute.role=api",
                        "--reelroute.intake.default-profile=slow",
                        "--reelroute.queue.long-poll=20",
                        // No round: whoever hands back sends the message itself.
                        "--reelroute.reconcile.period=3600000",
                        NO_SETBACK);
                Application other = worker(api, "other", "--reelroute.task.shutdown-grace=60")) {
            other.stopLane("bulk");
            Process first = Processes.worker(api, log);
            try {
                Processes.awaitStart(log);
                String id = api.api().upload(clip);
                await("a chunk at work").atMost(PATIENCE).until(() -> encodes(first.toHandle()));
                assertThat(workers(api)).anyMatch(name -> name.endsWith("-" + first.pid()));
                other.startLane("bulk");
                List<ProcessHandle> encoders = first.descendants().toList();

                first.destroy();

                assertThat(first.waitFor(1 + 10, TimeUnit.SECONDS))
                        .as("the stop, with a grace of one second")
                        .isTrue();
                assertThat(workers(api))
                        .as("those that are missed")
                        .isNotEmpty()
                        .noneMatch(name -> name.endsWith("-" + first.pid()));
                // A sandbox that was killed takes a moment to be gone.
                await("the end of FFmpeg").until(() -> encoders.stream().noneMatch(ProcessHandle::isAlive));
                await("the chunk at another worker").atMost(PICKED_UP).until(() -> encodes(ProcessHandle.current()));
                assertThat(chunk(api, id).attempt()).isEqualTo(2);

                CompletableFuture<Void> stop = CompletableFuture.runAsync(other::close);

                assertThat(stop).succeedsWithin(Duration.ofSeconds(70));
                assertThat(chunk(api, id).state()).isEqualTo(TaskState.DONE);
                assertThat(chunk(api, id).attempt()).isEqualTo(2);
                try (Application third = worker(api, "third")) {
                    assertThat(api.api().awaitEnd(id, PATIENCE).path("status").asText())
                            .as("by %s", third)
                            .isEqualTo("READY");
                }
            } finally {
                end(first);
            }
        }
    }

    /** The database is this process's own, and is needed to the last. */
    @Test
    void aSingleProcessHandsBackToItsSuccessor() throws Exception {
        Path data = folder.resolve("data");
        Path log = folder.resolve("all.log");
        int port = Machine.freePort();
        List<String> settings = Application.settings(
                data, List.of("--reelroute.intake.default-profile=slow", "--server.port=" + port, NO_SETBACK));
        // Started by a user whose umask hides nothing.
        Process all = Processes.start(List.of("sh", "-c", "umask 000; exec \"$@\"", "sh"), settings, log);
        String id;
        try {
            Api api = new Api("http://localhost:" + port);
            await("the start")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> isStarted(api));
            id = api.upload(clip);
            try (EventStream viewer = api.follow(id)) {
                await("a chunk at work").atMost(PATIENCE).until(() -> encodes(all.toHandle()));
                assertThat(viewer.events()).isNotEmpty();
                // The embedded store closes a file when it is whole. All folders around it were closed before.
                assertThat(Modes.open(data))
                        .as("what others may read at this moment")
                        .allSatisfy(each -> assertThat(each).startsWith("-").contains(data + "/store/"));
                await("what others may read of whole files")
                        .untilAsserted(() -> assertThat(Modes.open(data)).isEmpty());

                all.destroy();

                assertThat(all.waitFor(1 + 10, TimeUnit.SECONDS))
                        .as("the stop, with a grace of one second and a viewer of events")
                        .isTrue();
            }
            assertThat(Files.readString(log)).doesNotContain("Exception", "WARN", "ERROR");
        } finally {
            end(all);
        }
        try (Application successor = Application.start(data, "--reelroute.intake.default-profile=slow", NO_SETBACK)) {
            await("the chunk at the successor")
                    .atMost(PICKED_UP)
                    .until(() -> chunk(successor, id).attempt() == 2);
            assertThat(successor.api().awaitEnd(id, PATIENCE).path("status").asText())
                    .isEqualTo("READY");
        }
    }

    /** A client that comes too early is told to come again, and not that nothing is here. */
    private static boolean isStarted(Api api) {
        try {
            Api.Answer answer = api.get("/api/profiles");
            if (answer.status() != 200) {
                answer.isProblem(503, "STARTING");
                assertThat(answer.header("Retry-After")).isEqualTo("5");
            }
            return answer.status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static TaskRow chunk(Application application, String id) {
        return application.bean(Ledger.class).ask(new TasksOfVideo(id)).stream()
                .filter(task -> task.kind() == TaskKind.ENCODE_VIDEO)
                .findFirst()
                .orElseThrow();
    }

    /** In this process. Of several in a process one has JMX, and each has work of its own. */
    private Application worker(Application api, String name, String... more) {
        Path own = folder.resolve(name);
        List<String> settings = api.worker(own, "--spring.jmx.enabled=false");
        return Application.start(own, Application.with(settings, List.of(more)));
    }

    private static boolean encodes(ProcessHandle process) {
        return process.descendants()
                .anyMatch(each -> each.info().commandLine().orElse("").contains(".video."));
    }

    private static List<String> workers(Application api) {
        return api.api().get("/api/status").json().path("workers").findValuesAsText("name");
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
}
