package dev.reelroute.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server for all tests of this process: a start of it costs seconds, a database of one's own next to nothing. */
public final class Postgres {

    /** Of the server, which ends with this process. */
    private static final String USER = "postgres";

    private static @Nullable EmbeddedPostgres server;
    private static int databases;

    private Postgres() {}

    /** The settings of an application that has its ledger in an empty database. */
    public static List<String> ledger() {
        return List.of(
                "--reelroute.ledger.url=" + database(),
                "--reelroute.ledger.username=" + USER,
                "--reelroute.ledger.password=" + USER);
    }

    /** @return the JDBC URL of an empty database, for the user {@code postgres} with whatever password */
    public static synchronized String database() {
        try {
            if (server == null) {
                server = EmbeddedPostgres.start();
            }
            databases++;
            String name = "ledger_" + databases;
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return server.getJdbcUrl(USER, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
