package dev.reelroute.chaos;

import static org.awaitility.Awaitility.await;

import dev.reelroute.journey.FaultProxy;
import dev.reelroute.journey.FaultProxy.Manner;
import dev.reelroute.media.Built;
import dev.reelroute.media.Machine;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Reelroute as several processes on this machine: one that serves (with the embedded S3 and SQS, and H2 where that is the
 * ledger), and workers. Each dependency stands behind a {@link FaultProxy}, for all of them.
 */
final class Cluster implements AutoCloseable {

    /** Seconds; short, so that interrupted work starts again within a test's patience. */
    static final int LEASE = 5;

    /** Delay of each piece of data on a slow network. */
    private static final long SLOW_MILLIS = 60;

    static final String BUCKET = "reelroute";

    private static final Duration START = Duration.ofMinutes(5);
    private static final String ACCESS_KEY = "chaos";
    private static final String SECRET_KEY = "chaos-and-order";

    /** The database that holds the ledger. */
    enum LedgerKind {
        H2,
        POSTGRES
    }

    private final Path folder;
    private final LedgerKind kind;
    private final @Nullable EmbeddedPostgres postgres;
    private final int apiPort = Machine.freePort();
    private final int storePort = Machine.freePort();
    private final int queuePort = Machine.freePort();
    private final int ledgerPort = Machine.freePort();
    private final FaultProxy store;
    private final FaultProxy queue;
    private final FaultProxy ledger;
    private final String receiver;
    private final Path overlay;
    private final boolean isBroken;
    private final Path routes;
    private final List<@Nullable Process> workers = new ArrayList<>();
    /** For each worker, how long its log was when it was last started. */
    private final List<Long> logged = new ArrayList<>();

    private final TreeSet<Long> pids = new TreeSet<>();
    private @Nullable Process api;

    /** @param receiver address of the receiver of all webhooks */
    Cluster(Path folder, LedgerKind kind, Mutant mutant, String receiver, long seed) throws IOException {
        this.folder = folder;
        this.kind = kind;
        this.receiver = receiver;
        this.postgres = kind == LedgerKind.POSTGRES ? EmbeddedPostgres.start() : null;
        this.store = new FaultProxy(storePort, SLOW_MILLIS, seed);
        this.queue = new FaultProxy(queuePort, SLOW_MILLIS, seed + 1);
        this.ledger = new FaultProxy(postgres == null ? ledgerPort : postgres.getPort(), SLOW_MILLIS, seed + 2);
        this.overlay = mutant.patchClassPath(folder.resolve("overlay"));
        this.isBroken = mutant != Mutant.NONE;
        this.routes = mutant.patchRoutes(folder.resolve("routes"));
    }

    FaultProxy store() {
        return store;
    }

    FaultProxy queue() {
        return queue;
    }

    FaultProxy ledger() {
        return ledger;
    }

    String base() {
        return "http://127.0.0.1:" + apiPort;
    }

    /** The bucket, as the folder that it is. */
    Path bucket() {
        return data().resolve("store").resolve(BUCKET);
    }

