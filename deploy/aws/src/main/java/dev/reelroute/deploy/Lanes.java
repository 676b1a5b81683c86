package dev.reelroute.deploy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;

/** The product's own metrics, as the collector brings them. */
final class Lanes {

    static final String OLDEST = "reelroute_queue_oldest_seconds";
    static final String DEPTH = "reelroute_queue_depth";

    private Lanes() {}

    /** Of each lane. Each API says the same of a lane, so the most that any of them says is the truth. */
    static Map<String, IMetric> all(String name) {
        Map<String, IMetric> metrics = new LinkedHashMap<>();
        Queues.LANES.forEach(lane -> metrics.put(lane, of(name, "queue", lane, "Maximum", 1)));
        return metrics;
    }

    static Metric of(String name, String dimension, String value, String statistic, int minutes) {
        return Metric.Builder.create()
                .namespace("Reelroute")
                .metricName(name)
                .dimensionsMap(Map.of(dimension, value))
                .statistic(statistic)
                .period(Duration.minutes(minutes))
                .build();
    }

    /** In the order of their names: CDK keeps a map's own, and {@link Map#of} has another one in each process. */
    static MathExpression expression(String expression, int minutes, Map<String, IMetric> metrics) {
        return MathExpression.Builder.create()
                .expression(expression)
                .usingMetrics(new TreeMap<>(metrics))
                .period(Duration.minutes(minutes))
                .build();
    }
}
