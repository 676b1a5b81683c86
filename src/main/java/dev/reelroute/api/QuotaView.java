package dev.reelroute.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelroute.ledger.Statements.Stored;
import dev.reelroute.ledger.Statements.Usage;
import dev.reelroute.quota.Limits;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant may use, and has used.
 *
 * @param tenant null: that of whoever has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QuotaView(
        @Nullable String tenant,
        Share underWay,
        Share unfinishedUploads,
        Share uploadsToday,
        Share bytes,
        Share minutes,
        Share requestsPerSecond,
        Instant dayEndsAt) {

    /**
     * @param used null where nobody counts it
     * @param limit null: none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Share(@Nullable Number used, @Nullable Long limit) {}

    static QuotaView of(String tenant, Limits limits, Usage used, Stored stored) {
        return new QuotaView(
                tenant.isEmpty() ? null : tenant,
                new Share(used.underWay(), limits.underWay()),
                new Share(used.unfinished(), limits.unfinishedUploads()),
                new Share(used.uploads(), limits.uploadsPerDay()),
                new Share(
                        stored.bytes(),
                        limits.bytes() == null ? null : limits.bytes().toBytes()),
                new Share(Math.round(stored.seconds() / 0.6) / 100.0, limits.minutes()),
                new Share(null, limits.requestsPerSecond()),
                Instant.now().plusSeconds(used.dayLeft()).truncatedTo(ChronoUnit.DAYS));
    }
}
