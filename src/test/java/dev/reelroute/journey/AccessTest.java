package dev.reelroute.journey;

import static dev.reelroute.journey.Expectations.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.reelroute.failure.Misconfigured;
import dev.reelroute.journey.Api.Answer;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.ChargeVideo;
import dev.reelroute.ledger.Statements.ClaimTask;
import dev.reelroute.ledger.Statements.CompleteUpload;
import dev.reelroute.ledger.Statements.FailTask;
import dev.reelroute.ledger.Statements.FailVideo;
import dev.reelroute.ledger.Statements.InsertDelivery;
import dev.reelroute.ledger.Statements.InsertRefusal;
import dev.reelroute.ledger.Statements.InsertTask;
import dev.reelroute.ledger.Statements.OpenShares;
import dev.reelroute.ledger.Statements.RevokeKey;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.playback.Pass;
import dev.reelroute.playback.PlaybackTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Who may do what, tried on every operation that the contract has, by everybody who may not, and by who may. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // by start()
class AccessTest {

    /** Of the one that starts the application anew: then nobody has to start another one. */
    private static final int LAST = Integer.MAX_VALUE;

    private static final Path CONTRACT = Path.of("src/main/resources/openapi/reelroute.yaml");
    private static final String STRANGER = "rrk_" + "S".repeat(43);
    private static final String UNKNOWN = "019a7c2e-5d1f-7b3a-9c44-0f6a2b8d1e90";
    private static final String SUBTITLES = "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n";
    private static final String SECRET_OF_RED = "what red alone knows";
    private static final List<String> TENANTS_SCOPES = List.of("upload", "read", "manage");

    private Path data;
    private Application application;
    private Api api;
    /** Of the first operator's key, which was made at the first start. */
    private String operator;

    /** Each with all that a tenant may have. */
    private String red;

    private String blue;
    private String ofNoTenant;
    private Map<String, String> notRed;

    /** An operation of the contract. */
    record Operation(String id, String method, String path, String scope, boolean isForUploadTokens) {

        @Override
        public String toString() {
            return id;
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        data = folder.resolve("data");
        begin();
        red = key("red", TENANTS_SCOPES);
        blue = key("blue", TENANTS_SCOPES);
        ofNoTenant = key(null, TENANTS_SCOPES);
        notRed = othersThanRed();
        send("POST", "/api/videos", red, api.registration(SECRET_OF_RED + ".mp4", 7));
    }

    private void begin() throws IOException {
        application = Application.start(
                data,
                "--reelroute.role=api",
                "--reelroute.access.mode=keys",
                "--reelroute.access.remember=500ms",
                "--reelroute.notify.allow=127.0.0.1/32");
        api = application.api();
        operator = operatorKey();
    }

    @AfterAll
    void stop() {
        application.close();
    }

