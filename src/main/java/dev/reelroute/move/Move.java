package dev.reelroute.move;

import dev.reelroute.embedded.DataAtRest;
import dev.reelroute.failure.Misconfigured;
import dev.reelroute.store.ObjectStore;
import dev.reelroute.store.StoreClients;
import dev.reelroute.store.StoreProperties;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Moves an installation with embedded servers to a PostgreSQL and an S3 elsewhere, which the settings name as they will for
 * the application there. The old one stays as it is. Rows come last, and all at once: a move that broke off is begun again.
 */
public final class Move {

    private static final double MEGABYTE = 1e6;
    private static final String TASK = "task";

    /** Between two lines of progress. */
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final DataAtRest from;
    private final Connection to;
    private final S3Client s3;
    private final String bucket;
    private final PrintStream console;

    private Move(DataAtRest from, Connection to, S3Client s3, String bucket, PrintStream console) {
        this.from = from;
        this.to = to;
        this.s3 = s3;
        this.bucket = bucket;
        this.console = console;
    }

    /**
     * @param settings those of the new installation, as {@code --key=value}; {@code reelroute.data} is the old one's folder
     * @return exit code: 0 all is there, 1 it failed and the new ledger is empty as before
     */
    public static int run(List<String> settings, PrintStream console, PrintStream errors) {
        // As a worker, it starts no servers of its own.
        String[] all = Stream.concat(
                        settings.stream(), Stream.of("--reelroute.role=worker", "--logging.level.root=WARN"))
                .toArray(String[]::new);
        ConfigurableApplicationContext context;
        try {
            context = new SpringApplicationBuilder(Servers.class)
                    .web(WebApplicationType.NONE)
                    .initializers(each -> requireServers(each.getEnvironment()))
                    .run(all);
        } catch (RuntimeException e) {
            // Spring Boot has logged why.
            return 1;
        }
        try (context) {
            Path data = Path.of(context.getEnvironment().getRequiredProperty("reelroute.data"));
            String bucket = context.getBean(StoreProperties.class).bucket();
            try (DataAtRest from = DataAtRest.open(data, bucket);
                    Connection to = context.getBean(DataSource.class).getConnection()) {
                new Move(from, to, context.getBean(S3Client.class), bucket, console).all();
            }
            console.println("""
                    All is there. What the new one needs as well, of %s:
                      notify.secret as REELROUTE_NOTIFY_SECRETS: receivers of webhooks know it
                      playback.keys as REELROUTE_PLAYBACK_KEYS: addresses of private videos are signed with it
                    Do not start the old one again: it would do the same work once more.""".formatted(data.resolve("secrets.properties")));
            return 0;
        } catch (Misconfigured e) {
            errors.println(e.getMessage() + " " + e.remedy());
        } catch (SQLException | IOException | SdkException e) {
            errors.println("It broke off, and can be begun again: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }

    /** Before anything is made of them. */
    private static void requireServers(Environment environment) {
        Path data = Path.of(environment.getRequiredProperty("reelroute.data"));
        if (!DataAtRest.isIn(data)) {
            throw new Misconfigured(
                    "There is no embedded ledger in " + data + ".",
                    "Name the data folder of the Reelroute that moves: --reelroute.data=/path/to/data.");
        }
        for (String server : List.of("store", "ledger")) {
            if (environment.containsProperty("reelroute.embedded." + server)) {
                throw new Misconfigured(
                        "Where to move is not said: reelroute." + server + " is the embedded one.",
                        "Give the settings of the new servers as well, reelroute.ledger.url and reelroute.store.endpoint among"
                                + " them.");
            }
        }
    }

    private void all() throws SQLException, IOException, InterruptedException {
        requireEmpty();
        Map<String, String> versions = objects();
        Map<String, Long> rows = new TableCopy(from.ledger(), to)
                .copy(Map.of(
                        TableCopy.VIDEO,
                        row -> from.hasBucket() ? video(row, versions) : Map.of(),
                        TASK,
                        Move::rungNowhere));
        console.printf("Rows: %s%n", rows.toString().replaceAll("[{}]", ""));
    }

    private void requireEmpty() throws SQLException {
        String old = TableCopy.version(from.ledger());
        String now = TableCopy.version(to);
        if (!old.equals(now)) {
            throw new Misconfigured(
                    "The old ledger has version " + old + ", the new one " + now + ".",
                    "Start this version of Reelroute once where the old one is, so that it is brought up to date, and stop it.");
        }
        for (String table : List.of("video", "api_key")) {
            long rows = TableCopy.rows(to, table);
            if (rows > 0) {
                throw new Misconfigured(
                        "The new ledger is in use: its table " + table + " has " + rows
                                + (rows == 1 ? " row." : " rows."),
                        "Move into an empty database. Nothing was changed.");
            }
        }
    }

    private Map<String, String> objects() throws IOException, InterruptedException {
        List<String> keys = from.keys();
        long total = 0;
        for (String key : keys) {
            total += Files.size(from.file(key));
        }
        double all = total / MEGABYTE;
        console.printf(Locale.ROOT, "Objects: %d, %.1f MB%n", keys.size(), all);
        AtomicLong done = new AtomicLong();
        AtomicLong said = new AtomicLong(System.nanoTime());
        return new ObjectCopy(from, s3, bucket).copy(keys, size -> {
            long bytes = done.addAndGet(size);
            long last = said.get();
            long now = System.nanoTime();
            if (now - last > PERIOD.toNanos() && said.compareAndSet(last, now)) {
                console.printf(Locale.ROOT, "  %.0f of %.0f MB%n", bytes / MEGABYTE, all);
            }
        });
    }

    /**
     * What another store makes different: the version of the source, and the id of an upload in parts, of which the parts
     * that have arrived stay behind; who resumes it sends them again.
     */
    private Map<String, @Nullable Object> video(Map<String, @Nullable Object> row, Map<String, String> versions) {
        String key = String.valueOf(row.get("source_key"));
        if (row.get("source_etag") != null
                && Files.exists(from.file(key))
                && row.get("source_etag").equals(oldVersion(key))) {
            return Map.of("source_etag", versions.getOrDefault(key, ""));
        }
        if (row.get("upload_id") != null) {
            Object type = row.get("content_type");
            return Map.of(
                    "upload_id",
                    s3.createMultipartUpload(create ->
                                    create.bucket(bucket).key(key).contentType(type == null ? null : type.toString()))
                            .uploadId());
        }
        return Map.of();
    }

    /**
     * The queues elsewhere hold no message for work that waits. Without this it would take those of the next videos, whose
     * own work would wait until somebody notices that messages are missing.
     */
    private static Map<String, @Nullable Object> rungNowhere(Map<String, @Nullable Object> row) {
        return "QUEUED".equals(row.get("state")) ? Collections.singletonMap("rung_at", null) : Map.of();
    }

    private String oldVersion(String key) {
        var head = from.head(key);
        return ObjectStore.version(head.eTag(), head.lastModified(), head.contentLength());
    }

    /** Not found by the application, which has these in its own order. */
    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    @EnableConfigurationProperties(StoreProperties.class)
    @Import(StoreClients.class)
    private static final class Servers {}
}
