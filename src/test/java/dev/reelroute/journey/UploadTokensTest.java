package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.journey.Api.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.services.s3.S3Client;

/** What a page may with an upload token: what its server has said, as often, and no longer. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
abstract class UploadTokensTest {

    private static final String OPERATOR = "rrk_" + "O".repeat(43);
    private static final String SHOP = "https://shop.example.org";
    private static final int IN_PARTS = 7 << 20;
    private static final int AT_ONCE = 12;

    private Application application;
    private Api api;
    private String red;
    private String blue;

    /** Settings of the ledger. */
    abstract List<String> ledger();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        application = Application.start(
                folder.resolve("data"),
                Stream.concat(
                                ledger().stream(),
                                Stream.of(
                                        "--reelroute.role=api",
                                        "--reelroute.access.mode=keys",
                                        "--reelroute.access.operator-key=" + OPERATOR,
                                        "--reelroute.notify.allow=127.0.0.1/32"))
                        .toArray(String[]::new));
        api = application.api();
        red = key("red").path("key").asText();
        blue = key("blue").path("key").asText();
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void aPageBringsAVideoAndSeesHowItComesOn() {
        String token = token(red, "{}");
        Answer registered = register(token, "a.mp4", 7);
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        assertThat(registered.header("Access-Control-Allow-Origin")).isEqualTo("*");
        String video = "/api/videos/" + registered.json().path("id").asText();
        assertThat(call("GET", video + "/upload", token, null).json().path("url"))
                .isNotNull();
        call("POST", video + "/upload-complete", token, "{}").isProblem(409, "UPLOAD_INCOMPLETE");

        Answer sent = api.send(HttpRequest.newBuilder(
                        URI.create(registered.json().at("/upload/url").asText()))
                .headers("Content-Type", "video/mp4", "Origin", SHOP, "Sec-Fetch-Site", "cross-site")
                .PUT(BodyPublishers.ofByteArray(new byte[7])));

        assertThat(sent.status()).as(sent.body()).isEqualTo(200);
        assertThat(sent.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(sent.header("Access-Control-Expose-Headers")).contains("ETag");
        assertThat(call("POST", video + "/upload-complete", token, "{}").status())
                .isEqualTo(202);
        assertThat(call("GET", video, token, null).json().path("status").asText())
                .isEqualTo("QUEUED");
        try (EventStream events =
                api.follow(registered.json().path("id").asText(), "Authorization", "Bearer " + token, "Origin", SHOP)) {
            await().until(() -> !events.events().isEmpty());
            assertThat(call("POST", video + "/cancel", token, null).status()).isEqualTo(202);
            await().until(() -> events.events().stream()
                    .anyMatch(event -> event.json().path("status").asText().equals("CANCELLED")));
        }
    }

    @Test
    void aPageIsToldWhyAVideoFailedAndNothingOfWhatIsBehindIt() {
        String token = token(red, "{}");
        String id = register(token, "a.mp4", 7).json().path("id").asText();
        sql("UPDATE video SET status = 'FAILED', error_code = 'STEP_FAILED', error_message = 'A step failed.',"
                        + " error_detail = 'before-publish-x: connect to http://127.0.0.1:9701 failed' WHERE id = :id")
                .param("id", id)
                .update();

        String seen = "{\"code\":\"STEP_FAILED\",\"message\":\"A step failed.\"}";
        assertThat(call("GET", "/api/videos/" + id, token, null).json().path("error"))
                .hasToString(seen);
        try (EventStream events = api.follow(id, "Authorization", "Bearer " + token, "Origin", SHOP)) {
            await().until(() -> !events.events().isEmpty());
            assertThat(events.events().get(0).json().path("error")).hasToString(seen);
        }
        assertThat(call("GET", "/api/videos/" + id, red, null)
                        .json()
                        .at("/error/detail")
                        .asText())
                .contains("9701");
    }

    // --- how many

    @Test
    void ofManyRegistrationsAtOnceAsManyCountAsItMay() throws Exception {
        String token = token(red, "{\"videos\":3}");
        Set<String> before = Set.copyOf(listed());

        List<Answer> answers = atOnce(i -> register(token, i + ".mp4", IN_PARTS));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(3);
        answers.stream()
                .filter(answer -> answer.status() != 201)
                .forEach(answer -> answer.isProblem(403, "UPLOAD_TOKEN_SPENT"));
        List<String> after = new ArrayList<>(listed());
        after.removeAll(before);
        assertThat(after).hasSize(3);
        assertThat(
                        application
                                .bean(S3Client.class)
                                .listMultipartUploads(list -> list.bucket("reelroute"))
                                .uploads()
                                .stream()
                                .map(upload -> upload.key().split("/")[1])
                                .filter(id -> !before.contains(id)))
                .as("uploads that were begun")
                .containsExactlyInAnyOrderElementsOf(after);
    }

    @Test
    void aRegistrationThatIsRepeatedCountsOnce() throws Exception {
        String token = token(red, "{}");

        List<Answer> answers = atOnce(i -> register(token, "a.mp4", IN_PARTS, "Idempotency-Key", "mine"));

        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(201));
        assertThat(answers.stream().map(answer -> answer.json().path("id").asText()))
                .containsOnly(answers.get(0).json().path("id").asText());
        register(token, "a.mp4", 7).isProblem(403, "UPLOAD_TOKEN_SPENT");
        register(token, "a.mp4", 7, "Idempotency-Key", "another").isProblem(403, "UPLOAD_TOKEN_SPENT");
        register(token, "b.mp4", 7, "Idempotency-Key", "mine").isProblem(422, "IDEMPOTENCY_MISMATCH");
        assertThat(register(token, "a.mp4", IN_PARTS, "Idempotency-Key", "mine").status())
                .isEqualTo(201);
    }

    @Test
    void idempotencyKeysAreEachTokensOwn() {
        String body = api.registration("a.mp4", 7).toString();
        List<String> ids = Stream.of(red, token(red, "{}"), token(red, "{}"))
                .map(bearer -> call("POST", "/api/videos", bearer, body, "Idempotency-Key", "everybody's"))
                .map(answer -> answer.json().path("id").asText())
                .toList();
        assertThat(ids).doesNotContain("").doesNotHaveDuplicates();
    }

    // --- what the server has said

    @Test
    void whatTheServerSaidIsWhatTheVideoIs() {
        String token = token(
                red,
                "{\"profile\":\"small\",\"metadata\":{\"user\":\"u-1\"},\"visibility\":\"private\","
                        + "\"webhook\":\"http://127.0.0.1:1/hook\"}");
        String id = register(token, "a.mp4", 7).json().path("id").asText();
        JsonNode video = call("GET", "/api/videos/" + id, red, null).json();
        assertThat(video.path("tenant").asText()).isEqualTo("red");
        assertThat(video.path("profile").asText()).startsWith("small@");
        assertThat(video.path("metadata").toString()).isEqualTo("{\"user\":\"u-1\"}");
        assertThat(video.path("visibility").asText()).isEqualTo("private");
        call("POST", "/api/videos/" + id + "/cancel", token, null);
        assertThat(call("GET", "/api/videos/" + id + "/deliveries", red, null).body())
                .contains("http://127.0.0.1:1/hook");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"profile\":\"small\"",
                "\"metadata\":{}",
                "\"webhook\":\"http://127.0.0.1:1/mine\"",
                "\"priority\":10",
                "\"tenant\":\"red\"",
                "\"visibility\":\"public\"",
            })
    void thePageSaysNothingElse(String more) {
        String token = token(red, "{}");
        call("POST", "/api/videos", token, "{\"filename\":\"a.mp4\",\"size\":7," + more + "}")
                .isProblem(403, "UPLOAD_TOKEN_REFUSED");
        assertThat(register(token, "a.mp4", 7).status())
                .as("it counted for nothing")
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "a, video/mp4, 10, 201, -",
                "a, VIDEO/MP4; codecs=avc1, 10, 201, -",
                "a, video/x-matroska, 10, 201, -",
                "a, video/mp4, 11, 422, SOURCE_TOO_LARGE",
                "a, application/mp4, 10, 403, UPLOAD_TOKEN_REFUSED",
                "a, videos/mp4, 10, 403, UPLOAD_TOKEN_REFUSED",
                "a, audio/mp4, 10, 201, -",
                "a.mp4, audio/mpeg, 10, 403, UPLOAD_TOKEN_REFUSED",
                // A browser that does not know the type sends none: then the name must not say something else.
                "a, -, 10, 201, -",
                "a.lrv, -, 10, 201, -",
                "a.MTS, -, 10, 201, -",
                "a.mxf, -, 10, 201, -",
                "a.ogg, -, 10, 201, -",
                "a, application/octet-stream, 10, 201, -",
                "a.pdf, application/octet-stream, 10, 403, UPLOAD_TOKEN_REFUSED",
                "a.pdf, -, 10, 403, UPLOAD_TOKEN_REFUSED",
                "a.mts.jpg, -, 10, 403, UPLOAD_TOKEN_REFUSED",
                "a.mp3, -, 10, 403, UPLOAD_TOKEN_REFUSED",
                "a.mp4, -, 11, 422, SOURCE_TOO_LARGE",
            })
    void sizeAndTypeAreHeld(String name, @Nullable String type, int size, int status, @Nullable String code) {
        String token = token(red, "{\"maxSize\":10,\"types\":[\"video/*\",\"audio/MP4\"]}");
        String claimed = type == null ? "" : ",\"contentType\":\"" + type + "\"";
        Answer answer =
                call("POST", "/api/videos", token, "{\"filename\":\"" + name + "\",\"size\":" + size + claimed + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        if (code != null) {
            answer.isProblem(status, code);
        }
    }

    @Test
    void aNameCountsForOneTypeAsWell() {
        String token = token(red, "{\"types\":[\"video/mp4\"]}");
        Answer refused = call("POST", "/api/videos", token, "{\"filename\":\"a.mov\",\"size\":10}");
        refused.isProblem(403, "UPLOAD_TOKEN_REFUSED");
        assertThat(refused.json().path("detail").asText()).contains("[video/mp4]", "video/quicktime", "its name");
        assertThat(call("POST", "/api/videos", token, "{\"filename\":\"a.mp4\",\"size\":10}")
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"videos\":0} | 400",
                "{\"videos\":1001} | 400",
                "{\"maxSize\":0} | 400",
                "{\"expiresIn\":604801} | 400",
                "{\"types\":[\"video\"]} | 400",
                "{\"types\":[]} | 400",
                "{\"origin\":\"https://shop.example.org/path\"} | 400",
                "{\"origin\":\"shop.example\"} | 400",
                "{\"metadata\":{\"a\":\"\\u0000\"}} | 400",
                "{\"size\":7} | 400",
                "{\"profile\":\"none\"} | 422",
                "{\"webhook\":\"http://10.0.0.1/\"} | 422",
                "{\"tenant\":\"blue\"} | 403",
            })
    void aTokenThatMakesNoSenseIsNotMade(String terms, int status) {
        Answer answer = call("POST", "/api/upload-tokens", red, terms);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void aTokenIsShownOnceAndStoredHashed() {
        Answer answer = call("POST", "/api/upload-tokens", red, "");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        String token = answer.json().path("token").asText();
        assertThat(token).matches("rru_[A-Za-z0-9_-]{43}");
        assertThat(Duration.between(
                        Instant.parse(answer.json().path("expiresAt").asText()),
                        Instant.parse(answer.json().path("endsAt").asText())))
                .isEqualTo(Duration.ofHours(24));
        assertThat(sql("SELECT * FROM upload_token").query().listOfRows().toString())
                .doesNotContain(token.substring(4));
    }

    @Test
    void aTokenHoldsForItsSitesPages() {
        String token = token(red, "{\"origin\":\"https://Shop.example.org:443\"}");
        String body = api.registration("a.mp4", 7).toString();
        for (String[] headers : List.of(
                new String[] {"Origin", "https://other.example"},
                new String[] {"Origin", "null"},
                new String[] {"Origin", "http://shop.example.org"},
                new String[] {"Referer", "https://other.example/https://shop.example.org/"},
                new String[0])) {
            api.post("/api/videos", body, with(headers, "Authorization", "Bearer " + token))
                    .isProblem(403, "UPLOAD_TOKEN_REFUSED");
        }
        assertThat(api.post("/api/videos", body, "Authorization", "Bearer " + token, "Origin", SHOP)
                        .status())
                .isEqualTo(201);
        Answer asked = api.get("/api/videos/x", "Authorization", "Bearer " + token, "Referer", SHOP + "/upload");
        asked.isProblem(404, "VIDEO_NOT_FOUND");
    }

    // --- how long

    @Test
    void anExpiredTokenBringsWhatItHasBegunUntilItsEnd() {
        String token = token(red, "{\"videos\":2,\"expiresIn\":600}");
        Answer registered = register(token, "a.mp4", 7, "Idempotency-Key", "mine");
        String video = "/api/videos/" + registered.json().path("id").asText();

        age("expires_at");

        register(token, "b.mp4", 7).isProblem(403, "UPLOAD_TOKEN_SPENT");
        assertThat(register(token, "a.mp4", 7, "Idempotency-Key", "mine").status())
                .isEqualTo(201);
        api.put(registered.json().path("upload"), new byte[7]);
        assertThat(call("POST", video + "/upload-complete", token, "{}").status())
                .isEqualTo(202);

        age("ends_at");

        call("GET", video, token, null).isProblem(401, "UNAUTHENTICATED");
        register(token, "a.mp4", 7, "Idempotency-Key", "mine").isProblem(401, "UNAUTHENTICATED");
    }

    @Test
    void aRevokedTokenIsNotTakenAnyMore() {
        JsonNode made =
                call("POST", "/api/upload-tokens", red, "{\"videos\":2}").json();
        String token = made.path("token").asText();
        String id = register(token, "a.mp4", 7).json().path("id").asText();
        String path = "/api/upload-tokens/" + made.path("id").asText();
        call("DELETE", path, blue, null).isProblem(404, "NOT_FOUND");
        call("DELETE", "/api/upload-tokens/none", red, null).isProblem(404, "NOT_FOUND");
        EventStream events = api.follow(id, "Authorization", "Bearer " + token);
        assertThat(call("GET", "/api/videos/" + id, token, null).status()).isEqualTo(200);

        for (int time = 0; time < 2; time++) {
            assertThat(call("DELETE", path, red, null).status()).isEqualTo(204);
        }

        call("GET", "/api/videos/" + id, token, null).isProblem(401, "UNAUTHENTICATED");
        register(token, "a.mp4", 7).isProblem(401, "UNAUTHENTICATED");
        await("the end of what it was let in to").atMost(Duration.ofSeconds(40)).until(events::hasEnded);
        assertThat(call("GET", "/api/videos/" + id, red, null).status()).isEqualTo(200);
    }

    @Test
    void aTokenIsRevokedWithTheKeyThatAskedForIt() {
        JsonNode key = key("red");
        String token = token(key.path("key").asText(), "{}");
        assertThat(call("DELETE", "/api/keys/" + key.path("id").asText(), OPERATOR, null)
                        .status())
                .isEqualTo(200);
        register(token, "a.mp4", 7).isProblem(401, "UNAUTHENTICATED");
    }

    // ---

    /** As if that time had come, for all tokens that there are. */
    private void age(String column) {
        sql("UPDATE upload_token SET " + column + " = created_at").update();
    }

    private JdbcClient.StatementSpec sql(String text) {
        return JdbcClient.create(application.bean(DataSource.class)).sql(text);
    }

    private List<Answer> atOnce(IntFunction<Answer> ask) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Answer>> asked = threads.invokeAll(IntStream.range(0, AT_ONCE)
                    .mapToObj(i -> (Callable<Answer>) () -> ask.apply(i))
                    .toList());
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> each : asked) {
                answers.add(each.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }

    private List<String> listed() {
        return Api.items(call("GET", "/api/videos?limit=100", red, null).json()).stream()
                .map(video -> video.path("id").asText())
                .toList();
    }

    private String token(String key, String terms) {
        Answer answer = call("POST", "/api/upload-tokens", key, terms);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("token").asText();
    }

    /** As a page of another origin does. */
    private Answer register(String token, String name, long size, String... headers) {
        return call(
                "POST",
                "/api/videos",
                token,
                api.registration(name, size).toString(),
                with(headers, "Origin", SHOP, "Sec-Fetch-Site", "cross-site"));
    }

    private Answer call(String method, String path, String bearer, @Nullable String body, String... headers) {
        HttpRequest.Builder request = api.request(path, with(headers, "Authorization", "Bearer " + bearer));
        if (body != null && !body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return api.send(request.method(
                method, body == null || body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private static String[] with(String[] headers, String... more) {
        return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
    }

    private JsonNode key(String tenant) {
        Answer answer = call(
                "POST",
                "/api/keys",
                OPERATOR,
                "{\"name\":\"x\",\"tenant\":\"" + tenant + "\",\"scopes\":[\"upload\",\"read\",\"manage\"]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }
}
