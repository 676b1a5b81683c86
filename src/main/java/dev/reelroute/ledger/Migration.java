package dev.reelroute.ledger;

import dev.reelroute.startup.Beside;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/** Brings the tables up to date while the beans are made: none of them asks the ledger before all of them are there. */
@Component
class Migration implements FlywayMigrationStrategy, SmartInitializingSingleton {

    private @Nullable Beside<MigrateResult> migration;

    @Override
    public void migrate(Flyway flyway) {
        migration = new Beside<>(flyway::migrate).begin("migration");
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (migration != null) {
            migration.end();
        }
    }
}
