package dev.reelroute.task;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.TaskKind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What operators watch: {@code reelroute.queue.depth} by queue, {@code reelroute.task.duration} by kind and outcome,
 * {@code reelroute.task.failures} by code, {@code reelroute.encode.speed} in media seconds per second, and
 * {@code reelroute.checks.skipped} by kind of what was made.
 */
@Component
public class TaskMetrics {

    private final MeterRegistry registry;

    TaskMetrics(MeterRegistry registry, QueueDepths depths, RunningTasks running) {
        this.registry = registry;
        for (Lane lane : Lane.values()) {
            depth(lane.name().toLowerCase(Locale.ROOT), depths, each -> each.of(lane));
        }
        depth("dead", depths, QueueDepths::ofDeadLetters);
        Gauge.builder("reelroute.tasks.running", running, each -> each.claims().size())
                .description("Tasks that this process works on")
                .register(registry);
    }

    /** @param outcome {@code done}, {@code setback}, {@code failed}, {@code released} or {@code handed-back} */
    void ended(TaskKind kind, String outcome, Duration duration) {
        registry.timer("reelroute.task.duration", "kind", kind.name(), "outcome", outcome)
                .record(duration);
    }

    void failed(FailureCode code) {
        registry.counter("reelroute.task.failures", "code", code.name()).increment();
    }

    /** @param mediaSeconds what the encoded piece plays, in all renditions once */
    public void encoded(TaskKind kind, double mediaSeconds, Duration took) {
        registry.summary("reelroute.encode.speed", "kind", kind.name())
                .record(mediaSeconds * 1000 / Math.max(1, took.toMillis()));
    }

    /** What a task made could not be compared with its source, and passed. */
    public void checkSkipped(TaskKind kind) {
        registry.counter("reelroute.checks.skipped", "kind", kind.name()).increment();
    }

    private void depth(String queue, QueueDepths depths, ToDoubleFunction<QueueDepths> measure) {
        Gauge.builder("reelroute.queue.depth", depths, each -> {
                    try {
                        return measure.applyAsDouble(each);
                    } catch (SdkException e) {
                        return Double.NaN; // unknown, which is not the same as empty
                    }
                })
                .tag("queue", queue)
                .description("Messages, by the queue's own approximate count")
                .register(registry);
    }
}
