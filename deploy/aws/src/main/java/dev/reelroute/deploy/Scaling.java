package dev.reelroute.deploy;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.applicationautoscaling.AdjustmentType;
import software.amazon.awscdk.services.applicationautoscaling.BasicStepScalingPolicyProps;
import software.amazon.awscdk.services.applicationautoscaling.EnableScalingProps;
import software.amazon.awscdk.services.applicationautoscaling.ScalingInterval;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.ScalableTaskCount;

/** More workers as long as work waits; fewer when there is less than one piece of work for each of them. */
final class Scaling {

    private Scaling() {}

    static void of(FargateService workers, Given given) {
        ScalableTaskCount count = workers.autoScaleTaskCount(EnableScalingProps.builder()
                .minCapacity(1)
                .maxCapacity(given.mostWorkers.getValueAsNumber())
                .build());
        count.scaleOnMetric(
                "Out",
                BasicStepScalingPolicyProps.builder()
                        .metric(Lanes.expression("MAX([fast, early, bulk, heavy])", 1, Lanes.all(Lanes.OLDEST)))
                        .adjustmentType(AdjustmentType.PERCENT_CHANGE_IN_CAPACITY)
                        .minAdjustmentMagnitude(1)
                        .cooldown(Duration.minutes(3))
                        .scalingSteps(List.of(
                                step(0).upper(60).change(0).build(),
                                step(60).upper(300).change(50).build(),
                                step(300).change(100).build()))
                        .build());
        Map<String, IMetric> work = Lanes.all(Lanes.DEPTH);
        work.put("workers", running(workers));
        count.scaleOnMetric(
                "In",
                BasicStepScalingPolicyProps.builder()
                        .metric(Lanes.expression("(fast + early + bulk + heavy) / workers", 1, work))
                        .adjustmentType(AdjustmentType.CHANGE_IN_CAPACITY)
                        .evaluationPeriods(10)
                        .cooldown(Duration.minutes(3))
                        .scalingSteps(List.of(
                                ScalingInterval.builder().upper(1).change(-1).build(),
                                step(1).change(0).build()))
                        .build());
    }

    private static ScalingInterval.Builder step(int from) {
        return ScalingInterval.builder().lower(from);
    }

    private static Metric running(FargateService workers) {
        return Metric.Builder.create()
                .namespace("ECS/ContainerInsights")
                .metricName("RunningTaskCount")
                .dimensionsMap(Map.of(
                        "ClusterName", workers.getCluster().getClusterName(), "ServiceName", workers.getServiceName()))
                .statistic("Average")
                .period(Duration.minutes(1))
                .build();
    }
}
