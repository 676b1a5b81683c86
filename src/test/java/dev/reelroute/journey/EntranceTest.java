package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.journey.Api.Answer;
import dev.reelroute.media.Machine;
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
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What a stranger sends, over raw connections: names, paths, origins, bodies, and time. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class EntranceTest {

    private static final int SLOW = 8;
    private static final String UNKNOWN = "019a7c2e-5d1f-7b3a-9c44-0f6a2b8d1e90";

    private Application application;
    private Api api;
    private int port;
    private int healthPort;

    @BeforeAll
    void start(@TempDir Path folder) {
        healthPort = Machine.freePort();
        application = Application.start(
                folder.resolve("data"),
                "--reelroute.role=api",
                "--reelroute.intake.default-profile=small",
                "--reelroute.address.hosts=reels.test,second.test",
                // What one test uploads is not to be found, and told, in another that reads the log.
                "--reelroute.intake.poll-period=3600000",
                "--reelroute.http.body-timeout=2s",
                "--reelroute.http.header-timeout=2s",
                "--reelroute.http.slow-per-address=" + SLOW,
                "--reelroute.http.health-port=" + healthPort);
        api = application.api();
        port = application.port("local.server.port");
    }

    @AfterAll
    void stop() {
        application.close();
    }

    // --- paths

    @Test
    void whatOperatorsSeeWantsTheirPasswordHoweverItsPathIsWritten() {
        List<String> spellings = Stream.of(
                        "/actuator",
                        "/actuator/prometheus",
                        "/actuator/metrics",
                        "/actuator/jolokia/version",
                        "/actuator/hawtio/index.html")
                .flatMap(EntranceTest::spellings)
                .toList();
        assertThat(spellings).hasSizeGreaterThan(400);
        assertThat(spellings).allSatisfy(path -> {
            String answer = Wire.ask(port, "GET " + path + " HTTP/1.1", "Host: localhost");
            assertThat(Wire.status(answer)).as(path + "\n" + answer).isIn(400, 401, 404);
            assertThat(answer).doesNotContain("jvm_", "\"names\"", "agentVersion", "_links");
        });
        String right = Base64.getEncoder()
                .encodeToString(("operator:" + Application.PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThat(api.get("/actuator/prometheus", "Authorization", "Basic " + right)
                        .status())
                .as("plainly, and with the password")
                .isEqualTo(200);
        assertThat(api.get("/actuator/jolokia/version", "Authorization", "Basic " + right)
                        .status())
                .isEqualTo(200);
    }

    /** Ways to write a path that some reader takes for the same. */
    private static Stream<String> spellings(String path) {
        List<String> all = new ArrayList<>(List.of(path));
        IntStream.range(1, path.length()).forEach(i -> {
            String code = String.format("%%%02x", (int) path.charAt(i));
            String before = path.substring(0, i);
            String after = path.substring(i + 1);
            all.add(before + code + after);
            all.add(before + code.toUpperCase(Locale.ROOT) + after);
            all.add(before + "%25" + code.substring(1) + after);
            all.add(before + Character.toUpperCase(path.charAt(i)) + after);
            if (path.charAt(i) == '/') {
                Stream.of("//", "/./", "/x/../", ";a=b/", "\\", "%5c", "%2f", "/%2e/", "%00/")
                        .forEach(way -> all.add(before + way + after));
            }
        });
        Stream.of("/", "//", "/x/..", "/api/..", "/%2e", "/x/%2e%2e", "/;x", "/videos/../..")
                .forEach(way -> all.add(way + path));
        return all.stream();
    }

    @Test
    void aPathThatIsWrittenOddlyIsNotFoundInOneLine() {
        for (String path : List.of("//actuator/jolokia", "/api//videos", "/videos/a;b/c", "/api/videos/%2e%2e/x")) {
            String answer = Wire.ask(port, "GET " + path + " HTTP/1.1", "Host: localhost");
            assertThat(answer)
                    .startsWith("HTTP/1.1 404 ")
                    .contains("application/problem+json")
                    .hasSizeLessThan(700);
        }
    }

    // --- names

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: evil.example:8080",
                "Host: localhost.evil.example",
                "Host: 127.0.0.1.evil.example",
                "Host: localhost@evil.example",
                "Host: 192.168.7.7",
                "Host: [::2]",
                "Host: 2130706433",
                "Host:",
                "Host: localhost\r\nX-Forwarded-Host: evil.example",
                "Host: localhost\r\nForwarded: host=evil.example",
                "Host: evil.example\r\nX-Forwarded-Host: localhost",
            })
    void onlyOurNamesAreServed(String host) {
        String id = api.register("mine.mp4", 7).path("id").asText();
        assertThat(Wire.status(Wire.ask(port, "GET /api/videos HTTP/1.1", host)))
                .isIn(400, 421);
        assertThat(Wire.status(Wire.ask(port, "GET / HTTP/1.1", host))).isIn(400, 421);
        assertThat(Wire.status(Wire.ask(port, "DELETE /api/videos/" + id + " HTTP/1.1", host)))
                .isIn(400, 421);
        assertThat(api.get("/api/videos/" + id).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:1",
                "LOCALHOST",
                "127.0.0.1",
                "[::1]:8080",
                "reels.test",
                "second.test:443"
            })
    void ourNamesAre(String host) {
        String answer = Wire.ask(port, "GET /api/videos HTTP/1.1", "Host: " + host);
        assertThat(Wire.status(answer)).as(answer).isEqualTo(200);
    }

    @Test
    void aProbeMayUseAnyName() {
        assertThat(Wire.status(
                        Wire.ask(port, "GET /actuator/health/liveness HTTP/1.1", "Host: 10-0-0-7.pod.cluster.local")))
                .isEqualTo(200);
    }

    // --- origins

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // Origin, Sec-Fetch-Site, type of the body, status
                "-, -, -, 202",
                "-, -, application/json, 202",
                "-, none, application/json, 202",
                "ours, -, application/json, 202",
                "ours, same-origin, application/json, 202",
                "ours, same-origin, -, 202",
                "-, -, text/plain, 415",
                "ours, same-origin, application/x-www-form-urlencoded, 415",
                "-, none, application/x-www-form-urlencoded, 415",
                "-, -, multipart/form-data; boundary=x, 415",
                "-, -, TEXT/plain; charset=utf-8, 415",
                "ours, same-origin, text/plain, 415",
                "http://evil.example, -, application/json, 403",
                "http://evil.example, -, -, 403",
                "http://evil.example, same-origin, application/json, 403",
                "http://localhost:1, -, application/json, 403",
                "https://localhost, -, application/json, 403",
                "null, -, application/json, 403",
                "-, cross-site, application/json, 403",
                "-, same-site, application/json, 403",
                "-, cross-site, -, 403",
            })
    void pagesOfOthersChangeNothing(@Nullable String origin, @Nullable String site, @Nullable String type, int status) {
        List<String> lines =
                new ArrayList<>(List.of("POST /api/dead-letters/redrive HTTP/1.1", "Host: localhost:" + port));
        if (origin != null) {
            lines.add("Origin: " + (origin.equals("ours") ? "http://localhost:" + port : origin));
        }
        if (site != null) {
            lines.add("Sec-Fetch-Site: " + site);
        }
        if (type != null) {
            lines.add("Content-Type: " + type);
        }
        lines.add("Content-Length: 0");
        String answer = Wire.ask(port, lines.toArray(String[]::new));
        assertThat(Wire.status(answer)).as(answer).isEqualTo(status);
    }

    /** Python's urllib calls an empty body a form. A form of an old browser, which tells no origin, says that it is one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "User-Agent: Python-urllib/3.11 | 0 | 202",
                "X-From: a program | 0 | 202",
                "User-Agent: Python-urllib/3.11 | 3 | 415",
                "User-Agent: Mozilla/4.0 (compatible; MSIE 6.0) | 0 | 415",
                "Accept-Language: de | 0 | 415",
                "Referer: http://evil.example/ | 0 | 415",
                "Origin: http://evil.example | 0 | 403",
            })
    void anEmptyFormOfAProgramIsNoForm(String header, int length, int status) {
        List<String> lines = List.of(
                "POST /api/dead-letters/redrive HTTP/1.1",
                "Host: localhost:" + port,
                "Content-Type: application/x-www-form-urlencoded",
                header,
                "Content-Length: " + length);
        try (Wire wire = new Wire(port)) {
            wire.send(String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n" + "a=b".substring(0, length));
            String answer = wire.rest();
            assertThat(Wire.status(answer)).as(answer).isEqualTo(status);
        }
    }

    /** By GET it invokes as well: an image on a stranger's page would do. */
    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site: cross-site, 403",
        "Sec-Fetch-Site: same-site, 403",
        "Origin: http://evil.example, 403",
        "Sec-Fetch-Site: same-origin, 200",
        "X-From: a program, 200",
    })
    void pagesOfOthersInvokeNothingByJolokia(String header, int status) {
        String password = Base64.getEncoder()
                .encodeToString(("operator:" + Application.PASSWORD).getBytes(StandardCharsets.UTF_8));
        for (String path : List.of("/actuator/jolokia/exec/java.lang:type=Memory/gc", "/actuator/jolokia?p=version")) {
            String answer = Wire.ask(
                    port, "GET " + path + " HTTP/1.1", "Host: localhost", "Authorization: Basic " + password, header);
            assertThat(Wire.status(answer)).as(answer).isEqualTo(status);
        }
    }

    /** By plain HTTP to another machine a browser says neither Origin nor Sec-Fetch-Site of a GET, but adds the password. */
    @Test
    void aBrowserInvokesByJolokiaFromOurPagesAlone() {
        String password = Base64.getEncoder()
                .encodeToString(("operator:" + Application.PASSWORD).getBytes(StandardCharsets.UTF_8));
        String ours = "http://localhost:" + port;
        Map<String, Integer> pages = Map.of(
                "X-From: a page that says nothing of itself",
                403,
                "Referer: http://evil.example/",
                403,
                "Referer: " + ours + ".evil.example/",
                403,
                "Referer: " + ours + "/actuator/hawtio/index.html",
                200);
        pages.forEach((page, status) -> {
            String answer = Wire.ask(
                    port,
                    "GET /actuator/jolokia/exec/java.lang:type=Memory/gc HTTP/1.1",
                    "Host: localhost:" + port,
                    "Authorization: Basic " + password,
                    "User-Agent: Mozilla/5.0 (X11; Linux x86_64)",
                    page);
            assertThat(Wire.status(answer)).as(page).isEqualTo(status);
        });
    }

    /** Access is open here to whoever reaches this machine, and so to whatever page its user opens. */
    @ParameterizedTest
    @CsvSource({
        "POST, /api/videos, the token, 201",
        "GET, /api/videos, the token, 403",
        "POST, /api/upload-tokens, the token, 403",
        "POST, /api/dead-letters/redrive, the token, 403",
        "POST, /api/videos, rru_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, 401",
        "GET, /api/videos, rru_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, 401",
        "POST, /api/videos, 'rru_,', 401",
        "POST, /api/videos, rrk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, 403",
        "POST, /api/videos, x, 403",
    })
    void pagesOfOthersMayWhatAnUploadTokenMay(String method, String path, String bearer, int status) {
        String token = api.post("/api/upload-tokens").json().path("token").asText();
        String body = method.equals("GET") ? "" : "{\"filename\":\"a.mp4\",\"size\":7}";
        String answer;
        try (Wire wire = new Wire(port)) {
            wire.send(String.join(
                    "\r\n",
                    method + " " + path + " HTTP/1.1",
                    "Host: localhost:" + port,
                    "Origin: http://shop.example",
                    "Sec-Fetch-Site: cross-site",
                    "Authorization: Bearer " + bearer.replace("the token", token),
                    "Content-Type: application/json",
                    "Content-Length: " + body.length(),
                    "Connection: close",
                    "",
                    body));
            answer = wire.rest();
        }
        assertThat(Wire.status(answer)).as(answer).isEqualTo(status);
        if (bearer.startsWith("rru_") || bearer.startsWith("the")) {
            assertThat(answer).contains("Access-Control-Allow-Origin: *");
        } else {
            assertThat(answer).doesNotContain("Access-Control-");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/videos, POST, true",
        "/api/videos, GET, false",
        "/api/videos, DELETE, false",
        "/api/videos/x, GET, true",
        "/api/videos/x, DELETE, false",
        "/api/videos/x, PATCH, false",
        "/api/videos/x/upload, GET, true",
        "/api/videos/x/upload-complete, POST, true",
        "/api/videos/x/cancel, POST, true",
        "/api/videos/x/events, GET, true",
        "/api/videos/x/playback, POST, false",
        "/api/upload-tokens, POST, false",
        "/api/dead-letters/redrive, POST, false",
        "/s3/reelroute/uploads/x/a.mp4, PUT, true",
        "/s3/reelroute/uploads/x/a.mp4, GET, false",
        "/actuator/prometheus, GET, false",
    })
    void pagesOfOthersAreToldWhatTheyMayCall(String path, String method, boolean isAllowed) {
        String answer = Wire.ask(
                port,
                "OPTIONS " + path + " HTTP/1.1",
                "Host: localhost:" + port,
                "Origin: http://shop.example",
                "Access-Control-Request-Method: " + method,
                "Access-Control-Request-Headers: authorization");
        if (isAllowed) {
            assertThat(Wire.status(answer)).as(answer).isEqualTo(204);
            assertThat(answer)
                    .contains("Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: " + method + "\r\n")
                    .doesNotContain("Access-Control-Allow-Credentials");
        } else {
            assertThat(Wire.status(answer)).as(answer).isBetween(400, 499);
            assertThat(answer).doesNotContain("Access-Control-Allow-Methods");
        }
    }

    @Test
    void aBodyWithoutATypeIsNotTaken() {
        assertThat(api.send(api.request("/api/videos")
                                .POST(BodyPublishers.ofString("{\"filename\":\"a.mp4\",\"size\":7}")))
                        .status())
                .isEqualTo(415);
    }

    // --- bodies

    /** All at once: each sender is held for a while, for what it may have sent already. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aBodyIsCountedWhileItComes(CapturedOutput output) {
        ExecutorService senders = Executors.newCachedThreadPool();
        try {
            Stream.of(
                            "POST /api/videos application/json",
                            "PUT /api/videos/x/subtitles/en text/vtt",
                            "POST /actuator/jolokia application/json")
                    .map(call -> call.split(" "))
                    .map(call ->
                            CompletableFuture.runAsync(() -> sendsTooMuch(call[0] + " " + call[1], call[2]), senders))
                    .toList()
                    .forEach(CompletableFuture::join);
        } finally {
            senders.shutdownNow();
        }
        assertThat(output.getAll()).isEmpty();
    }

    private void sendsTooMuch(String call, String type) {
        byte[] chunk = ("10000\r\n" + " ".repeat(65_536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (Wire wire = new Wire(port)) {
            wire.send(call + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            long sent = 0;
            while (sent < 200 << 20 && wire.send(chunk)) {
                sent += 65_536;
            }
            assertThat(sent).as("bytes that were taken of " + call).isLessThan(32 << 20);
            assertThat(wire.rest()).as(call).startsWith("HTTP/1.1 413 ").contains("BODY_TOO_LARGE");
        }
        assertThat(Wire.ask(
                        port,
                        call + " HTTP/1.1",
                        "Host: localhost",
                        "Content-Type: " + type,
                        "Content-Length: 2000000"))
                .as(call)
                .startsWith("HTTP/1.1 413 ");
    }

    /** Each of these kept a processor busy for up to seconds, to find all that is wrong. */
    @Test
    void ofABodyNoMoreIsReadThanACallCanNeed() {
        String video = "/api/videos/" + api.register("small.mp4", 7).path("id").asText();
        String start = "{\"filename\":\"x.mp4\",\"size\":7,";
        for (String more : List.of(
                list(1001, i -> "\"k" + i + "\":1"),
                "\"metadata\":{" + list(1001, i -> "\"k" + i + "\":1") + "}",
                "\"webhook\":{\"url\":\"http://x/\",\"events\":[" + list(1001, i -> "1") + "]}")) {
            saysThatThereAreTooManyValues(api.post("/api/videos", start + more + "}"));
        }
        Function<Integer, String> part = i -> "{\"number\":" + (i + 1) + ",\"etag\":\"" + "e".repeat(32) + "\"}";
        saysThatThereAreTooManyValues(api.post(video + "/upload-complete", "{\"parts\":[" + list(1001, part) + "]}"));
        saysThatThereAreTooManyValues(api.post(
                video + "/upload-complete",
                "{\"parts\":[" + list(900, i -> "{\"a\":1,\"b\":2,\"c\":3,\"d\":4}") + "]}"));
        String wrong = api.post(video + "/upload-complete", "{\"parts\":[" + list(900, i -> "{\"a\":1}") + "]}")
                .json()
                .path("detail")
                .asText();
        assertThat(wrong).contains("parts[1] lacks etag, number.").doesNotContain("parts[20]");

        String spaces = " ".repeat(64 * 1024);
        Answer large = api.post("/api/videos", start + spaces + "\"priority\":1}");
        large.isProblem(413, "BODY_TOO_LARGE");
        assertThat(large.json().path("detail").asText()).contains("64 KiB");
        api.post("/api/nothing", spaces + "{}").isProblem(413, "BODY_TOO_LARGE");
        api.post(video + "/upload-complete", "{\"parts\":[" + spaces + list(1000, part) + "]}")
                .isProblem(409, "UPLOAD_INCOMPLETE");
        String escaped = "\\u00e9".repeat(1000);
        assertThat(api.post(
                                "/api/videos",
                                start + "\"metadata\":{" + list(8, i -> "\"k" + i + "\":\"" + escaped + "\"") + "}}")
                        .status())
                .as("as much metadata as there may be, with all of it escaped")
                .isEqualTo(201);
    }

    private static void saysThatThereAreTooManyValues(Answer answer) {
        answer.isProblem(400, "INVALID_REQUEST");
        assertThat(answer.json().path("detail").asText())
                .isEqualTo(
                        "The body has more values than any call needs: at most 1000 in one object or list, and 4000 in all.");
    }

    private static String list(int count, Function<Integer, String> each) {
        return IntStream.range(0, count).boxed().map(each).collect(Collectors.joining(","));
    }

    @Test
    void aBodyThatComesInPiecesIsWhole() {
        String body = "{\"filename\":\"pieces.mp4\",\"size\":7}";
        try (Wire wire = new Wire(port)) {
            wire.send(
                    "POST /api/videos HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                            + body.length() + "\r\n\r\n");
            // Another request is answered meanwhile, so that what is sent next comes in a packet of its own.
            assertThat(api.get("/api/profiles").status()).isEqualTo(200);
            wire.send(body.substring(0, 9));
            assertThat(api.get("/api/profiles").status()).isEqualTo(200);
            wire.send(body.substring(9));
            assertThat(wire.rest()).startsWith("HTTP/1.1 201 ").contains("http://localhost/s3/");
        }
        try (Wire wire = new Wire(port)) {
            wire.send(String.join(
                    "\r\n",
                    "POST /api/videos HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: application/json",
                    "Connection: close",
                    "Transfer-Encoding: chunked",
                    "",
                    ""));
            assertThat(api.get("/api/profiles").status()).isEqualTo(200);
            wire.send(Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
            assertThat(wire.rest()).startsWith("HTTP/1.1 201 ");
        }
    }

    @Test
    void jsonIsPlainUtf8() {
        byte[] wide = "{\"filename\":\"a.mp4\",\"size\":7}".getBytes(StandardCharsets.UTF_16);
        for (String type : List.of("application/json", "application/json; charset=utf-16")) {
            send(type, wide).isProblem(400, "INVALID_REQUEST");
        }
        send("application/json", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'})
                .isProblem(400, "INVALID_REQUEST");
        api.send(api.request("/api/videos", "Content-Type", "application/json", "Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(wide)))
                .isProblem(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    /** One reader would take the first, and another the last: who looks at a request before us may be the other. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        POST  | /api/videos                 | {"filename":"a.mp4","size":7,"size":8}             | Duplicate field 'size'
        POST  | /api/videos                 | {"filename":"a.mp4","size":7} {"size":8}           | Something follows its end
        POST  | /api/videos                 | {"filename":"a.mp4","size":7} trailing             | Unrecognized token 'trailing'
        PATCH | /api/videos/{id}            | {"metadata":{"a":"b","a":"c"}}                     | Duplicate field 'a'
        POST  | /api/videos/{id}/upload-complete | {"parts":[{"number":1,"number":2,"etag":"x"}]} | Duplicate field 'number'
        POST  | /api/videos/{id}/playback   | {"origin":"http://a.test","origin":"http://b.test"} | Duplicate field 'origin'
        POST  | /api/upload-tokens          | {} []                                              | Something follows its end
        POST  | /api/keys                   | {"name":"a","scopes":["read"],"name":"b"}          | Duplicate field 'name'
        """)
    void aBodyIsReadInOneWay(String method, String path, String body, String words) {
        Answer answer = api.send(api.request(path.replace("{id}", UNKNOWN), "Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
        answer.isProblem(400, "INVALID_REQUEST");
        assertThat(answer.json().path("detail").asText()).startsWith("The body is no JSON: " + words);
    }

    /** What Tomcat itself refuses, no filter sees. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1",
                "GET /a|b HTTP/1.1",
                "GET /%00 HTTP/1.1",
                "GET / HTTP/9.1",
                "NONSENSE",
                "G\u00e4T / HTTP/1.1"
            })
    void aRequestThatIsNoneIsRefusedInTheFormOfAllErrors(String line) {
        String answer = Wire.ask(port, line, "Host: localhost");
        assertThat(Wire.status(answer)).as(answer).isEqualTo(400);
        assertThat(answer)
                .contains("Content-Type: application/problem+json", "\"code\":\"INVALID_REQUEST\"", "\"detail\":")
                .doesNotContain("<html", "Tomcat");
    }

    /** Of those that Tomcat itself refuses, too: a stranger could fill the log by them. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aRefusedAddressWithABodyIsNoTrouble(CapturedOutput output) {
        // All at once: each is held for a while, for what it has not sent.
        Map<String, Wire> wires = new HashMap<>();
        try {
            for (String path : List.of("/api/%00", "/api/%2e%2e/x", "/%zz", "/a;b")) {
                Wire wire = new Wire(port);
                wires.put(path, wire);
                wire.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90\r\n\r\nhello");
            }
            wires.forEach((path, wire) -> assertThat(wire.rest()).as(path).startsWith("HTTP/1.1 4"));
        } finally {
            wires.values().forEach(Wire::close);
        }
        assertThat(output.getAll()).isEmpty();
    }

    @Test
    void aVideoHasAHundredSubtitlesAtMost() {
        String subtitles =
                "/api/videos/" + api.register("spoken.mp4", 7).path("id").asText() + "/subtitles/";
        byte[] text = "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 100; i++) {
            assertThat(api.put(subtitles + "en-x-" + i, "text/vtt", text).status())
                    .isEqualTo(200);
        }
        api.put(subtitles + "de", "text/vtt", text).isProblem(409, "STATE_CONFLICT");
        assertThat(api.put(subtitles + "en-x-7", "text/vtt", text).status()).isEqualTo(200);
        api.delete(subtitles + "en-x-7");
        assertThat(api.put(subtitles + "de", "text/vtt", text).status()).isEqualTo(200);
    }

    private Answer send(String type, byte[] body) {
        return api.send(api.request("/api/videos", "Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
    }

    /** The contract's validation answers with the type of the request, and in plain text. */
    @ParameterizedTest
    @ValueSource(strings = {"/api/dead-letters/redrive", "/api/upload-tokens", "/api/videos/x/playback"})
    void whatCallsItselfAProblemIsRefusedWithOne(String path) {
        api.post(path, "{}", "Content-Type", "application/problem+json").isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void whoCallsIsSaidOnce() {
        String answer = Wire.ask(
                port,
                "GET /api/videos HTTP/1.1",
                "Host: localhost",
                "Authorization: Bearer a",
                "Authorization: Bearer b");
        assertThat(Wire.status(answer)).as(answer).isEqualTo(400);
    }

    @Test
    void anAnswerIsNotAsLongAsTheRequestThatWasWrong() {
        Answer answer = api.post("/api/videos", "{\"filename\":\"" + "x".repeat(60_000) + "\",\"size\":7}");
        answer.isProblem(400, "INVALID_REQUEST");
        assertThat(answer.body()).hasSizeLessThan(2000);
        assertThat(api.get("/api/videos?status=" + "y".repeat(6000)).body()).hasSizeLessThan(2000);
    }

    @Test
    void anAnswerThatNobodyWouldTakeIsRefused() {
        Answer answer = api.get("/api/videos", "Accept", "text/csv");
        answer.isProblem(400, "INVALID_REQUEST");
        assertThat(answer.json().path("detail").asText()).startsWith("Accept has no type");
    }

    // --- parameters

    @Test
    void onlyWhatTheContractHasSeenReachesARoute() {
        api.register("one.mp4", 7);
        api.register("two.mp4", 7);
        for (String value : List.of("100000", "-1", "abc", "1")) {
            Answer answer = api.get("/api/videos", "limit", value, "status", "READY", "cursor", "0", "id", "x");
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().path("items").size()).isGreaterThan(1);
        }
        api.get("/api/videos?li%6dit=1000").isProblem(400, "INVALID_REQUEST");
        api.get("/api/videos?limit=1&limit=2").isProblem(400, "INVALID_REQUEST");
        assertThat(Wire.status(Wire.ask(port, "GET /api/videos?limit=%zz HTTP/1.1", "Host: localhost")))
                .isEqualTo(400);
        assertThat(api.get("/api/videos?li%6Dit=%31").json().path("items").size())
                .isEqualTo(1);
        String id = api.register("three.mp4", 7).path("id").asText();
        assertThat(api.get("/api/videos/" + id, "id", "other").json().path("id").asText())
                .isEqualTo(id);
    }

    // --- time

    @Test
    void slowSendersLeaveOthersAlone() throws IOException {
        List<Wire> bodies = wires(
                150,
                "POST /api/videos HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{");
        List<Wire> chunked = wires(
                50,
                "POST /api/videos HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{");
        List<Wire> headers = wires(100, "GET /api/videos HTTP/1.1\r\nHost: loc");
        List<Wire> all =
                Stream.of(bodies, chunked, headers).flatMap(List::stream).toList();
        try {
            assertThat(api.get("/api/videos").status()).isEqualTo(200);
            assertThat(api.register("quick.mp4", 7).path("id").asText()).isNotBlank();
            assertThat(Wire.status(Wire.ask(healthPort, "GET /actuator/health/liveness HTTP/1.1", "Host: any")))
                    .isEqualTo(200);
            // They go on with a byte now and then, which is no silence.
            await("that all of them are ended")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> all.stream().filter(each -> each.send(" ")).count() == 0);
            assertThat(Stream.of(bodies, chunked)
                            .flatMap(List::stream)
                            .map(Wire::rest)
                            .filter(answer -> answer.contains("REQUEST_TIMEOUT")))
                    .as("those that were told")
                    .isNotEmpty();
        } finally {
            all.forEach(Wire::close);
        }
    }

    /**
     * A body may come with the headers, after them, or in any two pieces.
     *
     * @param padding more than the server reads at a time, or nothing
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 9_000, 60_000})
    void aBodyMayComeInPieces(int padding) {
        String body = api.registration("pieces.mp4", 7).toString().replaceFirst(",", "," + " ".repeat(padding));
        String head = "POST /api/videos HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n";
        for (int first : new int[] {0, 1, 2, body.length() / 2, body.length() - 1, body.length()}) {
            try (Wire wire = new Wire(port)) {
                wire.send(head + body.substring(0, first));
                // Answered while the other waits for the rest of its body.
                assertThat(api.get("/api/videos").status()).isEqualTo(200);
                wire.send(body.substring(first));
                assertThat(Wire.status(wire.rest())).as("%d bytes first", first).isEqualTo(201);
            }
        }
    }

    /** A request that is refused at once is not read to its end by a thread that others need. */
    @ParameterizedTest
    @CsvSource({
        "POST /api/videos, evil.test, 250",
        "POST /s3/x, localhost, 250",
        "PUT /videos/x/y, localhost, 250",
        "POST /x, localhost, -4",
    })
    void theRestOfWhatIsRefusedHoldsNobodyUp(String line, String host, int count) {
        int at = count < 0 ? healthPort : port;
        List<Wire> all =
                wires(at, Math.abs(count), line + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 1000\r\n\r\n{");
        try {
            all.forEach(each -> each.send(" "));
            Instant begun = Instant.now();
            assertThat(api.get("/api/videos").status()).isEqualTo(200);
            assertThat(Wire.status(Wire.ask(healthPort, "GET /actuator/health/liveness HTTP/1.1", "Host: any")))
                    .isEqualTo(200);
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
        } finally {
            all.forEach(Wire::close);
        }
    }

    private List<Wire> wires(int count, String begin) {
        return wires(port, count, begin);
    }

    private static List<Wire> wires(int at, int count, String begin) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    Wire wire = new Wire(at);
                    wire.send(begin);
                    return wire;
                })
                .toList();
    }

    @Test
    void thePortOfHealthAnswersNothingElse() {
        for (String path : List.of(
                "/", "/api/videos", "/actuator/prometheus", "/videos/x/master.m3u8", "/actuator/%68ealth/../metrics")) {
            assertThat(Wire.ask(healthPort, "GET " + path + " HTTP/1.1", "Host: localhost"))
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    /** A browser shows the answer to a developer, who would otherwise read "CORS" and nothing more. */
    @ParameterizedTest
    @CsvSource({
        "/api/keys, http://evil.example, 403",
        "/api/keys, null, 403",
        "/s3/reelroute/uploads/x, http://evil.example, 403",
        "/api/keys, ours, 200",
    })
    void aPreflightThatIsRefusedSaysSo(String path, String origin, int status) {
        String ours = "http://localhost:" + port;
        String answer = Wire.ask(
                port,
                "OPTIONS " + path + " HTTP/1.1",
                "Host: localhost:" + port,
                "Origin: " + (origin.equals("ours") ? ours : origin),
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: content-type");
        assertThat(Wire.status(answer)).as(answer).isEqualTo(status);
        assertThat(answer).doesNotContainIgnoringCase("Access-Control-Allow-Origin");
        if (status == 403) {
            assertThat(answer).contains("ORIGIN_REFUSED", "It came from a page of " + origin + "; this is " + ours);
        }
    }

    // --- uploads

    @Test
    void nothingButASignedUploadGetsThrough() {
        JsonNode victim = api.register("victim.mp4", 5);
        api.put(victim.path("upload"), "bytes".getBytes(StandardCharsets.UTF_8));
        JsonNode mine = api.register("mine.mp4", 5);
        String url = mine.at("/upload/url").asText();
        String key = URI.create(victim.at("/upload/url").asText()).getPath().substring("/s3".length());
        for (String header : List.of(
                "x-amz-copy-source", "X-Amz-Acl", "x-amz-meta-a", "x-amz-website-redirect-location", "x-amz-tagging")) {
            put(url, header, key).isProblem(403, "UPLOAD_REFUSED");
        }
        assertThat(application.bucket().resolve(URI.create(url).getPath().substring("/s3/reelroute/".length())))
                .doesNotExist();
        put(url.split("\\?", 2)[0]).isProblem(403, "UPLOAD_REFUSED");
        assertThat(put(url.replace(mine.path("id").asText(), victim.path("id").asText()))
                        .status())
                .isEqualTo(403);
        assertThat(put(url.replace("/uploads/", "/videos/")).status()).isEqualTo(404);
        assertThat(api.send(HttpRequest.newBuilder(URI.create(url)).GET()).status())
                .isEqualTo(405);
        assertThat(api.send(HttpRequest.newBuilder(URI.create(url)).DELETE()).status())
                .isEqualTo(405);
        assertThat(put(url).status()).isEqualTo(200);
    }

    @Test
    void aWholeFileAtThePlaceOfAPartIsToldSo() {
        int size = 7 << 20;
        JsonNode part = api.register("parts.mp4", size).at("/upload/parts/1");
        Api.Answer answer =
                api.send(HttpRequest.newBuilder(URI.create(part.path("url").asText()))
                        .PUT(BodyPublishers.ofByteArray(new byte[size])));
        answer.isProblem(403, "UPLOAD_REFUSED");
        assertThat(answer.json().path("detail").asText())
                .contains("part 2")
                .contains("partSize")
                .doesNotContain("another size or type than was registered");
    }

    /** Around the sizes of the buffers on the way. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4095, 4096, 4097, 5000, 8191, 8192, 8193, 65_536, 65_537, 200_000})
    void anUploadOfAnySizeGetsThrough(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        JsonNode video = api.register("size.mp4", size);
        URI url = URI.create(video.at("/upload/url").asText());

        try (Wire wire = new Wire(port)) {
            wire.send("PUT " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                    + "\r\nContent-Type: video/mp4\r\nContent-Length: " + size + "\r\nConnection: close\r\n\r\n");
            wire.send(content);
            assertThat(Wire.status(wire.rest())).isEqualTo(200);
        }

        assertThat(Files.readAllBytes(application.bucket().resolve(url.getPath().substring("/s3/reelroute/".length()))))
                .isEqualTo(content);
    }

    /** A URL holds for any number of uploads: one that began in time must not replace, at its end, the file that was taken. */
    @ParameterizedTest
    @ValueSource(ints = {100, 300_000})
    void anUploadThatIsOverTakesNoEndEither(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        byte[] other = new byte[size];
        JsonNode video = api.register("end.mp4", size);
        JsonNode given = api.register("end.mp4", size);
        String deleted = "/api/videos/" + given.path("id").asText();
        try (Wire late = begun(video, other);
                Wire never = begun(given, other)) {
            // By way of another process: one to this would have ended the first.
            application
                    .bean(S3Client.class)
                    .putObject(
                            put -> put.bucket("reelroute")
                                    .key("uploads/" + video.path("id").asText() + "/end.mp4"),
                            RequestBody.fromBytes(content));
            assertThat(api.post("/api/videos/" + video.path("id").asText() + "/upload-complete")
                            .status())
                    .isEqualTo(202);
            assertThat(api.delete(deleted).status()).isEqualTo(204);

            for (Wire wire : List.of(late, never)) {
                wire.send(new byte[50]);
                assertThat(wire.rest()).startsWith("HTTP/1.1 403").contains("UPLOAD_REFUSED", "No upload is awaited");
            }
        }

        Path uploads = application.bucket().resolve("uploads");
        Path taken = uploads.resolve(video.path("id").asText());
        await("that the other beginning is gone").until(() -> count(taken) == 1);
        assertThat(taken.resolve("end.mp4")).hasBinaryContent(content);
        Path nothing = uploads.resolve(given.path("id").asText());
        await("that the beginning is gone").until(() -> count(nothing) == 0);
    }

    /**
     * The connection of a client broke silently, and it sends the file again: neither it nor the disk may wait for the first one. Who
     * knows the key, and cannot sign, ends nothing.
     */
    @Test
    void ofTwoUploadsToOneAddressTheLaterOneGoesOn() throws IOException {
        byte[] content = new byte[300_000];
        new Random(3).nextBytes(content);
        JsonNode video = api.register("again.mp4", content.length);
        Path folder =
                application.bucket().resolve("uploads").resolve(video.path("id").asText());
        URI url = URI.create(video.at("/upload/url").asText());
        Wire last = begun(video, content);
        for (int i = 0; i < 15; i++) {
            try (Wire earlier = last) {
                last = begun(video, content);
                assertThat(earlier.rest()).startsWith("HTTP/1.1 409").contains("STATE_CONFLICT", "Another upload");
            }
        }
        await("that one beginning is left").until(() -> count(folder) == 1);
        assertThat(put(url.toString().replaceFirst("Signature=.{8}", "Signature=00000000"))
                        .status())
                .isEqualTo(403);
        try (Wire wire = last) {
            wire.send(Arrays.copyOfRange(content, content.length - 50, content.length));
            assertThat(wire.rest()).startsWith("HTTP/1.1 200");
        }
        assertThat(folder.resolve("again.mp4")).hasBinaryContent(content);
    }

    /** All but the last 50 bytes of an upload; the store has them. */
    private Wire begun(JsonNode video, byte[] content) {
        URI url = URI.create(video.at("/upload/url").asText());
        Wire wire = new Wire(port);
        wire.send("PUT " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nContent-Type: video/mp4\r\nContent-Length: " + content.length + "\r\nConnection: close\r\n\r\n");
        wire.send(Arrays.copyOf(content, content.length - 50));
        Path folder =
                application.bucket().resolve("uploads").resolve(video.path("id").asText());
        await("the beginning").until(() -> count(folder) == 1);
        return wire;
    }

    private static int count(Path folder) {
        String @Nullable [] names = folder.toFile().list();
        return names == null ? 0 : names.length;
    }

    /** curl --data-binary and Python's urllib call every body a form, whether or not its type was announced. */
    @ParameterizedTest
    @ValueSource(strings = {"", ", \"contentType\": \"application/x-www-form-urlencoded\""})
    void anUploadMayCallItselfAForm(String announced) throws IOException {
        byte[] content = new byte[200_000];
        new Random(1).nextBytes(content);
        JsonNode video = api.post("/api/videos", "{\"filename\": \"form.mp4\", \"size\": 200000" + announced + "}")
                .json();
        URI url = URI.create(video.at("/upload/url").asText());

        Answer answer = api.send(HttpRequest.newBuilder(url)
                .PUT(BodyPublishers.ofByteArray(content))
                .header("Content-Type", "application/x-www-form-urlencoded"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(application.bucket().resolve(url.getPath().substring("/s3/reelroute/".length())))
                .hasBinaryContent(content);
    }

    /** As a client does that was told to send no type. */
    @Test
    void anUploadMayHaveAnEmptyType() throws IOException {
        JsonNode video = api.post("/api/videos", "{\"filename\": \"untyped.mp4\", \"size\": 7}")
                .json();
        URI url = URI.create(video.at("/upload/url").asText());
        try (Wire wire = new Wire(port)) {
            wire.send("PUT " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                    + "\r\nContent-Type: \r\nContent-Length: 7\r\nConnection: close\r\n\r\ncontent");
            String answer = wire.rest();
            assertThat(Wire.status(answer)).as(answer).isEqualTo(200);
        }
        assertThat(application.bucket().resolve(url.getPath().substring("/s3/reelroute/".length())))
                .hasContent("content");
    }

    /** As Python's urllib says it. */
    @Test
    void anUploadMayBeSaidToBeCompleteByAnEmptyForm() {
        JsonNode video = api.register("empty-form.mp4", 10);
        Answer put = api.send(
                HttpRequest.newBuilder(URI.create(video.at("/upload/url").asText()))
                        .PUT(BodyPublishers.ofString("0123456789"))
                        .header("Content-Type", "video/mp4"));
        assertThat(put.status()).as(put.body()).isEqualTo(200);
        String answer = Wire.ask(
                port,
                "POST /api/videos/" + video.path("id").asText() + "/upload-complete HTTP/1.1",
                "Host: localhost:" + port,
                "User-Agent: Python-urllib/3.11",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Length: 0");
        assertThat(Wire.status(answer)).as(answer).isBetween(200, 202);
    }

    @Test
    void anUploadOfAnotherSizeIsRefusedAsAnUpload() {
        JsonNode video = api.register("size.mp4", 10);
        Answer answer = api.send(
                HttpRequest.newBuilder(URI.create(video.at("/upload/url").asText()))
                        .PUT(BodyPublishers.ofByteArray(new byte[1_500_000]))
                        .header("Content-Type", "video/mp4"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).containsAnyOf("UPLOAD_REFUSED", "SignatureDoesNotMatch");
    }

    private Answer put(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofString("other"));
        Stream.of(headers.length).filter(count -> count > 0).forEach(count -> request.headers(headers));
        return api.send(request.header("Content-Type", "video/mp4"));
    }

    // --- addresses

    @ParameterizedTest
    @CsvSource({
        "Host: 127.0.0.1:8080, http://127.0.0.1:8080",
        "Host: reels.test, http://reels.test",
        "Host: localhost|X-Forwarded-Host: reels.test|X-Forwarded-Proto: https, https://reels.test",
        "Host: reels.test|X-Forwarded-Proto: https|X-Forwarded-Port: 8443|X-Forwarded-Prefix: /my/reels, https://reels.test:8443/my/reels",
        "Host: localhost|Forwarded: proto=https;host=second.test, https://second.test",
    })
    void addressesFollowTheRequest(String headers, String expected) {
        String body = "{\"filename\":\"here.mp4\",\"size\":7}";
        List<String> lines = new ArrayList<>(List.of("POST /api/videos HTTP/1.1"));
        lines.addAll(Arrays.asList(headers.split("\\|")));
        lines.addAll(List.of(
                "Content-Type: application/json", "Content-Length: " + body.length(), "Connection: close", "", body));
        try (Wire wire = new Wire(port)) {
            wire.send(String.join("\r\n", lines));
            String answer = wire.rest();
            assertThat(answer).startsWith("HTTP/1.1 201 ");
            assertThat(answer).contains("\"url\":\"" + expected + "/s3/reelroute/uploads/");
            assertThat(answer).contains("Location: " + URI.create(expected).getPath() + "/api/videos/");
        }
    }

    /** A path that a proxy claims does not make a request a probe. */
    @Test
    void aForwardedNameIsOneOfOurs() {
        for (String forwarded : List.of("X-Forwarded-Host: evil.test", "Forwarded: host=evil.test")) {
            assertThat(Wire.status(Wire.ask(
                            port,
                            "GET /api/videos HTTP/1.1",
                            "Host: localhost",
                            "X-Forwarded-Prefix: /actuator/health",
                            forwarded)))
                    .isEqualTo(421);
        }
    }

    /** Each in a few words, and without a line in the log. */
    @ParameterizedTest
    @CsvSource({
        "GET /, X-Forwarded-Prefix: /, 7000, 400",
        "GET /api/videos, Content-Type: x, 0, 400",
        "GET /api/videos, Content-Type: text/, 6000, 400",
        "GET /api/videos?limit=+5, X: y, 0, 400",
        "GET /api/videos, X-Y: \u009B, 0, 400",
        "GET /api/videos, X-Y: \u00C3\u0080, 0, 200",
        "GET /videos/x/y, X: y, 0, 404",
        "GET /error, X: y, 0, 404",
        "PATCH /api/videos, X: y, 0, 405",
        "GET /api/videos, X-Forwarded-Client-Cert: , 3000, 200",
        "PUT /s3/reelroute/uploads/x?X-Amz-SignedHeaders=%zz, Content-Length: 0, 0, 403",
    })
    @ExtendWith(OutputCaptureExtension.class)
    void oddRequestsWriteNoLog(String line, String header, int more, int status, CapturedOutput output) {
        String answer = Wire.ask(port, line + " HTTP/1.1", "Host: localhost", header + "a".repeat(more));
        assertThat(Wire.status(answer)).as(answer).isEqualTo(status);
        assertThat(output.getAll()).isEmpty();
    }

    @Test
    void aPathLongerThanAnyIsNotFound() {
        assertThat(Wire.status(Wire.ask(port, "GET /videos/x/" + "a".repeat(6000) + " HTTP/1.1", "Host: localhost")))
                .isEqualTo(404);
    }

    /** Behind a proxy with a path of its own, the start page is not that of another application. */
    @Test
    void aPageForNothingLeadsBackToUs() {
        String answer = Wire.ask(
                port,
                "GET /nonsense HTTP/1.1",
                "Host: localhost",
                "Accept: text/html",
                "X-Forwarded-Prefix: /my/reels");
        assertThat(Wire.status(answer)).isEqualTo(404);
        assertThat(answer).contains("href=\"/my/reels/\"").doesNotContain("href=\"/\"");
        // Shorter than the prefix.
        assertThat(Wire.status(Wire.ask(
                        port,
                        "GET /x HTTP/1.1",
                        "Host: localhost",
                        "Accept: text/html",
                        "X-Forwarded-Prefix: /my/reels")))
                .isEqualTo(404);
    }

    @Test
    void aForwardedPathIsPlain() {
        assertThat(Wire.status(
                        Wire.ask(port, "GET /api/videos HTTP/1.1", "Host: localhost", "X-Forwarded-Prefix: /a\"b")))
                .isEqualTo(400);
    }
}
