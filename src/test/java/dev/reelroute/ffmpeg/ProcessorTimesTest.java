package dev.reelroute.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What shells say of the processor time of the programs that they have waited for. */
class ProcessorTimesTest {

    private static final Duration LONG = Duration.ofHours(9);

    private final ProcessorTimes times = new ProcessorTimes();

    @Test
    void theSecondLineIsOfThePrograms() {
        assertThat(take(ProcessorTimes.HEADING, "0m0.010000s 0m0.020000s", "1m2.500000s 0m0.250000s"))
                .containsOnly(true);
        assertThat(times.within(LONG)).isEqualTo(Duration.ofMillis(62_750));
    }

    /** dash has two digits, bash three, and a comma where the language has one; mksh no fraction. */
    @Test
    void eachShellWritesItInItsWay() {
        take(ProcessorTimes.HEADING, "0m0.00s 0m0.00s", "0m1.25s 0m0.25s");
        assertThat(times.within(LONG)).isEqualTo(Duration.ofMillis(1500));
        take(ProcessorTimes.HEADING, "0m0,001s 0m0,000s", "0m2,125s 0m0,375s");
        assertThat(times.within(LONG)).isEqualTo(Duration.ofMillis(2500));
        take(ProcessorTimes.HEADING, "0m0s 0m0s", "0m4s 0m1s");
        assertThat(times.within(LONG)).isEqualTo(Duration.ofSeconds(5));
    }

    /** The one around bubblewrap knows bubblewrap alone, or, if bubblewrap waits, the same once more. */
    @Test
    void ofTwoShellsTheOneThatKnowsMoreCounts() {
        take(ProcessorTimes.HEADING, "0m0.00s 0m0.00s", "0m7.00s 0m0.00s");
        take(ProcessorTimes.HEADING, "0m0.00s 0m0.00s", "0m0.01s 0m0.00s");
        assertThat(times.within(LONG)).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void messagesStayMessages() {
        assertThat(take("0m1.00s 0m1.00s", "[error] no", ProcessorTimes.HEADING, "[error] no", "0m1.00s 0m1.00s"))
                .containsExactly(false, false, true, false, false);
        assertThat(times.within(LONG)).isZero();
    }

    /** Whoever has taken over FFmpeg can write anything. */
    @Test
    void noRunTakesMoreThanAllProcessorsForAsLongAsItRan() {
        take(ProcessorTimes.HEADING, "0m0.00s 0m0.00s", "9999999m0.00s 9999999m0.00s");
        assertThat(times.within(Duration.ofSeconds(2)))
                .isEqualTo(Duration.ofSeconds(2L * Runtime.getRuntime().availableProcessors()));
    }

    private List<Boolean> take(String... lines) {
        return List.of(lines).stream().map(times::take).toList();
    }
}
