package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelroute.journey.Api.Answer;
import dev.reelroute.media.Clips;
import dev.reelroute.store.ObjectStore;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
import org.springframework.jdbc.core.JdbcTemplate;

/** What tenants may use, by way of the API, and by more than one process where the ledger can have some. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
abstract class QuotasTest {

    private static final String OPERATOR = "rrk_" + "O".repeat(43);
    private static final int CROWD = 16;
    private static final int TENANTS = 100;
    private static final int ALL_UNFINISHED = 250;

    private Application application;
    private final List<Api> apis = new ArrayList<>();
    private final List<Application> others = new ArrayList<>();
    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private Path clips;

    abstract List<String> ledger();

    /** Whether the ledger is one that several processes can serve from. */
    abstract boolean isShared();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        clips = folder;
        List<String> settings = new ArrayList<>(ledger());
        settings.addAll(List.of(
                "--reelroute.access.mode=keys",
                "--reelroute.access.operator-key=" + OPERATOR,
                "--reelroute.quota.all-unfinished-uploads=" + ALL_UNFINISHED,
                "--reelroute.http.event-streams=3",
                "--reelroute.intake.poll-period=150",
                "--reelroute.reconcile.period=250"));
        List<String> limits = new ArrayList<>(List.of(
                "few unfinished-uploads=3",
                "busy under-way=2",
                "daily uploads-per-day=3",
                "full bytes=1000B",
                "long minutes=1",
                "fast requests-per-second=20",
                " bytes=100B"));
        tenants().forEach(tenant -> limits.add(tenant + " unfinished-uploads=2"));
        for (int i = 0; i < limits.size(); i++) {
            String[] words = limits.get(i).split(" ");
            settings.add("--reelroute.quota.tenants[" + i + "].name=" + words[0]);
            settings.add("--reelroute.quota.tenants[" + i + "].limits." + words[1]);
        }
        application = Application.start(folder.resolve("first"), settings);
        apis.add(application.api());
        if (isShared()) {
            List<String> more = new ArrayList<>(settings);
            more.addAll(application.stores());
            // Of several applications in a process one has JMX.
            more.addAll(List.of("--reelroute.role=api", "--spring.jmx.enabled=false"));
            others.add(Application.start(folder.resolve("second"), more));
            apis.add(others.get(0).api());
        }
    }

    @AfterAll
    void stop() {
        others.forEach(Application::close);
        application.close();
    }

    @Test
    void ofManyUploadsAtOnceAsManyAreTakenAsMayBeUnfinished() {
        List<Answer> answers = atOnce("few");

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(3);
        assertThat(answers).filteredOn(answer -> answer.status() != 201).allSatisfy(answer -> {
            answer.isProblem(429, "TOO_MANY_UPLOADS");
            assertThat(answer.header("Retry-After")).isEqualTo("60");
            assertThat(answer.json().path("detail").asText()).contains("3 of 3");
            assertThat(answer.body()).doesNotContain("retryAfter");
        });
        List<String> ids = ids(answers);
        send("few", "POST", "/api/videos/" + ids.get(0) + "/cancel", null);
        send("few", "DELETE", "/api/videos/" + ids.get(1), null);
        assertThat(ids(atOnce("few"))).hasSize(2);
    }

    /** Each asks for twice as much as it may have, all together in no order. */
    @Test
    void aHundredTenantsAtOnceGetWhatEachMayHave() {
        List<String> asked = new ArrayList<>();
        IntStream.range(0, 4).forEach(i -> asked.addAll(tenants().toList()));
        Collections.shuffle(asked, new Random(1));

        List<Answer> answers = atOnce(asked);

        Map<String, Integer> taken = new TreeMap<>();
        for (int i = 0; i < asked.size(); i++) {
            if (answers.get(i).status() == 201) {
                taken.merge(asked.get(i), 1, Integer::sum);
            } else {
                answers.get(i).isProblem(429, "TOO_MANY_UPLOADS");
                assertThat(answers.get(i).json().path("detail").asText()).contains("2 of 2");
            }
        }
        assertThat(taken)
                .hasSize(TENANTS)
                .allSatisfy((tenant, count) -> assertThat(count).isEqualTo(2));
        tenants()
                .forEach(tenant -> assertThat(used(tenant, "unfinishedUploads")).isEqualTo(2));
        for (int i = 0; i < asked.size(); i++) {
            if (answers.get(i).status() == 201) {
                send(
                        asked.get(i),
                        "DELETE",
                        "/api/videos/" + answers.get(i).json().path("id").asText(),
                        null);
            }
        }
    }

    private static Stream<String> tenants() {
        return IntStream.range(0, TENANTS).mapToObj(i -> "tenant-" + i);
    }

    @Test
    void whatIsUnderWayIsBounded() {
        List<String> ids = ids(atOnce("busy"));
        assertThat(ids).hasSize(2);
        register("busy", 7).isProblem(429, "TOO_MANY_UNDER_WAY");
        register("other", 7);

        send("busy", "DELETE", "/api/videos/" + ids.get(0), null);

        assertThat(register("busy", 7).status()).isEqualTo(201);
        // Not what is its operator's: it is the tenant's place all the same.
        ObjectNode named = apis.get(0).registration("a.mp4", 7, "tenant", "busy");
        send(OPERATOR, "POST", "/api/videos", named).isProblem(429, "TOO_MANY_UNDER_WAY");
    }

    @Test
    void aDayHasSoManyUploadsWhateverBecomesOfThem() {
        String body = apis.get(0).registration("a.mp4", 7).toString();
        String first = api(0).post("/api/videos", body, "Authorization", bearer("daily"), "Idempotency-Key", "one")
                .json()
                .path("id")
                .asText();
        for (String id : ids(atOnce("daily"))) {
            send("daily", "DELETE", "/api/videos/" + id, null);
        }
        Answer refused = register("daily", 7);
        refused.isProblem(429, "DAILY_UPLOADS_USED");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 86_400);
        assertThat(used("daily", "uploadsToday")).isEqualTo(3);
        Answer again = api(1).post("/api/videos", body, "Authorization", bearer("daily"), "Idempotency-Key", "one");
        assertThat(again.json().path("id").asText()).as("the same request").isEqualTo(first);

        // Midnight.
        database().update("UPDATE quota SET uploads_day = uploads_day - 1 WHERE tenant = 'daily'");

        assertThat(used("daily", "uploadsToday")).isZero();
        assertThat(register("daily", 7).status()).isEqualTo(201);
        assertThat(used("daily", "uploadsToday")).isEqualTo(1);
        // A clock that is behind, as at midnight that of a transaction which began before it.
        database().update("UPDATE quota SET uploads_day = uploads_day + 1 WHERE tenant = 'daily'");
        assertThat(register("daily", 7).status()).isEqualTo(201);
        assertThat(used("daily", "uploadsToday")).isEqualTo(2);
    }

    @Test
    void bytesAreThoseOfAllFilesThatAreNotDeleted() {
        String first = register("full", 600).json().path("id").asText();
        register("full", 401).isProblem(429, "STORAGE_USED");
        String second = register("full", 400).json().path("id").asText();
        assertThat(used("full", "bytes")).isEqualTo(1000);
        // It would go in parts: nothing is begun for it.
        register("full", 7_000_000).isProblem(429, "STORAGE_USED");
        assertThat(application.bean(ObjectStore.class).multiparts("uploads/")).isEmpty();

        send("full", "DELETE", "/api/videos/" + first, null);
        assertThat(register("full", 600).status()).isEqualTo(201);
        // Its upload never came.
        send("full", "POST", "/api/videos/" + second + "/cancel", null);
        assertThat(used("full", "bytes")).isEqualTo(600);
    }

    @Test
    void aVideoThatIsLongerThanWhatIsLeftFailsWithThatCause() {
        Path clip = new Clips(clips).make("long.mp4", "color=s=64x36:r=5:d=61", "-c:v", "libx264");
        Answer registered = register("long", clip.toFile().length());
        JsonNode upload = registered.json().path("upload");
        String id = registered.json().path("id").asText();
        apis.get(0).put(upload, Api.read(clip));
        send("long", "POST", "/api/videos/" + id + "/upload-complete", null);

        await().atMost(Duration.ofSeconds(90)).until(() -> status("long", id).equals("FAILED"));

        JsonNode video = send("long", "GET", "/api/videos/" + id, null).json();
        assertThat(video.at("/error/code").asText()).isEqualTo("MINUTES_USED");
        assertThat(video.at("/error/detail").asText()).contains("2 minutes; 0 of 1");
        assertThat(used("long", "minutes")).isZero();
    }

    /** A file that somebody put into the bucket has nobody who could be told. */
    @Test
    void whatHasNoRoomStaysInTheBucketUntilItHas() throws IOException {
        Path uploads = Files.createDirectories(application.bucket().resolve("uploads"));
        Files.writeString(uploads.resolve("a.mp4"), "a".repeat(60));
        await().until(() -> found().equals(List.of("a.mp4")));
        try (LogWatch log = new LogWatch()) {
            Files.writeString(uploads.resolve("b.mp4"), "b".repeat(60));
            Files.writeString(uploads.resolve("c.mp4"), "c".repeat(30));
            await().until(() ->
                    log.messages("dev.reelroute.intake.Intake").toString().contains("Held back"));
            await().until(() -> !found().contains("b.mp4"));
            String first = items(OPERATOR, "").stream()
                    .filter(video -> video.path("filename").asText().equals("a.mp4"))
                    .findFirst()
                    .orElseThrow()
                    .path("id")
                    .asText();
            assertThat(uploads.resolve("b.mp4")).exists();

            send(OPERATOR, "DELETE", "/api/videos/" + first, null);

            await().until(() -> found().containsAll(List.of("b.mp4", "c.mp4")));
            await().until(() ->
                    log.messages("dev.reelroute.intake.Intake").toString().contains("has been taken"));
        }
    }

    @Test
    void requestsOfASecondAreCountedOverAllProcesses() {
        String key = bearer("fast");
        long begun = System.nanoTime();
        List<Answer> answers = IntStream.range(0, 120)
                .mapToObj(i -> api(i).get("/api/profiles", "Authorization", key))
                .toList();
        double seconds = (System.nanoTime() - begun) / 1e9;

        List<Answer> refused =
                answers.stream().filter(answer -> answer.status() != 200).toList();
        // Each process may be behind by a tenth.
        assertThat((double) answers.size() - refused.size()).isLessThanOrEqualTo(20 * (1 + seconds) + 4);
        assertThat(refused).as("in %s s", seconds).isNotEmpty().allSatisfy(answer -> {
            answer.isProblem(429, "TOO_MANY_REQUESTS");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        });
        for (int i = 0; i < 30; i++) {
            assertThat(api(i).get("/api/profiles", "Authorization", bearer(OPERATOR))
                            .status())
                    .isEqualTo(200);
        }
        await().until(() -> api(0).get("/api/profiles", "Authorization", key).status() == 200);
    }

    @Test
    void allUnfinishedUploadsTogetherAreBounded() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < ALL_UNFINISHED / CROWD + 1; i++) {
            ids.addAll(ids(atOnce("many")));
        }
        assertThat(database()
                        .queryForObject("SELECT COUNT(*) FROM video WHERE status = 'AWAITING_UPLOAD'", Integer.class))
                .isEqualTo(ALL_UNFINISHED);
        Answer refused = register("many", 7);
        refused.isProblem(429, "TOO_MANY_UPLOADS");
        assertThat(refused.json().path("detail").asText()).contains("all tenants together");

        ids.forEach(id -> send("many", "DELETE", "/api/videos/" + id, null));
        await("the sweep")
                .atMost(Duration.ofSeconds(60))
                .until(() -> register("many", 7).status() == 201);
    }

    @Test
    void aClientHasSoManyEventStreams() {
        String id = register("viewers", 7).json().path("id").asText();
        List<EventStream> streams = Stream.generate(() -> api(0).follow(id, "Authorization", bearer("viewers")))
                .limit(3)
                .toList();
        streams.forEach(stream -> await().until(() -> !stream.events().isEmpty()));
        Answer refused = api(0).get("/api/videos/" + id + "/events", "Authorization", bearer("viewers"));
        refused.isProblem(429, "TOO_MANY_EVENT_STREAMS");
        assertThat(refused.header("Retry-After")).isEqualTo("60");

        streams.get(0).close();
        send("viewers", "POST", "/api/videos/" + id + "/cancel", null);

        await().until(() -> {
            Answer next =
                    api(0).begin(api(0).request("/api/videos/" + id + "/events", "Authorization", bearer("viewers")));
            return next.status() == 200;
        });
        streams.forEach(EventStream::close);
    }

    @Test
    void whoAsksSeesWhatIsItsOwnAndAnOperatorWhatIsAnybodys() {
        register("seen", 7);
        JsonNode own = send("seen", "GET", "/api/quota", null).json();
        assertThat(own.path("tenant").asText()).isEqualTo("seen");
        assertThat(own.path("underWay").toString()).isEqualTo("{\"used\":1,\"limit\":2000}");
        assertThat(own.path("unfinishedUploads").toString()).isEqualTo("{\"used\":1,\"limit\":500}");
        assertThat(own.path("bytes").toString()).isEqualTo("{\"used\":7}");
        assertThat(own.path("requestsPerSecond").toString()).isEqualTo("{\"limit\":500}");
        assertThat(own.path("dayEndsAt").asText()).endsWith("T00:00:00Z");
        assertThat(send(OPERATOR, "GET", "/api/quota?tenant=seen", null).json()).isEqualTo(own);
        assertThat(send("seen", "GET", "/api/quota?tenant=seen", null).json()).isEqualTo(own);
        send("seen", "GET", "/api/quota?tenant=few", null).isProblem(403, "TENANT_REFUSED");
        assertThat(send(OPERATOR, "GET", "/api/quota?tenant=full", null)
                        .json()
                        .at("/bytes/limit")
                        .asLong())
                .isEqualTo(1000);
        assertThat(send(OPERATOR, "GET", "/api/quota", null).json().has("tenant"))
                .isFalse();
    }

    @Test
    void labelsAreBounded() {
        for (String metadata : List.of(
                "{\"" + "n".repeat(101) + "\":\"v\"}",
                "{\"n\":\"" + "v".repeat(1001) + "\"}",
                "{\"n\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}",
                "{\"n\":{\"m\":\"v\"}}")) {
            String body = "{\"filename\":\"a.mp4\",\"size\":7,\"metadata\":" + metadata + "}";
            api(0).post("/api/videos", body, "Authorization", bearer("other")).isProblem(400, "INVALID_REQUEST");
        }
    }

    // --- what is asked

    /** One of the processes. */
    private Api api(int number) {
        return apis.get(number % apis.size());
    }

    private List<Answer> atOnce(String tenant) {
        return atOnce(Collections.nCopies(CROWD, tenant));
    }

    /** The answers to a registration of each of these tenants, in their order. */
    private List<Answer> atOnce(List<String> tenants) {
        tenants.forEach(this::bearer);
        ExecutorService crowd = Executors.newFixedThreadPool(CROWD);
        try {
            List<Future<Answer>> answers = IntStream.range(0, tenants.size())
                    .mapToObj(i -> crowd.submit(() -> api(i).post(
                                    "/api/videos",
                                    apis.get(0).registration("a.mp4", 7).toString(),
                                    "Authorization",
                                    bearer(tenants.get(i)))))
                    .toList();
            List<Answer> all = new ArrayList<>();
            for (Future<Answer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            crowd.shutdownNow();
        }
    }

    private Answer register(String tenant, long size) {
        return send(tenant, "POST", "/api/videos", apis.get(0).registration("a.mp4", size));
    }

    private static List<String> ids(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.status() == 201)
                .map(answer -> answer.json().path("id").asText())
                .toList();
    }

    private double used(String tenant, String what) {
        return send(tenant, "GET", "/api/quota", null)
                .json()
                .at("/" + what + "/used")
                .asDouble();
    }

    private String status(String tenant, String id) {
        return send(tenant, "GET", "/api/videos/" + id, null)
                .json()
                .path("status")
                .asText();
    }

    private List<JsonNode> items(String tenant, String query) {
        return Api.items(
                send(tenant, "GET", "/api/videos?limit=100" + query, null).json());
    }

    /** Names of those that were found in the bucket. */
    private List<String> found() {
        return items(OPERATOR, "").stream()
                .filter(video -> !video.has("tenant"))
                .map(video -> video.path("filename").asText())
                .sorted()
                .toList();
    }

    private JdbcTemplate database() {
        return new JdbcTemplate(application.bean(DataSource.class));
    }

    private Answer send(String tenant, String method, String path, @Nullable JsonNode body) {
        HttpRequest.Builder request = apis.get(0).request(path, "Authorization", bearer(tenant));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return apis.get(0)
                .send(request.method(
                        method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString())));
    }

    private String bearer(String tenant) {
        return "Bearer " + (tenant.equals(OPERATOR) ? OPERATOR : keys.computeIfAbsent(tenant, this::key));
    }

    private String key(String tenant) {
        ObjectNode request = Api.JSON.createObjectNode();
        request.put("name", tenant).put("tenant", tenant);
        request.putArray("scopes").add("upload").add("read").add("manage");
        return send(OPERATOR, "POST", "/api/keys", request).json().path("key").asText();
    }
}
