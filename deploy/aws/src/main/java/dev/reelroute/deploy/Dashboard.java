package dev.reelroute.deploy;

import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.cloudwatch.CfnDashboard;
import software.amazon.awscdk.services.ecs.FargateService;
import software.constructs.Construct;

/** What the alarms watch, as pictures; the alarms themselves are above them. */
final class Dashboard {

    private Dashboard() {}

    static CfnDashboard of(
            Construct scope, Alarms alarms, FargateService workers, FargateService api, Door door, Ledger ledger) {
        return CfnDashboard.Builder.create(scope, "Dashboard")
                .dashboardBody(Fn.sub(
                        Words.file("dashboard.json"),
                        Map.of(
                                "region", Aws.REGION,
                                "alarms", Fn.join("\",\"", alarms.arns()),
                                "cluster", workers.getCluster().getClusterName(),
                                "workers", workers.getServiceName(),
                                "api", api.getServiceName(),
                                "balancer", door.balancer.getLoadBalancerFullName(),
                                "database", ledger.cluster.getClusterIdentifier())))
                .build();
    }
}
