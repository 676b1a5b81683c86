package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.media.Clips;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A film is made by workers that come and go, each on a host of its own: one that is there before its servers, one that is stopped, one that
 * is killed, one that is cut off in the middle of its work and comes back, and those that are added meanwhile. {@code docker/try-fleet}.
 */
@Tag("long")
class FleetTest {

    private static final int PORT = 8080;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private int frames;

    @Test
    void aFilmIsFinishedByWorkersThatComeAndGo(@TempDir Path folder) throws Exception {
        try (Hosts hosts = new Hosts();
                Composition composition = new Composition(folder, hosts.address())) {
            Process early = worker(hosts, composition, "early");
            assertThat(early.waitFor(20, TimeUnit.SECONDS))
                    .as("it waits for the database")
                    .isFalse();
            composition.startLedger();
            assertThat(early.waitFor(20, TimeUnit.SECONDS))
                    .as("it waits for queue and store")
                    .isFalse();
            composition.startQueueAndStore();
            Process api = composition.start(hosts.add("api"), "api", "api", PORT);
            Processes.awaitStart(composition.log("api"));
            Api served = new Api("http://" + hosts.address("api") + ":" + PORT, "Authorization", composition.bearer());
            Processes.awaitStart(composition.log("early"));
            say("API and the worker that was there before its servers are ready");

            Path film = film(folder);
            String id = served.upload(film);
            awaitWork(served, id, early);
            Map<String, Process> more = Map.of(
                    "killed", worker(hosts, composition, "killed"),
                    "cut", worker(hosts, composition, "cut"));
            for (Map.Entry<String, Process> worker : more.entrySet()) {
                Processes.awaitStart(composition.log(worker.getKey()));
                awaitWork(served, id, worker.getValue());
            }
            say("three workers are at it");

            Process cut = more.get("cut");
            hosts.cutOff("cut");
            more.get("killed").destroyForcibly().waitFor();
            early.destroy();
            Process last = worker(hosts, composition, "last");
            assertThat(early.waitFor(100, TimeUnit.SECONDS))
                    .as("it ends by itself")
                    .isTrue();
            assertThat(early.exitValue()).isEqualTo(143);
            say("one is cut off, one was killed, one has stopped; another comes");

            JsonNode video = awaitReady(served, id);
            say("the film is ready: " + work(served, id).count() + " tasks");
            isWhole(video);
            assertThat(cut.isAlive()).as("who was cut off waits").isTrue();

            hosts.reconnect("cut");
            last.destroy();
            assertThat(last.waitFor(100, TimeUnit.SECONDS)).isTrue();
            String next = served.upload(clip(folder));
            awaitReady(served, next);
            assertThat(work(served, next).map(FleetTest::pid)).containsOnly(cut.pid());
            say("who was cut off works again");
            // What came too late has changed nothing.
            isWhole(video);

            hosts.cutOff("api");
            assertThat(api.waitFor(20, TimeUnit.SECONDS))
                    .as("it waits for its servers")
                    .isFalse();
            hosts.reconnect("api");
            await("the API")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> served.get("/api/videos").status() == 200);
            say("so does the API");
        }
    }

    private void isWhole(JsonNode video) {
        String master = video.at("/playback/hls").asText();
        assertThat(Player.frames(master.replace("master.m3u8", "360p/index.m3u8")))
                .isEqualTo(frames);
        assertThat(Player.frames(video.at("/playback/mp4").asText())).isEqualTo(frames);
    }

    private static Process worker(Hosts hosts, Composition composition, String name) throws IOException {
        return composition.start(hosts.add(name), "worker", name, PORT);
    }

    private Path film(Path folder) {
        frames = 25 * 240;
        return new Clips(folder)
                .makeWithAudio(
                        "film.mp4",
                        "testsrc2=s=640x360:r=25:d=240",
                        "sine=d=240",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-c:a",
                        "aac");
    }

    private static Path clip(Path folder) {
        return new Clips(folder).make("clip.mp4", "testsrc2=s=320x180:r=25:d=3", "-c:v", "libx264");
    }

    private static void awaitWork(Api api, String id, Process worker) {
        await("work of " + worker.pid())
                .atMost(PATIENCE)
                .until(() -> work(api, id)
                        .anyMatch(task -> task.path("state").asText().equals("RUNNING") && pid(task) == worker.pid()));
    }

    private static JsonNode awaitReady(Api api, String id) {
        JsonNode video = api.awaitEnd(id, PATIENCE);
        assertThat(video.path("status").asText()).as(video.toString()).isEqualTo("READY");
        return video;
    }

    private static Stream<JsonNode> work(Api api, String id) {
        JsonNode tasks = api.get("/api/videos/" + id + "/diagnosis").json().path("tasks");
        return Stream.iterate(0, i -> i + 1).limit(tasks.size()).map(tasks::path);
    }

    /** Of the process that has a task, or had it last. */
    private static long pid(JsonNode task) {
        String number = task.path("worker").asText().replaceFirst(".*-", "");
        return number.isEmpty() ? 0 : Long.parseLong(number);
    }

    private static void say(String what) {
        System.out.println("    " + what);
    }
}
