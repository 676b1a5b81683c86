package dev.reelroute.notify;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How receivers are told.
 *
 * @param url of a receiver for the news of all videos; empty for none
 * @param events that it gets
 * @param secrets {@code whsec_} and base64; each of them signs, so that a receiver can change from one to the next
 * @param allow networks ({@code 10.1.0.0/16}) and addresses of our own that may be called in spite of the rules
 * @param timeout for one attempt, from connecting to the answer's status
 * @param stepTimeout limit for a call of a user's own step; a longer call counts as lost, and is made again
 * @param schedule waits between attempts
 * @param senders calls at the same time
 * @param keepDays how long the log is kept
 */
@ConfigurationProperties("reelroute.notify")
public record NotifyProperties(
        @Nullable String url,
        Set<String> events,
        List<String> secrets,
        List<String> allow,
        Duration timeout,
        Duration stepTimeout,
        List<Duration> schedule,
        int senders,
        int keepDays) {

    boolean hasUrl() {
        return url != null && !url.isBlank();
    }
}
