package dev.reelroute.journey;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the log says while it is watched. */
final class LogWatch implements AutoCloseable {

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final List<ILoggingEvent> events = Collections.synchronizedList(new ArrayList<>());

    LogWatch() {
        appender.list = events;
        appender.start();
        root().addAppender(appender);
    }

    /** @param logger the last word of its name */
    List<String> warnings(String logger) {
        return lines().stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .filter(event -> event.getLoggerName().endsWith("." + logger))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** @param logger its whole name */
    List<String> messages(String logger) {
        return lines().stream()
                .filter(event -> event.getLoggerName().equals(logger))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Whatever was said by whom. */
    List<String> messages() {
        return lines().stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Messages that came with a stack trace. */
    List<String> traces() {
        return lines().stream()
                .filter(event -> event.getThrowableProxy() != null
                        || event.getFormattedMessage().contains("\tat "))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private List<ILoggingEvent> lines() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    @Override
    public void close() {
        root().detachAppender(appender);
    }
}
