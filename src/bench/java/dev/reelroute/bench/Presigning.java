package dev.reelroute.bench;

import dev.reelroute.bench.Product.Launch;
import dev.reelroute.ledger.Postgres;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How many uploads can be registered, and how long one waits for its URL, by the role and the layout of production. */
final class Presigning implements Measurement {

    private static final int CLIENTS = 8;
    private static final String BODY =
            "{\"filename\": \"clip.mp4\", \"contentType\": \"video/mp4\", \"size\": 12345678}";
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)\r\n");
    /** More than any answer has. */
    private static final int ROOM = 16_384;

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
        // The script builds what has changed.
        lab.serve().close();
        String jdk = StartUp.jdk(25).map(Path::toString).orElse(System.getProperty("java.home"));
        int warmUp = lab.amount(30, 5);
        try (Product product = lab.serve(new Launch(image(jdk), Map.of(), settings()))) {
            run(product, warmUp);
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
                    List.of(
                            "Role api with the image's options of the JVM, which has both compilers, on "
                                    + Path.of(jdk).getFileName()
                                    + "; each is a row in PostgreSQL, which waits for its disk.",
                            CLIENTS
                                    + " clients that keep their connections, one request after the other, and the database share the"
                                    + " machine. After " + warmUp + " s of warming up by the same clients."));
        }
    }

    /** As the image starts it, without its archive of classes. */
    private static List<String> image(String jdk) throws IOException {
        String file = Files.readString(Path.of("Dockerfile"));
        Stream<String> options = Pattern.compile("\"(-X[^\"]+)\"")
                .matcher(file.substring(file.indexOf("ENTRYPOINT")))
                .results()
                .map(option -> option.group(1));
        return Stream.of(
                        Stream.of(jdk + "/bin/java"),
                        options,
                        Stream.of("-cp", "target/application/reelroute.jar", "dev.reelroute.cli.CommandLine"))
                .flatMap(each -> each)
                .toList();
    }

    private static List<String> settings() {
        List<String> settings = new ArrayList<>(Postgres.ledger());
        // The tests' server does not wait for its disk.
        settings.replaceAll(setting -> setting.startsWith("--reelroute.ledger.url=")
                ? setting + "&options=-c%20synchronous_commit=on"
                : setting);
        settings.add("--reelroute.role=api");
        return settings;
    }

    /** @return milliseconds of each request */
    private static List<Double> run(Product product, int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<List<Double>>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> client(URI.create(product.api().base()), end)));
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

    /** By a bare socket: a client takes as little as possible of the processors that it shares with the server. */
    private static List<Double> client(URI server, long end) throws IOException {
        byte[] request = ("POST /api/videos HTTP/1.1\r\nHost: " + server.getAuthority()
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] buffer = new byte[ROOM];
        List<Double> times = new ArrayList<>();
        Socket socket = connected(server);
        try {
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                socket.getOutputStream().write(request);
                String answer = answer(socket.getInputStream(), buffer);
                times.add((System.nanoTime() - start) / 1e6);
                if (!answer.startsWith("HTTP/1.1 201") || !answer.contains("X-Amz-Signature=")) {
                    throw new IOException("A registration was answered with " + answer);
                }
                // The server ends a connection after a hundred requests.
                if (answer.contains("\r\nConnection: close\r\n")) {
                    socket.close();
                    socket = connected(server);
                }
            }
        } finally {
            socket.close();
        }
        return times;
    }

    private static Socket connected(URI server) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** One whole answer, headers and all. */
    private static String answer(InputStream in, byte[] buffer) throws IOException {
        int count = 0;
        while (true) {
            int more = in.read(buffer, count, buffer.length - count);
            if (more <= 0) {
                throw new EOFException("An answer broke off, or is too long");
            }
            count += more;
            String answer = new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
            int body = answer.indexOf("\r\n\r\n") + 4;
            Matcher length = LENGTH.matcher(answer);
            if (body >= 4 && length.find() && count >= body + Integer.parseInt(length.group(1))) {
                return answer;
            }
        }
    }
}
