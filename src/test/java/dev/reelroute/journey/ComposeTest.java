package dev.reelroute.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.reelroute.media.Built;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Machine;
import dev.reelroute.media.Programs;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.elasticmq.server.ElasticMQServer;
import org.elasticmq.server.config.ElasticMQServerConfig;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * {@code docker-compose.yml} without containers: the same servers on other ports, and an API and two workers as processes, with
 * the environment that the file and the image give them.
 */
class ComposeTest {

    private static final String COMPOSE = read(Path.of("docker-compose.yml"));

    @Test
    void whatTheFileDescribesMakesAVideo(@TempDir Path folder) throws Exception {
        Map<String, String> secrets = secrets(folder);
        Services services = new Services(COMPOSE, secrets);
        Ports ports = new Ports(services.environment("ledger"));
        Path bucket = Files.createDirectories(folder.resolve("store/reelroute"));
        ElasticMQServer queue = new ElasticMQServer(new ElasticMQServerConfig(
                ConfigFactory.parseFile(Path.of("docker/elasticmq.conf").toFile())
                        .withValue("rest-sqs.bind-port", ConfigValueFactory.fromAnyRef(ports.queue))
                        .withValue("rest-sqs.bind-hostname", ConfigValueFactory.fromAnyRef("127.0.0.1"))
                        .withFallback(ConfigFactory.load())
                        .resolve()));
        var stopQueue = queue.start();
        S3Proxy store = store(services.environment("store"), ports, bucket.getParent());
        List<Process> processes = new ArrayList<>();
        try {
            int port = Machine.freePort();
            Api api = new Api("http://localhost:" + port);
            processes.add(start(services, ports, "api", folder.resolve("api"), port));
            Processes.awaitStart(folder.resolve("api.log"));
            for (String worker : List.of("worker-1", "worker-2")) {
                processes.add(start(services, ports, "worker", folder.resolve(worker), Machine.freePort()));
            }
            for (String worker : List.of("worker-1", "worker-2")) {
                Processes.awaitStart(folder.resolve(worker + ".log"));
            }

            String id = upload(api, clip(folder), secrets.get("REELROUTE_ACCESS_OPERATORKEY"));

            assertThat(bucket.resolve("videos/" + id + "/master.m3u8")).isNotEmptyFile();
            for (Path embedded : List.of(folder.resolve("api/store"), folder.resolve("api/ledger.mv.db"))) {
                assertThat(embedded).as("no server of its own").doesNotExist();
            }
            for (Process process : processes) {
                process.destroy();
            }
            for (Process process : processes) {
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it stops").isTrue();
                assertThat(process.exitValue()).as("by SIGTERM").isEqualTo(143);
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
            store.stop();
            stopQueue.apply();
            ports.close();
        }
    }

    @Test
    void aSecretThatIsMissingIsNamed() {
        assertThatThrownBy(() -> new Services(COMPOSE, Map.of()).environment("api"))
                .hasMessageContaining("run docker/make-env first");
    }

    /** What {@code docker/make-env} writes. */
    private static Map<String, String> secrets(Path folder) throws IOException {
        Path script = Files.createDirectories(folder.resolve("made/docker")).resolve("make-env");
        Files.copy(Path.of("docker/make-env"), script);
        Programs.run(folder, List.of("sh", script.toString())).succeeded();
        return Files.readAllLines(folder.resolve("made/.env")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /** The image's script makes properties of its environment in this way. */
    private static S3Proxy store(Map<String, String> environment, Ports ports, Path folder) throws Exception {
        Properties properties = new Properties();
        environment.forEach((name, value) -> properties.setProperty(
                name.toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-'), ports.moved(value)));
        assertThat(properties).containsEntry("jclouds.provider", "filesystem-nio2");
        S3Proxy store = S3Proxy.Builder.fromProperties(properties)
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .build();
        store.start();
        return store;
    }

    private static Process start(Services services, Ports ports, String service, Path data, int port)
            throws IOException {
        List<String> command = new ArrayList<>(Built.java());
        command.add("dev.reelroute.Reelroute");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling(data.getFileName() + ".log").toFile());
        Map<String, String> environment = builder.environment();
        environment.putAll(services.image());
        services.environment(service).forEach((name, value) -> environment.put(name, ports.moved(value)));
        // What the container has for itself.
        environment.put("REELROUTE_DATA", data.toString());
        environment.remove("REELROUTE_FFMPEG_PATH");
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("REELROUTE_HTTP_HEALTHPORT", "0");
        return builder.start();
    }

    private static Path clip(Path folder) {
        return new Clips(folder)
                .makeWithAudio("a.mp4", "testsrc2=s=320x180:r=25:d=5", "sine=d=5", "-c:v", "libx264", "-c:a", "aac");
    }

    private static String upload(Api api, Path clip, @Nullable String key) throws IOException {
        String bearer = "Bearer " + Objects.requireNonNull(key);
        JsonNode video = api.post(
                        "/api/videos",
                        api.registration("a.mp4", Files.size(clip)).toString(),
                        "Authorization",
                        bearer)
                .json();
        String id = video.path("id").asText();
        api.put(video.path("upload"), Files.readAllBytes(clip));
        HttpRequest.Builder complete = api.request("/api/videos/" + id + "/upload-complete", "Authorization", bearer)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"));
        assertThat(api.send(complete).status()).isEqualTo(202);
        await("the video").atMost(Duration.ofMinutes(2)).until(() -> {
            JsonNode now = api.get("/api/videos/" + id, "Authorization", bearer).json();
            assertThat(now.path("status").asText()).as(now.toString()).isNotEqualTo("FAILED");
            return now.path("status").asText().equals("READY");
        });
        return id;
    }

    private static String read(Path file) {
        return new String(Api.read(file), UTF_8);
    }

    /** The services of a compose file. */
    private record Services(String text, Map<String, String> variables) {

        private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(:[?-])([^}]*)}");

        /** Variables filled in. */
        @SuppressWarnings("unchecked")
        Map<String, String> environment(String service) {
            Map<String, Map<String, Map<String, Object>>> file = new Yaml().load(text);
            Map<String, Object> environment = (Map<String, Object>) Objects.requireNonNull(Objects.requireNonNull(
                            Objects.requireNonNull(file.get("services")).get(service))
                    .get("environment"));
            Map<String, String> filled = new TreeMap<>();
            environment.forEach((name, value) -> filled.put(name, filled(value.toString())));
            return filled;
        }

        /** The environment of the image itself: the words of its {@code ENV}. */
        Map<String, String> image() {
            Matcher block = Pattern.compile("(?m)^ENV ((?:.*\\\\\\n)*.*)$").matcher(read(Path.of("Dockerfile")));
            assertThat(block.find()).isTrue();
            return Stream.of(block.group(1).split("\\s+\\\\\\n\\s*"))
                    .map(pair -> pair.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        }

        private String filled(String value) {
            return VARIABLE.matcher(value).replaceAll(found -> {
                String known = variables.get(found.group(1));
                if (known == null && found.group(2).equals(":?")) {
                    throw new IllegalStateException(found.group(1) + ": " + found.group(3));
                }
                return Matcher.quoteReplacement(known == null ? found.group(3) : known);
            });
        }
    }

    /** Where the servers are instead, all on the loopback interface. */
    private static final class Ports implements AutoCloseable {

        private final int queue = Machine.freePort();
        private final int store = Machine.freePort();
        private final EmbeddedPostgres ledger;

        /** @param environment of the service {@code ledger} */
        Ports(Map<String, String> environment) throws IOException, SQLException {
            ledger = EmbeddedPostgres.start();
            try (Connection connection = ledger.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                String user = environment.get("POSTGRES_USER");
                statement.execute("CREATE USER " + user + " PASSWORD '" + environment.get("POSTGRES_PASSWORD") + "'");
                statement.execute("CREATE DATABASE " + environment.get("POSTGRES_DB") + " OWNER " + user);
            }
        }

        String moved(String value) {
            return value.replace("//ledger:5432/", "//127.0.0.1:" + ledger.getPort() + "/")
                    .replace("//queue:9324", "//127.0.0.1:" + queue)
                    .replaceFirst("//(store|0\\.0\\.0\\.0):9444", "//127.0.0.1:" + store);
        }

        @Override
        public void close() throws IOException {
            ledger.close();
        }
    }
}
