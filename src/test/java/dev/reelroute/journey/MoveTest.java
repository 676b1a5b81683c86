package dev.reelroute.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.ledger.Postgres;
import dev.reelroute.media.Clips;
import dev.reelroute.move.Move;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From embedded servers to others: nothing is lost, and nothing has to be done again. */
@Tag("long")
class MoveTest {

    private static final String KEYS = "--reelroute.playback.keys=" + "0".repeat(43) + "A";
    /** Of several in a process one has JMX. */
    private static final String QUIET = "--spring.jmx.enabled=false";

    private static final int PARTS_SIZE = 12_000_000;
    /** More than goes to a store in one request. */
    private static final int LARGE = 40_000_000;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @Test
    void videosInEveryStateGoOnElsewhere() throws Exception {
        Clips clips = new Clips(Files.createDirectories(folder.resolve("clips")));
        Path clip = clips.makeWithAudio(
                "a.mp4", "testsrc2=s=160x90:r=25:d=4", "sine=d=4", "-c:v", "libx264", "-c:a", "aac");
        Path data = folder.resolve("old");

        String ready;
        String encrypted;
        String failed;
        String cancelled;
        String begun;
        JsonNode registered;
        JsonNode inParts;
        byte[] parts = new byte[PARTS_SIZE];
        new Random(1).nextBytes(parts);
        Map<String, String> before;
        // Only the store and the queues of this one are used; its own ledger knows none of the videos.
        try (Application stores = Application.start(
                folder.resolve("stores"),
                "--reelroute.role=api",
                "--reelroute.intake.poll-period=3600000",
                "--reelroute.reconcile.period=3600000")) {
            List<String> there = Application.with(stores.stores(), Postgres.ledger());
            try (Application old = Application.start(data, KEYS, QUIET, "--reelroute.task.shutdown-grace=0")) {
                assertThat(move(data, there)).as("while it runs").isEqualTo(1);
                assertThat(console.toString(UTF_8)).contains("Another Reelroute works on the data folder");

                Api api = old.api();
                ready = api.upload(clip);
                encrypted = api.upload(clip, "visibility", "private", "profile", "encrypted");
                failed = api.upload(Files.writeString(folder.resolve("no.mp4"), "no video"));
                cancelled = api.register("gone.mp4", 10).path("id").asText();
                api.post("/api/videos/" + cancelled + "/cancel");
                registered = api.register("b.mp4", Files.size(clip));
                inParts = api.register("parts.bin", PARTS_SIZE);
                api.putPart(inParts.path("upload"), inParts.at("/upload/parts/0"), parts);
                api.awaitReady(ready);
                api.awaitReady(encrypted);
                api.awaitFailed(failed, "NOT_A_VIDEO");
                assertThat(api.put("/api/videos/" + ready + "/subtitles/de", "text/vtt", "WEBVTT\n".getBytes(UTF_8))
                                .status())
                        .isEqualTo(200);
                begun = api.upload(clip);
                before = states(api);
            }
            // Found by nobody yet, and without what a store writes beside an object.
            Path dropped = data.resolve("store/reelroute/uploads/dropped.mp4");
            Files.write(dropped, padded(Api.read(clip), LARGE));

            assertThat(move(data, there)).as(console.toString(UTF_8)).isZero();

            assertThat(console.toString(UTF_8)).contains("All is there");
            assertThat(stores.bucket().resolve("uploads/dropped.mp4")).hasSameBinaryContentAs(dropped);
            assertThat(move(data, there)).as("a second time").isEqualTo(1);
            assertThat(console.toString(UTF_8)).contains("its table video has 7 rows");

            // Nobody notices in time that messages are missing: none is.
            List<String> settings =
                    Application.with(there, List.of(KEYS, QUIET, "--reelroute.reconcile.doorbell-grace=3600"));
            try (Application now = Application.start(folder.resolve("new"), settings)) {
                Api api = now.api();
                assertThat(states(api)).containsAllEntriesOf(withoutBegun(before, begun));
                JsonNode video = api.video(ready);
                assertThat(Player.frames(video.at("/playback/mp4").asText())).isEqualTo(100);
                String segment = stores.sizes(ready).keySet().stream()
                        .filter(name -> name.endsWith(".m4s"))
                        .findFirst()
                        .orElseThrow();
                assertThat(api.get("/videos/" + ready + "/" + segment).header("Cache-Control"))
                        .as("what a store writes beside an object")
                        .contains("immutable");
                assertThat(video.path("subtitles")).hasSize(1);
                Player.plays(api.post("/api/videos/" + encrypted + "/playback", "{}")
                        .json()
                        .path("hls")
                        .asText());
                api.awaitReady(begun);
                api.put(upload(api, registered), Api.read(clip));
                complete(api, registered);
                JsonNode again = upload(api, inParts);
                assertThat(again.path("uploaded")).isEmpty();
                again.path("parts").forEach(part -> api.putPart(again, part, parts));
                complete(api, inParts);
                api.awaitFailed(inParts.path("id").asText(), "NOT_A_VIDEO");
                api.awaitReady(registered.path("id").asText());
                await("the dropped file, and none for the second time")
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> states(api).size() == before.size() + 1);
            }
        }
    }

    /** A clip with a box behind it that says nothing. */
    private static byte[] padded(byte[] clip, int size) {
        return ByteBuffer.allocate(size)
                .put(clip)
                .putInt(size - clip.length)
                .put("free".getBytes(UTF_8))
                .array();
    }

    private static JsonNode upload(Api api, JsonNode video) {
        return api.get("/api/videos/" + video.path("id").asText() + "/upload").json();
    }

    private static void complete(Api api, JsonNode video) {
        Api.Answer answer = api.post("/api/videos/" + video.path("id").asText() + "/upload-complete");
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    }

    private static Map<String, String> withoutBegun(Map<String, String> states, String begun) {
        Map<String, String> others = new TreeMap<>(states);
        others.remove(begun);
        return others;
    }

    private static Map<String, String> states(Api api) {
        Map<String, String> states = new TreeMap<>();
        api.videos("limit=100")
                .forEach(video -> states.put(
                        video.path("id").asText(), video.path("status").asText()));
        return states;
    }

    private int move(Path data, List<String> there) {
        console.reset();
        PrintStream print = new PrintStream(console, true, UTF_8);
        return Move.run(Application.settings(data, there), print, print);
    }
}
