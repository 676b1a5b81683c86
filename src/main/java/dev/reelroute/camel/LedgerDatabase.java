package dev.reelroute.camel;

import dev.reelroute.ledger.Statement;
import dev.reelroute.ledger.Statement.Question;
import dev.reelroute.ledger.StatementBinder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;

/**
 * The database, for the route {@code ledger-execute}: a statement is one round trip. Camel's {@code jdbc} component first asks the
 * database for the types of the parameters, each time, which PostgreSQL answers by planning the statement; and its {@code spring-jdbc}
 * closes the connection of a transaction with the first statement.
 */
@Component
class LedgerDatabase {

    private final DataSource dataSource;
    private final StatementBinder binder;

    LedgerDatabase(DataSource dataSource, StatementBinder binder) {
        this.dataSource = dataSource;
        this.binder = binder;
    }

    /**
     * Within a transaction all statements share its connection.
     *
     * @return the number of rows changed, or the rows
     */
    public Object execute(Statement statement) throws SQLException {
        Connection connection = DataSourceUtils.doGetConnection(dataSource);
        try (PreparedStatement prepared = connection.prepareStatement(binder.sql(statement))) {
            binder.bind(prepared, statement);
            if (statement instanceof Question<?> question) {
                try (ResultSet rows = prepared.executeQuery()) {
                    return binder.rows(question, rows);
                }
            }
            return prepared.executeUpdate();
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }
}
