package dev.reelroute.house;

import dev.reelroute.media.ProcessFiles;
import dev.reelroute.media.ProcessFiles.Cpu;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Prints every test as it starts and ends: a silent console looks like a hung one. The script {@code verify} reports
 * the slowest classes, because it knows all processes that ran some.
 */
public final class Progress implements TestExecutionListener {

    private static final double QUICK_SECONDS = 0.5;

    private final PrintStream console = System.out;
    private final Map<String, Long> started = new ConcurrentHashMap<>();
    private Cpu used = cpu();

    @Override
    public void executionStarted(TestIdentifier test) {
        started.put(test.getUniqueId(), System.nanoTime());
        // The cases of a parametrised test are reported together, and single ones only when they are slow or fail.
        if (test.getSource().filter(MethodSource.class::isInstance).isPresent() && !isCase(test)) {
            console.println("  · " + name(test));
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Long start = started.remove(test.getUniqueId());
        if (start != null && test.isTest()) {
            report(test, result, start);
        } else if (isClass(test)) {
            // Classes follow each other in a process.
            Cpu before = used;
            used = cpu();
            console.printf(
                    "  = %s took %.0f s of processor time, %.0f s of them its JVM's own%n",
                    name(test), used.since(before).total(), used.since(before).own());
        }
    }

    private void report(TestIdentifier test, TestExecutionResult result, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        if (result.getStatus() == Status.ABORTED) {
            console.printf(
                    "  – %s was not tried: %s%n",
                    name(test), result.getThrowable().map(Throwable::getMessage).orElse("it does not say why"));
            return;
        }
        boolean passed = result.getStatus() == Status.SUCCESSFUL;
        if (!passed || seconds > QUICK_SECONDS) {
            console.printf("  %s %s %.1f s%n", passed ? "✔" : "✘", name(test), seconds);
        }
    }

    private static Cpu cpu() {
        try {
            return ProcessFiles.cpu(ProcessHandle.current().pid());
        } catch (IOException notLinux) {
            return new Cpu(0, 0);
        }
    }

    private static boolean isClass(TestIdentifier test) {
        return test.getSource().filter(ClassSource.class::isInstance).isPresent()
                && !test.getUniqueId().contains("[nested-class:");
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
