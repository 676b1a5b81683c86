package dev.reelroute.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.ledger.Statements.AdoptTasks;
import dev.reelroute.ledger.Statements.ClaimTask;
import dev.reelroute.ledger.Statements.DueInLane;
import dev.reelroute.ledger.Statements.DueOutOfLine;
import dev.reelroute.ledger.Statements.ListVideos;
import dev.reelroute.ledger.Statements.ListVideosByName;
import dev.reelroute.ledger.Statements.NameVideo;
import dev.reelroute.ledger.Statements.Nameless;
import dev.reelroute.ledger.Statements.NamelessVideos;
import dev.reelroute.ledger.Statements.OpenSharesOfAdopted;
import dev.reelroute.ledger.Statements.OutOfLine;
import dev.reelroute.ledger.Statements.TaskId;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.text.Names;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Processes are updated one after the other: those of an older version go on in a ledger that is migrated already. */
class UpgradeTest {

    /** The last version whose processes know neither tenants' keys nor turns. */
    private static final String OLDER = "7";

    private static final String IN_MEMORY =
            "jdbc:h2:mem:upgrade;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1";

    @Test
    void workOfOlderProcessesIsDoneOnH2() throws SQLException {
        updateOneAfterTheOther(IN_MEMORY, "sa", "");
    }

    @Test
    void workOfOlderProcessesIsDoneOnPostgres() throws SQLException {
        updateOneAfterTheOther(Postgres.database(), "postgres", "");
    }

    private static void updateOneAfterTheOther(String url, String user, String password) throws SQLException {
        Flyway.configure().dataSource(url, user, password).target(OLDER).load().migrate();
        try (PlainLedger ledger = PlainLedger.asItIs(url, user, password)) {
            addAsBefore(ledger, "before", Lane.FAST);
        }
        try (PlainLedger ledger = PlainLedger.of(url, user, password)) {
            assertThat(due(ledger, Lane.FAST)).containsExactly("task of before");

            assertThat(ledger.ask(new ListVideos("~", "", "%", "%", "%", "%", 10)))
                    .as("without a name to compare")
                    .extracting(VideoRow::id)
                    .containsExactly("before");
            for (Nameless video : ledger.ask(new NamelessVideos(10))) {
                ledger.run(new NameVideo(video.id(), Names.folded(video.filename())));
            }
            assertThat(ledger.ask(new ListVideosByName("", "", "", "%a.m%", "%", "%", "%", 10)))
                    .hasSize(1);
            assertThat(ledger.ask(new NamelessVideos(10))).isEmpty();

            addAsBefore(ledger, "meanwhile", Lane.BULK);
            assertThat(due(ledger, Lane.BULK)).as("its turn is unknown").isEmpty();
            ledger.run(new OpenSharesOfAdopted(Lane.BULK));
            assertThat(ledger.run(new AdoptTasks(Lane.BULK))).isEqualTo(1);
            assertThat(due(ledger, Lane.BULK)).containsExactly("task of meanwhile");

            ledger.run(new ClaimTask("task of meanwhile", "worker", 60));
            moveAsBefore(ledger, "task of before", Lane.BULK);
            assertThat(due(ledger, Lane.BULK)).as("out of another lane's share").containsExactly("task of before");
        }
    }

    /** Which would be passed by every look while what it waits for is delayed, for up to a day. */
    @Test
    void newsThatWaitsForEarlierNewsIsPutOffWithItOnH2() throws SQLException {
        putOff(IN_MEMORY.replace("upgrade", "news"), "sa", "");
    }

    @Test
    void newsThatWaitsForEarlierNewsIsPutOffWithItOnPostgres() throws SQLException {
        putOff(Postgres.database(), "postgres", "");
    }

    private static void putOff(String url, String user, String password) throws SQLException {
        Flyway.configure().dataSource(url, user, password).target("19").load().migrate();
        try (PlainLedger ledger = PlainLedger.asItIs(url, user, password)) {
            addNewsAsBefore(ledger, "delayed", "video", 1);
            ledger.sql("UPDATE delivery SET due_at = due_at + INTERVAL '1' HOUR");
            addNewsAsBefore(ledger, "follows", "video", 2);
            addNewsAsBefore(ledger, "other", "other video", 3);
        }
        try (PlainLedger ledger = PlainLedger.of(url, user, password)) {
            assertThat(ledger.ask(new DueOutOfLine(10)))
                    .extracting(OutOfLine::id)
                    .containsExactly("other");
            ledger.sql("UPDATE delivery SET due_at = due_at - INTERVAL '1' HOUR");
            assertThat(ledger.ask(new DueOutOfLine(10))).hasSize(3);
        }
    }

    private static void addNewsAsBefore(PlainLedger ledger, String id, String video, int sequence) {
        ledger.sql("""
                INSERT INTO delivery (id, video_id, tenant, sequence, type, url, payload, state)
                VALUES (?, ?, '', ?, 'video.ready', 'https://example.com/', '{}', 'QUEUED')""", id, video, sequence);
    }

    private static List<String> due(PlainLedger ledger, Lane lane) {
        return ledger.ask(new DueInLane(lane)).stream().map(TaskId::id).toList();
    }

    /** A video and its work, with the columns that the older version's statements name. */
    private static void addAsBefore(PlainLedger ledger, String video, Lane lane) {
        ledger.sql("""
                INSERT INTO video (id, status, filename, profile_revision, profile, source_key, registered)
                VALUES (?, 'PROCESSING', 'a.mp4', 'standard@1', '{}', ?, TRUE)""", video, video);
        ledger.sql("""
                INSERT INTO task (id, video_id, kind, ordinal, lane, state, weight)
                VALUES (?, ?, 'ENCODE_VIDEO', 0, ?, 'QUEUED', 3)""", "task of " + video, video, lane.name());
    }

    private static void moveAsBefore(PlainLedger ledger, String task, Lane lane) {
        ledger.sql("""
                UPDATE task
                SET state = 'QUEUED', lane = ?, rung_at = NULL, lease_until = NULL, not_before = CURRENT_TIMESTAMP
                WHERE id = ?""", lane.name(), task);
    }
}