    /** Folders of work under way, one for each process. */
    Path work() {
        return data().resolve("work");
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Process numbers of all processes that were ever started. */
    synchronized List<Long> pids() {
        return List.copyOf(pids);
    }

    synchronized long workerPid(int worker) {
        return Objects.requireNonNull(workers.get(worker)).pid();
    }

    synchronized long apiPid() {
        return Objects.requireNonNull(api).pid();
    }

    void start(int workerCount) throws IOException {
        startApi();
        for (int i = 0; i < workerCount; i++) {
            workers.add(null);
            logged.add(0L);
            startWorker(i);
        }
        await("the start of all workers").atMost(START).until(() -> supervise() == workerCount);
    }

    /** Starts the process that serves, and waits until it does. */
    void startApi() throws IOException {
        Process started = start(
                "api",
                List.of(
                        "--reelroute.role=api",
                        "--server.port=" + apiPort,
                        "--reelroute.embedded.store=true",
                        "--reelroute.embedded.queue=true",
                        "--reelroute.embedded.ledger-port=" + ledgerPort));
        synchronized (this) {
            api = started;
        }
        await("the start of the API").atMost(START).until(() -> {
            if (!started.isAlive()) {
                throw new IllegalStateException("The API did not start: " + Files.readString(log("api")));
            }
            return answers();
        });
    }

    /** Starts a worker; it is at work some seconds later. */
    void startWorker(int worker) throws IOException {
        String name = "worker-" + worker;
        Path log = log(name);
        long before = Files.exists(log) ? Files.size(log) : 0;
        Process started = start(
                name,
                List.of(
                        "--reelroute.role=worker",
                        "--server.port=0",
                        "--reelroute.embedded.ledger-port=" + ledger.port()));
        synchronized (this) {
            workers.set(worker, started);
            logged.set(worker, before);
        }
    }

    /**
     * Starts workers again that have ended by themselves, as any container runtime does: a worker that finds no
     * database at its start says so and ends.
     *
     * @return how many workers are at work
     */
    int supervise() {
        int ready = 0;
        try {
            for (int i = 0; i < workers.size(); i++) {
                if (!Objects.requireNonNull(workers.get(i)).isAlive()) {
                    startWorker(i);
                } else if (hasStarted(i)) {
                    ready++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ready;
    }

    private boolean hasStarted(int worker) throws IOException {
        try (InputStream log = Files.newInputStream(log("worker-" + worker))) {
            log.skipNBytes(logged.get(worker));
            return new String(log.readAllBytes(), StandardCharsets.UTF_8).contains("is ready after");
        }
    }

    void killApi() throws InterruptedException {
        kill(Objects.requireNonNull(api));
    }

    void killWorker(int worker) throws InterruptedException {
        kill(Objects.requireNonNull(workers.get(worker)));
    }

    /** The FFmpeg processes that work in the folders of a worker. */
    List<String> processesOf(long pid) {
        String folder = work().resolve(Long.toString(pid)) + "/";
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(folder))
                .map(process -> process.pid() + " " + process.info().command().orElse("?") + " in " + folder)
                .toList();
    }

    /** @param name STOP or CONT */
    static void signal(long pid, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }

    /** Ends all network faults. */
    void heal() {
        Stream.of(store, queue, ledger).forEach(proxy -> proxy.behave(Manner.PASS));
    }

    /** To the store itself, past the proxy. */
    S3Client s3() {
        return S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + storePort))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .build();
    }

    /** To the queues themselves, past the proxy. */
    SqsClient sqs() {
        return SqsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + queuePort))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("chaos", "chaos")))
                .build();
    }

    /** To the database itself, past the proxy. Only while the API runs. */
    Connection ledgerConnection() throws SQLException, IOException {
        if (postgres != null) {
            return DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
        }
        Properties secrets = new Properties();
        try (Reader reader = Files.newBufferedReader(data().resolve("secrets.properties"))) {
            secrets.load(reader);
        }
        return DriverManager.getConnection(
                "jdbc:h2:tcp://127.0.0.1:" + ledgerPort + "/reelroute;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
                "reelroute",
                secrets.getProperty("ledger.password"));
    }

    /** What all processes have said so far. */
    String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> logs = Files.list(folder)) {
            for (Path log : logs.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                all.append(Files.readString(log));
            }
        }
        return all.toString();
    }

    private boolean answers() {
        try {
            return Client.get(base() + "/actuator/health/liveness").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private Process start(String name, List<String> own) throws IOException {
        List<String> command = new ArrayList<>(isBroken ? brokenJava() : Built.java());
        command.add("-Xmx400m");
        command.add("dev.reelroute.Reelroute");
        command.addAll(settings());
        command.addAll(own);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()))
                .start();
        synchronized (this) {
            pids.add(process.pid());
        }
        return process;
    }

    /** A mutant's classes come before those of the product. */
    private List<String> brokenJava() {
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                overlay + ":" + System.getProperty("java.class.path"));
    }

    private List<String> settings() {
        List<String> settings = new ArrayList<>(List.of(
                "--reelroute.data=" + data(),
                "--reelroute.embedded.store-port=" + storePort,
                "--reelroute.embedded.queue-port=" + queuePort,
                "--reelroute.store.endpoint=http://127.0.0.1:" + store.port(),
                "--reelroute.store.public-endpoint=http://127.0.0.1:" + store.port(),
                "--reelroute.store.access-key=" + ACCESS_KEY,
                "--reelroute.store.secret-key=" + SECRET_KEY,
                "--reelroute.queue.endpoint=http://127.0.0.1:" + queue.port(),
                "--reelroute.queue.access-key=chaos",
                "--reelroute.queue.secret-key=chaos",
                "--reelroute.http.health-port=0",
                "--reelroute.operator.password=chaos-and-order",
                "--reelroute.plan.profiles=src/test/resources/journey/profiles",
                "--reelroute.intake.default-profile=small",
                "--reelroute.intake.poll-period=1000",
                "--reelroute.queue.long-poll=5",
                "--reelroute.queue.visibility=" + LEASE,
                "--reelroute.task.lease=" + LEASE,
                "--reelroute.task.renew-period=500",
                "--reelroute.task.backoff=1s",
                "--reelroute.task.max-backoff=4s",
                "--reelroute.task.shutdown-grace=1",
                "--reelroute.queue.lanes.fast.consumers=1",
                "--reelroute.queue.lanes.early.consumers=1",
                "--reelroute.queue.lanes.bulk.consumers=1",
                // The larger clips are uploaded in parts.
                "--reelroute.intake.multipart-threshold=100KB",
                "--reelroute.reconcile.period=1000",
                "--reelroute.reconcile.doorbell-grace=" + LEASE,
                "--reelroute.notify.url=" + receiver,
                "--reelroute.notify.allow=127.0.0.1",
                "--reelroute.notify.period=200",
                "--reelroute.notify.timeout=2s",
                "--reelroute.notify.schedule=" + "1s,".repeat(60) + "1s",
                "--camel.main.routes-include-pattern=file:" + routes + "/*.camel.yaml",
                "--camel.main.routes-reload-enabled=false"));
        if (postgres != null) {
            settings.add("--reelroute.ledger.url=jdbc:postgresql://127.0.0.1:" + ledger.port()
                    + "/postgres?connectTimeout=3&socketTimeout=10");
            settings.add("--reelroute.ledger.username=postgres");
            settings.add("--reelroute.ledger.password=postgres");
        }
        return settings;
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private static void kill(Process process) throws InterruptedException {
        if (!process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Process " + process.pid() + " does not go at " + Instant.now());
        }
    }

    LedgerKind ledgerKind() {
        return kind;
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            Stream.concat(Stream.ofNullable(api), workers.stream().filter(Objects::nonNull))
                    .forEach(Process::destroyForcibly);
        }
        store.close();
        queue.close();
        ledger.close();
        if (postgres != null) {
            postgres.close();
        }
    }
}
