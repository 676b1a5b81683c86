package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelroute.journey.Api.Answer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Viewers who go, who do not read, and who are many: none of them takes from others what these need. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class ViewersTest {

    private static final int SLOW = 8;
    /** Viewers who are sent something at the same time. */
    private static final int MOST = 100;
    /** Far more than a machine keeps for a connection; a second of a processor's to read. */
    private static final long SIZE = 500L << 20;

    private Application application;
    private Api api;
    private int port;
    private String file;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        application = Application.start(
                folder.resolve("data"), "--reelroute.role=api", "--reelroute.http.slow-per-address=" + SLOW);
        api = application.api();
        port = application.port("local.server.port");
        String id =
                api.register("film.mp4", 7, "visibility", "public").path("id").asText();
        Files.createDirectories(application.objects(id));
        try (RandomAccessFile film = new RandomAccessFile(
                application.objects(id).resolve("video.mp4").toFile(), "rw")) {
            film.setLength(SIZE);
        }
        file = "/videos/" + id + "/video.mp4";
    }

    @AfterAll
    void stop() {
        application.close();
    }

    private String get(String... headers) {
        return "GET " + file + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n";
    }

    /** Each would hold its connection to the store, of which there are not so many, until all of the file had been fetched. */
    @Test
    void aViewerWhoGoesLeavesNothingBehind() {
        Instant begun = Instant.now();
        for (int i = 0; i < 2 * MOST; i++) {
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
            String several = i % 2 == 0 ? "" : "Range: bytes=0-1,5-6\r\n";
            try (Wire wire = new Wire(port)) {
                wire.send(get(several));
                assertThat(wire.some(1000)).startsWith("HTTP/1.1 200 ");
                wire.reset();
            }
        }
        assertThat(api.get(file, "Range", "bytes=7-9").header("Content-Range")).isEqualTo("bytes 7-9/" + SIZE);
    }

    @Test
    void whoAsksForHeadersAloneGetsThemAtOnce() {
        Instant begun = Instant.now();
        for (int i = 0; i < 20; i++) {
            Answer head = api.send("HEAD", file);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo("" + SIZE);
            assertThat(head.header("Accept-Ranges")).isEqualTo("bytes");
            assertThat(head.header("Access-Control-Allow-Origin")).isEqualTo("*");
        }
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(api.send("HEAD", file + "s").status()).isEqualTo(404);
    }

    /** Without the header, the browser hides the answer from the player, and hls.js gives up at once where it would try again. */
    @Test
    void aPlayerOnAnotherSitesPageSeesWhyItGetsNothing() {
        String origin = "https://shop.example.org";
        assertThat(Stream.of(
                        api.get(file, "Origin", origin, "Range", "bytes=7-9"),
                        api.get(file + "s", "Origin", origin),
                        api.get(file, "Origin", origin, "Range", "bytes=" + SIZE + "-"),
                        api.get(file.replace("/videos/", "/videos/0"), "Origin", origin),
                        api.get("/play/no-token" + file.substring("/videos".length()), "Origin", origin)))
                .allSatisfy(answer -> assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
                        .as("%s", answer.status())
                        .containsExactly("*"))
                .extracting(Answer::status)
                .containsExactly(206, 404, 416, 404, 403);
    }

    /** For a weak tag it is the server, not the store, who finds out that the viewer has the file. */
    @Test
    void whoHasItAlreadyLeavesNothingBehind() {
        String poster = file.replace("video.mp4", "poster.jpg");
        application
                .bean(S3Client.class)
                .putObject(put -> put.bucket("reelroute").key(poster.substring(1)), RequestBody.fromString("picture"));
        String tag = api.send("HEAD", poster).header("ETag");
        for (int i = 0; i < MOST + 1; i++) {
            assertThat(api.get(poster, "If-None-Match", "W/" + tag).status()).isEqualTo(304);
        }
        assertThat(api.get(poster).body()).isEqualTo("picture");
    }

    /** Tomcat by itself ends them after ten seconds. */
    @Test
    void ofViewersWhoDoNotReadTheOldestAreEnded() {
        List<Wire> first = notReading(SLOW);
        Instant begun = Instant.now();
        // For so long that the server looks at them meanwhile: what they have read does not count for them.
        while (Duration.between(begun, Instant.now()).toMillis() < 1200) {
            assertThat(first).allSatisfy(wire -> assertThat(wire.some(1000)).hasSize(1000));
        }
        List<Wire> later = List.of();
        try {
            await("that as many as one address may have are left alone")
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(4))
                    .until(() -> open(first) == SLOW);
            later = notReading(SLOW);
            await("that more are not").atMost(Duration.ofSeconds(5)).until(() -> open(first) == 0);
            assertThat(open(later)).isEqualTo(SLOW);
        } finally {
            first.forEach(Wire::reset);
            later.forEach(Wire::reset);
        }
    }

    /** What they held is free at once, and not when Tomcat gives up. */
    @Test
    void whoDoesNotReadLeavesHisPlaceToOthers() {
        List<Wire> all = notReading(MOST + 20, MOST + 20);
        try {
            // Some were told that there is no place.
            await("that they are ended").atMost(Duration.ofSeconds(6)).until(() -> open(all) <= SLOW + 20);
            assertThat(api.get(file, "Range", "bytes=7-9").status()).isEqualTo(206);
        } finally {
            all.forEach(Wire::reset);
        }
    }

    private List<Wire> notReading(int count) {
        return notReading(count, SLOW);
    }

    private List<Wire> notReading(int count, int perAddress) {
        return notReading(0, count, perAddress);
    }

    private List<Wire> notReading(int from, int count, int perAddress) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> {
                    Wire wire = new Wire(port, "127.0.0." + (2 + i / perAddress));
                    wire.send(get());
                    return wire;
                })
                .toList();
    }

    private static long open(List<Wire> wires) {
        return wires.stream().filter(wire -> wire.send(" ")).count();
    }

    @Test
    void viewersWhoDoNotReadTakeNothingFromOthers() {
        List<Wire> all = new ArrayList<>(notReading(MOST + 20));
        try {
            await("that all are taken").atMost(Duration.ofSeconds(20)).until(() -> {
                if (api.get(file, "Range", "bytes=0-0").status() == 503) {
                    return true;
                }
                // On a busy machine the first are ended before the last have come.
                all.addAll(notReading(all.size(), 20, SLOW));
                return false;
            });
            Instant begun = Instant.now();
            Answer refused = api.get(file, "Range", "bytes=0-0");
            refused.isProblem(503, "TOO_MANY_VIEWERS");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(3));
            assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(200);
            assertThat(api.register("other.mp4", 7).path("id").asText()).isNotEmpty();
        } finally {
            all.forEach(Wire::reset);
        }
        await("that those who come later are served")
                .atMost(Duration.ofSeconds(5))
                .until(() -> api.get(file, "Range", "bytes=0-0").status() == 206);
    }
}
