package dev.reelroute.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Copies the rows of a ledger into an empty one of the same version, in one transaction: all of them or none. */
final class TableCopy {

    /** Of Flyway; and what processes say of themselves while they live. */
    private static final Set<String> NOT_COPIED = Set.of("flyway_schema_history", "worker", "duty", "request_rate");
    /** Its rows come first: most others name one of them. */
    static final String VIDEO = "video";

    private static final int BATCH = 500;

    private final Connection from;
    private final Connection to;

    TableCopy(Connection from, Connection to) {
        this.from = from;
        this.to = to;
    }

    /** Another value for some column of some row. */
    @FunctionalInterface
    interface Change {

        /**
         * @param row all of its columns as they were, by name
         * @return the columns to be written instead
         */
        Map<String, @Nullable Object> of(Map<String, @Nullable Object> row);
    }

    /** The number of the last migration. */
    static String version(Connection ledger) throws SQLException {
        return one(
                ledger,
                "SELECT \"version\" FROM \"flyway_schema_history\" WHERE \"success\" ORDER BY \"installed_rank\" DESC LIMIT 1");
    }

    static long rows(Connection ledger, String table) throws SQLException {
        return Long.parseLong(one(ledger, "SELECT COUNT(*) FROM \"" + table + "\""));
    }

    /**
     * @param changed what is not as it was, by table
     * @return rows by table
     */
    Map<String, Long> copy(Map<String, Change> changed) throws SQLException {
        to.setAutoCommit(false);
        Map<String, Long> copied = new LinkedHashMap<>();
        for (String table : tables()) {
            // Migrations have put some rows there.
            try (Statement statement = to.createStatement()) {
                statement.executeUpdate("DELETE FROM \"" + table + "\"");
            }
            copied.put(table, copy(table, changed.getOrDefault(table, row -> Map.of())));
            if (rows(to, table) != rows(from, table)) {
                throw new SQLException("Not all rows of table " + table + " have arrived.");
            }
        }
        to.commit();
        return copied;
    }

    private long copy(String table, Change changed) throws SQLException {
        long count = 0;
        try (Statement question = from.createStatement();
                ResultSet rows = question.executeQuery("SELECT * FROM \"" + table + "\"")) {
            List<String> columns = columns(rows.getMetaData());
            String insertion = "INSERT INTO \"" + table + "\" (\"" + String.join("\", \"", columns) + "\") VALUES ("
                    + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
            try (PreparedStatement insert = to.prepareStatement(insertion)) {
                while (rows.next()) {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    for (String column : columns) {
                        row.put(column, rows.getObject(column));
                    }
                    row.putAll(changed.of(row));
                    for (int i = 0; i < columns.size(); i++) {
                        insert.setObject(i + 1, row.get(columns.get(i)));
                    }
                    insert.addBatch();
                    count++;
                    if (count % BATCH == 0) {
                        insert.executeBatch();
                    }
                }
                insert.executeBatch();
            }
            countOn(table, columns);
        }
        return count;
    }

    /** What is numbered goes on after the last number. */
    private void countOn(String table, List<String> columns) throws SQLException {
        try (ResultSet described = to.getMetaData().getColumns(null, null, table, "id")) {
            if (columns.contains("id") && described.next() && "YES".equals(described.getString("IS_AUTOINCREMENT"))) {
                String next = one(to, "SELECT COALESCE(MAX(\"id\"), 0) + 1 FROM \"" + table + "\"");
                try (Statement statement = to.createStatement()) {
                    statement.execute("ALTER TABLE \"" + table + "\" ALTER COLUMN \"id\" RESTART WITH " + next);
                }
            }
        }
    }

    private List<String> tables() throws SQLException {
        Set<String> names = new TreeSet<>();
        try (ResultSet tables =
                from.getMetaData().getTables(null, "public", "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        names.removeAll(NOT_COPIED);
        names.remove(VIDEO);
        List<String> ordered = new ArrayList<>(List.of(VIDEO));
        ordered.addAll(names);
        return ordered;
    }

    private static List<String> columns(ResultSetMetaData row) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= row.getColumnCount(); i++) {
            columns.add(row.getColumnName(i));
        }
        return columns;
    }

    private static String one(Connection ledger, String question) throws SQLException {
        try (Statement statement = ledger.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
