package dev.reelroute.task;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How work is claimed and retried.
 *
 * @param lease seconds that a claim holds without being renewed
 * @param renewPeriod milliseconds between renewals
 * @param maxAttempts number of setbacks at which the work has failed for good
 * @param backoff delay after the first setback, doubled by each further one
 * @param hold time after which a step that holds a video back is asked again
 * @param longestHold age of a held video at which it fails
 * @param reportPeriod milliseconds between two reports of a worker that it is there
 * @param shutdownGrace seconds that a stopping worker may still work
 */
@ConfigurationProperties("reelroute.task")
public record TaskProperties(
        int lease,
        int renewPeriod,
        int maxAttempts,
        Duration backoff,
        Duration maxBackoff,
        Duration hold,
        Duration longestHold,
        int reportPeriod,
        int shutdownGrace) {

    private static final int MISSED_REPORTS = 3;

    /** Seconds of silence after which a worker counts as gone. */
    public int goneAfter() {
        return 1 + MISSED_REPORTS * reportPeriod / 1000;
    }
}
