package dev.reelroute.deploy;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.logs.LogGroup;

/** AWS's own build of the OpenTelemetry collector, which takes the API's metrics to CloudWatch. */
final class Collector {

    private static final String IMAGE = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3";

    private Collector() {}

    static void beside(FargateTaskDefinition task, Tasks tasks, Secrets secrets) {
        LogGroup group = tasks.logGroup(task, "Metrics");
        task.addContainer(
                "metrics",
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromRegistry(IMAGE))
                        .essential(false)
                        .user("4317") // as its image says
                        .memoryLimitMiB(256)
                        .readonlyRootFilesystem(true)
                        .environment(Map.of(
                                "AOT_CONFIG_CONTENT",
                                Fn.sub(
                                        Words.file("collector.yaml"),
                                        Map.of("region", Aws.REGION, "group", group.getLogGroupName()))))
                        .secrets(Map.of("OPERATOR_PASSWORD", Words.secret(secrets.operatorPassword)))
                        .logging(tasks.logs(task, "collector"))
                        .build());
        Words.allow(
                task,
                List.of("logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"),
                group.getLogGroupArn());
    }
}
