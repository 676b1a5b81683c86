package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.FindVideo;
import dev.reelroute.ledger.Statements.TaskRow;
import dev.reelroute.ledger.Statements.TasksOfVideo;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.media.Clips;
import dev.reelroute.plan.Cost;
import dev.reelroute.plan.Plan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small files that need much work, beside a clip that needs little. FFmpeg is confined as an operator should confine
 * it.
 */
@TestInstance(Lifecycle.PER_CLASS)
class BombsTest {

    private static final int EYE_MILLIS = 70;

    @SuppressWarnings("NullAway.Init") // by start()
    private Application application;

    @SuppressWarnings("NullAway.Init") // by start()
    private Api api;

    @SuppressWarnings("NullAway.Init") // by start()
    private Clips clips;

    @SuppressWarnings("NullAway.Init") // by start()
    private Path folder;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        application = Application.start(
                folder.resolve("data"),
                "--reelroute.intake.default-profile=small",
                // Bombs of a sixteenth of the size, and of a quarter of the work, so that they do not take long;
                // CostTest checks the
                // real limits.
                "--reelroute.heavy.picture-size=3MB",
                "--reelroute.heavy.leverage=75",
                "--reelroute.heavy.leverage-from=250ms",
                // A busy machine leaves next to no processor time to niceness 19.
                "--reelroute.encode.heavy-niceness=1",
                "--reelroute.ffmpeg.sandbox=required");
        api = application.api();
        this.folder = Files.createDirectories(folder.resolve("clips"));
        clips = new Clips(this.folder);
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void bombsShareOnePlaceAndANeighbourPassesThem() throws IOException {
        Path clip = clips.make("neighbour.mp4", "testsrc2=s=320x180:r=25:d=2", "-c:v", "libx264");
        List<String> bombs = Stream.of(eightK(), wide(), pngs(), stills())
                .map(bomb -> api.upload(bomb))
                .toList();
        String neighbour = api.upload(clip);

        Watch watch = new Watch(bombs);
        // An encoder of a few frames is soon gone: who looks for it does not wait for answers as well.
        ScheduledExecutorService eyes = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> looks =
                eyes.scheduleWithFixedDelay(watch::lookForEncoders, 0, EYE_MILLIS, TimeUnit.MILLISECONDS);
        try {
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        watch.look();
                        return isReady(neighbour) && bombs.stream().allMatch(this::isReady);
                    });
            assertThat(looks.isDone()).as("whoever looks has fallen").isFalse();
        } finally {
            eyes.shutdownNow();
        }

        assertThat(watch.mostHeavy).as("heavy tasks at a time").isEqualTo(1);
        assertThat(tasks(neighbour)).extracting(TaskRow::lane).doesNotContain(Lane.HEAVY);
        assertThat(bombs).allSatisfy(bomb -> {
            assertThat(lanes(bomb, TaskKind.ENCODE_VIDEO)).containsOnly(Lane.HEAVY);
            assertThat(lanes(bomb, TaskKind.STILLS)).containsOnly(Lane.HEAVY);
            assertThat(lanes(bomb, TaskKind.PUBLISH)).containsOnly(Lane.HEAVY);
            assertThat(api.video(bomb).at("/warnings/0/code").asText()).isEqualTo("HEAVY_SOURCE");
        });
        // Only a copy is shown early: it decodes nothing.
        assertThat(lanes(bombs.get(0), TaskKind.EARLY)).containsExactly(Lane.EARLY);
        assertThat(bombs.subList(1, 4))
                .allSatisfy(bomb -> assertThat(lanes(bomb, TaskKind.EARLY)).isEmpty());
        // The frame size alone, known from a first short look, keeps the others out of the fast lane.
        assertThat(bombs.subList(0, 3))
                .allSatisfy(bomb -> assertThat(lanes(bomb, TaskKind.INSPECT)).containsExactly(Lane.HEAVY));
        for (String bomb : bombs) {
            assertThat(watch.encoders.get(bomb)).as("of %s", bomb).isNotNull().allSatisfy(encoder -> {
                assertThat(encoder.addressSpace).isEqualTo(needed(bomb)).isLessThan(8L << 30);
                assertThat(encoder.niceness).isEqualTo(1);
            });
        }
    }

    @Test
    void healthTellsHowWellFfmpegIsLockedIn() {
        JsonNode health = api.get(
                        "/actuator/health/sandbox",
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                ("operator:" + Application.PASSWORD).getBytes(StandardCharsets.UTF_8)))
                .json();

        assertThat(health.at("/details/tier").asText()).as("%s", health).isEqualTo("bwrap");
        assertThat(health.at("/details/protection").asText())
                .contains("no other file, no network, no other process")
                .contains("memory, processor time and output are limited");
    }

    @Test
    void whoMustHaveASandboxAndHasNoneDoesNotStart() throws Exception {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Files.createSymbolicLink(programs.resolve("sh"), Path.of("/bin/sh"));
        Path log = folder.resolve("worker.log");
        List<String> settings = Application.with(application.arguments(), List.of("--reelroute.role=worker"));

        Process worker = Processes.start(List.of("/usr/bin/env", "PATH=" + programs), settings, log);

        try {
            assertThat(worker.waitFor(3, TimeUnit.MINUTES)).isTrue();
            assertThat(worker.exitValue()).isNotZero();
            assertThat(Files.readString(log))
                    .contains("'required', but bubblewrap does not work here")
                    .contains("allow user namespaces");
        } finally {
            worker.destroyForcibly();
        }
    }

    /** What FFmpeg was allowed, as the system has it. */
    private record Encoder(long addressSpace, int niceness) {}

    private final class Watch {

        private final List<String> bombs;
        private final Map<String, Set<Encoder>> encoders = new ConcurrentHashMap<>();
        private int mostHeavy;

        Watch(List<String> bombs) {
            this.bombs = bombs;
        }

        void look() {
            int heavy = bombs.stream()
                    .mapToInt(bomb -> (int) tasks(bomb).stream()
                            .filter(task -> task.state() == TaskState.RUNNING && task.lane() == Lane.HEAVY)
                            .count())
                    .sum();
            mostHeavy = Math.max(mostHeavy, heavy);
        }

        void lookForEncoders() {
            ProcessHandle.current().descendants().forEach(this::see);
        }

        private void see(ProcessHandle process) {
            try {
                Path proc = Path.of("/proc", Long.toString(process.pid()));
                String command = Files.readString(proc.resolve("cmdline")).replace('\0', ' ');
                String stat = Files.readString(proc.resolve("stat"));
                if (!stat.contains("(ffmpeg)")) {
                    return;
                }
                String limits = Files.readString(proc.resolve("limits"));
                for (String bomb : bombs) {
                    if (command.contains(bomb + ".video.")) {
                        encoders.computeIfAbsent(bomb, any -> ConcurrentHashMap.newKeySet())
                                .add(new Encoder(addressSpace(limits), niceness(stat)));
                    }
                }
            } catch (IOException e) {
                // It has ended.
            }
        }

        private static long addressSpace(String limits) {
            return limits.lines()
                    .filter(line -> line.startsWith("Max address space"))
                    .map(line -> Long.valueOf(line.split(" {2,}")[1]))
                    .findFirst()
                    .orElseThrow();
        }

        /** The 19th field of {@code proc(5)}'s stat, counted behind the name, which is the second. */
        private static int niceness(String stat) {
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
        }
    }

    private long needed(String id) {
        String plan = application
                .bean(Ledger.class)
                .askOne(new FindVideo(id, null))
                .orElseThrow()
                .plan();
        return Cost.of(application.bean(Json.class).read(plan, Plan.class)).memory();
    }

    private boolean isReady(String id) {
        JsonNode video = api.video(id);
        assertThat(video.path("status").asText()).as("%s", video).isNotEqualTo("FAILED");
        return video.path("status").asText().equals("READY");
    }

    private List<TaskRow> tasks(String id) {
        return application.bean(Ledger.class).ask(new TasksOfVideo(id));
    }

    private List<Lane> lanes(String id, TaskKind kind) {
        return tasks(id).stream()
                .filter(task -> task.kind() == kind)
                .map(TaskRow::lane)
                .toList();
    }

    /** A large frame again and again, in few bytes. */
    private Path eightK() {
        return clips.make(
                "8k.mp4",
                "color=red:s=2048x1088:r=25:d=1",
                "-pix_fmt",
                "yuv420p",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast");
    }

    private Path wide() {
        return clips.make(
                "wide.avi", "color=red:s=4096x544:r=25:d=0.5", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "31");
    }

    private Path pngs() {
        return clips.make("pngs.mkv", "color=red:s=1280x1024:r=25:d=0.5", "-pix_fmt", "rgb24", "-c:v", "png");
    }

    /** Two frames for 5 minutes: the grid makes 1,500. */
    private Path stills() throws IOException {
        Path file = folder.resolve("stills.y4m");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write("YUV4MPEG2 W48 H32 F1:150 Ip A1:1 C420jpeg\n".getBytes(StandardCharsets.US_ASCII));
            for (int frame = 0; frame < 2; frame++) {
                out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
                out.write(new byte[48 * 32 * 3 / 2]);
            }
        }
        return file;
    }
}
