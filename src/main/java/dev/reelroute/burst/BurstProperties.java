package dev.reelroute.burst;

import dev.reelroute.failure.Misconfigured;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Workers that are asked of Amazon ECS.
 *
 * @param period milliseconds between two looks
 * @param after how long the oldest due work of a lane has waited when more workers are asked for
 * @param most workers that are there at a time because of this, those that are starting among them
 * @param cluster name or ARN
 * @param taskDefinition name or ARN of one that starts a worker which ends itself
 * @param subnets ids, for the addresses of the tasks
 * @param capacityProvider of the cluster; null or empty: Fargate
 * @param endpoint of an ECS server; null or empty: Amazon's
 */
@ConfigurationProperties("reelroute.burst")
public record BurstProperties(
        boolean enabled,
        long period,
        Duration after,
        int most,
        @Nullable String cluster,
        @Nullable String taskDefinition,
        List<String> subnets,
        List<String> securityGroups,
        @Nullable String capacityProvider,
        String region,
        @Nullable String endpoint) {

    public BurstProperties {
        if (enabled && (isEmpty(cluster) || isEmpty(taskDefinition) || subnets.isEmpty())) {
            throw new Misconfigured(
                    "reelroute.burst is enabled, and does not say where workers are started.",
                    "Set reelroute.burst.cluster, .task-definition and .subnets.");
        }
    }

    static boolean isEmpty(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
