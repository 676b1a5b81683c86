package dev.reelroute.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.ledger.PlainLedger;
import dev.reelroute.ledger.Postgres;
import dev.reelroute.ledger.Statement.Question;
import dev.reelroute.ledger.StatementBinder;
import dev.reelroute.ledger.Statements.LockQuota;
import dev.reelroute.ledger.Statements.OpenQuota;
import dev.reelroute.ledger.Statements.StoredOfTenant;
import dev.reelroute.ledger.Statements.UnfinishedUploads;
import dev.reelroute.ledger.Statements.UsageOfTenant;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked before each registration, where a tenant has many videos: an index answers, and how fast. */
class QuotaCountsTest {

    /** 100,000 with {@code -Dquota.videos=100000}. */
    private static final int VIDEOS = Integer.getInteger("quota.videos", 10_000);

    private static final int UNDER_WAY = 1_000;
    private static final int TIMES = 60;

    /** Some have failed, the last are under way. */
    private static final String FILL = """
            INSERT INTO video (id, status, filename, profile_revision, profile, source_key, source_etag, source_size, registered,
                               source, plan, duration, tenant)
            SELECT CONCAT('0190-', %1$s, n),
                   CASE WHEN n > %2$d THEN CASE WHEN MOD(n, 2) = 0 THEN 'AWAITING_UPLOAD' ELSE 'PROCESSING' END
                        WHEN MOD(n, 50) = 0 THEN 'FAILED' ELSE 'READY' END,
                   'a.mp4', 'p@1', REPEAT('p', 300), CONCAT('uploads/', %1$s, n), '"9b2cf535f27731c974343645a3985328"', 1000, TRUE,
                   REPEAT('s', 300), REPEAT('l', 300), 60, %1$s
            FROM %3$s""";

    @Test
    void onH2(@TempDir Path folder) throws SQLException {
        String url = "jdbc:h2:file:" + folder.resolve("ledger")
                + ";OPTIMIZE_REUSE_RESULTS=0;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
        try (PlainLedger ledger = PlainLedger.of(url, "sa", "")) {
            fill(ledger, "SYSTEM_RANGE(1, " + VIDEOS + ") s(n)");
            measure("H2", ledger);
            assertThat(plan(ledger, "EXPLAIN ")).contains("video_by_usage").doesNotContain("tablescan");
        }
    }

    @Test
    void onPostgres() throws SQLException {
        String url = Postgres.database();
        fromBefore(url, "postgres");
        othersWait(url, "postgres", "SET lock_timeout = 100");
        try (PlainLedger ledger = PlainLedger.of(url, "postgres", "")) {
            fill(ledger, "generate_series(1, " + VIDEOS + ") s(n)");
            ledger.sql("VACUUM ANALYZE video");
            // Of a small table it would rather read all.
            ledger.sql("SET enable_seqscan = off");
            ledger.sql("SET enable_bitmapscan = off");
            measure("PostgreSQL", ledger);
            // With a cast where it reads the table, without one where the index alone is enough: either will do.
            assertThat(plan(ledger, "EXPLAIN "))
                    .contains("index", "cond: ((tenant")
                    .doesNotContain("seq scan");
        }
    }

    /** Of videos from before it is known how long they are. */
    @Test
    void minutesFromBeforeCount() throws SQLException {
        String url =
                "jdbc:h2:mem:before;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1";
        fromBefore(url, "sa");
    }

    @Test
    void whoCountsHasTheOthersWaitOnH2() throws SQLException {
        String url =
                "jdbc:h2:mem:locks;LOCK_TIMEOUT=100;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
        othersWait(url, "sa", "SET LOCK_TIMEOUT 100");
    }

    /** Not when they only look. */
    private static void othersWait(String url, String user, String impatience) throws SQLException {
        try (PlainLedger one = PlainLedger.of(url, user, "");
                PlainLedger other = PlainLedger.of(url, user, "")) {
            other.sql(impatience);
            one.run(new OpenQuota("acme"));
            one.connection().setAutoCommit(false);
            assertThat(one.askOne(new LockQuota("acme"))).isPresent();

            assertThat(other.askOne(new UsageOfTenant("acme"))).isPresent();
            assertThat(other.askOne(new LockQuota("*"))).isPresent();
            assertThatThrownBy(() -> other.askOne(new LockQuota("acme"))).hasCauseInstanceOf(SQLException.class);

            one.connection().commit();
            assertThat(other.askOne(new LockQuota("acme"))).isPresent();
        }
    }

    private static void fromBefore(String url, String user) throws SQLException {
        Flyway.configure().dataSource(url, user, "").target("10").load().migrate();
        try (PlainLedger ledger = PlainLedger.asItIs(url, user, "")) {
            for (String source : List.of(
                    "{\"size\":7,\"container\":\"mov,mp4\",\"duration\":90.5,\"video\":{\"index\":0,\"duration\":1}}",
                    "{\"size\":7,\"duration\":1.2E1,\"video\":{}}",
                    "{\"size\":7}",
                    "{}")) {
                ledger.sql("""
                        INSERT INTO video (id, status, filename, profile_revision, profile, source_key, registered, source, plan)
                        VALUES (?, 'READY', 'a.mp4', 'standard@1', '{}', ?, TRUE, ?, '{}')""", "id" + source.hashCode(), source, source);
            }
        }
        try (PlainLedger ledger = PlainLedger.of(url, user, "")) {
            assertThat(ledger.askOne(new StoredOfTenant("")).orElseThrow().seconds())
                    .isEqualTo(102.5);
        }
    }

    private static void fill(PlainLedger ledger, String numbers) {
        ledger.sql(String.format(Locale.ROOT, FILL, "'big'", VIDEOS - UNDER_WAY, numbers));
        ledger.sql(String.format(Locale.ROOT, FILL, "'other'", VIDEOS - UNDER_WAY, numbers));
        assertThat(ledger.askOne(new UsageOfTenant("big")).orElseThrow().underWay())
                .isEqualTo(UNDER_WAY);
        assertThat(ledger.askOne(new UsageOfTenant("big")).orElseThrow().unfinished())
                .isEqualTo(UNDER_WAY / 2);
        assertThat(ledger.askOne(new StoredOfTenant("big")).orElseThrow().bytes())
                .isEqualTo(1000L * VIDEOS);
        assertThat(ledger.askOne(new UnfinishedUploads()).orElseThrow().unfinished())
                .isEqualTo(UNDER_WAY);
    }

    private static void measure(String database, PlainLedger ledger) {
        System.out.printf(
                Locale.ROOT,
                "    %s, %,d videos of the tenant: under way %.1f ms, all uploads %.1f ms, stored %.1f ms (p95)%n",
                database,
                VIDEOS,
                p95(ledger, new UsageOfTenant("big")),
                p95(ledger, new UnfinishedUploads()),
                p95(ledger, new StoredOfTenant("big")));
    }

    private static double p95(PlainLedger ledger, Question<?> question) {
        double[] millis = new double[TIMES];
        for (int i = -20; i < TIMES; i++) {
            long begun = System.nanoTime();
            ledger.ask(question);
            millis[Math.max(0, i)] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(millis);
        return millis[TIMES * 95 / 100];
    }

    /** How the database finds what is stored, in small letters. */
    private static String plan(PlainLedger ledger, String explain) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Statement statement = ledger.connection().createStatement();
                ResultSet rows = statement.executeQuery(explain
                        + new StatementBinder().sql(new StoredOfTenant("big")).replace(":?tenant", "'big'"))) {
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
        }
        return plan.toString().toLowerCase(Locale.ROOT);
    }
}
