package dev.reelroute.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The public API, as a client sees it. */
final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final String base;

    Api(String base) {
        this.base = base;
    }

    static boolean answers(String url) {
        try {
            return send(HttpRequest.newBuilder(URI.create(url)).GET()).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    String base() {
        return base;
    }

    /** Registers a video and sends its file. @return its id */
    String upload(Path file) throws IOException {
        JsonNode answer = parse(send(HttpRequest.newBuilder(URI.create(base + "/api/videos"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(
                        Map.of("filename", file.getFileName().toString(), "size", Files.size(file)))))));
        JsonNode upload = answer.path("upload");
        if (upload.path("parts").isEmpty()) {
            put(upload.path("url").asText(), upload.path("headers"), BodyPublishers.ofFile(file));
        } else {
            long size = upload.path("partSize").asLong();
            try (FileChannel content = FileChannel.open(file)) {
                for (JsonNode part : upload.path("parts")) {
                    long from = (part.path("number").asLong() - 1) * size;
                    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(size, content.size() - from));
                    while (bytes.hasRemaining() && content.read(bytes, from + bytes.position()) >= 0) {
                        // A read may bring less than was asked for.
                    }
                    put(part.path("url").asText(), part.path("headers"), BodyPublishers.ofByteArray(bytes.array()));
                }
            }
        }
        return answer.path("id").asText();
    }

    /** Says that the upload is complete. @return when this was said, by {@link System#nanoTime} */
    long complete(String id) {
        long said = System.nanoTime();
        parse(post(id, "upload-complete"));
        return said;
    }

    /**
     * Waits until the event stream of a video says READY: whoever asks again and again takes processor time from what is
     * measured. @return seconds until it was READY; the stream tells it up to a quarter of a second later
     */
    double awaitReady(String id, long since) {
        HttpRequest.Builder events = HttpRequest.newBuilder(URI.create(base + "/api/videos/" + id + "/events"))
                .GET();
        try (Stream<String> lines = send(events, BodyHandlers.ofLines()).body()) {
            Instant ready = lines.filter(line -> line.startsWith("data:"))
                    .map(line -> sound(json(line.substring("data:".length()))))
                    .filter(video -> video.path("status").asText().equals("READY"))
                    .map(video -> Instant.parse(video.path("readyAt").asText()))
                    .findFirst()
                    .orElseThrow();
            return (System.nanoTime()
                            - since
                            - Duration.between(ready, Instant.now()).toNanos())
                    / 1e9;
        }
    }

    /** Waits until a player has the first segment of a video. @return seconds since then */
    double awaitPlayable(String id, long since) {
        JsonNode video = await(id, each -> each.path("playable").asBoolean());
        URI playlist = local(video.at("/playback/hls").asText());
        String segment = null;
        // The ladder's playlists are named by a master playlist; the early stream's playlist names segments itself.
        while (segment == null || segment.endsWith(".m3u8")) {
            segment = get(playlist)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .findFirst()
                    .orElseThrow();
            playlist = playlist.resolve(segment);
        }
        get(playlist);
        return (System.nanoTime() - since) / 1e9;
    }

    /** Of FFmpeg, for a video that is READY. */
    double processorSeconds(String id) {
        return show(id).at("/usage/processorSeconds").asDouble();
    }

    void cancel(String id) {
        parse(post(id, "cancel"));
    }

    void delete(String id) {
        send(HttpRequest.newBuilder(URI.create(base + "/api/videos/" + id)).DELETE());
    }

    /** Waits until a video has reached a state. A failure ends the wait. */
    private JsonNode await(String id, Predicate<JsonNode> until) {
        return org.awaitility.Awaitility.await("video " + id)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> show(id), until);
    }

    private JsonNode show(String id) {
        return sound(parse(send(
                HttpRequest.newBuilder(URI.create(base + "/api/videos/" + id)).GET())));
    }

    private static JsonNode sound(JsonNode video) {
        if (video.path("status").asText().equals("FAILED")) {
            throw new IllegalStateException("A video failed: " + video);
        }
        return video;
    }

    /** Waits for a video that was put into the bucket without the API. @return its id */
    String awaitAdopted(String filename) {
        JsonNode list = org.awaitility.Awaitility.await("the poll to find " + filename)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> parse(send(HttpRequest.newBuilder(URI.create(base + "/api/videos?limit=1"))
                                .GET())),
                        answer -> answer.at("/items/0/filename").asText().equals(filename));
        return list.at("/items/0/id").asText();
    }

    private HttpResponse<String> post(String id, String verb) {
        return send(HttpRequest.newBuilder(URI.create(base + "/api/videos/" + id + "/" + verb))
                .POST(BodyPublishers.noBody()));
    }

    private String get(URI uri) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri).GET());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(uri + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    private static void put(String url, JsonNode headers, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).PUT(body);
        headers.properties()
                .forEach(header ->
                        request.header(header.getKey(), header.getValue().asText()));
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("The store answered an upload with " + answer.statusCode());
        }
    }

    private static JsonNode parse(HttpResponse<String> answer) {
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.uri() + " answers " + answer.statusCode() + ": " + answer.body());
        }
        return json(answer.body());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
        try {
            return HTTP.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The address may name localhost, which is not everywhere the loopback address on which the product listens. */
    private static URI local(String address) {
        return URI.create(address.replace("//localhost:", "//127.0.0.1:"));
    }
}
