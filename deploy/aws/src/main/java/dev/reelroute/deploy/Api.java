package dev.reelroute.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.applicationautoscaling.EnableScalingProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.CpuUtilizationScalingProps;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.PortMapping;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/** The API: two tasks or more, of which one has the duty of repairs. */
final class Api extends Construct {

    static final int HTTP = 8080;
    static final int HEALTH = 8079;

    final FargateService service;

    Api(
            Construct scope,
            Given given,
            Tasks tasks,
            Network network,
            Store store,
            Secrets secrets,
            Cluster cluster,
            FargateTaskDefinition burst,
            Cdn cdn) {
        super(scope, "Api");
        FargateTaskDefinition task = tasks.task(this, "Api", 1024, 2048, 21);
        Words.allow(
                task,
                List.of("s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"),
                store.uploads());
        Words.allow(task, List.of("s3:ListBucketMultipartUploads"), store.bucket.getBucketArn());
        Words.allow(task, List.of("s3:DeleteObject"), store.objects());
        tasks.mayReceive(task, List.of(Queues.EVENTS));
        mayAskForWorkers(task, burst, cluster);
        Map<String, String> settings = settings(given, network, cdn);
        settings.putAll(bursts(given, network, cluster, burst));
        ContainerDefinition api = tasks.container(task, "api", settings, secrets(secrets), 1792);
        api.addPortMappings(
                PortMapping.builder().containerPort(HTTP).build(),
                PortMapping.builder().containerPort(HEALTH).build());
        Collector.beside(task, tasks, secrets);

        service = FargateService.Builder.create(this, "Service")
                .cluster(cluster)
                .taskDefinition(task)
                .desiredCount(2)
                .minHealthyPercent(100)
                .maxHealthyPercent(200)
                .healthCheckGracePeriod(Duration.minutes(3))
                .circuitBreaker(
                        DeploymentCircuitBreaker.builder().rollback(true).build())
                .securityGroups(List.of(network.apis))
                .vpcSubnets(Network.PRIVATE)
                .assignPublicIp(false)
                .build();
        service.autoScaleTaskCount(EnableScalingProps.builder()
                        .minCapacity(2)
                        .maxCapacity(given.mostApis.getValueAsNumber())
                        .build())
                .scaleOnCpuUtilization(
                        "Cpu",
                        CpuUtilizationScalingProps.builder()
                                .targetUtilizationPercent(60)
                                .build());
    }

    private void mayAskForWorkers(FargateTaskDefinition task, FargateTaskDefinition burst, Cluster cluster) {
        Map<String, Object> here = Map.of("ArnEquals", Map.of("ecs:cluster", cluster.getClusterArn()));
        task.addToTaskRolePolicy(PolicyStatement.Builder.create()
                .actions(List.of("ecs:RunTask"))
                .resources(List.of(Words.arn(this, "ecs", "task-definition/" + burst.getFamily() + ":*")))
                .conditions(here)
                .build());
        task.addToTaskRolePolicy(PolicyStatement.Builder.create()
                .actions(List.of("ecs:ListTasks"))
                .resources(List.of("*"))
                .conditions(here)
                .build());
        task.addToTaskRolePolicy(PolicyStatement.Builder.create()
                .actions(List.of("iam:PassRole"))
                .resources(List.of(
                        burst.getTaskRole().getRoleArn(),
                        burst.obtainExecutionRole().getRoleArn()))
                .conditions(Map.of("StringEquals", Map.of("iam:PassedToService", "ecs-tasks.amazonaws.com")))
                .build());
    }

    private static Map<String, String> settings(Given given, Network network, Cdn cdn) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("REELROUTE_INTAKE_POLL_PERIOD", "30000"); // events come
        settings.put("REELROUTE_ADDRESS_PROXIES", network.vpc.getVpcCidrBlock()); // the door
        settings.put("REELROUTE_PLAYBACK_BASE_URL", cdn.publicVideos());
        settings.put(
                "REELROUTE_PLAYBACK_WAY",
                given.ifSignsForCdn("cloudfront", "reelroute").toString());
        settings.put("REELROUTE_PLAYBACK_CLOUDFRONT_URL", cdn.privateVideos());
        settings.put("REELROUTE_PLAYBACK_CLOUDFRONT_KEY_PAIR_ID", given.keyPair);
        // Secrets Manager makes letters and digits, and these want a word before them.
        settings.put("REELROUTE_ACCESS_OPERATORKEY", secretAfter("rrk", "OPERATOR_KEY"));
        settings.put("REELROUTE_NOTIFY_SECRETS", secretAfter("whsec", "WEBHOOK_KEY"));
        return settings;
    }

    /** Spring puts the variable in when it starts. */
    private static String secretAfter(String prefix, String variable) {
        return Fn.sub("${Prefix}_${!" + variable + "}", Map.of("Prefix", prefix));
    }

    private static Map<String, String> bursts(
            Given given, Network network, Cluster cluster, FargateTaskDefinition burst) {
        return Map.of(
                "REELROUTE_BURST_ENABLED", given.bursts,
                "REELROUTE_BURST_MOST", given.mostInBurst.getValueAsString(),
                "REELROUTE_BURST_CLUSTER", cluster.getClusterName(),
                "REELROUTE_BURST_TASK_DEFINITION", burst.getTaskDefinitionArn(),
                "REELROUTE_BURST_SUBNETS",
                        Fn.join(",", network.vpc.selectSubnets(Network.ISOLATED).getSubnetIds()),
                "REELROUTE_BURST_SECURITY_GROUPS", network.workers.getSecurityGroupId(),
                "REELROUTE_BURST_CAPACITY_PROVIDER", "FARGATE_SPOT",
                "REELROUTE_BURST_REGION", Aws.REGION);
    }

    private static Map<String, Secret> secrets(Secrets secrets) {
        Map<String, Secret> all = new LinkedHashMap<>();
        all.put("OPERATOR_KEY", Words.secret(secrets.operatorKey));
        all.put("WEBHOOK_KEY", Words.secret(secrets.webhooks));
        all.put("REELROUTE_PLAYBACK_KEYS", Words.secret(secrets.playback));
        all.put("REELROUTE_PLAYBACK_CLOUDFRONT_PRIVATE_KEY", Words.secret(secrets.playbackPrivateKey));
        return all;
    }
}
