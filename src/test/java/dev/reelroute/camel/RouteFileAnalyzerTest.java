package dev.reelroute.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.apache.camel.FailedToCreateRouteException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import software.amazon.awssdk.services.sqs.model.SqsException;

class RouteFileAnalyzerTest {

    @Test
    void aServerThatRefusesIsNoMistakeOfTheFile() {
        FailureAnalysis analysis = analyze(
                SqsException.builder().message("The access key is unknown.").build());

        assertThat(analysis.getDescription()).contains("work-take-fast").contains("the access key is unknown.");
        assertThat(analysis.getAction()).startsWith("The file is right").contains("reelroute.queue");
    }

    @Test
    void aMistakeOfTheFileIsMendedThere() {
        FailureAnalysis analysis = analyze(new IllegalArgumentException("No bean could be found: planWrk"));

        assertThat(analysis.getDescription())
                .matches(
                        "The route work-take-fast \\(routes/work.camel.yaml line \\d+\\) cannot be made: no bean could be"
                                + " found planWrk");
        assertThat(analysis.getAction()).startsWith("Correct the file");
    }

    @Test
    void aRouteThatIsThereTwiceIsNamedWithItsFile() {
        FailureAnalysis analysis = Objects.requireNonNull(new RouteFileAnalyzer()
                .analyze(new IllegalStateException(
                        "Failed to create route because: Duplicate route ids detected: plan-video.")));

        assertThat(analysis.getDescription())
                .matches("There are two routes with the id plan-video \\(routes/plan.camel.yaml line \\d+\\)\\.");
    }

    private static FailureAnalysis analyze(Exception cause) {
        return Objects.requireNonNull(new RouteFileAnalyzer()
                .analyze(new IllegalStateException(
                        new FailedToCreateRouteException("work-take-fast", "routes/work.camel.yaml", "", cause))));
    }
}
