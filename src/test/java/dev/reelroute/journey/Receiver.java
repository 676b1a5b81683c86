package dev.reelroute.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reelroute.media.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of webhooks that keeps what it was sent, and answers as it is told to. */
public final class Receiver implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Manners manners = (exchange, call) -> answer(exchange, 204);

    public Receiver() {
        try {
            server = Machine.server();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    /** How it answers. */
    public interface Manners {
        void answer(HttpExchange exchange, Call call) throws IOException;
    }

    /**
     * @param size of the body, in bytes
     * @param taken it was answered with 2xx
     */
    public record Call(String method, URI uri, HttpHeaders headers, String body, long size, boolean taken) {

        public String path() {
            return uri.getPath();
        }

        public JsonNode json() {
            return Api.parse(body);
        }

        public String id() {
            return headers.firstValue("webhook-id").orElse("");
        }

        String type() {
            return json().path("type").asText();
        }

        String video() {
            return json().at("/data/id").asText();
        }
    }

    /** How it answers from now on. */
    void behave(Manners how) {
        manners = how;
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** All calls so far to a path, in order. */
    public List<Call> calls(String path) {
        return calls.stream().filter(call -> call.path().equals(path)).toList();
    }

    static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        String body = new String(bytes, StandardCharsets.UTF_8);
        HttpHeaders headers = HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true);
        Call call = new Call(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body, bytes.length, false);
        manners.answer(exchange, call);
        int status = exchange.getResponseCode();
        calls.add(new Call(call.method(), call.uri(), headers, body, bytes.length, status >= 200 && status < 300));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
