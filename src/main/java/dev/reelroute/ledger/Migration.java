package dev.reelroute.ledger;

import dev.reelroute.startup.Beside;
import dev.reelroute.startup.Latecomer;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/**
 * Brings the tables up to date while the beans are made: none of them asks the ledger before all of them are there. A database elsewhere
 * may come later than we do: it is waited for.
 */
@Component
class Migration implements FlywayMigrationStrategy, SmartInitializingSingleton {

    private final String url;
    private final Duration patience;
    private @Nullable Beside<MigrateResult> migration;

    Migration(@Value("${reelroute.ledger.url}") String url, @Value("${reelroute.startup.wait}") Duration patience) {
        this.url = url;
        this.patience = patience;
    }

    @Override
    public void migrate(Flyway flyway) {
        migration = new Beside<>(() -> {
                    await(flyway.getConfiguration().getDataSource());
                    return flyway.migrate();
                })
                .begin("migration");
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (migration != null) {
            migration.end();
        }
    }

    private void await(DataSource database) {
        if (url.startsWith("jdbc:postgresql:")) {
            new Latecomer("ledger's database at " + url.replaceAll("[;?].*$", ""), () -> absence(database))
                    .await(patience);
        }
    }

    private static @Nullable String absence(DataSource database) {
        try {
            database.getConnection().close();
            return null;
        } catch (SQLException | RuntimeException e) {
            // The pool wraps what it was told.
            return absence(e);
        }
    }

    /** Why it is not there; null when it is there, and refuses us. SQLSTATE: class 08 connection, 57P03 "is starting up". */
    private static @Nullable String absence(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                boolean away =
                        sql.getSQLState().startsWith("08") || sql.getSQLState().equals("57P03");
                return away ? sql.getMessage() : null;
            }
        }
        return null;
    }
}
