package dev.reelroute.ledger;

import dev.reelroute.ledger.Statement.Change;
import dev.reelroute.ledger.Statement.Question;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** The ledger's own statements on one connection, without Spring and Camel: for what needs tens of thousands of them. */
public final class PlainLedger implements Ledger, AutoCloseable {

    private static final Pattern PARAMETER = Pattern.compile(":\\?(\\w+)");

    private final StatementBinder binder = new StatementBinder();
    private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>();
    private final Connection connection;

    private PlainLedger(Connection connection) {
        this.connection = connection;
    }

    /** With all tables and no rows, if the database had none. */
    public static PlainLedger of(String url, String user, String password) throws SQLException {
        // Kept open, because a database in memory ends with its last connection.
        PlainLedger opened = asItIs(url, user, password);
        Flyway.configure().dataSource(url, user, password).load().migrate();
        return opened;
    }

    /** With the tables of whichever version the database has. */
    public static PlainLedger asItIs(String url, String user, String password) throws SQLException {
        return new PlainLedger(DriverManager.getConnection(url, user, password));
    }

    /** An H2 database of this name in memory, in the dialect of the embedded one. */
    public static PlainLedger inMemory(String name) throws SQLException {
        return of(
                "jdbc:h2:mem:" + name + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH", "sa", "");
    }

    @Override
    public int run(Change change) {
        try {
            return bound(change).executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public <R extends Record> List<R> ask(Question<R> question) {
        try (ResultSet rows = bound(question).executeQuery()) {
            List<Map<String, @Nullable Object>> all = new ArrayList<>();
            while (rows.next()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.put(rows.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT), rows.getObject(i));
                }
                all.add(row);
            }
            return binder.rows(question, all);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public <T> T atomically(Supplier<T> work) {
        throw new UnsupportedOperationException("Each statement is its own transaction here");
    }

    /** A statement that the product has not: for what only a test does, such as moving the time of a row. */
    public int sql(String text, Object... parameters) {
        try {
            PreparedStatement statement = prepare(text);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public Connection connection() {
        return connection;
    }

    private PreparedStatement bound(Statement statement) throws SQLException {
        String text = binder.sql(statement);
        PreparedStatement bound = prepare(PARAMETER.matcher(text).replaceAll("?"));
        Map<String, @Nullable Object> parameters = binder.parameters(statement);
        Matcher names = PARAMETER.matcher(text);
        for (int i = 1; names.find(); i++) {
            bound.setObject(i, parameters.get(names.group(1)));
        }
        return bound;
    }

    private PreparedStatement prepare(String text) throws SQLException {
        PreparedStatement known = prepared.get(text);
        if (known == null) {
            known = connection.prepareStatement(text);
            prepared.put(text, known);
        }
        return known;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
