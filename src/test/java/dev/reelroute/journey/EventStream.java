package dev.reelroute.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A client of an event stream; collects what comes on a thread of its own until it is closed or the server ends it. */
final class EventStream implements AutoCloseable {

    /** @param data JSON, or nothing */
    record Event(String id, String name, String data) {

        JsonNode json() {
            return Api.parse(data);
        }
    }

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private final CompletableFuture<HttpResponse<Stream<String>>> response;
    private volatile boolean ended;
    private String id = "";
    private String name = "";
    private String data = "";

    private EventStream(CompletableFuture<HttpResponse<Stream<String>>> response) {
        this.response = response;
    }

    /** Returns when the server has begun to answer. */
    static EventStream open(HttpClient http, HttpRequest.Builder request) {
        EventStream stream = new EventStream(http.sendAsync(request.build(), BodyHandlers.ofLines()));
        HttpResponse<Stream<String>> response = stream.response.join();
        Thread reader = new Thread(
                () -> {
                    try {
                        response.body().forEach(stream::line);
                    } finally {
                        stream.ended = true;
                    }
                },
                "event-stream");
        reader.setDaemon(true);
        reader.setUncaughtExceptionHandler((thread, closed) -> {});
        reader.start();
        return stream;
    }

    /** Whether the server, or the connection, has ended it. */
    boolean hasEnded() {
        return ended;
    }

    List<Event> events() {
        return events;
    }

    /** What keeps the connection, and is no event. */
    List<String> comments() {
        return comments;
    }

    @Override
    public void close() {
        response.join().body().close();
    }

    private void line(String line) {
        if (line.startsWith(":")) {
            comments.add(line.substring(1).strip());
        } else if (line.startsWith("id:")) {
            id = line.substring(3);
        } else if (line.startsWith("event:")) {
            name = line.substring(6);
        } else if (line.startsWith("data:")) {
            data += line.substring(5);
        } else if (line.isEmpty() && !name.isEmpty()) {
            events.add(new Event(id, name, data));
            name = "";
            data = "";
        }
    }
}
