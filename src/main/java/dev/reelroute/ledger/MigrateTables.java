package dev.reelroute.ledger;

import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Brings the ledger's tables to this version and ends, with code 0: for who wants one process to do so before others
 * start. Takes the settings of the application.
 */
public final class MigrateTables {

    private static final Logger LOG = LoggerFactory.getLogger(MigrateTables.class);

    private MigrateTables() {}

    public static void main(String[] settings) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Tables.class)
                .web(WebApplicationType.NONE)
                .run(settings)) {
            LOG.info(
                    "The ledger has version {}",
                    context.getBean(Flyway.class).info().current().getVersion());
        }
    }

    /** Not found by the application, which has these in its own order. */
    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    private static final class Tables {}
}