    static List<Operation> operations() throws IOException {
        JsonNode contract = new ObjectMapper(new YAMLFactory()).readTree(CONTRACT.toFile());
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : contract.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (method.getValue().has("operationId")) {
                    operations.add(new Operation(
                            method.getValue().path("operationId").asText(),
                            method.getKey().toUpperCase(Locale.ROOT),
                            "/api" + path.getKey(),
                            method.getValue().path("x-scope").asText(),
                            method.getValue().path("x-upload-token").asBoolean()));
                }
            }
        }
        assertThat(operations).hasSizeGreaterThan(18);
        return operations;
    }

    // --- every operation

    @ParameterizedTest
    @MethodSource("operations")
    void nobodyAndStrangersAreRefused(Operation operation) {
        String target = target(operation);
        JsonNode before = seen(target);
        for (Answer answer : List.of(ask(operation, target, null), ask(operation, target, "Basic b3BlcmF0b3I6eA=="))) {
            answer.isProblem(401, "UNAUTHENTICATED");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"reelroute\"");
        }
        for (String key : List.of(STRANGER, "rrk_short", "eyJhbGciOiJub25lIn0.e30.", "x", red.substring(0, 46) + "_")) {
            Answer answer = ask(operation, target, "Bearer " + key);
            answer.isProblem(401, "UNAUTHENTICATED");
            assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
            assertThat(answer.body()).doesNotContain(key);
        }
        assertThat(seen(target)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void allScopesButTheOneThatIsWantedAreNotEnough(Operation operation) {
        List<String> others = TENANTS_SCOPES.stream()
                .filter(scope -> !scope.equals(operation.scope()))
                .toList();
        String target = target(operation);
        JsonNode before = seen(target);
        Answer answer = ask(operation, target, "Bearer " + key("red", others));
        answer.isProblem(403, "SCOPE_MISSING");
        assertThat(answer.header("WWW-Authenticate"))
                .contains("error=\"insufficient_scope\"", "scope=\"" + operation.scope() + "\"");
        assertThat(seen(target)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theOneScopeThatIsWantedIsEnough(Operation operation) {
        String right = operation.scope().equals("operate") ? operator : key("red", List.of(operation.scope()));
        Answer answer = ask(operation, target(operation), "Bearer " + right);
        // Some cannot be done to what was only registered; but that is told to those alone who may.
        assertThat(answer.status()).as(answer.body()).isIn(200, 201, 202, 204, 409);
        assertThat(answer.body()).doesNotContain("UNAUTHENTICATED", "SCOPE_MISSING");
    }

    /** Somebody who answers may take these for a path of the contract. */
    @ParameterizedTest
    @CsvSource({
        "POST, /api/dead-letters/redrive/, 404",
        "POST, /api/Dead-Letters/Redrive, 404",
        "GET, /api/videos/, 404",
        "GET, /api/keys/x, 405",
        "POST, /api/videos/x/cancel/y, 404",
        "OPTIONS, /api/videos, 405",
        "GET, /api/, 404",
        "GET, /api/docs/x, 404",
    })
    void whatTheContractDoesNotKnowIsNotThere(String method, String path, int status) {
        HttpRequest.Builder request = api.request(path, "Authorization", "Bearer " + red);
        assertThat(api.send(request.method(method, BodyPublishers.noBody())).status())
                .isEqualTo(status);
        assertThat(api.send(method, path).status()).isEqualTo(401);
    }

    @Test
    void thePageAndTheContractAreEverybodys() {
        for (String path :
                List.of("/", "/api/docs", "/api/openapi.yaml", "/js/main.js", "/actuator/health/readiness")) {
            assertThat(api.get(path).status()).as(path).isEqualTo(200);
        }
    }

    // --- upload tokens

    @ParameterizedTest
    @MethodSource("operations")
    void anUploadTokenIsForItsOwnCallsAndItsOwnVideos(Operation operation) {
        String token = uploadToken(red);
        String other = uploadToken(red);
        boolean isOfAVideo = operation.path().startsWith("/api/videos/{id}");
        String own = isOfAVideo ? operation.path().replace("{id}", video(token)) : target(operation);
        Answer answer = ask(operation, filled(own), "Bearer " + token);
        if (!operation.isForUploadTokens()) {
            answer.isProblem(403, "SCOPE_MISSING");
        } else {
            // Nothing was uploaded that could be completed.
            assertThat(answer.status()).as(answer.body()).isIn(200, 201, 202, 409);
        }
        if (!isOfAVideo) {
            return;
        }
        for (String owner : List.of(red, other, blue, ofNoTenant)) {
            String theirs = video(owner);
            String target = filled(operation.path().replace("{id}", theirs));
            String unknown = target.replace(theirs, UNKNOWN);
            JsonNode before =
                    send("GET", "/api/videos/" + theirs, operator, null).json();
            Answer refused = ask(operation, target, "Bearer " + token);
            refused.isProblem(
                    operation.isForUploadTokens() ? 404 : 403,
                    operation.isForUploadTokens() ? "VIDEO_NOT_FOUND" : "SCOPE_MISSING");
            assertThat(refused.body().replace(target, ""))
                    .as("as of a video that there never was")
                    .isEqualTo(ask(operation, unknown, "Bearer " + token).body().replace(unknown, ""));
            assertThat(send("GET", "/api/videos/" + theirs, operator, null).json())
                    .isEqualTo(before);
        }
    }

    @Test
    void theContractNamesTheCallsOfUploadTokens() throws IOException {
        assertThat(operations().stream()
                        .filter(Operation::isForUploadTokens)
                        .map(Operation::id)
                        .toList())
                .containsExactlyInAnyOrder(
                        "api-register-video",
                        "api-show-video",
                        "api-show-upload",
                        "api-complete-upload",
                        "api-cancel-video",
                        "api-stream-events");
    }

    @Test
    void whatAVideoCostsIsForItsOwnerAndNotForPages() throws Exception {
        String token = uploadToken(red);
        String video = video(token);
        Ledger ledger = application.bean(Ledger.class);
        assertThat(ledger.run(new ChargeVideo(video, "red", 2, 3))).isEqualTo(1);
        assertThat(ledger.run(new ChargeVideo(video, "blue", 2, 3))).isZero();
        String path = "/api/videos/" + video;

        assertThat(send("GET", path, red, null)
                        .json()
                        .at("/usage/processorSeconds")
                        .asDouble())
                .isEqualTo(2);
        assertThat(send("GET", path, token, null).json().has("usage")).isFalse();
        assertThat(send("POST", path + "/cancel", token, null).json().has("usage"))
                .isFalse();
        assertThat(firstEvent(video, red)).contains("\"processorSeconds\":2,");
        assertThat(firstEvent(video, token)).contains(video).doesNotContain("usage");
    }

    private String firstEvent(String video, String key) throws Exception {
        try (EventStream stream = api.follow(video, "Authorization", "Bearer " + key)) {
            await().until(() -> !stream.events().isEmpty());
            return stream.events().get(0).json().toString();
        }
    }

    private String uploadToken(String key) {
        ObjectNode terms = Api.JSON.createObjectNode().put("videos", 10);
        Answer answer = send("POST", "/api/upload-tokens", key, terms);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("token").asText();
    }

    /** Faster than what is ended for its slowness alone, so that they could go on for months. */
    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // it trickles until the test ends
    void uploadsThatTrickleLeaveRoomForOthers() {
        ObjectNode film = api.registration("a.mp4", 3_200_000_000L);
        JsonNode upload =
                send("POST", "/api/videos", uploadToken(red), film).json().path("upload");
        JsonNode parts = upload.path("parts");
        assertThat(parts.size()).isGreaterThan(160);
        List<Wire> trickle = new ArrayList<>();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            for (int i = 0; i < 160; i++) {
                URI url = URI.create(parts.get(i).path("url").asText());
                Wire wire = new Wire(url.getPort());
                wire.send("PUT " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\nHost: "
                        + url.getAuthority() + "\r\nContent-Length: "
                        + upload.path("partSize").asLong() + "\r\n\r\n");
                trickle.add(wire);
            }
            Future<?> unused = clock.scheduleWithFixedDelay(
                    () -> trickle.forEach(wire -> wire.send(new byte[1600])), 0, 1, TimeUnit.SECONDS);
            for (String key : List.of(blue, red, uploadToken(blue), uploadToken(red))) {
                JsonNode video = send("POST", "/api/videos", key, api.registration("a.mp4", 5))
                        .json();
                Instant begun = Instant.now();
                api.put(video.path("upload"), "bytes".getBytes(StandardCharsets.UTF_8));
                assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
            }
        } finally {
            clock.shutdownNow();
            trickle.forEach(Wire::close);
        }
    }

    /** However many servers it names, and even if none of them was ever slow before. */
    @Test
    void newsOfATenantDoesNotWaitForTheReceiversOfAnother() {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger open = new AtomicInteger();
        List<Receiver> slow = new ArrayList<>();
        try (Receiver prompt = new Receiver()) {
            for (int i = 0; i < 20; i++) {
                Receiver receiver = new Receiver();
                slow.add(receiver);
                receiver.behave((exchange, call) -> {
                    open.incrementAndGet();
                    await().atMost(Duration.ofMinutes(1)).until(() -> over.getCount() == 0);
                    Receiver.answer(exchange, 204);
                });
            }
            for (int i = 0; i < 80; i++) {
                cancelledFor(red, slow.get(i % slow.size()).url("/" + i));
            }
            await("calls").until(() -> open.get() >= 12);
            Instant begun = Instant.now();
            cancelledFor(blue, prompt.url("/prompt"));
            await("news of blue's").until(() -> !prompt.calls("/prompt").isEmpty());
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
            assertThat(open.get()).as("of sixteen").isEqualTo(12);
        } finally {
            over.countDown();
            slow.forEach(Receiver::close);
        }
    }

    /** It may have more news due than is looked at together. */
    @Test
    void newsOfATenantIsNotHiddenBehindTheNewsOfAnother() {
        Ledger ledger = application.bean(Ledger.class);
        CountDownLatch over = new CountDownLatch(1);
        try (Receiver prompt = new Receiver();
                Receiver slow = new Receiver()) {
            slow.behave((exchange, call) -> {
                await().atMost(Duration.ofMinutes(1)).until(() -> over.getCount() == 0);
                Receiver.answer(exchange, 204);
            });
            for (int i = 0; i < 2000; i++) {
                ledger.run(new InsertDelivery(
                        "msg_hiding_" + i,
                        "hiding" + i,
                        "red",
                        1,
                        "video.cancelled",
                        slow.url("/" + i),
                        "{}",
                        "0 " + slow.url("") + " red"));
            }
            Instant begun = Instant.now();
            cancelledFor(blue, prompt.url("/prompt"));
            await("news of blue's")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> !prompt.calls("/prompt").isEmpty());
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(12));
        } finally {
            over.countDown();
            new JdbcTemplate(application.bean(DataSource.class))
                    .update("DELETE FROM delivery WHERE id LIKE 'msg_hiding_%'");
        }
    }

    private void cancelledFor(String key, String url) {
        Answer video = send("POST", "/api/videos", key, api.registration("a.mp4", 7, "webhook", url));
        String path = "/api/videos/" + video.json().path("id").asText();
        assertThat(send("POST", path + "/cancel", key, null).status()).isEqualTo(202);
    }

    private static String filled(String path) {
        return path.replace("{language}", "de").replace("{delivery}", "msg_1");
    }

    // --- walls between tenants

    static List<Operation> operationsOfAVideo() throws IOException {
        return operations().stream()
                .filter(operation -> operation.path().startsWith("/api/videos/{id}"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("operationsOfAVideo")
    void anotherTenantsVideoIsNotThere(Operation operation) {
        String target = target(operation);
        String unknown = target.replaceFirst("/videos/[^/]+", "/videos/" + UNKNOWN);
        JsonNode before = seen(target);
        for (String key : List.of(blue, ofNoTenant)) {
            Answer answer = ask(operation, target, "Bearer " + key);
            assertThat(answer.status()).as(answer.body()).isEqualTo(404);
            assertThat(answer.body().replace(target, ""))
                    .as("as of a video that there never was")
                    .isEqualTo(ask(operation, unknown, "Bearer " + key).body().replace(unknown, ""));
        }
        assertThat(seen(target)).isEqualTo(before);
    }

    /**
     * Each operation of the contract, called by everybody who is not red on what is red's: nothing of it is told, and nothing of it
     * changes. What an operation wants in its body it has to have in {@link #ask}, or it fails above.
     */
    @ParameterizedTest
    @MethodSource("operations")
    void nobodyElseSeesOrChangesAnythingOfATenants(Operation operation) {
        String target = target(operation);
        String query = operation.method().equals("GET") && !operation.path().contains("{") ? "?tenant=red" : "";
        String before = all(red);
        for (Map.Entry<String, String> caller : notRed.entrySet()) {
            for (String asked : new TreeSet<>(List.of(target, target + query))) {
                Answer answer = ask(operation, asked, "Bearer " + caller.getValue());
                assertThat(answer.status())
                        .as("%s: %s", caller.getKey(), answer.body())
                        .isLessThan(500);
                assertThat(answer.body().replace(target, ""))
                        .as(caller.getKey())
                        .doesNotContain(SECRET_OF_RED, "\"tenant\":\"red\"")
                        .doesNotContain(idsIn(before));
            }
        }
        assertThat(all(red)).isEqualTo(before);
    }

    /** Another tenant's callers of each kind, and those who are nobody's. */
    private Map<String, String> othersThanRed() {
        Map<String, String> callers = new TreeMap<>(Map.of(
                "blue's", blue,
                "of no tenant", ofNoTenant,
                "an upload token", uploadToken(blue),
                "a playback token", playbackToken(video(blue)),
                "a stranger", STRANGER));
        TENANTS_SCOPES.forEach(scope -> callers.put("blue's for " + scope, key("blue", List.of(scope))));
        return callers;
    }

    private String playbackToken(String video) {
        return application
                .bean(PlaybackTokens.class)
                .of(Pass.of(video, Instant.now().plusSeconds(600), null, null));
    }

    /** All that a tenant sees. */
    private String all(String key) {
        return Stream.of("/api/videos?limit=100&counts=true", "/api/dead-letters", "/api/quota")
                .map(path -> send("GET", path, key, null).body())
                .collect(Collectors.joining());
    }

    private static String[] idsIn(String text) {
        return Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "master.m3u8",
                "180p/index.m3u8",
                "180p/0-1.m4s",
                "180p/init-1.mp4",
                "manifest.mpd",
                "video.mp4",
                "poster.jpg",
                "storyboard.vtt",
                "subtitles-de/a.vtt",
                "key",
                "",
                "nothing"
            })
    void aPrivateVideoIsServedToNobodyWhoeverAsks(String name) {
        String video = send("POST", "/api/videos", red, api.registration("a.mp4", 7, "visibility", "private"))
                .json()
                .path("id")
                .asText();
        if (!name.isEmpty()) {
            application
                    .bean(S3Client.class)
                    .putObject(
                            put -> put.bucket("reelroute").key("videos/" + video + "/" + name),
                            RequestBody.fromString(SECRET_OF_RED));
        }
        Map<String, String> callers = new TreeMap<>(notRed);
        callers.put("red's", red);
        callers.put("an operator's", operator);
        callers.forEach((who, key) -> {
            Answer plain = api.get("/videos/" + video + "/" + name, "Authorization", "Bearer " + key);
            assertThat(plain.status()).as(who).isEqualTo(404);
            assertThat(plain.body())
                    .as("as of a video that there never was")
                    .isEqualTo(api.get("/videos/" + UNKNOWN + "/" + name, "Authorization", "Bearer " + key)
                            .body());
            Answer byToken = api.get("/play/" + key + "/" + video + "/" + name);
            assertThat(byToken.status()).as(who).isEqualTo(403);
            assertThat(byToken.body()).doesNotContain(SECRET_OF_RED, key);
        });
    }

    @Test
    void aListHasTheTenantsOwnVideosWhateverTheCursor() {
        String ofRed = video(red);
        String ofBlue = video(blue);
        String ofNobody = video(ofNoTenant);
        String last = video(red);
        assertThat(listed(red, "")).contains(ofRed, last).doesNotContain(ofBlue, ofNobody);
        assertThat(listed(blue, "")).contains(ofBlue).doesNotContain(ofRed, ofNobody, last);
        assertThat(listed(ofNoTenant, "")).contains(ofNobody).doesNotContain(ofRed, ofBlue, last);
        assertThat(listed(blue, "&cursor=" + last)).contains(ofBlue).doesNotContain(ofRed, ofNobody);
        assertThat(listed(blue, "&status=AWAITING_UPLOAD")).contains(ofBlue).doesNotContain(ofRed, ofNobody);
        assertThat(listed(operator, "")).contains(ofRed, ofBlue, ofNobody, last);
    }

    @Test
    void whatIsRegisteredIsOfTheKeysTenant() {
        JsonNode video = send("GET", "/api/videos/" + video(red), red, null).json();
        assertThat(video.path("tenant").asText()).isEqualTo("red");
        ObjectNode named = api.registration("a.mp4", 7, "tenant", "red");
        assertThat(send("POST", "/api/videos", red, named).status()).isEqualTo(201);
        send("POST", "/api/videos", blue, named).isProblem(403, "TENANT_REFUSED");
        send("POST", "/api/videos", ofNoTenant, named).isProblem(403, "TENANT_REFUSED");
        Answer byOperator = send("POST", "/api/videos", operator, named);
        assertThat(byOperator.status()).isEqualTo(201);
        assertThat(listed(red, "")).contains(byOperator.json().path("id").asText());
    }

    @Test
    void anIdempotencyKeyIsOfItsTenant() {
        String body = api.registration("a.mp4", 7).toString();
        List<String> ids = Stream.of(red, blue, ofNoTenant, red)
                .map(key -> api.post(
                                "/api/videos", body, "Authorization", "Bearer " + key, "Idempotency-Key", "everybody's")
                        .json()
                        .path("id")
                        .asText())
                .toList();
        assertThat(ids).doesNotContain("").hasSize(4);
        assertThat(ids.get(3)).isEqualTo(ids.get(0));
        assertThat(Set.copyOf(ids)).hasSize(3);
    }

    @Test
    void aTenantIsToldOfItsOwnWorkAndNotWhoDoesIt() {
        Ledger ledger = application.bean(Ledger.class);
        String video = video(red);
        String task = video + ".inspect.0";
        ledger.run(new CompleteUpload(video, "red", "etag", 7));
        ledger.run(new OpenShares(video));
        ledger.run(new InsertTask(task, video, TaskKind.INSPECT, 0, Lane.FAST, TaskState.QUEUED, 1, 1));
        ledger.run(new ClaimTask(task, "host-of-the-operator/x", 60));
        String path = "/api/videos/" + video + "/diagnosis";
        assertThat(send("GET", path, operator, null).body()).contains("host-of-the-operator");
        assertThat(send("GET", path, red, null).body()).contains("RUNNING").doesNotContain("host-of-the-operator");
        send("GET", path, blue, null).isProblem(404, "VIDEO_NOT_FOUND");
        JsonNode plan = Api.parse("{\"video\":\"" + video + "\"}");
        send("POST", "/api/plans", red, plan).isProblem(409, "STATE_CONFLICT");
        send("POST", "/api/plans", blue, plan).isProblem(404, "VIDEO_NOT_FOUND");
        send("GET", "/api/videos?tenant=blue", red, null).isProblem(403, "TENANT_REFUSED");
        assertThat(send("GET", "/api/videos?tenant=red&q=a&sort=name&counts=true", red, null)
                        .json()
                        .path("total")
                        .asLong())
                .isEqualTo(send("GET", "/api/videos?counts=true", red, null)
                        .json()
                        .path("total")
                        .asLong());
        assertThat(send("GET", "/api/videos?q=a.mp4&sort=name&limit=100", blue, null)
                        .body())
                .doesNotContain("\"tenant\":\"red\"");
        send("PATCH", "/api/videos/" + video, blue, Api.parse("{\"filename\":\"taken.mp4\"}"))
                .isProblem(404, "VIDEO_NOT_FOUND");
    }

    @Test
    void deadLettersAreOfTheirTenant() {
        Ledger ledger = application.bean(Ledger.class);
        String video = video(red);
        String task = video + ".inspect.0";
        ledger.run(new CompleteUpload(video, "red", "etag", 7));
        ledger.run(new OpenShares(video));
        ledger.run(new InsertTask(task, video, TaskKind.INSPECT, 0, Lane.FAST, TaskState.QUEUED, 1, 1));
        ledger.run(new ClaimTask(task, "worker", 60));
        ledger.run(new FailTask(task, 1, 0, "NOT_A_VIDEO", "It is none.", null));
        ledger.run(new FailVideo(video, "NOT_A_VIDEO", "It is none.", null));
        ledger.run(new InsertRefusal("a message", "reelroute-fast", "MESSAGE_NOT_READABLE", "What?", null));

        assertThat(send("GET", "/api/dead-letters", red, null).body())
                .contains(video)
                .doesNotContain("MESSAGE_NOT_READABLE");
        assertThat(send("GET", "/api/dead-letters", blue, null).json().toString())
                .isEqualTo("{\"items\":[]}");
        assertThat(send("GET", "/api/dead-letters", operator, null).body()).contains(video, "MESSAGE_NOT_READABLE");
        assertThat(send("POST", "/api/dead-letters/redrive", blue, null).json().toString())
                .isEqualTo("{\"videos\":0}");
        assertThat(send("GET", "/api/dead-letters", red, null).body()).contains(video);
        assertThat(send("POST", "/api/dead-letters/redrive", red, null).json().toString())
                .isEqualTo("{\"videos\":1}");
    }

    // --- the line in the log

    @Test
    void whoChangedWhatIsInTheLog() {
        try (LogWatch log = new LogWatch()) {
            JsonNode key = madeKey("red", TENANTS_SCOPES);
            String bearer = key.path("key").asText();
            String video = video(bearer);
            send("DELETE", "/api/videos/" + video, blue, null);
            send("GET", "/api/videos/" + video, bearer, null);
            send("DELETE", "/api/videos/" + video, STRANGER, null);
            send("POST", "/api/keys", bearer, request("red", List.of("operate")));
            send("DELETE", "/api/videos/%C2%85%E2%80%AE", bearer, null);
            send("DELETE", "/api/videos/" + video, bearer, null);

            // The last is written when its answer is.
            await().until(() -> log.messages("audit").size() == 6);
            List<JsonNode> lines =
                    log.messages("audit").stream().map(Api::parse).toList();
            assertThat(lines.stream()
                            .map(line -> line.path("name").asText() + " "
                                    + line.path("operation").asText() + " "
                                    + line.path("status").asInt())
                            .toList())
                    .containsExactly(
                            "first operator api-create-key 201",
                            "red's api-register-video 201",
                            "blue's api-delete-video 404",
                            "red's api-create-key 403",
                            "red's api-delete-video 404",
                            "red's api-delete-video 204");
            assertThat(lines.get(1).path("caller").asText())
                    .isEqualTo("key:" + key.path("id").asText());
            assertThat(lines.get(1).path("tenant").asText()).isEqualTo("red");
            assertThat(lines)
                    .filteredOn(line -> line.path("video").asText().equals(video))
                    .hasSize(3);
            // Nothing that a terminal obeys, or that turns the rest of the line around.
            assertThat(log.messages("audit").toString())
                    .doesNotContain("rrk_")
                    .contains("\\u0085\\u202E")
                    .isASCII();
        }
    }

    // --- keys

    @Test
    void aKeyIsShownOnceAndListedWithoutItself() {
        Answer made = send(
                "POST", "/api/keys", operator, request("blue", List.of("read")).put("expiresInDays", 3));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.header("Cache-Control")).contains("no-store");
        JsonNode key = made.json();
        assertThat(key.path("key").asText()).matches("rrk_[A-Za-z0-9_-]{43}");
        api.get("/api/videos", "Authorization", "Bearer " + key.path("key").asText());

        Answer list = send("GET", "/api/keys", operator, null);

        assertThat(list.body()).doesNotContain(key.path("key").asText());
        assertThat(Api.items(list.json()))
                .filteredOn(each -> each.path("id").equals(key.path("id")))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.has("key")).isFalse();
                    assertThat(each.path("tenant").asText()).isEqualTo("blue");
                    assertThat(each.path("scopes").toString()).isEqualTo("[\"read\"]");
                    assertThat(each.path("expiresAt").asText()).isNotEmpty();
                    assertThat(each.path("lastUsedAt").asText()).isNotEmpty();
                });
        assertThat(Api.items(list.json()))
                .anyMatch(each -> each.path("name").asText().equals("first operator"));
    }

    @Test
    void aRevokedKeyIsNotTakenAnyMore() {
        JsonNode key = send("POST", "/api/keys", operator, request("red", List.of("read")))
                .json();
        String bearer = "Bearer " + key.path("key").asText();
        assertThat(api.get("/api/videos", "Authorization", bearer).status()).isEqualTo(200);

        for (int time = 0; time < 2; time++) {
            Answer revoked = send("DELETE", "/api/keys/" + key.path("id").asText(), operator, null);
            assertThat(revoked.json().path("revokedAt").asText()).isNotEmpty();
        }

        api.get("/api/videos", "Authorization", bearer).isProblem(401, "UNAUTHENTICATED");
        // As if another process had: this one hears of it when it asks again.
        JsonNode other = madeKey("red", List.of("read"));
        String remembered = "Bearer " + other.path("key").asText();
        EventStream stream = api.follow(video(red), "Authorization", remembered);
        application.bean(Ledger.class).run(new RevokeKey(other.path("id").asText()));
        await().atMost(Duration.ofSeconds(5))
                .until(() -> api.get("/api/videos", "Authorization", remembered).status() == 401);
        await("the end of what it was let in to").atMost(Duration.ofSeconds(40)).until(stream::hasEnded);
        send("DELETE", "/api/keys/" + key.path("key").asText().substring(0, 30), operator, null)
                .isProblem(404, "KEY_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"x\",\"scopes\":[]}",
                "{\"name\":\"x\",\"scopes\":[\"everything\"]}",
                "{\"name\":\"\",\"scopes\":[\"read\"]}",
                "{\"name\":\"a\\u202eb\",\"scopes\":[\"read\"]}",
                "{\"name\":\"x\",\"scopes\":[\"read\"],\"tenant\":\"a/b\"}",
                "{\"name\":\"x\",\"scopes\":[\"read\"],\"tenant\":\"?\"}",
                "{\"name\":\"x\",\"scopes\":[\"read\"],\"expiresInDays\":0}",
            })
    void aKeyThatMakesNoSenseIsNotMade(String body) {
        api.post("/api/keys", body, "Authorization", "Bearer " + operator).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    @Order(LAST)
    void theFirstOperatorsKeyIsMadeAtFirstStartAndAgainWhenItsLineIsRemoved() throws IOException {
        String first = operator;
        assertThat(send("GET", "/api/keys", first, null).status()).isEqualTo(200);
        application.close();
        Path secrets = data.resolve("secrets.properties");
        Files.writeString(secrets, Files.readString(secrets).replaceAll("(?m)^access.operator-key=.*$", ""));

        begin();

        assertThat(operator).isNotEqualTo(first);
        String old = Api.items(send("GET", "/api/keys", operator, null).json()).stream()
                .filter(key -> key.path("name").asText().equals("first operator"))
                .map(key -> key.path("id").asText())
                .reduce((newest, before) -> before)
                .orElseThrow();
        assertThat(send("DELETE", "/api/keys/" + old, operator, null).status()).isEqualTo(200);
        assertThat(send("GET", "/api/keys", first, null).status()).isEqualTo(401);
        assertThat(send("GET", "/api/keys", operator, null).status()).isEqualTo(200);
        assertThat(Modes.open(data)).isEmpty();
    }

    private String operatorKey() throws IOException {
        return Files.readAllLines(data.resolve("secrets.properties")).stream()
                .filter(line -> line.startsWith("access.operator-key="))
                .map(line -> line.split("=", 2)[1])
                .findFirst()
                .orElseThrow();
    }

    // --- operators' pages

    @Test
    void operatorsPagesTakeThePasswordAndTheKeyOfAnOperator() {
        for (String path :
                List.of("/actuator/prometheus", "/actuator/jolokia/version", "/actuator/hawtio/index.html")) {
            assertThat(api.get(path).status()).isEqualTo(401);
            assertThat(api.get(path, "Authorization", "Bearer " + STRANGER).status())
                    .isEqualTo(401);
            assertThat(api.get(path, "Authorization", "Bearer " + red).status()).isEqualTo(403);
            assertThat(api.get(path, "Authorization", "Bearer " + operator).status())
                    .isEqualTo(200);
            for (String wrong : List.of("", " ", "x", Application.PASSWORD.substring(1), Application.PASSWORD + "x")) {
                assertThat(withPassword(path, Application.PASSWORD)).isEqualTo(200);
                assertThat(withPassword(path, wrong)).as(wrong).isEqualTo(401);
            }
        }
    }

    private int withPassword(String path, String password) {
        String both = Base64.getEncoder().encodeToString(("operator:" + password).getBytes(StandardCharsets.UTF_8));
        return api.get(path, "Authorization", "Basic " + both).status();
    }

    // --- the page

    @Test
    void thePageAsksForAKeyAndShowsWhatIsItsTenants() {
        String ofRed = video(red);
        String ofBlue = video(blue);
        try (Chromium chromium = Chromium.start();
                Page page = chromium.newPage()) {
            page.navigate(api.base() + "/");
            Locator dialog = page.getByTestId("sign-in");
            assertThat(dialog).isVisible();
            page.keyboard().press("Escape");
            assertThat(dialog).isHidden();
            // The page looks at the list again; and whoever has closed the dialog is left alone.
            page.waitForResponse(
                    answer -> answer.status() == 401,
                    () -> page.evaluate("document.dispatchEvent(new Event('visibilitychange'))"));
            page.getByTestId("sign-in-again").click();
            signIn(page, "nonsense");
            assertThat(dialog).containsText("This is not an API key: those begin with rrk_.");
            signIn(page, STRANGER);
            assertThat(dialog).containsText("unknown, revoked or over");
            signIn(page, red);
            assertThat(page.locator("[data-video-id='" + ofRed + "']")).isVisible();
            assertThat(page.locator("[data-video-id='" + ofBlue + "']")).hasCount(0);
            assertThat(dialog).isHidden();

            page.getByTestId("sign-out").click();

            assertThat(dialog).isVisible();
            assertThat(page.getByTestId("video")).hasCount(0);
        }
    }

    private static void signIn(Page page, String key) {
        page.getByTestId("key").fill(key);
        page.getByTestId("sign-in-now").click();
    }

    // --- starts that cannot be

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--server.address=0.0.0.0 | reelroute.access.mode does not say who may call",
                "--server.address= | reelroute.access.mode does not say who may call",
                "--reelroute.access=open | has another name now",
                "--reelroute.access.mode=key | is 'key', which is none of open, keys, oidc",
                "--reelroute.access.mode=open,keys | is 'open,keys'",
                "--reelroute.access.mode=oidc | reelroute.access.oidc.issuer is empty",
                "--reelroute.access.operator-key=secret | reelroute.access.operator-key is not rrk_",
            })
    void aStartThatMakesNoSenseSaysSo(String setting, String said, @TempDir Path folder) {
        assertThatThrownBy(
                        () -> Application.start(folder.resolve("data"), setting).close())
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining(said)
                .extracting(thrown -> ((Misconfigured) thrown).remedy())
                .asString()
                .isNotBlank();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    // --- what is asked

    /** The path of an operation, with something of the red tenant's in it that the operation can be tried on. */
    private String target(Operation operation) {
        if (operation.path().startsWith("/api/keys/")) {
            return operation
                    .path()
                    .replace("{id}", madeKey("red", List.of("read")).path("id").asText());
        }
        if (operation.path().startsWith("/api/upload-tokens/")) {
            String token = send("POST", "/api/upload-tokens", red, null)
                    .json()
                    .path("id")
                    .asText();
            return operation.path().replace("{id}", token);
        }
        if (!operation.path().contains("{id}")) {
            return operation.path();
        }
        String id = video(red);
        if (!operation.path().contains("deliver")) {
            api.send(api.request("/api/videos/" + id + "/subtitles/de", "Authorization", "Bearer " + red)
                    .header("Content-Type", "text/vtt")
                    .PUT(BodyPublishers.ofString(SUBTITLES)));
            return operation.path().replace("{id}", id).replace("{language}", "de");
        }
        // It is to be told to a receiver that does not answer.
        send("POST", "/api/videos/" + id + "/cancel", red, null);
        JsonNode log =
                send("GET", "/api/videos/" + id + "/deliveries", red, null).json();
        return operation
                .path()
                .replace("{id}", id)
                .replace("{delivery}", log.at("/items/0/id").asText());
    }

    private Answer ask(Operation operation, String path, @Nullable String authorization) {
        HttpRequest.Builder request =
                authorization == null ? api.request(path) : api.request(path, "Authorization", authorization);
        String type = operation.id().equals("api-put-subtitles") ? "text/vtt" : "application/json";
        String body = switch (operation.id()) {
            case "api-register-video" -> api.registration("a.mp4", 7).toString();
            case "api-create-key" -> request("red", List.of("read")).toString();
            case "api-change-video" -> "{\"visibility\":\"private\"}";
            case "api-put-subtitles" -> SUBTITLES;
            case "api-estimate-plan" -> "{\"source\":{\"width\":64,\"height\":64,\"duration\":1}}";
            default -> "";
        };
        if (!body.isEmpty()) {
            request.header("Content-Type", type);
        }
        request.method(operation.method(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return api.begin(request);
    }

    /** What the red tenant sees of the video in a path; of other paths nothing. */
    private JsonNode seen(String path) {
        return path.startsWith("/api/videos/")
                ? send("GET", "/api/videos/" + path.split("/")[3], red, null).json()
                : Api.JSON.nullNode();
    }

    private List<String> listed(String key, String query) {
        return Api.items(send("GET", "/api/videos?limit=100" + query, key, null).json()).stream()
                .map(video -> video.path("id").asText())
                .toList();
    }

    private String video(String key) {
        ObjectNode registration = key.startsWith("rru_")
                ? api.registration("a.mp4", 7)
                : api.registration("a.mp4", 7, "webhook", "http://127.0.0.1:1/nobody");
        Answer answer = send("POST", "/api/videos", key, registration);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asText();
    }

    private Answer send(String method, String path, String key, @Nullable JsonNode body) {
        HttpRequest.Builder request = api.request(path, "Authorization", "Bearer " + key);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return api.send(request.method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString())));
    }

    private String key(@Nullable String tenant, List<String> scopes) {
        return madeKey(tenant, scopes).path("key").asText();
    }

    private JsonNode madeKey(@Nullable String tenant, List<String> scopes) {
        Answer answer = send("POST", "/api/keys", operator, request(tenant, scopes));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    private static ObjectNode request(@Nullable String tenant, List<String> scopes) {
        ObjectNode request = Api.JSON.createObjectNode();
        request.put("name", tenant + "'s");
        if (tenant != null) {
            request.put("tenant", tenant);
        }
        ArrayNode words = request.putArray("scopes");
        scopes.forEach(words::add);
        return request;
    }
}
