package dev.reelroute.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** Who is told of what. What to do then is in {@code docs/operations.md}. */
final class Alarms extends Construct {

    final Topic topic;
    private final List<Alarm> all = new ArrayList<>();
    private final SnsAction tell;

    Alarms(Construct scope, Door door, Ledger ledger) {
        super(scope, "Alarms");
        topic = Topic.Builder.create(this, "Topic").enforceSsl(true).build();
        // A policy that asks for TLS replaces the one that lets alarms in.
        topic.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                .actions(List.of("sns:Publish"))
                .resources(List.of(topic.getTopicArn()))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
                .build());
        tell = new SnsAction(topic);
        Map<String, IMetric> oldest = Lanes.all(Lanes.OLDEST);
        above("FastLane", "Nothing is inspected or published", oldest.get("fast"), 60, 5);
        above("BulkLane", "Encoding is behind", oldest.get("bulk"), 1800, 15);
        above(
                "DeadLetters",
                "More work failed for good",
                Lanes.expression(
                        "DIFF(letters)",
                        5,
                        Map.of("letters", Lanes.of("reelroute_queue_failed", "queue", "dead", "Maximum", 5))),
                0,
                1);
        above(
                "WorkersVanish",
                "Leases run out: are workers killed for memory?",
                Lanes.of("reelroute_reconciler_repairs_total", "kind", "lease", "Sum", 15),
                5,
                1);
        above(
                "Webhooks",
                "A receiver does not accept news",
                Lanes.expression(
                        "FILL(failed, 0) + FILL(gone, 0)",
                        60,
                        Map.of("failed", deliveries("failed"), "gone", deliveries("gone"))),
                0,
                1);
        above(
                "Errors",
                "The API does not answer",
                door.balancer.getMetrics().httpCodeElb(HttpCodeElb.ELB_5XX_COUNT),
                10,
                2);
        above("LedgerCpu", "The database is busy", ledger.cluster.metricCPUUtilization(), 80, 3);
        told(Alarm.Builder.create(this, "NoMetrics")
                .alarmDescription("No API says how it is: scaling and other alarms are blind")
                .metric(Lanes.of(Lanes.OLDEST, "queue", "fast", "SampleCount", 5))
                .threshold(1)
                .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
                .treatMissingData(TreatMissingData.BREACHING)
                .evaluationPeriods(2)
                .build());
    }

    List<String> arns() {
        return all.stream().map(Alarm::getAlarmArn).toList();
    }

    private void told(Alarm alarm) {
        alarm.addAlarmAction(tell);
        all.add(alarm);
    }

    private static IMetric deliveries(String outcome) {
        return Lanes.of("reelroute_webhook_deliveries_total", "outcome", outcome, "Sum", 60);
    }

    private void above(String name, String meaning, IMetric metric, int bound, int periods) {
        told(Alarm.Builder.create(this, name)
                .alarmDescription(meaning)
                .metric(metric)
                .threshold(bound)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .evaluationPeriods(periods)
                .build());
    }
}
