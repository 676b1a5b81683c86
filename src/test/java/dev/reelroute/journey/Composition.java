package dev.reelroute.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.reelroute.media.Built;
import dev.reelroute.media.Machine;
import dev.reelroute.media.Programs;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.elasticmq.server.ElasticMQServer;
import org.elasticmq.server.config.ElasticMQServerConfig;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import scala.Function0;

/**
 * {@code docker-compose.yml} without containers: the same servers on other ports, in this process, and Reelroute's services as
 * processes with the environment that the file and the image give them.
 */
final class Composition implements AutoCloseable {

    private static final String COMPOSE = read(Path.of("docker-compose.yml"));
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(:[?-])([^}]*)}");

    private final Path folder;
    private final String host;
    private final Map<String, String> secrets;
    private final int queuePort = Machine.freePort();
    private final int storePort = Machine.freePort();
    private final int ledgerPort = Machine.freePort();
    private final List<Process> processes = new ArrayList<>();
    private @Nullable EmbeddedPostgres ledger;
    private @Nullable S3Proxy store;
    private @Nullable Function0<?> stopQueue;

    /**
     * Nothing is started yet.
     *
     * @param folder for all data and logs
     * @param host address of this machine at which the services find the servers
     */
    Composition(Path folder, String host) throws IOException {
        this.folder = folder;
        this.host = host;
        this.secrets = secrets(folder);
    }

    /** PostgreSQL. */
    void startLedger() throws IOException, SQLException {
        startLedger(environment("ledger"));
    }

    /** ElasticMQ and S3Proxy. */
    void startQueueAndStore() throws Exception {
        Files.createDirectories(bucket());
        stopQueue = new ElasticMQServer(new ElasticMQServerConfig(
                        ConfigFactory.parseFile(Path.of("docker/elasticmq.conf").toFile())
                                .withValue("rest-sqs.bind-port", ConfigValueFactory.fromAnyRef(queuePort))
                                .withValue("rest-sqs.bind-hostname", ConfigValueFactory.fromAnyRef(host))
                                .withFallback(ConfigFactory.load())
                                .resolve()))
                .start();
        startStore(environment("store"));
    }

    private void startLedger(Map<String, String> environment) throws IOException, SQLException {
        Path data = folder.resolve("ledger");
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPort(ledgerPort)
                .setDataDirectory(data.toFile())
                .setServerConfig("listen_addresses", "*")
                .start();
        ledger = server;
        Files.writeString(
                data.resolve("pg_hba.conf"), "host all all " + host + "/16 scram-sha-256\n", StandardOpenOption.APPEND);
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            String user = environment.get("POSTGRES_USER");
            statement.execute("CREATE USER " + user + " PASSWORD '" + environment.get("POSTGRES_PASSWORD") + "'");
            statement.execute("CREATE DATABASE " + environment.get("POSTGRES_DB") + " OWNER " + user);
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    /** The image's script makes properties of its environment in this way. */
    private void startStore(Map<String, String> environment) throws Exception {
        Properties properties = new Properties();
        environment.forEach((name, value) -> properties.setProperty(
                name.toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-'), moved(value)));
        assertThat(properties).containsEntry("jclouds.provider", "filesystem-nio2");
        S3Proxy server = S3Proxy.Builder.fromProperties(properties)
                .blobStore(new FilesystemNio2BlobStore(bucket().getParent().toString()))
                .build();
        server.start();
        store = server;
    }

    Path bucket() {
        return folder.resolve("store/reelroute");
    }

    /** The operator's key, as a header. */
    String bearer() {
        return "Bearer " + Objects.requireNonNull(secrets.get("REELROUTE_ACCESS_OPERATORKEY"));
    }

    /** Where a service writes what its console would show. */
    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /**
     * Starts a service.
     *
     * @param before words of the command that come before those that start it
     * @param service as the file calls it
     * @param name of this one among several; its data folder has it
     * @param port for HTTP
     */
    Process start(List<String> before, String service, String name, int port) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(Built.java());
        command.add("dev.reelroute.Reelroute");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        Map<String, String> environment = builder.environment();
        environment.putAll(image());
        environment(service).forEach((key, value) -> environment.put(key, moved(value)));
        // What the container has for itself.
        environment.put("REELROUTE_DATA", folder.resolve(name).toString());
        environment.remove("REELROUTE_FFMPEG_PATH");
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("REELROUTE_HTTP_HEALTHPORT", "0");
        Process process = builder.start();
        processes.add(process);
        return process;
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

    private Map<String, String> environment(String service) {
        return environment(service, secrets);
    }

    /** The environment of a service of the file, variables filled in. */
    @SuppressWarnings("unchecked")
    static Map<String, String> environment(String service, Map<String, String> variables) {
        Map<String, Map<String, Map<String, Object>>> file = new Yaml().load(COMPOSE);
        Map<String, Object> environment = (Map<String, Object>) Objects.requireNonNull(Objects.requireNonNull(
                        Objects.requireNonNull(file.get("services")).get(service))
                .get("environment"));
        Map<String, String> filled = new TreeMap<>();
        environment.forEach((name, value) -> filled.put(name, filled(value.toString(), variables)));
        return filled;
    }

    /** The environment of the image itself: the words of its {@code ENV}. */
    private static Map<String, String> image() {
        Matcher block = Pattern.compile("(?m)^ENV ((?:.*\\\\\\n)*.*)$").matcher(read(Path.of("Dockerfile")));
        assertThat(block.find()).isTrue();
        return Stream.of(block.group(1).split("\\s+\\\\\\n\\s*"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static String filled(String value, Map<String, String> variables) {
        return VARIABLE.matcher(value).replaceAll(found -> {
            String known = variables.get(found.group(1));
            if (known == null && found.group(2).equals(":?")) {
                throw new IllegalStateException(found.group(1) + ": " + found.group(3));
            }
            return Matcher.quoteReplacement(known == null ? found.group(3) : known);
        });
    }

    private String moved(String value) {
        return value.replace("//ledger:5432/", "//" + host + ":" + ledgerPort + "/")
                .replace("//queue:9324", "//" + host + ":" + queuePort)
                .replaceFirst("//(store|0\\.0\\.0\\.0):9444", "//" + host + ":" + storePort);
    }

    private static String read(Path file) {
        return new String(Api.read(file), UTF_8);
    }

    @Override
    public void close() throws IOException {
        for (Process process : processes) {
            process.destroyForcibly().onExit().join();
        }
        if (store != null) {
            try {
                store.stop();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
        if (stopQueue != null) {
            stopQueue.apply();
        }
        if (ledger != null) {
            ledger.close();
        }
    }
}
