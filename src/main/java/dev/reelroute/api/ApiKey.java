package dev.reelroute.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelroute.ledger.Statements.KeyRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key, as an operator sees it.
 *
 * @param tenant whose videos it is for; null: those of no tenant
 * @param key in the answer to its making alone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiKey(
        String id,
        String name,
        @Nullable String tenant,
        List<String> scopes,
        @Nullable String key,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    /** @param items newest first */
    public record Items(List<ApiKey> items) {}

    static ApiKey of(KeyRow row, @Nullable String key) {
        return new ApiKey(
                row.id(),
                row.name(),
                row.tenant().isEmpty() ? null : row.tenant(),
                List.of(row.scopes().split(" ")),
                key,
                row.createdAt(),
                row.expiresAt(),
                row.lastUsedAt(),
                row.revokedAt());
    }
}
