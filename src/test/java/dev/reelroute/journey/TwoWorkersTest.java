package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.TasksOfVideo;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.media.Clips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes share the chunks of one video; one of them is killed meanwhile. */
class TwoWorkersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aKilledWorkerDoesNotLoseTheVideo(@TempDir Path folder) throws Exception {
        Path clip = new Clips(folder)
                .make(
                        "long.mp4",
                        "testsrc2=s=640x360:r=25:d=20",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-crf",
                        "40",
                        "-pix_fmt",
                        "yuv420p");
        try (Application first = Application.start(
                        folder.resolve("data"),
                        "--reelroute.intake.default-profile=chunks",
                        "--reelroute.queue.lanes.bulk.consumers=1",
                        "--reelroute.task.lease=3");
                FaultProxy store = new FaultProxy(first.port("reelroute.embedded.store-port"), 0, 1);
                FaultProxy queue = new FaultProxy(first.port("reelroute.embedded.queue-port"), 0, 2)) {
            List<String> asked = Collections.synchronizedList(new ArrayList<>());
            store.hear(asked::add);
            queue.hear(asked::add);
            Path log = folder.resolve("worker.log");
            Process second = Processes.worker(
                    first,
                    log,
                    "--reelroute.embedded.store-port=" + store.port(),
                    "--reelroute.embedded.queue-port=" + queue.port());
            try {
                Processes.awaitStart(log);

                String id = first.api().upload(clip);
                await("both at work on one video")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> worksOn(first, ProcessHandle.current().pid(), id)
                                && worksOn(first, second.pid(), id)
                                && second.descendants().anyMatch(process -> runs(process, id)));
                List<ProcessHandle> encoders = second.descendants().toList();
                second.destroyForcibly();
                worksAndNoMore(asked);

                JsonNode video = first.api().awaitReady(id);
                long frames = Player.frames(clip.toString());
                assertThat(Player.frames(video.at("/playback/hls").asText())).isEqualTo(frames);
                assertThat(Player.frames(video.at("/playback/mp4").asText())).isEqualTo(frames);
                Player.plays(video.at("/playback/dash").asText());
                assertThat(first.bean(Ledger.class).ask(new TasksOfVideo(id)))
                        .filteredOn(task -> task.kind() == TaskKind.ENCODE_VIDEO)
                        .as("one chunk was begun again")
                        .hasSize(10)
                        .anyMatch(task -> task.attempt() > 1);
                assertThat(encoders).as("FFmpeg of the dead worker").noneMatch(ProcessHandle::isAlive);
            } finally {
                second.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    /** The poll, the events and the repairs are for those who serve. */
    private static void worksAndNoMore(List<String> asked) {
        List<String> all = List.copyOf(asked);
        List<String> store = heard(all, "(?:HEAD|GET|PUT) /reelroute[^ ]*");
        List<String> queues = heard(all, "\"QueueUrl\":\"[^\"]*");
        assertThat(store).isNotEmpty().noneMatch(line -> line.matches("GET /reelroute/?\\?.*uploads.*"));
        assertThat(queues).anyMatch(url -> url.endsWith("reelroute-bulk"));
        assertThat(queues).noneMatch(url -> url.endsWith("reelroute-events"));
    }

    private static List<String> heard(List<String> asked, String words) {
        Pattern pattern = Pattern.compile(words);
        return asked.stream()
                .flatMap(piece -> pattern.matcher(piece).results())
                .map(MatchResult::group)
                .toList();
    }

    /** Whether a process has a chunk of the video in its folder of work. */
    private static boolean worksOn(Application application, long pid, String id) throws IOException {
        Path folder = application.work().resolve(Long.toString(pid));
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> works = Files.list(folder)) {
            return works.anyMatch(work -> work.getFileName().toString().startsWith(id + ".video."));
        }
    }

    private static boolean runs(ProcessHandle process, String id) {
        return process.info().commandLine().orElse("").contains(id + ".video.");
    }
}
