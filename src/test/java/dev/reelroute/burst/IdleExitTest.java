package dev.reelroute.burst;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.Misconfigured;
import dev.reelroute.task.WorkerProperties;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** That a worker ends is tried in {@code BurstTest}: with a process. */
class IdleExitTest {

    @Test
    void whatServesTheApiDoesNotEndForWantOfWork() {
        WorkerProperties ends = new WorkerProperties(Duration.ofMinutes(2));

        assertThatThrownBy(() -> new IdleExit(null, null, null, ends, true))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("exit-when-idle");
    }
}
