package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.journey.Collector.Told;
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
        try (Collector collector = new Collector();
                Application first = Application.start(
                        folder.resolve("data"),
                        "--reelroute.trace.endpoint=" + collector.url(),
                        "--reelroute.intake.default-profile=chunks",
                        "--reelroute.queue.lanes.bulk.consumers=1",
                        "--reelroute.task.lease=2",
                        "--reelroute.reconcile.period=500");
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
                                && second.descendants().anyMatch(process -> runs(process, id))
                                && collector.told().stream()
                                        .anyMatch(told -> told.process().endsWith("-" + second.pid()))
                                // Whoever did it is not to take it along.
                                && collector.told().stream()
                                        .anyMatch(told -> told.name().equals("inspect")));
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
                allOfItIsOneTrace(id, collector);
            } finally {
                second.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    /** From the registration to each FFmpeg, whichever process it was. */
    private static void allOfItIsOneTrace(String id, Collector collector) {
        await("the last span")
                .atMost(PATIENCE)
                .until(() ->
                        collector.told().stream().anyMatch(told -> told.name().equals("publish")));
        List<Told> all = collector.told();
        assertThat(all).extracting(Told::trace).containsOnly(id.replace("-", ""));
        assertThat(all).extracting(Told::process).doesNotContain("").hasSizeGreaterThan(20);
        assertThat(all.stream().map(Told::process).distinct()).hasSize(2);

        List<Told> roots = all.stream().filter(told -> told.parent().isEmpty()).toList();
        assertThat(roots)
                .singleElement()
                .satisfies(root -> assertThat(root.name()).isEqualTo("register"));
        String root = roots.get(0).id();
        assertThat(all)
                .filteredOn(told -> told.parent().equals(root))
                .extracting(Told::name)
                .contains("upload", "inspect", "wait in bulk", "encode video", "publish");
        List<Told> chunks =
                all.stream().filter(told -> told.name().equals("encode video")).toList();
        // What the dead worker had not sent yet is gone with it.
        assertThat(chunks).hasSizeBetween(5, 10).allSatisfy(chunk -> {
            assertThat(chunk.attribute("reelroute.outcome")).isEqualTo("done");
            assertThat(chunk.attribute("reelroute.task")).startsWith(id + ".video.");
            assertThat(all)
                    .as("what it ran")
                    .anyMatch(told -> told.parent().equals(chunk.id())
                            && told.name().equals("ffmpeg")
                            && told.process().equals(chunk.process())
                            && told.seconds() > 0.01
                            && told.seconds() <= chunk.seconds() + 0.01);
        });
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
