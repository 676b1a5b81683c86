package dev.reelroute.house;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Waits look at once, and soon again. By itself each look is a tenth of a second after the one before, and so is the first: most waits
 * of the tests are shorter than that.
 */
public final class PromptWaits implements TestExecutionListener {

    private static final int STEP_MILLIS = 10;
    private static final int LONGEST_MILLIS = 100;

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(
                (looks, before) -> Duration.ofMillis(Math.min(LONGEST_MILLIS, (long) STEP_MILLIS * looks)));
    }
}
