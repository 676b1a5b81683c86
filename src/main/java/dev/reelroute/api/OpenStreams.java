package dev.reelroute.api;

import dev.reelroute.access.Caller;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * How many event streams are open: each is a connection, of which the server has only so many. A tenant can have any number of tokens
 * made, so that it is not enough to count for each of them.
 */
@Component
class OpenStreams {

    /**
     * For whom a stream counts.
     *
     * @param who has it, for the refusal
     * @param name of one among those
     * @param most that may be open at a time
     */
    record Share(String who, String name, int most) {}

    private final int ofClient;
    private final int ofTenant;
    private final int ofAll;
    private final Map<Share, Integer> open = new HashMap<>();

    OpenStreams(
            @Value("${reelroute.http.event-streams}") int ofClient,
            @Value("${reelroute.http.tenant-event-streams}") int ofTenant,
            @Value("${reelroute.http.all-event-streams}") int ofAll) {
        this.ofClient = ofClient;
        this.ofTenant = ofTenant;
        this.ofAll = ofAll;
    }

    /**
     * Counts one more.
     *
     * @param address of the client, who is known by it where access is open
     * @return what to give to {@link #remove}, once
     * @throws Refused TOO_MANY_EVENT_STREAMS
     */
    List<Share> add(Caller caller, String address) {
        List<Share> shares = new ArrayList<>();
        boolean isKnown = !caller.equals(Caller.ANYBODY);
        shares.add(new Share("This client has", isKnown ? caller.subject() : address, ofClient));
        @Nullable String tenant = caller.wall();
        if (tenant != null) {
            shares.add(new Share("This tenant has", tenant, ofTenant));
        }
        shares.add(new Share("All clients together have", "", ofAll));
        add(shares);
        return shares;
    }

    private synchronized void add(List<Share> shares) {
        for (Share share : shares) {
            int others = open.getOrDefault(share, 0);
            if (others >= share.most()) {
                throw new Refused(
                        FailureCode.TOO_MANY_EVENT_STREAMS, share.who() + " " + others + ".", Duration.ofMinutes(1));
            }
        }
        shares.forEach(share -> open.merge(share, 1, Integer::sum));
    }

    synchronized void remove(List<Share> shares) {
        shares.forEach(share -> open.computeIfPresent(share, (key, count) -> count == 1 ? null : count - 1));
    }
}
