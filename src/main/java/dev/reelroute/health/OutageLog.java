package dev.reelroute.health;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;

/**
 * Keeps the stack traces of an outage out of the log. Every timer, consumer and pool fails again and again while a
 * server is away, and each would log it at length; {@link Dependencies} has logged it in one line.
 */
@Component
class OutageLog extends TurboFilter {

    private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);
    private static final Duration AGAIN = Duration.ofMinutes(10);

    /** What Camel logs about it at each poll, before it throws. */
    private static final String MISSING_QUEUE = "Error while polling {} queue does not exists";

    private static final String FAILED_REQUEST = "handleException";

    @PostConstruct
    void install() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            setContext(logback);
            start();
            logback.addTurboFilter(this);
        }
    }

    @PreDestroy
    void remove() {
        if (getContext() instanceof LoggerContext logback) {
            logback.getTurboFilterList().remove(this);
        }
    }

    /** When the refusal of a server was last logged, in nanoseconds. */
    private final Map<String, Long> refusals = new ConcurrentHashMap<>();

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            ch.qos.logback.classic.Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        if (thrown != null && logger.getName().startsWith("org.apache.camel.")) {
            Optional<AwsServiceException> refusal = refusal(thrown);
            refusal.ifPresent(this::tell);
            if (refusal.isPresent()) {
                return FilterReply.DENY;
            }
        }
        return MISSING_QUEUE.equals(format)
                        || isFullDisk(format, arguments)
                        || (thrown != null
                                && (Outages.caused(thrown) || isLateReceipt(thrown) || isMissingQueue(thrown)))
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    /** The embedded store says so of each request. */
    private static boolean isFullDisk(@Nullable String format, Object @Nullable [] arguments) {
        return format != null
                && format.startsWith(FAILED_REQUEST)
                && arguments != null
                && Stream.of(arguments).anyMatch(each -> String.valueOf(each).contains(Disk.NO_SPACE));
    }

    /** What a server will refuse now and later: a missing right, a missing bucket. */
    private static Optional<AwsServiceException> refusal(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof AwsServiceException answer
                    && !Outages.caused(answer)
                    && !isLateReceipt(answer)
                    && !isMissingQueue(answer)) {
                return Optional.of(answer);
            }
        }
        return Optional.empty();
    }

    /** A timer or a consumer meets it again each time. Tasks and requests report theirs by code. */
    private void tell(AwsServiceException refusal) {
        long now = System.nanoTime();
        // The message contains an id of the request, which differs each time.
        String what = refusal.getClass().getSimpleName() + " " + refusal.statusCode();
        Long last = refusals.get(what);
        if (last == null || now - last > AGAIN.toNanos()) {
            refusals.put(what, now);
            LOG.warn("A server refuses something, and it is tried again: {}", refusal.getMessage());
        }
    }

    /** Each consumer meets it at each poll; {@link Dependencies} names the queue. */
    private static boolean isMissingQueue(Throwable thrown) {
        return thrown instanceof QueueDoesNotExistException
                || (thrown.getCause() != null && isMissingQueue(thrown.getCause()));
    }

    /**
     * A message that was given to another consumer meanwhile, which deletes it. Camel ignores this, with a long log
     * entry.
     */
    private static boolean isLateReceipt(Throwable thrown) {
        return thrown instanceof ReceiptHandleIsInvalidException;
    }
}
