package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;

/** Of two processes that serve, one looks at the bucket; when it is killed, the other does. */
class TwoServersTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The lease, a look at it, and the two polls that a new file takes; the rest is for a busy machine. */
    private static final Duration SUCCESSION = Duration.ofSeconds(20);

    /** One of the two: its process, its API, and how often it has listed the bucket. */
    private record Server(Process process, Api api, FaultProxy store, AtomicInteger listings) {

        boolean polls() {
            return listings.get() > 0;
        }
    }

    @Test
    void aKilledServerHasASuccessor(@TempDir Path folder) throws Exception {
        // Only the store and the queues of the first application are used.
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Application stores = Application.start(
                        folder.resolve("stores"), "--reelroute.role=api", "--reelroute.intake.poll-period=3600000")) {
            List<Server> servers = List.of(
                    start(folder.resolve("one"), stores, postgres), start(folder.resolve("two"), stores, postgres));
            try {
                await("a poll").atMost(PATIENCE).until(() -> servers.stream().anyMatch(Server::polls));
                drop(stores, "before.mp4");
                servers.forEach(server -> awaitVideo(server, "before.mp4", PATIENCE));
                assertThat(servers).filteredOn(Server::polls).hasSize(1);
                Server first =
                        servers.stream().filter(Server::polls).findFirst().orElseThrow();
                Server second = servers.get(1 - servers.indexOf(first));

                first.process().destroyForcibly();
                drop(stores, "after.mp4");

                awaitVideo(second, "after.mp4", SUCCESSION);
                assertThat(second.polls()).isTrue();
            } finally {
                for (Server server : servers) {
                    server.process().destroyForcibly().waitFor(10, TimeUnit.SECONDS);
                    server.store().close();
                }
            }
        }
    }

    private static Server start(Path data, Application stores, EmbeddedPostgres postgres) throws IOException {
        Environment known = stores.bean(Environment.class);
        AtomicInteger listings = new AtomicInteger();
        FaultProxy store = new FaultProxy(stores.port("reelroute.embedded.store-port"), 0, 1);
        store.hear(asked -> listings.addAndGet(asked.matches("(?s)GET /reelroute/?\\?[^ ]*prefix=uploads.*") ? 1 : 0));
        int port = Application.freePort();
        List<String> settings = Application.settings(
                data,
                List.of(
                        "--server.port=" + port,
                        "--reelroute.role=api",
                        "--reelroute.store.endpoint=http://127.0.0.1:" + store.port(),
                        "--reelroute.store.access-key=" + known.getRequiredProperty("reelroute.store.access-key"),
                        "--reelroute.store.secret-key=" + known.getRequiredProperty("reelroute.store.secret-key"),
                        "--reelroute.queue.endpoint=" + known.getRequiredProperty("reelroute.queue.endpoint"),
                        "--reelroute.queue.access-key=any",
                        "--reelroute.queue.secret-key=any",
                        "--reelroute.intake.default-profile=small",
                        "--reelroute.ledger.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                        "--reelroute.ledger.username=postgres",
                        "--reelroute.ledger.password=postgres"));
        Process process = Processes.start(settings, data.resolveSibling(data.getFileName() + ".log"));
        return new Server(process, new Api("http://localhost:" + port), store, listings);
    }

    private static void drop(Application stores, String name) throws IOException {
        Path uploads = Files.createDirectories(stores.bucket().resolve("uploads"));
        Files.writeString(uploads.resolve(name), "nobody looks into it");
    }

    private static void awaitVideo(Server server, String filename, Duration patience) {
        await("a video of " + filename)
                .atMost(patience)
                .ignoreExceptions() // it may be starting still
                .until(() -> server.api().videos("limit=100").stream()
                        .anyMatch(video -> video.path("filename").asText().equals(filename)));
    }
}
