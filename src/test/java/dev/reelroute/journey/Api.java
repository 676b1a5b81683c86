package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The HTTP API as a client uses it. */
public final class Api {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String[] always;

    /** @param always headers of each request to it: names and values */
    Api(String base, String... always) {
        this.base = base;
        this.always = always.clone();
    }

    /** @param body as text; see {@link #json} */
    record Answer(int status, HttpHeaders headers, String body) {

        JsonNode json() {
            return parse(body);
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** The one form of all errors. */
        void isProblem(int expectedStatus, String code) {
            assertThat(status + " " + header("Content-Type"))
                    .as(body)
                    .isEqualTo(expectedStatus + " application/problem+json");
            assertThat(json().path("code").asText()).as(body).isEqualTo(code);
            assertThat(json().path("status").asInt()).as(body).isEqualTo(expectedStatus);
            assertThat(json().path("title").asText()).as(body).isNotBlank();
        }
    }

    public String base() {
        return base;
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Answer post(String path, String body, String... headers) {
        HttpRequest.Builder request = request(path, headers).POST(BodyPublishers.ofString(body));
        boolean typed = Stream.of(headers).anyMatch("Content-Type"::equalsIgnoreCase);
        return send(typed ? request : request.header("Content-Type", "application/json"));
    }

    /** Without a body. */
    Answer post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    /** Sends a file of subtitles. */
    public Answer put(String path, String type, byte[] content) {
        return send(request(path).header("Content-Type", type).PUT(BodyPublishers.ofByteArray(content)));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer send(String method, String path) {
        return send(request(path).method(method, BodyPublishers.noBody()));
    }

    /** Registers a file; {@code more} are further properties of the request. */
    ObjectNode registration(String filename, long size, String... more) {
        ObjectNode request = JSON.createObjectNode();
        request.put("filename", filename).put("size", size).put("contentType", "video/mp4");
        for (int i = 0; i < more.length; i += 2) {
            request.put(more[i], more[i + 1]);
        }
        return request;
    }

    JsonNode register(String filename, long size, String... more) {
        Answer answer = post("/api/videos", registration(filename, size, more).toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    /** Registers, uploads and completes. @return the id */
    public String upload(Path file, String... more) {
        return upload(
                file, registration(file.getFileName().toString(), file.toFile().length(), more));
    }

    String upload(Path file, Consumer<ObjectNode> more) {
        ObjectNode registration =
                registration(file.getFileName().toString(), file.toFile().length());
        more.accept(registration);
        return upload(file, registration);
    }

    private String upload(Path file, ObjectNode registration) {
        Answer registered = post("/api/videos", registration.toString());
        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        JsonNode video = registered.json();
        put(video.at("/upload"), read(file));
        String id = video.path("id").asText();
        Answer answer = post("/api/videos/" + id + "/upload-complete", "{}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return id;
    }

    /** Sends a file to its presigned URL. */
    void put(JsonNode upload, byte[] content) {
        Answer answer = tryToPut(upload, content);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    Answer tryToPut(JsonNode upload, byte[] content) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(upload.path("url").asText()));
        upload.path("headers")
                .properties()
                .iterator()
                .forEachRemaining(header ->
                        request.header(header.getKey(), header.getValue().asText()));
        return send(request.PUT(BodyPublishers.ofByteArray(content)));
    }

    /** Sends one part of a multipart upload. */
    void putPart(JsonNode upload, JsonNode part, byte[] content) {
        int size = upload.path("partSize").asInt();
        int from = (part.path("number").asInt() - 1) * size;
        byte[] bytes = Arrays.copyOfRange(content, from, Math.min(content.length, from + size));
        Answer answer = send(
                HttpRequest.newBuilder(URI.create(part.path("url").asText())).PUT(BodyPublishers.ofByteArray(bytes)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    public JsonNode video(String id) {
        Answer answer = get("/api/videos/" + id);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    List<JsonNode> videos(String query) {
        return items(get("/api/videos?" + query).json());
    }

    static List<JsonNode> items(JsonNode page) {
        return Stream.iterate(0, i -> i + 1)
                .limit(page.path("items").size())
                .map(page.path("items")::path)
                .toList();
    }

    JsonNode awaitReady(String id) {
        JsonNode video = awaitEnd(id);
        assertThat(video.path("status").asText()).as(video.toString()).isEqualTo("READY");
        return video;
    }

    /** @param code of the failure */
    JsonNode awaitFailed(String id, String code) {
        JsonNode video = awaitEnd(id);
        assertThat(video.path("status").asText()).as(video.toString()).isEqualTo("FAILED");
        assertThat(video.at("/error/code").asText()).as(video.toString()).isEqualTo(code);
        assertThat(video.at("/error/message").asText()).isNotBlank();
        return video;
    }

    private JsonNode awaitEnd(String id) {
        return awaitEnd(id, PATIENCE);
    }

    /** Ready, failed or cancelled. */
    public JsonNode awaitEnd(String id, Duration patience) {
        return await("the end of " + id)
                .atMost(patience)
                .until(
                        () -> video(id),
                        video -> List.of("READY", "FAILED", "CANCELLED")
                                .contains(video.path("status").asText()));
    }

    /** Events of a video as they come. */
    EventStream follow(String id, String... headers) {
        return EventStream.open(http, request("/api/videos/" + id + "/events", headers));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #send}, but of an answer that does not end by itself only how it begins. */
    Answer begin(HttpRequest.Builder request) {
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            boolean ends = response.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.startsWith("text/event-stream"))
                    .isEmpty();
            try (InputStream body = response.body()) {
                String text = ends ? new String(body.readAllBytes(), StandardCharsets.UTF_8) : "";
                return new Answer(response.statusCode(), response.headers(), text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        for (String[] some : List.of(always, headers)) {
            if (some.length > 0) {
                request.headers(some);
            }
        }
        return request;
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + text, e);
        }
    }
}
