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
import dev.reelroute.media.Clips;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;

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

    private static final String PASSWORD_OF_THE_OPERATOR = "Basic "
            + Base64.getEncoder().encodeToString(("operator:" + Application.PASSWORD).getBytes(StandardCharsets.UTF_8));

    private static final Executor THREADS = task -> new Thread(task).start();

    private EmbeddedPostgres postgres;
    private Application servers;
    private Application application;
    private FaultProxy store;
    private FaultProxy queue;
    private FaultProxy ledger;
    private Path clip;
    private Path folder;
    private List<String> settings;
    /** A video that is ready, with a large file more. */
    private String watched;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        clip = new Clips(folder).make("clip.mp4", "testsrc2=s=320x180:r=25:d=6", "-pix_fmt", "yuv420p");
        postgres = EmbeddedPostgres.start();
        // Only its store and its queues are used. One of two applications in a process has to do without JMX.
        servers = Application.start(
                folder.resolve("servers"),
                "--reelroute.role=api",
                "--reelroute.intake.poll-period=3600000",
                "--spring.jmx.enabled=false");
        store = new FaultProxy(servers.port("reelroute.embedded.store-port"), SLOW_MILLIS, 1);
        queue = new FaultProxy(servers.port("reelroute.embedded.queue-port"), SLOW_MILLIS, 2);
        ledger = new FaultProxy(postgres.getPort(), SLOW_MILLIS, 3);
        Environment known = servers.bean(Environment.class);
        this.folder = folder;
        settings = List.of(
                "--reelroute.store.endpoint=http://127.0.0.1:" + store.port(),
                "--reelroute.store.public-endpoint=" + known.getRequiredProperty("reelroute.store.endpoint"),
                "--reelroute.queue.endpoint=http://127.0.0.1:" + queue.port(),
                "--reelroute.ledger.url=jdbc:postgresql://127.0.0.1:" + ledger.port() + "/postgres",
                "--reelroute.ledger.username=postgres",
                "--reelroute.ledger.password=postgres",
                "--reelroute.intake.default-profile=chunks",
                "--reelroute.task.lease=5",
                "--reelroute.task.max-attempts=3",
                "--reelroute.task.max-backoff=2s",
                // An outage may take a message with it.
                "--reelroute.reconcile.doorbell-grace=5",
                "--reelroute.health.period=200");
        application = Application.start(folder.resolve("data"), Application.with(servers.stores(), settings));
        watched = application.api().upload(clip);
        application.api().awaitReady(watched);
        try (RandomAccessFile film = new RandomAccessFile(
                servers.objects(watched).resolve("film.mp4").toFile(), "rw")) {
            film.setLength(FILM_BYTES);
        }
    }

    @AfterAll
    void stop() throws IOException {
        application.close();
        servers.close();
        store.close();
        queue.close();
        ledger.close();
        postgres.close();
    }

    @Test
    void theStoreIsGone() {
        survives(store, Manner.REFUSE, FailureCode.STORE_UNAVAILABLE, "store");
    }

    @Test
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
            await("that it waits, for longer than all attempts would take")
                    .during(Duration.ofSeconds(8))
                    .atMost(PATIENCE)
                    .until(() -> List.of("QUEUED", "PROCESSING")
                            .contains(api.video(id).path("status").asText()));
            // The listing is refused each time, and said once; and so is what it means.
            assertThat(output.getAll())
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
            List<String> ids = Stream.generate(() -> api.upload(clip)).limit(3).toList();
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
            api.awaitReady(api.upload(clip));
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
        String key = "rrk_" + "k".repeat(43);
        List<String> withKeys = Stream.concat(
                        settings.stream(),
                        Stream.of(
                                "--reelroute.role=api",
                                "--reelroute.access.mode=keys",
                                "--reelroute.access.operator-key=" + key,
                                "--spring.jmx.enabled=false"))
                .toList();
        try (Application watched =
                Application.start(folder.resolve("keys"), Application.with(servers.stores(), withKeys))) {
            String bearer = "Bearer " + key;
            assertThat(metrics(watched.api(), bearer))
                    .contains("reelroute_dependency_up{dependency=\"ledger\"} 1.0")
                    .contains("reelroute_queue_oldest_seconds{queue=\"fast\"} 0.0");
            ledger.behave(Manner.SILENT);
            try {
                await("readiness")
                        .atMost(PATIENCE)
                        .until(() ->
                                watched.api().get("/actuator/health/readiness").status() == 503);
                assertThat(metrics(watched.api(), bearer))
                        .contains("reelroute_dependency_up{dependency=\"ledger\"} 0.0")
                        .contains("reelroute_queue_oldest_seconds{queue=\"fast\"} NaN");
            } finally {
                ledger.behave(Manner.PASS);
            }
        }
    }

    /** Nobody could renew what he holds: that is no sign of workers that vanish. */
    @Test
    void afterAnOutageOfTheLedgerWhoStillWorksIsNotTakenForGone() {
        Api api = application.api();
        String id = insist(api);
        await("work")
                .atMost(PATIENCE)
                .until(() -> api.video(id).path("progress").asDouble() > 0.1);
        String before = leaseRepairs(api);
        ledger.behave(Manner.REFUSE);
        try {
            await("that leases end")
                    .during(Duration.ofSeconds(7))
                    .atMost(PATIENCE)
                    .until(() -> api.get("/actuator/health/readiness").status() == 503);
        } finally {
            ledger.behave(Manner.PASS);
        }
        await("the end of " + id)
                .atMost(PATIENCE)
                .until(() -> api.get("/api/videos/" + id).json().path("status").asText(), "READY"::equals);
        assertThat(leaseRepairs(api)).isEqualTo(before);
    }

    private static String leaseRepairs(Api api) {
        return metrics(api, PASSWORD_OF_THE_OPERATOR)
                .lines()
                .filter(line -> line.startsWith("reelroute_reconciler_repairs_total{kind=\"lease\"}"))
                .findFirst()
                .orElseThrow();
    }

    /** Prometheus gives up after ten seconds, and a fifth of that is long. */
    private static String metrics(Api api, String authorization) {
        long begun = System.nanoTime();
        Api.Answer answer = api.get("/actuator/prometheus", "Authorization", authorization);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
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
        application.api().awaitReady(id);
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
        ListAppender<ILoggingEvent> log = listen();
        try {
            server.behave(manner);

            List<String> waiting = new ArrayList<>();
            List<Supplier<Api.Answer>> requests = requests(code, id, waiting);
            CompletableFuture<Void> refused = CompletableFuture.completedFuture(null);
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
            assertThat(metrics(api, PASSWORD_OF_THE_OPERATOR))
                    .contains("reelroute_dependency_up{dependency=\"" + name + "\"} 0.0");
            if (code == FailureCode.STORE_UNAVAILABLE) {
                refusesHead(503);
            }
            refused.join();
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
