package dev.reelroute.health;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Keeps the stack traces of an outage out of the log. Every timer, consumer and pool meets a server that is away again
 * and again, and each would tell of it at length; {@link Dependencies} has told of it in one line.
 */
@Component
class OutageLog extends TurboFilter {

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
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (isOutage(cause)) {
                return FilterReply.DENY;
            }
        }
        return FilterReply.NEUTRAL;
    }

    private static boolean isOutage(Throwable cause) {
        if (cause instanceof SQLException sql) {
            // SQLSTATE (ISO 9075): class 08 connection; 57P0 is PostgreSQL's operator intervention, the others are H2's
            // connection broken and database closed.
            return sql instanceof SQLTransientConnectionException
                    || sql instanceof SQLRecoverableException
                    || String.valueOf(sql.getSQLState()).matches("08...|57P0.|90067|90098|90121");
        }
        return cause instanceof SdkClientException
                || (cause instanceof AwsServiceException answer && answer.statusCode() >= 500);
    }
}
