package dev.reelroute.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.api.Problem;
import dev.reelroute.api.RegisteredVideo;
import dev.reelroute.api.VideoView;
import dev.reelroute.intake.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

/** Uploads and watches videos as any other client does: by the HTTP contract and presigned URLs. */
final class VideoClient {

    private static final String DATA = "data:";

    private final RestClient api;
    private final String address;
    private final ObjectMapper json;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param address of the server */
    VideoClient(RestClient.Builder api, String address, ObjectMapper json) {
        this.api = api.baseUrl(address).build();
        this.address = address;
        this.json = json;
    }

    /**
     * Uploads a file; work on it begins at once.
     *
     * @return the video's id
     * @throws TranscodeFailed with the API's problem
     */
    String upload(Path file, @Nullable String profile) throws IOException, InterruptedException {
        // Not the API's record: the contract wants an absent key to be left out, not null.
        Map<String, Object> request = new HashMap<>();
        request.put("filename", String.valueOf(file.getFileName()));
        request.put("size", Files.size(file));
        if (profile != null) {
            request.put("profile", profile);
        }
        RegisteredVideo registered = post("/api/videos", request, RegisteredVideo.class);
        send(file, registered.upload());
        post("/api/videos/" + registered.id() + "/upload-complete", Map.of(), VideoView.class);
        return registered.id();
    }

    /**
     * Follows a video to its end, by the event stream.
     *
     * @param watcher gets every state, the last one too
     * @return the last state
     * @throws IOException when the server ends the stream before
     */
    VideoView follow(String id, Consumer<VideoView> watcher) throws IOException, InterruptedException {
        URI events = URI.create(address + "/api/videos/" + id + "/events");
        HttpResponse<Stream<String>> answer =
                http.send(HttpRequest.newBuilder(events).build(), BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                String line = each.next();
                if (line.startsWith(DATA)) {
                    VideoView view = json.readValue(line.substring(DATA.length()), VideoView.class);
                    watcher.accept(view);
                    if (view.status().isTerminal()) {
                        return view;
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException("The stream of events broke off: " + e.getMessage(), e);
        }
        throw new IOException("The stream of events ended with status " + answer.statusCode());
    }

    private <T> T post(String path, Object body, Class<T> answer) {
        try {
            return Objects.requireNonNull(api.post()
                    .uri(path)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(body)
                    .retrieve()
                    .body(answer));
        } catch (RestClientResponseException e) {
            Problem problem = e.getResponseBodyAs(Problem.class);
            throw problem == null
                    ? new IllegalStateException(e)
                    : new TranscodeFailed(problem.code(), problem.title(), problem.detail());
        }
    }

    private void send(Path file, Upload upload) throws IOException, InterruptedException {
        if (upload.url() != null) {
            put(upload.url(), Objects.requireNonNullElse(upload.headers(), Map.of()), BodyPublishers.ofFile(file));
            return;
        }
        long partSize = Objects.requireNonNull(upload.partSize());
        try (FileChannel channel = FileChannel.open(file)) {
            for (Upload.Part part : Objects.requireNonNullElse(upload.parts(), List.<Upload.Part>of())) {
                put(part.url(), Map.of(), part(channel, (part.number() - 1) * partSize, partSize));
            }
        }
    }

    private static BodyPublisher part(FileChannel file, long start, long size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(size, file.size() - start));
        while (bytes.hasRemaining() && file.read(bytes, start + bytes.position()) >= 0) {
            // One read may bring less than was asked for.
        }
        return BodyPublishers.ofByteArray(bytes.array());
    }

    private void put(String url, Map<String, String> headers, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).PUT(body);
        headers.forEach(request::header);
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("The store answered the upload with " + answer.statusCode() + ": " + answer.body());
        }
    }
}
