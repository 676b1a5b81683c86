package dev.reelroute.scale;

import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.PlannedTask;
import java.util.List;

/**
 * A file whose upload is complete.
 *
 * @param at seconds
 * @param tasks all of the plan's
 */
public record Upload(double at, String tenant, Plan plan, List<PlannedTask> tasks) {

    SourceInfo source() {
        return plan.source();
    }

    public double duration() {
        return plan.grid().duration();
    }
}
