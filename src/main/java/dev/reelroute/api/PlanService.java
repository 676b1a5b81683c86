package dev.reelroute.api;

import dev.reelroute.access.Callers;
import dev.reelroute.api.PlanView.Range;
import dev.reelroute.api.PlanView.Rendition;
import dev.reelroute.api.PlanView.Tasks;
import dev.reelroute.cost.CostModel;
import dev.reelroute.cost.Estimate;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.inspect.HeavyProperties;
import dev.reelroute.inspect.SourceDescription;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceJudge;
import dev.reelroute.intake.IntakeProperties;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.FindVideo;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.plan.Cost;
import dev.reelroute.plan.LadderPlanner;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.PlannedTask;
import dev.reelroute.plan.Profile;
import dev.reelroute.plan.Profiles;
import dev.reelroute.plan.TaskPlanner;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says what would be made of a source, and what that would cost; nothing is made of it. */
@Component
public class PlanService {

    private final LadderPlanner ladder;
    private final TaskPlanner taskPlanner;
    private final HeavyProperties heavy;
    private final SourceJudge judge;
    private final CostModel costs;
    private final Profiles profiles;
    private final Ledger ledger;
    private final Callers callers;
    private final Json json;
    private final String defaultProfile;

    PlanService(
            LadderPlanner ladder,
            TaskPlanner taskPlanner,
            HeavyProperties heavy,
            SourceJudge judge,
            CostModel costs,
            Profiles profiles,
            Ledger ledger,
            Callers callers,
            Json json,
            IntakeProperties intake) {
        this.ladder = ladder;
        this.taskPlanner = taskPlanner;
        this.heavy = heavy;
        this.judge = judge;
        this.costs = costs;
        this.profiles = profiles;
        this.ledger = ledger;
        this.callers = callers;
        this.json = json;
        this.defaultProfile = intake.defaultProfile();
    }

    /**
     * @throws Refused INVALID_REQUEST when it is not clear what is meant, VIDEO_NOT_FOUND, STATE_CONFLICT for a video that was
     *     not inspected yet, UNKNOWN_PROFILE, and the codes with which the source's upload would fail
     */
    public PlanView estimate(PlanRequest request) {
        @Nullable String id = request.video();
        @Nullable SourceDescription described = request.source();
        @Nullable String wanted = request.profile();
        if ((id == null) == (described == null)) {
            throw new Refused(FailureCode.INVALID_REQUEST, "Name a video, or describe a source, and not both.");
        }
        if (described != null) {
            Profile profile = profiles.require(wanted == null ? defaultProfile : wanted);
            return view(judge.imagine(described), profile);
        }
        VideoRow video = ledger.askOne(new FindVideo(
                        Objects.requireNonNull(id), callers.current().wall()))
                .orElseThrow(() -> new Refused(FailureCode.VIDEO_NOT_FOUND));
        return view(
                source(video), wanted == null ? json.read(video.profile(), Profile.class) : profiles.require(wanted));
    }

    private SourceInfo source(VideoRow video) {
        if (video.source() == null) {
            throw new Refused(
                    FailureCode.STATE_CONFLICT,
                    "It is " + video.status() + "; what is in it is known when it was inspected.");
        }
        return json.read(video.source(), SourceInfo.class);
    }

    private PlanView view(SourceInfo source, Profile profile) {
        Plan plan = ladder.plan(source, profile);
        boolean isHeavy = source.isHeavy() || Cost.of(plan).heavy(heavy).isPresent();
        List<PlannedTask> tasks = taskPlanner.tasks(plan, isHeavy);
        Estimate estimate = costs.estimate(plan, tasks);
        return new PlanView(
                plan.profile(),
                isHeavy,
                plan.renditions().stream().map(Rendition::of).toList(),
                plan.grid().chunks(),
                plan.grid()
                        .frameRate()
                        .seconds(Math.min(plan.grid().frames(), plan.grid().chunkFrames())),
                byKind(plan, tasks, isHeavy),
                Range.of(estimate.processorSeconds()),
                Range.whole(estimate.bytes()),
                estimate.objects(),
                new PlanView.Cost(costs.currency(), Range.of(estimate.processing()), Range.of(estimate.storage())));
    }

    private List<Tasks> byKind(Plan plan, List<PlannedTask> tasks, boolean isHeavy) {
        Map<TaskKind, List<PlannedTask>> kinds =
                new EnumMap<>(tasks.stream().collect(Collectors.groupingBy(PlannedTask::kind)));
        List<Tasks> all = new ArrayList<>();
        all.add(new Tasks(
                TaskKind.INSPECT, isHeavy ? Lane.HEAVY : TaskKind.INSPECT.lane(), 1, costs.inspection(plan.source())));
        kinds.forEach((kind, each) -> all.add(new Tasks(
                kind,
                each.get(0).lane(),
                each.size(),
                each.stream()
                        .mapToDouble(task -> costs.processorSeconds(plan, task))
                        .sum())));
        return all;
    }
}
