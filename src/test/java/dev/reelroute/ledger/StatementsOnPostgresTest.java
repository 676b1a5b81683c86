package dev.reelroute.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.health.Outages;
import dev.reelroute.ledger.Statements.InsertTask;
import dev.reelroute.ledger.Statements.UnrungTasks;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The statements on PostgreSQL. */
class StatementsOnPostgresTest extends StatementsTest {

    private @Nullable EmbeddedPostgres postgres;

    @Override
    List<String> database() throws IOException {
        postgres = EmbeddedPostgres.start();
        return List.of(
                "--reelroute.ledger.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--reelroute.ledger.username=postgres",
                "--reelroute.ledger.password=postgres");
    }

    /** Its rollback fails, too, and is not what those above it need to know. */
    @Test
    void aTransactionThatLosesItsConnectionMeetsAnOutage() {
        assertThatThrownBy(() -> ledger.atomically(() -> {
                    ledger.ask(new UnrungTasks());
                    endOpenTransactions();
                    return ledger.ask(new UnrungTasks());
                }))
                .matches(Outages::caused);
    }

    @Test
    void aStatementThatIsWrongMeetsNone() {
        assertThatThrownBy(() -> ledger.run(
                        new InsertTask("t", "no video", TaskKind.INSPECT, 0, Lane.FAST, TaskState.QUEUED, 1, 1)))
                .matches(thrown -> !Outages.caused(thrown));
    }

    private void endOpenTransactions() {
        String url = Objects.requireNonNull(postgres).getJdbcUrl("postgres", "postgres");
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'""");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    void stopPostgres() throws IOException {
        Objects.requireNonNull(postgres).close();
    }
}
