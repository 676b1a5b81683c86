package dev.reelroute.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks for a connection to the database that works. */
@Component
class LedgerProbe implements Dependencies.Probe {

    private static final int PATIENCE = 3; // seconds

    private final DataSource dataSource;

    LedgerProbe(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public @Nullable String ask() {
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.isValid(PATIENCE)) {
                return "The connection is broken.";
            }
            // H2 says of a database that has closed itself that the connection is valid.
            try (Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(PATIENCE);
                statement.execute("SELECT 1");
            }
            return null;
        } catch (SQLException e) {
            // The pool's own message is about the pool; its cause has the message of the database or the network.
            return String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
        }
    }
}
