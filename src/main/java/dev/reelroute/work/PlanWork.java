package dev.reelroute.work;

import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.InsertTask;
import dev.reelroute.ledger.Statements.PlanVideo;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.plan.LadderPlanner;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.PlannedTask;
import dev.reelroute.plan.Profile;
import dev.reelroute.plan.TaskPlanner;
import dev.reelroute.task.ClaimLost;
import dev.reelroute.task.Claims;
import dev.reelroute.task.Work;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The steps of {@code plan.camel.yaml}: makes the plan and writes it, with its tasks, into the ledger. */
@Component
public class PlanWork {

    private static final Logger LOG = LoggerFactory.getLogger(PlanWork.class);

    private final LadderPlanner ladder;
    private final TaskPlanner tasks;
    private final Claims claims;
    private final Ledger ledger;
    private final Json json;

    PlanWork(LadderPlanner ladder, TaskPlanner tasks, Claims claims, Ledger ledger, Json json) {
        this.ladder = ladder;
        this.tasks = tasks;
        this.claims = claims;
        this.ledger = ledger;
        this.json = json;
    }

    public Plan plan(Work work, SourceInfo source) {
        return ladder.plan(source, json.read(work.video().profile(), Profile.class));
    }

    /** Ends the inspection: the plan, its tasks and the end of this one are written together or not at all. */
    public void record(Work work, Plan plan) {
        LOG.info(
                "Planned: {} in {} chunks, {} sound tracks",
                plan.renditions().stream().map(Plan.Rendition::name).collect(Collectors.joining(" ")),
                plan.grid().chunks(),
                plan.audio().size());
        claims.finish(work.claim(), null, () -> {
            String video = work.video().id();
            if (ledger.run(new PlanVideo(video, json.write(plan.source()), json.write(plan))) == 0) {
                throw new ClaimLost(work.claim());
            }
            for (PlannedTask task : tasks.tasks(plan)) {
                TaskKind kind = TaskKind.valueOf(task.work().name());
                boolean last = kind == TaskKind.PUBLISH;
                String name = kind.name().toLowerCase(Locale.ROOT).replace("encode_", "");
                ledger.run(new InsertTask(
                        video + "." + name + "." + task.ordinal(),
                        video,
                        kind,
                        task.ordinal(),
                        kind.lane(),
                        last ? TaskState.WAITING : TaskState.QUEUED,
                        task.weight()));
            }
        });
    }
}
