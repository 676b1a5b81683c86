package dev.reelroute.api;

import dev.reelroute.access.Callers;
import dev.reelroute.api.OperatingStatus.LaneStatus;
import dev.reelroute.api.OperatingStatus.OldWork;
import dev.reelroute.api.OperatingStatus.Outage;
import dev.reelroute.api.OperatingStatus.Worker;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.health.Dependencies;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.Ahead;
import dev.reelroute.ledger.Statements.AheadInLane;
import dev.reelroute.ledger.Statements.DiagnoseTasks;
import dev.reelroute.ledger.Statements.FindVideo;
import dev.reelroute.ledger.Statements.LaneWork;
import dev.reelroute.ledger.Statements.ListWorkers;
import dev.reelroute.ledger.Statements.OldestInLane;
import dev.reelroute.ledger.Statements.OldestWork;
import dev.reelroute.ledger.Statements.TaskStory;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.Statements.WorkInLane;
import dev.reelroute.ledger.Statements.WorkerRow;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.task.Attendance;
import dev.reelroute.task.TaskProperties;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says why a video is not ready, and how the whole is doing. */
@Component
public class DiagnosisService {

    private static final int OLDEST = 10;

    private final Ledger ledger;
    private final Callers callers;
    private final Dependencies dependencies;
    private final int goneAfter;
    private final int maxAttempts;

    DiagnosisService(Ledger ledger, Callers callers, Dependencies dependencies, TaskProperties properties) {
        this.ledger = ledger;
        this.callers = callers;
        this.dependencies = dependencies;
        this.goneAfter = properties.goneAfter();
        this.maxAttempts = properties.maxAttempts();
    }

    /** @throws Refused VIDEO_NOT_FOUND */
    public VideoDiagnosis diagnose(String id) {
        @Nullable String tenant = callers.current().wall();
        VideoRow video =
                ledger.askOne(new FindVideo(id, tenant)).orElseThrow(() -> new Refused(FailureCode.VIDEO_NOT_FOUND));
        List<TaskStory> stories = ledger.ask(new DiagnoseTasks(id, tenant));
        Map<Lane, Ahead> ahead = new EnumMap<>(Lane.class);
        stories.stream()
                .filter(story ->
                        story.state() == TaskState.QUEUED && !story.notBefore().isAfter(story.at()))
                .map(TaskStory::lane)
                .distinct()
                .forEach(lane ->
                        ahead.put(lane, ledger.askOne(new AheadInLane(id, lane)).orElseThrow()));
        Instant now = stories.isEmpty() ? Instant.now() : stories.get(0).at();
        return new Explainer(
                        video,
                        stories,
                        ahead,
                        ahead.isEmpty() ? List.of() : ledger.ask(new ListWorkers()),
                        goneAfter,
                        maxAttempts,
                        tenant == null)
                .explain(now);
    }

    public OperatingStatus status() {
        List<WorkerRow> workers = ledger.ask(new ListWorkers());
        Map<Lane, LaneWork> work = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            work.put(lane, ledger.askOne(new WorkInLane(lane)).orElseThrow());
        }
        return new OperatingStatus(
                work.values().iterator().next().at(),
                work.entrySet().stream()
                        .map(lane -> lane(lane.getKey(), lane.getValue(), workers))
                        .toList(),
                workers.stream().map(this::worker).toList(),
                ledger.ask(new OldestWork(OLDEST)).stream()
                        .map(old -> new OldWork(
                                old.videoId(),
                                old.filename(),
                                old.tenant().isEmpty() ? null : old.tenant(),
                                old.kind(),
                                old.ordinal(),
                                old.lane(),
                                old.notBefore(),
                                old.errorCode()))
                        .toList(),
                outages());
    }

    private LaneStatus lane(Lane lane, LaneWork work, List<WorkerRow> workers) {
        List<Integer> places = workers.stream()
                .filter(worker -> Explainer.isPresent(worker, goneAfter))
                .map(worker -> Attendance.placesOf(worker.places(), lane))
                .filter(each -> each > 0)
                .toList();
        return new LaneStatus(
                lane,
                places.size(),
                places.stream().mapToInt(Integer::intValue).sum(),
                work.queued(),
                work.due(),
                work.running(),
                ledger.askOne(new OldestInLane(lane)).orElseThrow().seconds(),
                places.isEmpty()
                        ? "No worker takes work from the " + lane.name().toLowerCase(Locale.ROOT) + " lane."
                        : null);
    }

    private Worker worker(WorkerRow worker) {
        Map<Lane, Integer> places = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            places.put(lane, Attendance.placesOf(worker.places(), lane));
        }
        return new Worker(
                worker.name(),
                Explainer.isPresent(worker, goneAfter),
                worker.seenAt(),
                places,
                worker.running(),
                worker.diskFree(),
                worker.diskTotal(),
                Attendance.lackOf(worker.places()));
    }

    private List<Outage> outages() {
        return Stream.of(
                        FailureCode.STORE_UNAVAILABLE,
                        FailureCode.STORE_REFUSED,
                        FailureCode.QUEUE_UNAVAILABLE,
                        FailureCode.LEDGER_UNAVAILABLE,
                        FailureCode.DISK_FULL)
                .flatMap(code -> dependencies
                        .reason(code)
                        .map(reason -> new Outage(
                                code.name(), reason, dependencies.awayFor(code).toSeconds()))
                        .stream())
                .toList();
    }
}
