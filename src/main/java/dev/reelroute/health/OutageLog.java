package dev.reelroute.health;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;

/**
 * Keeps the stack traces of an outage out of the log. Every timer, consumer and pool meets a server that is away again
 * and again, and each would tell of it at length; {@link Dependencies} has told of it in one line.
 */
@Component
class OutageLog extends TurboFilter {

    /** What Camel says of it at each poll, before it throws. */
    private static final String MISSING_QUEUE = "Error while polling {} queue does not exists";

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

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            ch.qos.logback.classic.Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        return MISSING_QUEUE.equals(format)
                        || (thrown != null
                                && (Outages.caused(thrown) || isLateReceipt(thrown) || isMissingQueue(thrown)))
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    /** Each consumer meets it at each poll; {@link Dependencies} names the queue. */
    private static boolean isMissingQueue(Throwable thrown) {
        return thrown instanceof QueueDoesNotExistException
                || (thrown.getCause() != null && isMissingQueue(thrown.getCause()));
    }

    /** A message that was given to another consumer meanwhile; that one deletes it. Camel ignores it, at length. */
    private static boolean isLateReceipt(Throwable thrown) {
        return thrown instanceof ReceiptHandleIsInvalidException;
    }
}
