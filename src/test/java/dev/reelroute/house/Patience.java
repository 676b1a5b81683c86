package dev.reelroute.house;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Whoever waits and does not say for how long, waits longer than a busy machine takes: tests share two processors. What is
 * promised within a time says so where it is asserted.
 */
public final class Patience implements TestExecutionListener {

    private static final Duration ENOUGH = Duration.ofSeconds(30);

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        Awaitility.setDefaultTimeout(ENOUGH);
    }
}
