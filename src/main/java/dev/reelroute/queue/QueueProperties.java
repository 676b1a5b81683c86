package dev.reelroute.queue;

import dev.reelroute.ledger.Lane;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The SQS queues.
 *
 * @param endpoint {@code aws}, or the URL of an SQS server
 * @param accessKey null or empty: the machine's own role
 * @param fast inspection and publishing
 * @param early work that makes videos playable
 * @param bulk encoding
 * @param heavy all work on sources that cost far more than others
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
        String fast,
        String early,
        String bulk,
        String heavy,
        String dead,
        String events,
        int longPoll,
        int visibility) {

    /** The queue of a lane. */
    public String of(Lane lane) {
        return switch (lane) {
            case FAST -> fast;
            case EARLY -> early;
            case BULK -> bulk;
            case HEAVY -> heavy;
        };
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
