package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.media.Clips;
import dev.reelroute.media.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker-compose.yml} describes: an API and two workers, beside servers. */
class ComposeTest {

    @Test
    void whatTheFileDescribesMakesAVideo(@TempDir Path folder) throws Exception {
        try (Composition composition = new Composition(folder, "127.0.0.1")) {
            composition.startLedger();
            composition.startQueueAndStore();
            int port = Machine.freePort();
            Api api = new Api("http://localhost:" + port, "Authorization", composition.bearer());
            List<Process> processes = new ArrayList<>();
            processes.add(composition.start(List.of(), "api", "api", port));
            Processes.awaitStart(composition.log("api"));
            for (String worker : List.of("worker-1", "worker-2")) {
                processes.add(composition.start(List.of(), "worker", worker, Machine.freePort()));
            }
            for (String worker : List.of("worker-1", "worker-2")) {
                Processes.awaitStart(composition.log(worker));
            }
            Path clip = new Clips(folder)
                    .makeWithAudio(
                            "a.mp4", "testsrc2=s=320x180:r=25:d=2", "sine=d=2", "-c:v", "libx264", "-c:a", "aac");

            String id = api.upload(clip);
            api.awaitReady(id);

            assertThat(composition.bucket().resolve("videos/" + id + "/master.m3u8"))
                    .isNotEmptyFile();
            for (Path embedded : List.of(folder.resolve("api/store"), folder.resolve("api/ledger.mv.db"))) {
                assertThat(embedded).as("no server of its own").doesNotExist();
            }
            for (Process process : processes) {
                process.destroy();
            }
            for (Process process : processes) {
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it stops").isTrue();
                assertThat(process.exitValue()).as("by SIGTERM").isEqualTo(143);
            }
        }
    }

    @Test
    void aSecretThatIsMissingIsNamed() {
        assertThatThrownBy(() -> Composition.environment("api", Map.of()))
                .hasMessageContaining("run docker/make-env first");
    }
}
