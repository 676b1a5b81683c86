package dev.reelroute.deploy;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.ecs.CapacityProviderStrategy;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.constructs.Construct;

/** Workers of a service, and the task of those that the API asks for in bursts. They run FFmpeg on what strangers send. */
final class Workers extends Construct {

    final FargateTaskDefinition burst;
    final FargateService service;

    Workers(Construct scope, Tasks tasks, Network network, Store store, Cluster cluster) {
        super(scope, "Workers");
        burst = task("Burst", tasks, store, cluster, Map.of("REELROUTE_WORKER_EXIT_WHEN_IDLE", "2m"));
        service = FargateService.Builder.create(this, "Service")
                .cluster(cluster)
                .taskDefinition(task("Worker", tasks, store, cluster, Map.of()))
                // No count: each update of the stack would bring the service back to it.
                .minHealthyPercent(50)
                .maxHealthyPercent(200)
                .circuitBreaker(
                        DeploymentCircuitBreaker.builder().rollback(true).build())
                .securityGroups(List.of(network.workers))
                .vpcSubnets(Network.ISOLATED)
                .assignPublicIp(false)
                // One that nobody takes away, and of the others four of five on Spot.
                .capacityProviderStrategies(List.of(
                        CapacityProviderStrategy.builder()
                                .capacityProvider("FARGATE")
                                .base(1)
                                .weight(1)
                                .build(),
                        CapacityProviderStrategy.builder()
                                .capacityProvider("FARGATE_SPOT")
                                .weight(4)
                                .build()))
                .build();
    }

    private FargateTaskDefinition task(
            String name, Tasks tasks, Store store, Cluster cluster, Map<String, String> more) {
        FargateTaskDefinition task = tasks.task(this, name, 2048, 8192, 100);
        Words.allow(task, List.of("s3:PutObject"), store.videos());
        tasks.mayReceive(task, Queues.LANES);
        Words.allow(
                task,
                List.of("ecs:GetTaskProtection", "ecs:UpdateTaskProtection"),
                Words.arn(this, "ecs", "task/" + cluster.getClusterName() + "/*"));
        tasks.container(task, "worker", more, Map.of(), 8192);
        return task;
    }
}
