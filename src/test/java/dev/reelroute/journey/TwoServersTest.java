package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelroute.ledger.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two processes that serve, one polls the bucket; when it is killed, the other one does. */
class TwoServersTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** The lease, a look at it, and the two polls that a new file takes; the rest is for a busy machine. */
    private static final Duration SUCCESSION = Duration.ofSeconds(20);

    @Test
    void aKilledServerHasASuccessor(@TempDir Path folder) throws Exception {
        List<String> ledger = Postgres.ledger();
        // Only the store and the queues of the first application are used. Of several in a process one has JMX.
        try (Application stores = Application.start(
                        folder.resolve("stores"), "--reelroute.role=api", "--reelroute.intake.poll-period=3600000");
                FaultProxy firstStore = new FaultProxy(stores.port("reelroute.embedded.store-port"), 0, 1);
                FaultProxy secondStore = new FaultProxy(stores.port("reelroute.embedded.store-port"), 0, 2)) {
            AtomicInteger firstLooks = looks(firstStore);
            AtomicInteger secondLooks = looks(secondStore);
            Process first = Processes.start(
                    Application.settings(folder.resolve("first"), server(stores, firstStore, ledger)),
                    folder.resolve("first.log"));
            try {
                await("the first to look").atMost(PATIENCE).until(() -> firstLooks.get() > 0);
                List<String> more =
                        Application.with(server(stores, secondStore, ledger), List.of("--spring.jmx.enabled=false"));
                try (Application second = Application.start(folder.resolve("second"), more)) {
                    drop(stores, "before.mp4");
                    awaitVideo(second, "before.mp4", PATIENCE);
                    assertThat(secondLooks).hasValue(0);

                    first.destroyForcibly();
                    drop(stores, "after.mp4");

                    awaitVideo(second, "after.mp4", SUCCESSION);
                    assertThat(secondLooks).hasPositiveValue();
                }
            } finally {
                first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    /** Counts the looks at the listing. */
    private static AtomicInteger looks(FaultProxy store) {
        AtomicInteger looks = new AtomicInteger();
        store.hear(asked -> looks.addAndGet(asked.matches("(?s)GET /reelroute/?\\?[^ ]*prefix=uploads.*") ? 1 : 0));
        return looks;
    }

    private static List<String> server(Application stores, FaultProxy store, List<String> ledger) {
        return Application.with(
                Application.with(stores.stores(), ledger),
                List.of(
                        "--reelroute.role=api",
                        "--reelroute.store.endpoint=http://127.0.0.1:" + store.port(),
                        "--reelroute.intake.default-profile=small"));
    }

    private static void drop(Application stores, String name) throws IOException {
        Path uploads = Files.createDirectories(stores.bucket().resolve("uploads"));
        Files.writeString(uploads.resolve(name), "nobody looks into it");
    }

    private static void awaitVideo(Application server, String filename, Duration patience) {
        await("a video of " + filename)
                .atMost(patience)
                .until(() -> server.api().videos("limit=100").stream()
                        .anyMatch(video -> video.path("filename").asText().equals(filename)));
    }
}
