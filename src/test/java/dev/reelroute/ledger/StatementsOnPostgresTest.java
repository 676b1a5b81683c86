package dev.reelroute.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.health.Outages;
import dev.reelroute.ledger.Statements.InsertTask;
import dev.reelroute.ledger.Statements.UnrungTasks;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The statements on PostgreSQL. */
class StatementsOnPostgresTest extends StatementsTest {

    @Override
    List<String> database() {
        return Postgres.ledger();
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
        try (Connection connection = DriverManager.getConnection(Postgres.database(), "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'""");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
