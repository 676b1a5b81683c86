package dev.reelroute.queue;

import dev.reelroute.ledger.Lane;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The SQS queues.
 *
 * @param endpoint {@code aws}, or the URL of an SQS server
 * @param accessKey null or empty: the machine's own role
 * @param lanes the queue of every lane
 * @param dead work that failed for good, with its cause
 * @param events S3 event notifications
 * @param longPoll seconds of one long poll
 * @param visibility seconds that a received message stays invisible
 */
@ConfigurationProperties("reelroute.queue")
public record QueueProperties(
        String endpoint,
        String region,
        @Nullable String accessKey,
        @Nullable String secretKey,
        Map<Lane, LaneProperties> lanes,
        String dead,
        String events,
        int longPoll,
        int visibility) {

    /**
     * A lane.
     *
     * @param queue its name
     * @param consumers pieces of its work that a process does at a time
     */
    public record LaneProperties(String queue, int consumers) {}

    public QueueProperties {
        for (Lane lane : Lane.values()) {
            if (!lanes.containsKey(lane)) {
                throw new IllegalArgumentException(
                        "reelroute.queue.lanes has no " + lane.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    /** The queue of a lane. */
    public String of(Lane lane) {
        return Objects.requireNonNull(lanes.get(lane)).queue();
    }

    /** The names of all queues: of every lane, of dead letters, and of events. */
    public List<String> all() {
        return Stream.concat(Arrays.stream(Lane.values()).map(this::of), Stream.of(dead, events))
                .toList();
    }

    /** Whether the queues are Amazon's own. */
    boolean isAws() {
        return endpoint.equals("aws");
    }
}
