package dev.reelroute.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** How many uploads can be registered, and how long one waits for its URL. */
final class Presigning implements Measurement {

    private static final int CLIENTS = 8;
    private static final byte[] REQUEST =
            "{\"filename\": \"clip.mp4\", \"contentType\": \"video/mp4\", \"size\": 12345678}"
                    .getBytes(StandardCharsets.UTF_8);

    @Override
    public String name() {
        return "presigning";
    }

    @Override
    public String question() {
        return "Registered uploads a second, each with its presigned URL";
    }

    @Override
    public Findings measure(Lab lab) throws Exception {
        try (Product product = lab.serve()) {
            run(product, lab.amount(15, 5));
            double before = product.cpu().total();
            long start = System.nanoTime();
            List<Double> times = run(product, lab.amount(15, 5));
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpu = product.cpu().total() - before;
            Samples samples = new Samples(times);
            return new Findings(
                    List.of(
                            Figure.of("requests", samples.count() / seconds, "/s")
                                    .atLeast(1000),
                            Figure.of("p99", samples.percentile(0.99), "ms").atMost(20),
                            Figure.of("median", samples.median(), "ms"),
                            Figure.of("processor time of a request", cpu / samples.count() * 1e3, "ms")),
                    List.of(CLIENTS
                            + " clients on this machine that keep their connections, one request after the other;"
                            + " each is a row in H2. After " + lab.amount(15, 5) + " s of warming up."));
        }
    }

    /** @return milliseconds of each request */
    private static List<Double> run(Product product, int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        URI uri = URI.create(product.api().base() + "/api/videos");
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<List<Double>>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    List<Double> times = new ArrayList<>();
                    while (System.nanoTime() < end) {
                        long start = System.nanoTime();
                        register(uri);
                        times.add((System.nanoTime() - start) / 1e6);
                    }
                    return times;
                }));
            }
            List<Double> all = new ArrayList<>();
            for (Future<List<Double>> client : clients) {
                all.addAll(client.get());
            }
            return all;
        } finally {
            threads.shutdown();
        }
    }

    /** By HttpURLConnection: it takes the least time from the server that runs beside it. */
    private static void register(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(REQUEST.length);
        try (OutputStream request = connection.getOutputStream()) {
            request.write(REQUEST);
        }
        if (connection.getResponseCode() != 201) {
            throw new IOException("A registration was answered with " + connection.getResponseCode());
        }
        try (InputStream answer = connection.getInputStream()) {
            String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
            if (!text.contains("X-Amz-Signature=")) {
                throw new IOException("A registration has no signed URL: " + text);
            }
        }
    }
}
