package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelroute.ledger.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two processes that serve, one polls the bucket; when it is killed, the other one does. Where many files are, it does so seldom. */
class TwoServersTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** The lease, a look at it, and the two polls that a new file takes; the rest is for a busy machine. */
    private static final Duration SUCCESSION = Duration.ofSeconds(20);
    /** More than a store lists in one answer. */
    private static final int MANY = 1001;
    /** Of the time that a listing of many has taken, this many times passes until the next one. */
    private static final int PAUSE = 19;

    /** A look at the listing: when its first and its last part were asked for, on the clock of {@link System#nanoTime}. */
    private record Look(long first, long last) {}

    @Test
    void aKilledServerHasASuccessor(@TempDir Path folder) throws Exception {
        List<String> ledger = Postgres.ledger();
        // Only the store and the queues of the first application are used. Of several in a process one has JMX.
        try (Application stores = Application.start(
                        folder.resolve("stores"), "--reelroute.role=api", "--reelroute.intake.poll-period=3600000");
                FaultProxy firstStore = new FaultProxy(stores.port("reelroute.embedded.store-port"), 0, 1);
                FaultProxy secondStore = new FaultProxy(stores.port("reelroute.embedded.store-port"), 0, 2)) {
            List<Look> firstLooks = looks(firstStore);
            List<Look> secondLooks = looks(secondStore);
            Process first = Processes.start(
                    Application.settings(folder.resolve("first"), server(stores, firstStore, ledger)),
                    folder.resolve("first.log"));
            try {
                await("the first to look").atMost(PATIENCE).until(() -> !firstLooks.isEmpty());
                List<String> more =
                        Application.with(server(stores, secondStore, ledger), List.of("--spring.jmx.enabled=false"));
                try (Application second = Application.start(folder.resolve("second"), more)) {
                    drop(stores, "before.mp4");
                    awaitVideo(second, "before.mp4", PATIENCE);
                    assertThat(secondLooks).isEmpty();

                    first.destroyForcibly();
                    drop(stores, "after.mp4");

                    awaitVideo(second, "after.mp4", SUCCESSION);
                    assertThat(secondLooks).isNotEmpty();

                    for (int i = 0; i < MANY; i++) {
                        drop(stores, "." + i); // no upload, but listed
                    }

                    await("two looks in parts")
                            .atMost(PATIENCE)
                            .until(() -> inParts(secondLooks).size() >= 2);
                    Look before = inParts(secondLooks).get(0);
                    Look next = inParts(secondLooks).get(1);
                    // Seen from here a listing is shorter, and the pause longer, than the server sees them.
                    assertThat(next.first() - before.last())
                            .as("ns between two listings of many")
                            .isGreaterThan(PAUSE * (before.last() - before.first()));
                }
            } finally {
                first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    /** Sees the looks at the listing. */
    private static List<Look> looks(FaultProxy store) {
        List<Look> looks = new CopyOnWriteArrayList<>();
        store.hear(asked -> {
            long now = System.nanoTime();
            if (!asked.matches("(?s)GET /reelroute/?\\?[^ ]*prefix=uploads.*")) {
                return;
            }
            if (asked.contains("continuation-token=")) {
                int last = looks.size() - 1;
                looks.set(last, new Look(looks.get(last).first(), now));
            } else {
                looks.add(new Look(now, now));
            }
        });
        return looks;
    }

    private static List<Look> inParts(List<Look> looks) {
        return looks.stream().filter(look -> look.last() > look.first()).toList();
    }

    private static List<String> server(Application stores, FaultProxy store, List<String> ledger) {
        return Application.with(
                Application.with(stores.stores(), ledger),
                List.of(
                        "--reelroute.role=api",
                        "--reelroute.store.endpoint=http://127.0.0.1:" + store.port(),
                        "--reelroute.intake.poll-period=200",
                        "--reelroute.duty.lease=2",
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
