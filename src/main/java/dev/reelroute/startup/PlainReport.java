package dev.reelroute.startup;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says in one paragraph why the application cannot start, and what to do, in place of Spring Boot's report with its banner. It comes
 * first and silences that one: no list of reporters can leave it out, and the settings of the log may not have been read yet.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PlainReport implements FailureAnalysisReporter {

    private static final Logger LOG = LoggerFactory.getLogger("Reelroute");

    private static final String OTHER = "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

    @Override
    public void report(FailureAnalysis analysis) {
        LoggingSystem.get(PlainReport.class.getClassLoader()).setLogLevel(OTHER, LogLevel.OFF);
        LOG.debug("Reelroute cannot start", analysis.getCause());
        LOG.error(
                "Reelroute cannot start. {}",
                Stream.of(analysis.getDescription(), analysis.getAction())
                        .filter(Objects::nonNull)
                        .map(text -> text.strip().replaceAll("\\s+", " ").replaceFirst("(?<![.!?])$", "."))
                        .collect(Collectors.joining(" ")));
    }
}
