package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** More calls than can be answered. */
class BusyTest {

    private static final int CONNECTIONS = 4;
    /** At once, and by the threads for calls that have to wait. */
    private static final int ANSWERED = 8 + 4;

    private static final int WAITING = 2;
    private static final int TOO_MANY = 6;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /** All of the ledger's connections are taken, so that each call lasts as long as the test wants. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void someWaitOthersAreToldAndNoneIsGivenUpWhileItIsAnswered(@TempDir Path folder, CapturedOutput output)
            throws SQLException {
        ExecutorService callers = Executors.newCachedThreadPool();
        List<Connection> taken = new ArrayList<>();
        try (Application application = Application.start(
                folder.resolve("data"),
                "--reelroute.role=api",
                "--reelroute.ledger.pool=" + CONNECTIONS,
                "--spring.datasource.hikari.connection-timeout=60000",
                "--spring.task.execution.pool.queue-capacity=" + WAITING,
                "--reelroute.http.longest-wait=" + LONGEST_WAIT.toSeconds() + "s")) {
            Api api = application.api();
            DataSource ledger = application.bean(DataSource.class);
            for (int i = 0; i < CONNECTIONS; i++) {
                taken.add(ledger.getConnection());
            }
            List<CompletableFuture<Api.Answer>> calls = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> api.get("/api/videos"), callers))
                    .limit(ANSWERED + WAITING + TOO_MANY)
                    .toList();
            await().until(() -> calls.stream().filter(CompletableFuture::isDone).count() == TOO_MANY);
            calls.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join).forEach(BusyTest::isBusy);
            Instant later = Instant.now().plus(LONGEST_WAIT);
            await().until(() -> Instant.now().isAfter(later));
            assertThat(calls.stream().filter(CompletableFuture::isDone)).hasSize(TOO_MANY);

            release(taken);
            List<Api.Answer> answers =
                    calls.stream().map(CompletableFuture::join).toList();
            assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(ANSWERED);
            answers.stream().filter(answer -> answer.status() != 200).forEach(BusyTest::isBusy);
            assertThat(api.get("/api/videos").status()).as("afterwards").isEqualTo(200);
        } finally {
            release(taken);
            callers.shutdownNow();
        }
        assertThat(output.getAll()).doesNotContain("WARN", "ERROR", "recycled");
    }

    private static void isBusy(Api.Answer answer) {
        answer.isProblem(503, "BUSY");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
    }

    private static void release(List<Connection> taken) throws SQLException {
        for (Connection connection : taken) {
            connection.close();
        }
        taken.clear();
    }
}
