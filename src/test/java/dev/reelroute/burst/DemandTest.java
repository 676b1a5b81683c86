package dev.reelroute.burst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.Misconfigured;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemandTest {

    private static final Duration AFTER = Duration.ofMinutes(2);

    @ParameterizedTest(name = "{0} due for {1} s, {2} places, at most {3}, {4} alive, {5} seen: {6}")
    @CsvSource({
        // Nothing waits, or not for long enough.
        "0, 0, 2, 10, 0, 0, 0",
        "9, 119, 2, 10, 0, 0, 0",
        // A place for each piece, up to the cap.
        "1, 120, 2, 10, 0, 0, 1",
        "9, 120, 2, 10, 0, 0, 5",
        "9, 120, 2, 3, 0, 0, 3",
        // Those that are starting are not asked for again, in however many looks; nor those beyond what is needed.
        "9, 135, 2, 10, 5, 0, 0",
        "9, 135, 2, 10, 3, 0, 2",
        "9, 135, 2, 10, 8, 0, 0",
        // What waits though they work needs more.
        "9, 300, 2, 10, 5, 5, 5",
        "9, 300, 2, 10, 5, 4, 4",
        "9, 300, 2, 5, 5, 5, 0",
        // Workers of others that end themselves are none of ours.
        "9, 300, 2, 10, 1, 4, 5",
        "9, 300, 2, 10, 12, 12, 0",
        // A lane that our workers do not serve.
        "9, 300, 0, 10, 0, 0, 0",
    })
    void asManyAreAskedForAsHaveWork(long due, int waited, int places, int most, int alive, int seen, int missing) {
        assertThat(Demand.missing(List.of(new Demand(due, waited, places)), AFTER, most, alive, seen))
                .isEqualTo(missing);
    }

    @Test
    void aWorkerServesAllLanes() {
        List<Demand> lanes = List.of(new Demand(8, 200, 8), new Demand(6, 200, 2), new Demand(40, 10, 1));

        assertThat(Demand.missing(lanes, AFTER, 10, 0, 0)).isEqualTo(3);
    }

    @Test
    void tasksAreKnownByTheFamilyOfTheirDefinition() {
        String family = "burst/reelroute-burst";
        assertThat(Bursts.startedBy("reelroute-burst")).isEqualTo(family);
        assertThat(Bursts.startedBy("reelroute-burst:7")).isEqualTo(family);
        assertThat(Bursts.startedBy("arn:aws:ecs:eu-west-1:123456789012:task-definition/reelroute-burst:12"))
                .isEqualTo(family);
        assertThat(Bursts.startedBy("f".repeat(300))).hasSize(128);
    }

    @Test
    void whereWorkersAreStartedMustBeSaid() {
        assertThat(properties(false, "", List.of()).most()).isEqualTo(10);
        assertThat(properties(true, "videos", List.of("subnet-1")).cluster()).isEqualTo("videos");
        assertThatThrownBy(() -> properties(true, "", List.of("subnet-1")))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("where workers are started");
        assertThatThrownBy(() -> properties(true, "videos", List.of())).isInstanceOf(Misconfigured.class);
    }

    private static BurstProperties properties(boolean enabled, String cluster, List<String> subnets) {
        return new BurstProperties(
                enabled, 15_000, AFTER, 10, cluster, "burst", subnets, List.of(), null, "us-east-1", null);
    }
}
