package dev.reelroute.ledger;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Ends waits for a PostgreSQL that does not answer any more, where the driver by default waits for ever, and lets a statement live through
 * an update of the tables. This is not in the configuration, because H2 refuses properties that it does not know. Values in the URL win.
 */
@Component
class LedgerTimeouts implements BeanPostProcessor {

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool
                && String.valueOf(pool.getJdbcUrl()).startsWith("jdbc:postgresql:")) {
            pool.addDataSourceProperty("connectTimeout", "3"); // seconds
            pool.addDataSourceProperty("socketTimeout", "10"); // seconds; no statement of ours takes one
            pool.addDataSourceProperty("tcpKeepAlive", "true");
            // When a newer process adds a column, a statement that was prepared before is refused once; within a
            // transaction, the
            // driver can then try again only from a savepoint.
            pool.addDataSourceProperty("autosave", "conservative");
        }
        return bean;
    }
}
