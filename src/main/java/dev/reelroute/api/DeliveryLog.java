package dev.reelroute.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelroute.ledger.DeliveryState;
import dev.reelroute.ledger.Statements.DeliveryRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What receivers were told about a video, newest first. */
public record DeliveryLog(List<Item> items) {

    /**
     * @param id the same that the receiver sees as {@code webhook-id}
     * @param attempts made so far
     * @param statusCode the receiver's last answer; null when none came
     * @param error why the receiver did not accept the last attempt
     * @param nextAttemptAt null when no attempt is to come
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            String id,
            String type,
            String url,
            DeliveryState state,
            int attempts,
            @Nullable Integer statusCode,
            @Nullable String error,
            Instant createdAt,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant deliveredAt) {

        static Item of(DeliveryRow row) {
            return new Item(
                    row.id(),
                    row.type(),
                    row.url(),
                    row.state(),
                    row.attempt(),
                    row.statusCode() == 0 ? null : row.statusCode(),
                    row.error(),
                    row.createdAt(),
                    row.state() == DeliveryState.QUEUED ? row.dueAt() : null,
                    row.deliveredAt());
        }
    }
}
