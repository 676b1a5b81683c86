package dev.reelroute.task;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.CountFailedTasks;
import dev.reelroute.ledger.Statements.OldestInLane;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.queue.QueueDepths;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The metrics of the work; {@code docs/operations.md} says what each of them means. */
@Component
public class TaskMetrics {

    private final MeterRegistry registry;

    TaskMetrics(MeterRegistry registry, QueueDepths depths, RunningTasks running, Ledger ledger) {
        this.registry = registry;
        Figures ofQueues = new Figures();
        Figures ofLedger = new Figures();
        for (Lane lane : Lane.values()) {
            String name = lane.name().toLowerCase(Locale.ROOT);
            gauge(
                    ofQueues,
                    "reelroute.queue.depth",
                    "Messages, by the queue's own approximate count",
                    name,
                    () -> depths.of(lane));
            gauge(
                    ofLedger,
                    "reelroute.queue.oldest.seconds",
                    "Seconds that the oldest due work has waited",
                    name,
                    () -> ledger.askOne(new OldestInLane(lane)).orElseThrow().seconds());
        }
        gauge(
                ofQueues,
                "reelroute.queue.depth",
                "Messages, by the queue's own approximate count",
                "dead",
                depths::ofDeadLetters);
        gauge(
                ofLedger,
                "reelroute.queue.failed",
                "Work that failed for good, by the ledger",
                "dead",
                () -> ledger.askOne(new CountFailedTasks()).orElseThrow().failed());
        Gauge.builder("reelroute.tasks.running", running, each -> each.claims().size())
                .description("Tasks that this process works on")
                .register(registry);
        // Registered at zero: if a counter appeared only with its first event, increase() would miss that event.
        for (FailureCode code : FailureCode.values()) {
            failures(code);
        }
        List.of("expired", "cancelled").forEach(this::losses);
        List.of("lease", "outage", "fan-in", "doorbell", "upload", "queue", "share")
                .forEach(this::repairs);
        List.of(TaskKind.values()).forEach(this::skips);
    }

    /** @param outcome {@code done}, {@code setback}, {@code failed}, {@code released} or {@code handed-back} */
    void ended(TaskKind kind, String outcome, Duration duration) {
        registry.timer("reelroute.task.duration", "kind", kind.name(), "outcome", outcome)
                .record(duration);
    }

    void failed(FailureCode code) {
        failures(code).increment();
    }

    private Counter failures(FailureCode code) {
        return registry.counter("reelroute.task.failures", "code", code.name());
    }

    /**
     * A worker lost its claim.
     *
     * @param reason {@code expired} or {@code cancelled}
     */
    void lost(String reason) {
        losses(reason).increment();
    }

    private Counter losses(String reason) {
        return registry.counter("reelroute.lease.losses", "reason", reason);
    }

    /**
     * @param kind of what was repaired: {@code lease}, {@code outage}, {@code fan-in}, {@code doorbell}, {@code upload}, {@code
     *     queue} or {@code share}
     */
    public void repaired(String kind, int count) {
        repairs(kind).increment(count);
    }

    private Counter repairs(String kind) {
        return registry.counter("reelroute.reconciler.repairs", "kind", kind);
    }

    /** @param mediaSeconds playing time of the encoded piece, counted once for all renditions */
    public void encoded(TaskKind kind, double mediaSeconds, Duration took) {
        registry.summary("reelroute.encode.speed", "kind", kind.name())
                .record(mediaSeconds * 1000 / Math.max(1, took.toMillis()));
    }

    /** A task's result could not be compared with its source, and was accepted. */
    public void checkSkipped(TaskKind kind) {
        skips(kind).increment();
    }

    private Counter skips(TaskKind kind) {
        return registry.counter("reelroute.checks.skipped", "kind", kind.name());
    }

    private void gauge(Figures figures, String name, String description, String queue, Supplier<Number> measure) {
        String figure = name + " " + queue;
        figures.add(figure, measure);
        Gauge.builder(name, () -> figures.of(figure))
                .tag("queue", queue)
                .description(description)
                .register(registry);
    }
}
