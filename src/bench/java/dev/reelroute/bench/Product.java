package dev.reelroute.bench;

import static org.awaitility.Awaitility.await;

import dev.reelroute.media.Machine;
import dev.reelroute.media.ProcessFiles;
import dev.reelroute.media.ProcessFiles.Cpu;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A running Reelroute with its own data folder and ports, started by the script that users start it by, unless a measurement says otherwise. */
final class Product implements AutoCloseable {

    static final String BUCKET = "reelroute";

    /** The first start with a JDK prepares the later ones. */
    private static final Duration START = Duration.ofMinutes(5);

    private static final Duration STOP = Duration.ofSeconds(30);

    private final Path folder;
    private final Process process;
    private final Path log;
    private final Ports ports;
    private final double startSeconds;

    /** Where the parts of one installation find each other. */
    private record Ports(int api, int store, int queue, int ledger) {

        static Ports free() {
            return new Ports(Machine.freePort(), Machine.freePort(), Machine.freePort(), Machine.freePort());
        }
    }

    private Product(Path folder, Ports ports, String command, Launch launch) throws IOException {
        this.folder = folder;
        this.ports = ports;
        Files.createDirectories(folder);
        this.log = Files.createTempFile(folder, command + "-", ".log");
        List<String> arguments = new ArrayList<>(launch.program());
        arguments.addAll(List.of(
                command,
                "--reelroute.data=" + folder.resolve("data"),
                "--reelroute.embedded.store-port=" + ports.store(),
                "--reelroute.embedded.queue-port=" + ports.queue(),
                "--reelroute.embedded.ledger-port=" + ports.ledger(),
                "--reelroute.http.health-port=0",
                "--reelroute.task.shutdown-grace=0"));
        arguments.addAll(launch.settings());
        ProcessBuilder builder =
                new ProcessBuilder(arguments).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(launch.environment());
        long start = System.nanoTime();
        this.process = builder.start();
        try {
            awaitStart(command);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        this.startSeconds = (System.nanoTime() - start) / 1e9;
    }

    private void awaitStart(String command) {
        await("the start of Reelroute, see " + log)
                .atMost(START)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("Reelroute did not start: " + Files.readString(log));
                    }
                    return command.equals("serve")
                            ? Api.answers(base() + "/actuator/health/readiness")
                            : Files.readString(log).contains("is ready after");
                });
    }

    /**
     * How it is started.
     *
     * @param program the script, with what starts it before; or what takes its place
     * @param environment more variables
     * @param settings {@code --key=value}
     */
    record Launch(List<String> program, Map<String, String> environment, List<String> settings) {

        /** The script that users start it by. */
        static final String SCRIPT = "./reelroute";

        static Launch with(String... settings) {
            return new Launch(List.of(SCRIPT), Map.of(), List.of(settings));
        }
    }

    /**
     * Starts page, API and workers, and waits until they are ready.
     *
     * @param folder for data and logs
     */
    static Product serve(Path folder, Launch launch) throws IOException {
        Ports ports = Ports.free();
        List<String> settings = new ArrayList<>(launch.settings());
        settings.add("--server.port=" + ports.api());
        return new Product(folder, ports, "serve", new Launch(launch.program(), launch.environment(), settings));
    }

    /** Starts one more worker beside this, and waits until it is ready. */
    Product worker(Launch launch) throws IOException {
        return new Product(folder, ports, "worker", launch);
    }

    Api api() {
        return new Api(base());
    }

    /** From the start of the process to the answer that it is ready, or to a worker's greeting. */
    double startSeconds() {
        return startSeconds;
    }

    /** Of the JVM, and of those of its children that it has waited for. */
    Cpu cpu() throws IOException {
        return ProcessFiles.cpu(process.pid());
    }

    double peakMemory() throws IOException {
        return ProcessFiles.peakMemory(process.pid());
    }

    double memory() throws IOException {
        return ProcessFiles.memory(process.pid());
    }

    /** The bucket, as the folder that it is. */
    Path bucket() {
        return folder.resolve("data").resolve("store").resolve(BUCKET);
    }

    /** Waits until no FFmpeg runs any more. */
    void awaitRest() {
        await("the end of all work")
                .atMost(STOP)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> process.descendants().findAny().isEmpty());
    }

    S3Client s3() throws IOException {
        Properties secrets = secrets();
        return S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + ports.store()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        secrets.getProperty("store.access-key"), secrets.getProperty("store.secret-key"))))
                .build();
    }

    Connection ledger() throws IOException, SQLException {
        return DriverManager.getConnection(
                "jdbc:h2:tcp://127.0.0.1:" + ports.ledger() + "/reelroute;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
                "reelroute",
                secrets().getProperty("ledger.password"));
    }

    private Properties secrets() throws IOException {
        Properties secrets = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("data").resolve("secrets.properties"))) {
            secrets.load(reader);
        }
        return secrets;
    }

    private String base() {
        return "http://127.0.0.1:" + ports.api();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
