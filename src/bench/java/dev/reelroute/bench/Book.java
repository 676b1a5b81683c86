package dev.reelroute.bench;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.plan.Plan;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger of a running product says of a video. */
final class Book {

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private Book() {}

    /** When a task was worked on. */
    record Span(TaskKind kind, Instant started, Instant finished) {}

    static Plan plan(Product product, String video) throws IOException, SQLException {
        try (Connection ledger = product.ledger();
                PreparedStatement question = ledger.prepareStatement("SELECT plan FROM video WHERE id = ?")) {
            question.setString(1, video);
            try (ResultSet rows = question.executeQuery()) {
                rows.next();
                return JSON.readValue(rows.getString(1), Plan.class);
            }
        }
    }

    /** All finished tasks of a video. */
    static List<Span> spans(Product product, String video) throws IOException, SQLException {
        try (Connection ledger = product.ledger();
                PreparedStatement question = ledger.prepareStatement("SELECT kind, started_at, finished_at FROM task"
                        + " WHERE video_id = ? AND finished_at IS NOT NULL ORDER BY started_at")) {
            question.setString(1, video);
            List<Span> spans = new ArrayList<>();
            try (ResultSet rows = question.executeQuery()) {
                while (rows.next()) {
                    spans.add(new Span(TaskKind.valueOf(rows.getString(1)), instant(rows, 2), instant(rows, 3)));
                }
            }
            return spans;
        }
    }

    /** When a video became READY; null: it is not. */
    static @Nullable Instant readyAt(Product product, String video) throws IOException, SQLException {
        try (Connection ledger = product.ledger();
                PreparedStatement question = ledger.prepareStatement("SELECT ready_at FROM video WHERE id = ?")) {
            question.setString(1, video);
            try (ResultSet rows = question.executeQuery()) {
                rows.next();
                return rows.getObject(1) == null ? null : instant(rows, 1);
            }
        }
    }

    private static Instant instant(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }
}
