package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelroute.journey.Api.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Streams of events of clients that want the server's connections and threads for themselves. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class EventsTest {

    private static final String OPERATOR = "rrk_" + "O".repeat(43);
    private static final int OF_CLIENT = 4;
    private static final int OF_TENANT = 6;
    private static final int OF_ALL = 20;
    private static final Duration SLOW = Duration.ofSeconds(6);

    private Application application;
    private Api api;
    private int port;

    @BeforeAll
    void start(@TempDir Path folder) {
        application = Application.start(
                folder.resolve("data"),
                "--reelroute.role=api",
                "--reelroute.access.mode=keys",
                "--reelroute.access.operator-key=" + OPERATOR,
                "--reelroute.http.event-streams=" + OF_CLIENT,
                "--reelroute.http.tenant-event-streams=" + OF_TENANT,
                "--reelroute.http.all-event-streams=" + OF_ALL,
                "--reelroute.http.body-timeout=" + SLOW.toSeconds() + "s");
        api = application.api();
        port = application.port("local.server.port");
    }

    @AfterAll
    void stop() {
        application.close();
    }

    // --- HEAD

    static Stream<String> whateverIsRead() throws IOException {
        return AccessTest.operations().stream()
                .filter(operation -> operation.method().equals("GET"))
                .map(AccessTest.Operation::path);
    }

    /** A connection on which an answer does not end has no second one. */
    @ParameterizedTest
    @MethodSource("whateverIsRead")
    void aHeadEndsWhereAGetDoesAndWhereItDoesNot(String path) {
        String id = register(OPERATOR);
        String target = path.replace("{id}", id).replace("{language}", "de").replace("{delivery}", "msg_1");
        try (Wire wire = new Wire(port)) {
            wire.send(head(target, OPERATOR) + "\r\n");
            wire.send("GET /api/profiles HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(wire.rest().split("HTTP/1.1 ", -1)).as(target).hasSize(3);
        }
    }

    @Test
    void aHeadOfEventsIsAnsweredAsAGetAndIsNoStream() {
        String red = key("head");
        String id = register(red);
        for (int i = 0; i < 2 * OF_ALL; i++) {
            assertThat(heads(head("/api/videos/" + id + "/events", red)))
                    .startsWith("HTTP/1.1 200")
                    .contains(
                            "\r\nContent-Type: text/event-stream",
                            "\r\nX-Accel-Buffering: no",
                            "\r\nCache-Control: no-store");
        }
        Answer get = ask(id, red);
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.header("Content-Type")).startsWith("text/event-stream");
        assertThat(get.header("X-Accel-Buffering")).isEqualTo("no");
        assertThat(get.header("Cache-Control")).isEqualTo("no-store");
        assertThat(heads(head("/api/videos/none/events", red))).startsWith("HTTP/1.1 404");
    }

    private String heads(String head) {
        try (Wire wire = new Wire(port)) {
            wire.send(head + "Connection: close\r\n\r\n");
            return wire.rest();
        }
    }

    private static String head(String target, String bearer) {
        return "HEAD " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + bearer + "\r\n";
    }

    // --- how many

    @Test
    void aTokenCountsForTheTenantThatHadItMade() {
        String green = key("green");
        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String token = token(green);
            String id = register(token);
            IntStream.range(0, OF_TENANT / 2)
                    .forEach(one -> streams.add(api.follow(id, "Authorization", "Bearer " + token)));
        }

        String token = token(green);
        String id = register(token);
        Answer refused = ask(id, token);

        refused.isProblem(429, "TOO_MANY_EVENT_STREAMS");
        assertThat(refused.json().path("detail").asText()).isEqualTo("This tenant has " + OF_TENANT + ".");
        assertThat(refused.header("Retry-After")).isEqualTo("60");
        ask(register(green), green).isProblem(429, "TOO_MANY_EVENT_STREAMS");
        String other = key("other");
        try (EventStream others = api.follow(register(other), "Authorization", "Bearer " + other)) {
            await().until(() -> !others.events().isEmpty());
        }
        streams.forEach(EventStream::close);
    }

    @Test
    void allTogetherHaveFewerThanTheServerHasConnections() throws Exception {
        List<String> tenants =
                IntStream.range(0, 6).mapToObj(i -> key("crowd" + i)).toList();
        List<String> videos = tenants.stream().map(this::register).toList();
        List<Viewer> viewers = new ArrayList<>();
        String head = "";
        for (int i = 0; i < 6 * OF_CLIENT && !head.contains(" 429 "); i++) {
            viewers.add(new Viewer(videos.get(i / OF_CLIENT), tenants.get(i / OF_CLIENT)));
            head = viewers.get(i).readTo("\r\n\r\n");
        }
        Answer refused = ask(videos.get(5), tenants.get(5));
        refused.isProblem(429, "TOO_MANY_EVENT_STREAMS");
        assertThat(refused.json().path("detail").asText()).isEqualTo("All clients together have " + OF_ALL + ".");

        viewers.forEach(Viewer::close);

        // That they have gone is noticed when something is written to them.
        await("room for others").atMost(Duration.ofSeconds(30)).until(() -> {
            IntStream.range(0, 6)
                    .forEach(i -> patch(videos.get(i), tenants.get(i), "{\"k\":\"" + System.nanoTime() + "\"}"));
            try (Viewer viewer = new Viewer(videos.get(5), tenants.get(5))) {
                return viewer.readTo("\r\n\r\n").contains(" 200 ");
            }
        });
    }

    // --- who does not read

    /** With a small window, and reads only when it is asked to. */
    private final class Viewer implements AutoCloseable {

        private final Socket socket = new Socket();

        Viewer(String id, String key) {
            try {
                socket.setReceiveBufferSize(2048);
                socket.setSoTimeout((int) SLOW.multipliedBy(10).toMillis());
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                socket.getOutputStream()
                        .write(("GET /api/videos/" + id
                                        + "/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Reads on until this has come. */
        String readTo(String text) throws IOException {
            StringBuilder all = new StringBuilder();
            byte[] some = new byte[65536];
            while (all.indexOf(text, Math.max(0, all.length() - some.length - text.length())) < 0) {
                int read = socket.getInputStream().read(some);
                assertThat(read).as("the stream ended before %s", text).isPositive();
                all.append(new String(some, 0, read, StandardCharsets.ISO_8859_1));
            }
            return all.toString();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void whoDoesNotReadHoldsUpNobodyAndIsEnded() throws Exception {
        String deaf = key("deaf");
        String blue = key("blue");
        String loud = register(deaf);
        String quiet = register(blue);
        List<Viewer> deafOnes =
                Stream.generate(() -> new Viewer(loud, deaf)).limit(OF_CLIENT).toList();
        try (EventStream viewer = api.follow(quiet, "Authorization", "Bearer " + blue)) {
            await().until(() -> !viewer.events().isEmpty());
            int changes = 12;
            for (int i = 0; i < changes; i++) {
                makeLarge(loud, "loud" + i);
                String news = "quiet" + i;
                patch(quiet, blue, "{\"k\":\"" + news + "\"}");
                await("news of another tenant")
                        .atMost(Duration.ofSeconds(2))
                        .until(() -> viewer.events().stream()
                                .anyMatch(event -> event.data().contains(news)));
            }
            // It reads at last, and what it had no room for is the newest.
            String read = deafOnes.get(0).readTo("\"loud" + (changes - 1) + "\"");
            assertThat(IntStream.range(0, changes).filter(i -> read.contains("\"loud" + i + "\"")))
                    .as("what it was sent")
                    .hasSizeLessThan(changes);
        }
        // Of one client there are no more, until those that are still connected and do not read are ended.
        await("room for one more").atMost(SLOW.multipliedBy(4)).until(() -> {
            try (Viewer next = new Viewer(loud, deaf)) {
                return next.readTo("\r\n\r\n").contains(" 200 ");
            }
        });
        deafOnes.forEach(Viewer::close);
    }

    /** As videos are that were registered when metadata had no limit: of small ones a connection takes many before it is full. */
    private void makeLarge(String id, String first) {
        String metadata = "{\"a\":\"" + first + "\",\"b\":\"" + "x".repeat(500_000) + "\"}";
        new JdbcTemplate(application.bean(DataSource.class))
                .update("UPDATE video SET metadata = ?, revision = revision + 1 WHERE id = ?", metadata, id);
    }

    // ---

    private Answer ask(String id, String bearer) {
        return api.begin(api.request("/api/videos/" + id + "/events", "Authorization", "Bearer " + bearer));
    }

    private void patch(String id, String bearer, String metadata) {
        Answer answer = call("PATCH", "/api/videos/" + id, bearer, "{\"metadata\":" + metadata + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private String key(String tenant) {
        Answer answer = call(
                "POST",
                "/api/keys",
                OPERATOR,
                "{\"name\":\"x\",\"tenant\":\"" + tenant + "\",\"scopes\":[\"upload\",\"read\",\"manage\"]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("key").asText();
    }

    private String token(String key) {
        Answer answer = call("POST", "/api/upload-tokens", key, "{}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("token").asText();
    }

    private String register(String bearer) {
        Answer answer =
                call("POST", "/api/videos", bearer, api.registration("a.mp4", 7).toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asText();
    }

    private Answer call(String method, String path, String bearer, @Nullable String body) {
        HttpRequest.Builder request = api.request(path, "Authorization", "Bearer " + bearer);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return api.send(request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }
}
