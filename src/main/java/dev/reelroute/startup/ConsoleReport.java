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
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says in one paragraph why the application cannot start, and what to do, in place of Spring Boot's report with its banner. It comes
 * first and silences that one: no list of reporters can leave it out, and the settings of the log may not have been read yet.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class ConsoleReport implements FailureAnalysisReporter {

    private static final Logger LOG = LoggerFactory.getLogger("Reelroute");

    private static final String OTHER = "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

    @Override
    public void report(FailureAnalysis analysis) {
        LoggingSystem.get(ConsoleReport.class.getClassLoader()).setLogLevel(OTHER, LogLevel.OFF);
        LOG.debug("Reelroute cannot start", analysis.getCause());
        String words = Stream.of("Reelroute cannot start.", analysis.getDescription(), analysis.getAction())
                .filter(Objects::nonNull)
                .map(text -> text.strip().replaceAll("\\s+", " ").replaceFirst("(?<![.!?])$", "."))
                .collect(Collectors.joining(" "));
        if (isReadAtOnce()) {
            System.out.println(words);
        } else {
            LOG.error(words);
        }
    }

    /** By a person at a terminal, who has started it just now; a file of the log wants to have it as well. */
    private static boolean isReadAtOnce() {
        return Boolean.getBoolean("reelroute.terminal")
                && System.getProperty(LoggingSystemProperty.LOG_FILE.getEnvironmentVariableName()) == null;
    }
}
