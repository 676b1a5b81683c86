package dev.reelroute.camel;

import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;

/**
 * The database as routes see it, under the name {@code ledgerDatabase}: within a transaction all statements share one
 * connection, which the transaction closes. Camel's own {@code spring-jdbc} component closes it when the exchange of a
 * single statement ends. This is not a bean, because Spring Boot would take it for the application's data source.
 */
@Component
class LedgerDatabase implements CamelContextConfiguration {

    private final DataSource dataSource;

    LedgerDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        context.getRegistry()
                .bind(
                        "ledgerDatabase",
                        DataSource.class,
                        new CountedParameters(new TransactionAwareDataSourceProxy(dataSource)));
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        // Nothing to do: the name has to be known before the routes are made.
    }
}
