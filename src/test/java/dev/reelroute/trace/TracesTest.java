package dev.reelroute.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.Misconfigured;
import dev.reelroute.media.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a whole installation tells is in {@code TwoWorkersTest}. */
class TracesTest {

    private static final String VIDEO = "01a228d4-d93d-79c3-98b1-2345037a3109";

    @ParameterizedTest
    @ValueSource(strings = {"localhost:4318", "grpc://localhost:4317", "http ://x", "true"})
    void whatIsNoAddressStopsTheStart(String endpoint) {
        assertThatThrownBy(() -> new Traces(new TraceProperties(endpoint, ""), "all"))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("reelroute.trace.endpoint is '" + endpoint + "'");
    }

    @Test
    void aCollectorThatIsAwayHoldsNothingUp() {
        Traces traces = new Traces(
                new TraceProperties("http://127.0.0.1:" + Machine.freePort() + "/v1/traces", "key=secret"), "all");
        long start = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            traces.ran(VIDEO + ".video.0.1", "ffmpeg", Duration.ofSeconds(1), Map.of(), null);
        }
        traces.destroy();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void headersAreNamesAndValues() {
        TraceProperties properties = new TraceProperties("", "authorization=Basic%20YT+i=, x-team = video");
        assertThat(properties.headersByName()).isEqualTo(Map.of("authorization", "Basic YT+i=", "x-team", "video"));
        assertThat(properties.toString()).doesNotContain("YT+i");
    }

    @Test
    void aTraceIsTheVideosId() {
        assertThat(SpanIds.trace(VIDEO)).contains("01a228d4d93d79c398b12345037a3109");
        assertThat(SpanIds.trace("a.mp4")).isEmpty();
        assertThat(SpanIds.trace("00000000-0000-0000-0000-000000000000")).isEmpty();
        assertThat(SpanIds.span(VIDEO)).matches("[0-9a-f]{16}").isNotEqualTo(SpanIds.span(VIDEO + ".inspect.0.1"));
        // Of what is no video, nothing is told, and nothing fails.
        Traces.none().begun("a.mp4", "register", Instant.now());
    }
}
