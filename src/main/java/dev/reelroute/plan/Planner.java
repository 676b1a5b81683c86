package dev.reelroute.plan;

import dev.reelroute.inspect.HeavyProperties;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.InsertMediaKey;
import dev.reelroute.ledger.Statements.InsertTask;
import dev.reelroute.ledger.Statements.PlanVideo;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.media.MediaKey;
import dev.reelroute.quota.Quotas;
import dev.reelroute.task.BeforePublish;
import dev.reelroute.task.ClaimLost;
import dev.reelroute.task.Claims;
import dev.reelroute.task.Work;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The steps of {@code plan.camel.yaml}: makes the plan and writes it, with its tasks, into the ledger. */
@Component
public class Planner {

    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    private final LadderPlanner ladder;
    private final TaskPlanner tasks;
    private final HeavyProperties heavy;
    private final BeforePublish beforePublish;
    private final Quotas quotas;
    private final Claims claims;
    private final Ledger ledger;
    private final Json json;

    Planner(
            LadderPlanner ladder,
            TaskPlanner tasks,
            HeavyProperties heavy,
            BeforePublish beforePublish,
            Quotas quotas,
            Claims claims,
            Ledger ledger,
            Json json) {
        this.ladder = ladder;
        this.tasks = tasks;
        this.heavy = heavy;
        this.beforePublish = beforePublish;
        this.quotas = quotas;
        this.claims = claims;
        this.ledger = ledger;
        this.json = json;
    }

    /** A source is heavy when its plan costs much, or because a quick look at it was not enough. */
    public Plan plan(Work work, SourceInfo source) {
        Profile profile = json.read(work.video().profile(), Profile.class);
        Plan plan = ladder.plan(source, profile);
        Optional<String> why = Cost.of(plan).heavy(heavy);
        if (why.isEmpty() && work.claim().lane() != Lane.HEAVY) {
            return plan;
        }
        return ladder.plan(
                source.with(List.of(new Warning(
                        SourceInfo.HEAVY,
                        "The video takes far more work than others ("
                                + why.orElse("it took more than a quick look to inspect it")
                                + "): it is made piece by piece, behind the others."))),
                profile);
    }

    /** Ends the inspection: the plan, its tasks and the end of the inspection are written together or not at all. */
    public void record(Work work, Plan plan) {
        LOG.info(
                "Planned: {} (chunks: {}, audio tracks: {})",
                plan.renditions().stream().map(Plan.Rendition::name).collect(Collectors.joining(" ")),
                plan.grid().chunks(),
                plan.audio().size());
        claims.finish(work.claim(), null, () -> {
            String video = work.video().id();
            double duration = plan.source().duration();
            quotas.requireMinutes(work.video().tenant(), duration);
            if (ledger.run(new PlanVideo(video, json.write(plan.source()), json.write(plan), duration)) == 0) {
                throw new ClaimLost(work.claim());
            }
            if (plan.encrypted()) {
                ledger.run(new InsertMediaKey(video, MediaKey.random().text()));
            }
            List<PlannedTask> planned = tasks.tasks(plan, plan.source().isHeavy());
            Map<Lane, Double> sizes = planned.stream()
                    .collect(Collectors.groupingBy(PlannedTask::lane, Collectors.summingDouble(PlannedTask::weight)));
            for (PlannedTask task : planned) {
                TaskKind kind = task.kind();
                if (kind == TaskKind.EARLY && beforePublish.decides()) {
                    // A video that a step may still refuse must not be watched meanwhile.
                    continue;
                }
                String name = kind.name().toLowerCase(Locale.ROOT).replace("encode_", "");
                ledger.run(new InsertTask(
                        video + "." + name + "." + task.ordinal(),
                        video,
                        kind,
                        task.ordinal(),
                        task.lane(),
                        kind == TaskKind.PUBLISH ? TaskState.WAITING : TaskState.QUEUED,
                        task.weight(),
                        Objects.requireNonNull(sizes.get(task.lane()))));
            }
        });
    }
}
