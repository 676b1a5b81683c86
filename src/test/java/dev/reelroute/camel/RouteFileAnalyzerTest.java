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

        assertThat(analysis.getDescription()).contains("work-take-fast").contains("The access key is unknown.");
        assertThat(analysis.getAction()).startsWith("The file is right").contains("reelroute.queue");
    }

    @Test
    void aMistakeOfTheFileIsMendedThere() {
        FailureAnalysis analysis = analyze(new IllegalArgumentException("No bean could be found: planWrk"));

        assertThat(analysis.getDescription()).endsWith("No bean could be found: planWrk");
        assertThat(analysis.getAction()).startsWith("Mend the file");
    }

    private static FailureAnalysis analyze(Exception cause) {
        return Objects.requireNonNull(new RouteFileAnalyzer()
                .analyze(new IllegalStateException(
                        new FailedToCreateRouteException("work-take-fast", "routes/work.camel.yaml", "", cause))));
    }
}
