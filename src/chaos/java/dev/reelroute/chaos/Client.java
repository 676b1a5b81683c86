package dev.reelroute.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A client of the public API that does not give up, and records all that it was promised. */
final class Client {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration ONE_ANSWER = Duration.ofSeconds(15);

    private final String base;
    private final CountDownLatch ended;
    private final BiConsumer<Job, String> stored;
    private final List<Promise> log = new CopyOnWriteArrayList<>();

    /**
     * @param ended the run is over: nothing is waited for any more
     * @param stored gets the key of every file that S3 has accepted
     */
    Client(String base, CountDownLatch ended, BiConsumer<Job, String> stored) {
        this.base = base;
        this.ended = ended;
        this.stored = stored;
    }

    /** What the server has acknowledged. */
    enum Acknowledged {
        /** POST /api/videos was answered with 2xx. */
        REGISTERED,
        /** POST …/upload-complete was answered with 2xx. */
        COMPLETED,
        /** S3 has taken a file that was put into the bucket without the API. */
        STORED,
        /** POST …/cancel was answered with 2xx. */
        CANCELLED,
        /** A cancel was sent, and no answer came: both results are right. */
        CANCEL_UNKNOWN
    }

    /**
     * One line of the client's log.
     *
     * @param video its id; for {@link Acknowledged#STORED} the key of the file
     */
    record Promise(Instant at, Acknowledged what, String video, Job job) {}

    /** What was promised so far, in order. */
    List<Promise> log() {
        return List.copyOf(log);
    }

    /** Does one job and waits for its end, or for the end of the run. */
    void run(Job job, S3Client s3) {
        if (job.kind() == Job.Kind.DROPPED) {
            drop(job, s3);
            return;
        }
        JsonNode video = register(job);
        if (video == null) {
            return;
        }
        String id = video.path("id").asText();
        note(Acknowledged.REGISTERED, id, job);
        if (job.kind() != Job.Kind.ABANDONED && !complete(job, id, video.path("upload"))) {
            return;
        }
        if (job.isCancelled()) {
            pause(job.cancelAfterMillis());
            cancel(job, id);
        }
        awaitEnd(id);
    }

    static HttpResponse<String> get(String url) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url)).GET());
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not JSON: " + text, e);
        }
    }

    /** The video as the API shows it; null while the API does not answer. */
    @Nullable
    JsonNode video(String id) {
        try {
            HttpResponse<String> answer = get(base + "/api/videos/" + id);
            return answer.statusCode() == 200 || answer.statusCode() == 404 ? parse(answer.body()) : null;
        } catch (IOException e) {
            return null;
        }
    }

    static boolean isTerminal(String status) {
        return List.of("READY", "FAILED", "CANCELLED").contains(status);
    }

    private void drop(Job job, S3Client s3) {
        String key = "uploads/" + job.filename();
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            try {
                s3.putObject(put -> put.bucket(Cluster.BUCKET).key(key), RequestBody.fromFile(job.clip()));
                note(Acknowledged.STORED, key, job);
                stored.accept(job, key);
                return;
            } catch (SdkException e) {
                pause(500);
            }
        }
    }

    private @Nullable JsonNode register(Job job) {
        Map<String, Object> request =
                Map.of("filename", job.filename(), "size", size(job.clip()), "profile", job.profile());
        HttpResponse<String> answer = insist(HttpRequest.newBuilder(URI.create(base + "/api/videos"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", job.filename())
                .POST(BodyPublishers.ofString(json(request))));
        if (answer != null && answer.statusCode() >= 300) {
            throw new IllegalStateException(
                    "A registration was answered with " + answer.statusCode() + ": " + answer.body());
        }
        return answer == null ? null : parse(answer.body());
    }

    private boolean complete(Job job, String id, JsonNode upload) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            String path = put(job, upload);
            stored.accept(job, path.substring(("/" + Cluster.BUCKET + "/").length()));
            HttpResponse<String> answer = insist(post(id, "upload-complete"));
            if (answer != null && answer.statusCode() < 300) {
                note(Acknowledged.COMPLETED, id, job);
                return true;
            }
            pause(300);
        }
        return false;
    }

    /** @return the path of the URL that it was put to */
    private String put(Job job, JsonNode upload) {
        JsonNode target = upload.path("parts").isEmpty() ? upload : upload.at("/parts/0");
        URI url = URI.create(target.path("url").asText());
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        target.path("headers")
                .properties()
                .forEach(header ->
                        request.header(header.getKey(), header.getValue().asText()));
        try {
            insist(request.PUT(BodyPublishers.ofFile(job.clip())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return url.getPath();
    }

    private void cancel(Job job, String id) {
        HttpResponse<String> answer = insist(post(id, "cancel"));
        if (answer == null) {
            note(Acknowledged.CANCEL_UNKNOWN, id, job);
        } else if (answer.statusCode() < 300) {
            note(Acknowledged.CANCELLED, id, job);
        }
    }

    private void awaitEnd(String id) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            JsonNode video = video(id);
            if ((video != null && isTerminal(video.path("status").asText())) || pause(400)) {
                return;
            }
        }
    }

    private HttpRequest.Builder post(String id, String verb) {
        return HttpRequest.newBuilder(URI.create(base + "/api/videos/" + id + "/" + verb))
                .POST(BodyPublishers.noBody());
    }

    /** Repeats a request until it is answered with anything but a server's error. @return null when it never was */
    private @Nullable HttpResponse<String> insist(HttpRequest.Builder request) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            try {
                HttpResponse<String> answer = send(request);
                if (answer.statusCode() < 500) {
                    return answer;
                }
            } catch (IOException e) {
                // An outage; the next attempt may find its end.
            }
            if (pause(300)) {
                return null;
            }
        }
        return null;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.timeout(ONE_ANSWER).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void note(Acknowledged what, String video, Job job) {
        log.add(new Promise(Instant.now(), what, video, job));
    }

    /** @return the run is over */
    private boolean pause(long millis) {
        try {
            return ended.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String json(Object value) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
