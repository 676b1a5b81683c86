package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.journey.FaultProxy.Manner;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Postgres;
import dev.reelroute.ledger.Statements.DiagnoseTasks;
import dev.reelroute.ledger.Statements.TaskStory;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.media.Clips;
import dev.reelroute.reconcile.Reconciler;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.Driver;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** A server that everything depends on is gone, silent, slow or unreliable while a video is being made. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class OutageTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** No request waits longer. */
    private static final Duration ANSWERED = Duration.ofSeconds(10);

    private static final long SLOW_MILLIS = 60;
    /** Far more than is on its way at a time. */
    private static final long FILM_BYTES = 500L << 20;

    private static final String KEY = "rrk_" + "k".repeat(43);

    private static final String PASSWORD_OF_THE_OPERATOR = "Basic "
            + Base64.getEncoder().encodeToString(("operator:" + Application.PASSWORD).getBytes(StandardCharsets.UTF_8));

    private static final Executor THREADS = task -> new Thread(task).start();

    /** Its store and its queues are used by the other. It wants keys, and has a ledger of its own. */
    private Application servers;

    private JdbcClient database;
    private Application application;
    private FaultProxy store;
    private FaultProxy queue;
    private FaultProxy ledger;
    private FaultProxy ledgerOfKeys;
    private Path clip;
    private Path brief;
    private Path folder;
    private List<String> settings;
    /** A video that is ready, with a large file more. */
    private String watched;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Clips clips = new Clips(folder);
        clip = clips.make("clip.mp4", "testsrc2=s=320x180:r=25:d=6", "-pix_fmt", "yuv420p");
        brief = clips.make("brief.mp4", "testsrc2=s=160x90:r=25:d=2", "-pix_fmt", "yuv420p");
        String own = Postgres.database();
        String others = Postgres.database();
        database = JdbcClient.create(new SimpleDriverDataSource(new Driver(), others));
        int port = URI.create(own.substring("jdbc:".length())).getPort();
        ledgerOfKeys = new FaultProxy(port, SLOW_MILLIS, 4);
        // One of two applications in a process has to do without JMX.
        servers = Application.start(
                folder.resolve("servers"),
                Application.with(
                        ledger(own, ledgerOfKeys),
                        List.of(
                                "--reelroute.role=api",
                                "--reelroute.access.mode=keys",
                                "--reelroute.access.operator-key=" + KEY,
                                "--reelroute.intake.poll-period=3600000",
                                "--reelroute.health.period=200",
                                "--spring.jmx.enabled=false")));
        store = new FaultProxy(servers.port("reelroute.embedded.store-port"), SLOW_MILLIS, 1);
        queue = new FaultProxy(servers.port("reelroute.embedded.queue-port"), SLOW_MILLIS, 2);
        ledger = new FaultProxy(port, SLOW_MILLIS, 3);
        Environment known = servers.bean(Environment.class);
        this.folder = folder;
        settings = Application.with(
                ledger(others, ledger),
                List.of(
                        "--reelroute.store.endpoint=http://127.0.0.1:" + store.port(),
                        "--reelroute.store.public-endpoint=" + known.getRequiredProperty("reelroute.store.endpoint"),
                        "--reelroute.queue.endpoint=http://127.0.0.1:" + queue.port(),
                        "--reelroute.intake.default-profile=chunks",
                        "--reelroute.task.lease=3",
                        "--reelroute.task.max-attempts=2",
                        "--reelroute.task.max-backoff=2s",
                        // An outage may take a message with it.
                        "--reelroute.reconcile.doorbell-grace=5",
                        "--reelroute.reconcile.period=500",
                        "--reelroute.intake.poll-period=200",
                        "--reelroute.health.period=200"));
        application = Application.start(folder.resolve("data"), Application.with(servers.stores(), settings));
        watched = application.api().upload(clip);
        application.api().awaitReady(watched);
        try (RandomAccessFile film = new RandomAccessFile(
                servers.objects(watched).resolve("film.mp4").toFile(), "rw")) {
            film.setLength(FILM_BYTES);
        }
    }

    /** Settings of an application that reaches its database through a proxy. */
    private static List<String> ledger(String database, FaultProxy proxy) {
        return Application.with(
                Postgres.ledger(),
                List.of("--reelroute.ledger.url="
                        + database.replaceFirst("//[^/]+/", "//127.0.0.1:" + proxy.port() + "/")));
    }

    @AfterAll
    void stop() throws IOException {
        application.close();
        servers.close();
        store.close();
        queue.close();
        ledger.close();
        ledgerOfKeys.close();
    }

    @Test
    void theStoreIsGone() {
        survives(store, Manner.REFUSE, FailureCode.STORE_UNAVAILABLE, "store");
    }

    @Test
    @Tag("long")
    void theStoreGoesSilent() {
        survives(store, Manner.SILENT, FailureCode.STORE_UNAVAILABLE, "store");
    }

    @Test
    void theStoreIsBusy() {
        survives(store, Manner.BUSY, FailureCode.STORE_UNAVAILABLE, "store");
    }

    /** Wrong keys say something of us, and nothing of a video. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aStoreThatRefusesUsFailsNoVideo(CapturedOutput output) {
        Api api = application.api();
        // Work that lost its claim in an outage of the test before says so when it ends.
        await("the end of what was under way").atMost(PATIENCE).until(() -> {
            File[] works = application
                    .work()
                    .resolve(Long.toString(ProcessHandle.current().pid()))
                    .toFile()
                    .listFiles();
            return works == null || works.length == 0;
        });
        int before = output.getAll().length();
        String id = insist(api);
        store.behave(Manner.DENY);
        try {
            await("readiness")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(readiness(api).at("/components/store/status"))
                            .hasToString("\"DOWN\""));
            assertThat(api.get("/api/status").json().at("/outages/0/code").asText())
                    .isEqualTo("STORE_REFUSED");
            String waiting = api.register("x.mp4", 10).path("id").asText();
            api.post("/api/videos/" + waiting + "/upload-complete", "{}").isProblem(502, "STORE_REFUSED");
            api.delete("/api/videos/" + waiting);
            media().forEach(request -> request.get().isProblem(502, "STORE_REFUSED"));
            refusesHead(502);
            await("what was under way to be given back")
                    .atMost(PATIENCE)
                    .until(() -> tasks(id).stream().noneMatch(task -> task.state() == TaskState.RUNNING));
            assertThat(tasks(id)).extracting(TaskStory::failures).containsOnly(0);
            List<Integer> begun = attempts(id);
            await("that it waits, for longer than the next attempt would")
                    .during(Duration.ofSeconds(3))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(attempts(id)).isEqualTo(begun));
            assertThat(api.video(id).path("status").asText()).isIn("QUEUED", "PROCESSING");
            // The listing is refused each time, and said once; and so is what it means.
            assertThat(output.getAll().substring(before))
                    .containsOnlyOnce("A server refuses something")
                    .containsOnlyOnce("STORE_REFUSED: ")
                    .doesNotContain("had a setback")
                    .doesNotContain("\tat ");
        } finally {
            store.behave(Manner.PASS);
        }
        assertThat(api.awaitReady(id).path("warnings")).isEmpty();
    }

    /** It would take one piece of work after the other, and use up the attempts of all. */
    @Test
    void aWorkerWithWrongKeysTakesNothingFromOthers() {
        List<String> wrong = Stream.concat(
                        settings.stream(),
                        Stream.of(
                                "--reelroute.role=worker",
                                "--reelroute.store.secret-key=wrong",
                                "--spring.jmx.enabled=false"))
                .toList();
        try (Application worker =
                Application.start(folder.resolve("wrong"), Application.with(servers.stores(), wrong))) {
            await("readiness")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(readiness(worker.api()).at("/components/store/status"))
                            .hasToString("\"DOWN\""));
            Api api = application.api();
            List<String> ids = Stream.generate(() -> api.upload(brief)).limit(3).toList();
            ids.forEach(
                    id -> assertThat(api.awaitReady(id).path("warnings")).as(id).isEmpty());
            await("its report")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    api.get("/api/status").json().path("workers"))
                            .filteredOn(each -> each.path("trouble").asText().equals("STORE_REFUSED"))
                            .hasSize(1));
        }
    }

    /** What is refused alone is not ours: it fails, and does not go round for ever. */
    @Test
    void anObjectThatIsRefusedAloneFailsItsVideoAlone() {
        Api api = application.api();
        JsonNode video = api.register("clip.mp4", clip.toFile().length());
        String id = video.path("id").asText();
        api.put(video.path("upload"), read(clip));
        store.deny("GET /reelroute/uploads/" + id);
        try {
            assertThat(api.post("/api/videos/" + id + "/upload-complete", "{}").status())
                    .isEqualTo(202);
            api.awaitReady(api.upload(brief));
            api.awaitFailed(id, "STORE_REFUSED");
            assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(200);
        } finally {
            store.deny(null);
        }
    }

    /** It sees an answer that breaks off, and the log has the outage's one line. */
    @Test
    void whoIsSentAFileWhenTheStoreGoesIsNotInTheLog() {
        ListAppender<ILoggingEvent> log = listen();
        try (Wire wire = new Wire(application.port("local.server.port"))) {
            wire.send("GET /videos/" + watched + "/film.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(wire.some(1000)).startsWith("HTTP/1.1 200 ");
            store.behave(Manner.REFUSE);
            assertThat(wire.rest().length()).isLessThan((int) FILM_BYTES);
            await("readiness")
                    .atMost(PATIENCE)
                    .until(() ->
                            application.api().get("/actuator/health/readiness").status() == 503);
            assertThat(log.list)
                    .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                    .noneMatch(event -> event.getThrowableProxy() != null)
                    .noneMatch(event -> event.getLevel() == Level.ERROR);
        } finally {
            store.behave(Manner.PASS);
            unlisten(log);
        }
    }

    @Test
    void theQueueIsGone() {
        survives(queue, Manner.REFUSE, FailureCode.QUEUE_UNAVAILABLE, "queue");
    }

    @Test
    @Tag("long")
    void theQueueGoesSilent() {
        survives(queue, Manner.SILENT, FailureCode.QUEUE_UNAVAILABLE, "queue");
    }

    @Test
    void theQueueIsBusy() {
        survives(queue, Manner.BUSY, FailureCode.QUEUE_UNAVAILABLE, "queue");
    }

    @Test
    void theLedgerIsGone() {
        survives(ledger, Manner.REFUSE, FailureCode.LEDGER_UNAVAILABLE, "ledger");
    }

    @Test
    void theLedgerGoesSilent() {
        survives(ledger, Manner.SILENT, FailureCode.LEDGER_UNAVAILABLE, "ledger");
    }

    /** The ledger, which knows the keys, is what the metrics should tell of. */
    @Test
    void aKeyReadsMetricsWhileTheLedgerIsAway() {
        Api api = servers.api();
        String bearer = "Bearer " + KEY;
        assertThat(promptly(api, bearer))
                .contains("reelroute_dependency_up{dependency=\"ledger\"} 1.0")
                .contains("reelroute_queue_oldest_seconds{queue=\"fast\"} 0.0");
        ledgerOfKeys.behave(Manner.SILENT);
        try {
            await("readiness")
                    .atMost(PATIENCE)
                    .until(() -> api.get("/actuator/health/readiness").status() == 503);
            assertThat(promptly(api, bearer))
                    .contains("reelroute_dependency_up{dependency=\"ledger\"} 0.0")
                    .contains("reelroute_queue_oldest_seconds{queue=\"fast\"} NaN");
        } finally {
            ledgerOfKeys.behave(Manner.PASS);
        }
    }

    /** Nobody could renew what he holds: that is no sign of workers that vanish. */
    @Test
    void afterAnOutageOfTheLedgerWhoStillWorksIsNotTakenForGone() {
        Api api = application.api();
        String held = watched + ".inspect.0";
        ledger.behave(Manner.REFUSE);
        try {
            await("readiness")
                    .atMost(PATIENCE)
                    .until(() -> api.get("/actuator/health/readiness").status() == 503);
            database.sql("UPDATE task SET state = 'RUNNING', worker = 'elsewhere/1',"
                            + " lease_until = CURRENT_TIMESTAMP - INTERVAL '1' SECOND WHERE id = ?")
                    .param(held)
                    .update();
        } finally {
            ledger.behave(Manner.PASS);
        }
        await("readiness")
                .atMost(PATIENCE)
                .until(() -> api.get("/actuator/health/readiness").status() == 200);

        application.bean(Reconciler.class).repairTasks();

        assertThat(tasks(watched))
                .filteredOn(task -> "elsewhere/1".equals(task.worker()))
                .extracting(TaskStory::state)
                .containsExactly(TaskState.RUNNING);
        database.sql("UPDATE task SET state = 'DONE', lease_until = NULL WHERE id = ?")
                .param(held)
                .update();
    }

    private List<TaskStory> tasks(String id) {
        return application.bean(Ledger.class).ask(new DiagnoseTasks(id, null));
    }

    private List<Integer> attempts(String id) {
        return tasks(id).stream().map(TaskStory::attempt).toList();
    }

    private static String leaseRepairs(Api api) {
        return metrics(api, PASSWORD_OF_THE_OPERATOR)
                .lines()
                .filter(line -> line.startsWith("reelroute_reconciler_repairs_total{kind=\"lease\"}"))
                .findFirst()
                .orElseThrow();
    }

    /** Prometheus gives up after ten seconds, and a fifth of that is long. */
    private static String promptly(Api api, String authorization) {
        long begun = System.nanoTime();
        String metrics = metrics(api, authorization);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        return metrics;
    }

    private static String metrics(Api api, String authorization) {
        Api.Answer answer = api.get("/actuator/prometheus", "Authorization", authorization);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @ParameterizedTest
    @EnumSource(
            value = Manner.class,
            names = {"SLOW", "RESET"})
    void everythingIsSlowOrBreaksOff(Manner manner) {
        List<FaultProxy> servers = List.of(store, queue, ledger);
        servers.forEach(server -> server.behave(manner));
        String id;
        try {
            id = insist(application.api());
        } finally {
            servers.forEach(server -> server.behave(Manner.PASS));
        }
        Api api = application.api();
        api.awaitReady(id);
        // Of those whose uploads were asked for again, nobody waits for any.
        api.videos("limit=100").stream()
                .filter(video -> List.of("QUEUED", "PROCESSING")
                        .contains(video.path("status").asText()))
                .forEach(video -> api.post("/api/videos/" + video.path("id").asText() + "/cancel"));
    }

    /** Uploads as a client does that tries again what was answered with 503. */
    private String insist(Api api) {
        return await("an upload").atMost(PATIENCE).ignoreExceptions().until(() -> api.upload(clip), id -> true);
    }

    private void survives(FaultProxy server, Manner manner, FailureCode code, String name) {
        Api api = application.api();
        await("readiness")
                .atMost(PATIENCE)
                .until(() -> api.get("/actuator/health/readiness").status() == 200);
        String id = api.upload(clip);
        await("work")
                .atMost(PATIENCE)
                .until(() -> api.video(id).path("progress").asDouble() > 0.1);
        String repairs = leaseRepairs(api);
        ListAppender<ILoggingEvent> log = listen();
        try {
            server.behave(manner);

            List<String> waiting = new ArrayList<>();
            List<Supplier<Api.Answer>> requests = requests(code, id, waiting);
            CompletableFuture<Void> refused = CompletableFuture.completedFuture(null);
            CompletableFuture<Void> head = code == FailureCode.STORE_UNAVAILABLE
                    ? CompletableFuture.runAsync(() -> refusesHead(503), THREADS)
                    : CompletableFuture.completedFuture(null);
            // A connection to the database that was used a moment ago is used again untried, and the silence is noticed
            // later.
            boolean isAskedAtOnce = server != ledger || manner != Manner.SILENT;
            if (isAskedAtOnce) {
                refused = refuse(code, requests);
            }
            await("readiness")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(readiness(api).at("/components/" + name + "/status"))
                            .hasToString("\"DOWN\""));
            assertThat(api.get("/actuator/health/liveness").status()).isEqualTo(200);
            if (!isAskedAtOnce) {
                refused = refuse(code, requests);
            }
            assertThat(promptly(api, PASSWORD_OF_THE_OPERATOR))
                    .contains("reelroute_dependency_up{dependency=\"" + name + "\"} 0.0");
            refused.join();
            head.join();
            if (code == FailureCode.LEDGER_UNAVAILABLE && manner == Manner.REFUSE) {
                awaitEndOfLeases();
            }
            waiting.forEach(each -> api.delete("/api/videos/" + each));
            if (code == FailureCode.QUEUE_UNAVAILABLE) {
                api.post("/api/dead-letters/redrive");
            }
            assertThat(log.list)
                    .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                    .as("one line, and no stack trace")
                    .noneMatch(event -> event.getThrowableProxy() != null
                            || event.getFormattedMessage().contains("\tat "))
                    .filteredOn(event -> event.getFormattedMessage().startsWith(code.name()))
                    .hasSize(1);
            assertThat(log.list.stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN)))
                    .as("all that is told of it")
                    .hasSizeLessThan(6)
                    .noneMatch(event -> event.getLevel() == Level.ERROR);
        } finally {
            server.behave(Manner.PASS);
            unlisten(log);
        }
        // Connections that the outage broke may cost a request more before all is well.
        await("the end of " + id)
                .atMost(PATIENCE)
                .until(() -> api.get("/api/videos/" + id).json().path("status").asText(), "READY"::equals);
        await("readiness")
                .atMost(PATIENCE)
                .until(() -> api.get("/actuator/health/readiness").status() == 200);
        assertThat(leaseRepairs(api)).isEqualTo(repairs);
    }

    private void awaitEndOfLeases() {
        await("the end of all leases")
                .atMost(PATIENCE)
                .until(() -> database.sql(
                                "SELECT COUNT(*) FROM task WHERE state = 'RUNNING' AND lease_until > CURRENT_TIMESTAMP")
                        .query(Integer.class)
                        .single()
                        .equals(0));
    }

    /**
     * What cannot be done without the server, all of it safe to ask for.
     *
     * @param waiting takes the videos that are registered for it
     */
    private List<Supplier<Api.Answer>> requests(FailureCode code, String id, List<String> waiting) {
        Api api = application.api();
        return switch (code) {
            case LEDGER_UNAVAILABLE ->
                List.of(
                        () -> api.get("/api/videos"),
                        () -> api.get("/api/videos/" + id),
                        () -> api.get("/api/videos/" + id + "/events"),
                        () -> api.get("/api/dead-letters"),
                        () -> api.post("/api/dead-letters/redrive"),
                        () -> api.post(
                                "/api/videos", api.registration("x.mp4", 10).toString()),
                        () -> api.post("/api/videos/" + id + "/cancel"));
            case STORE_UNAVAILABLE -> {
                waiting.add(api.register("x.mp4", 10).path("id").asText());
                yield Stream.concat(
                                media(),
                                Stream.<Supplier<Api.Answer>>of(
                                        () -> api.post("/api/videos/" + waiting.get(0) + "/upload-complete", "{}"),
                                        () -> api.post(
                                                "/api/videos",
                                                api.registration("y.mp4", 7 << 20)
                                                        .toString())))
                        .toList();
            }
            default -> List.of();
        };
    }

    /** All that viewers ask the store for. Two want the same playlist: neither waits for the other's wait to end. */
    private Stream<Supplier<Api.Answer>> media() {
        Api api = application.api();
        String open = "/videos/" + watched + "/";
        String byToken = api.post("/api/videos/" + watched + "/playback", "{}")
                .json()
                .path("hls")
                .asText()
                .replace(api.base(), "")
                .replace("master.m3u8", "");
        return Stream.of(
                        open + "master.m3u8",
                        open + "master.m3u8",
                        open + "manifest.mpd",
                        open + "poster.jpg",
                        open + "subtitles-de/text.vtt",
                        open + "film.mp4?download=a.mp4",
                        byToken + "master.m3u8",
                        byToken + "poster.jpg")
                .map(path -> () -> api.get(path));
    }

    private void refusesHead(int status) {
        Api.Answer answer = application.api().send("HEAD", "/videos/" + watched + "/film.mp4");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Retry-After")).isEqualTo(status == 503 ? "5" : "");
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode readiness(Api api) {
        return api.get("/actuator/health/readiness").json();
    }

    /** All at the same time, because each may take some time. */
    private static CompletableFuture<Void> refuse(FailureCode code, List<Supplier<Api.Answer>> requests) {
        return CompletableFuture.allOf(requests.stream()
                .map(request -> CompletableFuture.runAsync(() -> refuses(code, request), THREADS))
                .toArray(CompletableFuture[]::new));
    }

    private static void refuses(FailureCode code, Supplier<Api.Answer> request) {
        long begun = System.nanoTime();
        Api.Answer answer = request.get();
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as(answer.body())
                .isLessThan(ANSWERED);
        answer.isProblem(503, code.name());
        assertThat(answer.header("Retry-After")).isEqualTo("5");
    }

    private static ListAppender<ILoggingEvent> listen() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.list = Collections.synchronizedList(new ArrayList<>());
        appender.start();
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(appender);
        return appender;
    }

    private static void unlisten(ListAppender<ILoggingEvent> appender) {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(appender);
    }
}
