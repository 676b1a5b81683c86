package dev.reelroute.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.TaskKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the whole is doing.
 *
 * @param at when this was so, by the ledger's clock
 * @param oldest the due work that has waited longest, longest first; at most ten pieces
 * @param outages servers that do not answer this process
 */
public record OperatingStatus(
        Instant at, List<LaneStatus> lanes, List<Worker> workers, List<OldWork> oldest, List<Outage> outages) {

    /**
     * @param workers that are there and take its work
     * @param places pieces of work that they do at a time, together
     * @param queued work that waits to be begun
     * @param due of those, what may be begun now
     * @param running work under way
     * @param oldestSeconds how long the oldest due work has waited
     * @param trouble one sentence when nobody will do the work; null: all is well
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LaneStatus(
            Lane lane,
            int workers,
            int places,
            long queued,
            long due,
            long running,
            int oldestSeconds,
            @Nullable String trouble) {}

    /**
     * @param present whether it was heard of lately
     * @param places pieces of work at a time, by lane
     * @param running pieces that it works on
     * @param diskFree bytes left for its data folder
     * @param trouble the code of what it lacks, for which it takes no work; null: it takes some
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Worker(
            String name,
            boolean present,
            Instant seenAt,
            Map<Lane, Integer> places,
            int running,
            long diskFree,
            long diskTotal,
            @Nullable String trouble) {}

    /** @param code what its last attempt ended with; null: it was not begun, or was handed back */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OldWork(
            String video,
            String filename,
            @Nullable String tenant,
            TaskKind kind,
            int ordinal,
            Lane lane,
            Instant since,
            @Nullable String code) {}

    /** @param seconds for which it has been away */
    public record Outage(String code, String reason, long seconds) {}
}
