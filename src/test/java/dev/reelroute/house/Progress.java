package dev.reelroute.house;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints every test as it starts and ends, and at last the slowest: a silent console cannot be told from a hung one. The
 * slowest classes are the script {@code verify}'s to tell, which knows of all processes that ran some.
 */
public final class Progress implements TestExecutionListener {

    private static final int SLOWEST = 10;
    private static final double QUICK_SECONDS = 0.5;

    private record Timing(String name, double seconds) {}

    private final PrintStream console = System.out;
    private final Map<String, Long> started = new ConcurrentHashMap<>();
    private final List<Timing> timings = new ArrayList<>();

    @Override
    public void executionStarted(TestIdentifier test) {
        started.put(test.getUniqueId(), System.nanoTime());
        // Parametrised tests are told as one; their cases only when they end slowly or badly.
        if (test.getSource().filter(MethodSource.class::isInstance).isPresent() && !isCase(test)) {
            console.println("  · " + name(test));
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Long start = started.remove(test.getUniqueId());
        if (start == null || !test.isTest()) {
            return;
        }
        Timing timing = new Timing(name(test), (System.nanoTime() - start) / 1e9);
        synchronized (timings) {
            timings.add(timing);
        }
        if (result.getStatus() == Status.ABORTED) {
            console.printf(
                    "  – %s was not tried: %s%n",
                    timing.name(),
                    result.getThrowable().map(Throwable::getMessage).orElse("it does not say why"));
            return;
        }
        boolean passed = result.getStatus() == Status.SUCCESSFUL;
        if (!passed || timing.seconds() > QUICK_SECONDS) {
            console.printf("  %s %s %.1f s%n", passed ? "✔" : "✘", timing.name(), timing.seconds());
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        double total = timings.stream().mapToDouble(Timing::seconds).sum();
        console.printf("%n%d tests, %.1f s in all; the slowest:%n", timings.size(), total);
        timings.stream()
                .sorted(Comparator.comparingDouble(Timing::seconds).reversed())
                .limit(SLOWEST)
                .forEach(timing -> console.printf("%8.1f s  %s%n", timing.seconds(), timing.name()));
    }

    private static boolean isCase(TestIdentifier test) {
        return test.getUniqueId().contains("test-template-invocation:");
    }

    private static String name(TestIdentifier test) {
        String inClass = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(method -> method.getClassName().replaceFirst(".*\\.", "") + "." + method.getMethodName())
                .orElse(test.getDisplayName());
        return isCase(test) ? inClass + " " + test.getDisplayName() : inClass;
    }
}
