package dev.reelroute.journey;

import static dev.reelroute.media.Machine.needs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.media.Clips;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of a worker is full, and later there is room again. */
class FullDiskTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** In a mount namespace of its own, so that the disk goes with the worker. */
    private static final List<String> ON_A_SMALL_DISK = List.of("unshare", "--map-root-user", "--mount");

    @Test
    void workIsParkedUntilThereIsRoom(@TempDir Path folder) throws Exception {
        needs(run("true"), "no disks of our own here");
        Path clip = new Clips(folder).make("clip.mp4", "testsrc2=s=320x180:r=25:d=2", "-pix_fmt", "yuv420p");
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Path log = folder.resolve("worker.log");
        try (Application api = Application.start(
                folder.resolve("data"), "--reelroute.role=api", "--reelroute.intake.default-profile=small")) {
            Process worker = start(api, disk, log);
            try {
                Processes.awaitStart(log);
                Path filler = Path.of("/proc", Long.toString(worker.pid()), "root" + disk, "filler");
                fill(filler);
                String id = api.api().upload(clip);
                await("the work to be parked")
                        .atMost(PATIENCE)
                        .until(() -> Files.readString(log).contains(FailureCode.DISK_FULL.message()));
                assertThat(api.api().video(id).path("status").asText()).isEqualTo("QUEUED");

                Files.delete(filler);

                api.api().awaitReady(id);
            } finally {
                worker.destroyForcibly().waitFor();
            }
        }
    }

    private static Process start(Application api, Path disk, Path log) throws IOException {
        List<String> settings = api.worker(
                disk,
                "--reelroute.task.max-backoff=2s",
                // If this setback counted, it would be the last one.
                "--reelroute.task.max-attempts=1");
        List<String> before = Stream.concat(
                        ON_A_SMALL_DISK.stream(),
                        Stream.of("sh", "-c", "mount -t tmpfs -o size=16m none $0 && exec \"$@\"", disk.toString()))
                .toList();
        return Processes.start(before, settings, log);
    }

    private static boolean run(String command) throws IOException, InterruptedException {
        List<String> words =
                Stream.concat(ON_A_SMALL_DISK.stream(), Stream.of(command)).toList();
        return new ProcessBuilder(words).start().waitFor() == 0;
    }

    private static void fill(Path filler) throws IOException {
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }
}
