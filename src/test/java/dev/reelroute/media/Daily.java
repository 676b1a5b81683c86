package dev.reelroute.media;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Of a table that is much of the same, the rows that every run tries, counted from one: one of each kind. {@code ./verify --long},
 * which sets {@code tests.long}, tries all of them.
 */
@Target(METHOD)
@Retention(RUNTIME)
@ExtendWith(Daily.Rows.class)
public @interface Daily {

    int[] value();

    /** Looks at the number of a row in the id that JUnit gives it. */
    final class Rows implements ExecutionCondition {

        private static final Pattern ROW = Pattern.compile("\\[test-template-invocation:#(\\d+)]$");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            Matcher row = ROW.matcher(context.getUniqueId());
            if (Boolean.getBoolean("tests.long") || !row.find()) {
                return enabled("All rows, or not a row");
            }
            int number = Integer.parseInt(row.group(1));
            Daily daily = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Daily.class)
                    .orElseThrow();
            return IntStream.of(daily.value()).anyMatch(each -> each == number)
                    ? enabled("A row of every day")
                    : disabled("a row of a table that ./verify --long tries");
        }
    }
}
