package dev.reelroute.deploy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.Capability;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.HealthCheck;
import software.amazon.awscdk.services.ecs.LinuxParameters;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.MountPoint;
import software.amazon.awscdk.services.ecs.OperatingSystemFamily;
import software.amazon.awscdk.services.ecs.RuntimePlatform;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.ecs.Volume;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * What the tasks of API and workers have in common. Their settings are those of {@code config/application.yaml}; everything
 * else is the image's.
 */
final class Tasks {

    private final Given given;
    private final Queues queues;
    private final Store store;
    private final Ledger ledger;
    private final Secrets secrets;

    Tasks(Given given, Queues queues, Store store, Ledger ledger, Secrets secrets) {
        this.given = given;
        this.queues = queues;
        this.store = store;
        this.ledger = ledger;
        this.secrets = secrets;
    }

    /** A task that may do what API and workers do both. */
    FargateTaskDefinition task(Construct scope, String name, int cpu, int memory, int disk) {
        FargateTaskDefinition task = FargateTaskDefinition.Builder.create(scope, name)
                .family(Aws.STACK_NAME + "-" + name.toLowerCase(Locale.ROOT))
                .cpu(cpu)
                .memoryLimitMiB(memory)
                .ephemeralStorageGiB(disk)
                .runtimePlatform(RuntimePlatform.builder()
                        .cpuArchitecture(CpuArchitecture.of(given.architecture))
                        .operatingSystemFamily(OperatingSystemFamily.LINUX)
                        .build())
                .volumes(List.of(
                        Volume.builder().name("data").build(),
                        Volume.builder().name("tmp").build()))
                .build();
        Words.allow(task, List.of("s3:ListBucket"), store.bucket.getBucketArn());
        Words.allow(task, List.of("s3:GetObject"), store.objects());
        // IAM knows no single queue here. Camel looks for its queues by this.
        Words.allow(task, List.of("sqs:ListQueues"), "*");
        Words.allow(task, List.of("sqs:GetQueueUrl", "sqs:GetQueueAttributes"), queues.arns());
        Words.allow(task, List.of("sqs:SendMessage"), queues.arns(Queues.LANES));
        Words.allow(task, List.of("sqs:SendMessage"), queues.of(Queues.DEAD).getQueueArn());
        return task;
    }

    void mayReceive(FargateTaskDefinition task, List<String> names) {
        Words.allow(
                task,
                List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"),
                queues.arns(names));
    }

    /** As the image wants to be run: as its own user, on a read-only root, with 120 s to stop. */
    ContainerDefinition container(
            FargateTaskDefinition task, String role, Map<String, String> more, Map<String, Secret> secret, int memory) {
        Map<String, String> environment = settings(role);
        environment.putAll(more);
        LinuxParameters linux = LinuxParameters.Builder.create(task, "Linux")
                .initProcessEnabled(true) // reaps what FFmpeg leaves behind
                .build();
        linux.dropCapabilities(Capability.ALL);
        ContainerDefinition container = task.addContainer(
                role,
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromRegistry(given.image))
                        .essential(true)
                        .user("10001")
                        .memoryLimitMiB(memory)
                        .environment(environment)
                        .secrets(secretSettings(secret))
                        .readonlyRootFilesystem(true)
                        .linuxParameters(linux)
                        .stopTimeout(Duration.seconds(120))
                        .healthCheck(HealthCheck.builder()
                                .command(List.of("CMD", "healthy"))
                                .interval(Duration.seconds(10))
                                .timeout(Duration.seconds(5))
                                .startPeriod(Duration.seconds(120))
                                .retries(3)
                                .build())
                        .logging(logs(task, role))
                        .build());
        container.addMountPoints(mount("data", "/var/lib/reelroute"), mount("tmp", "/tmp"));
        // The registry is given by its name, so CDK does not know that it is one of ours.
        task.addToExecutionRolePolicy(PolicyStatement.Builder.create()
                .actions(List.of("ecr:GetAuthorizationToken"))
                .resources(List.of("*"))
                .build());
        task.addToExecutionRolePolicy(PolicyStatement.Builder.create()
                .actions(List.of("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"))
                .resources(List.of(Words.arn(task, "ecr", "repository/*")))
                .build());
        return container;
    }

    private Map<String, String> settings(String role) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("REELROUTE_ROLE", role);
        settings.put("REELROUTE_STORE_ENDPOINT", "aws");
        settings.put("REELROUTE_STORE_REGION", Aws.REGION);
        settings.put("REELROUTE_STORE_BUCKET", store.bucket.getBucketName());
        settings.put("REELROUTE_STORE_PATH_STYLE", "false");
        settings.put("REELROUTE_QUEUE_ENDPOINT", "aws");
        settings.put("REELROUTE_QUEUE_REGION", Aws.REGION);
        Queues.LANES.forEach(lane -> settings.put(
                "REELROUTE_QUEUE_LANES_" + lane.toUpperCase(Locale.ROOT) + "_QUEUE",
                queues.of(lane).getQueueName()));
        settings.put("REELROUTE_QUEUE_DEAD", queues.of(Queues.DEAD).getQueueName());
        settings.put("REELROUTE_QUEUE_EVENTS", queues.of(Queues.EVENTS).getQueueName());
        settings.put("REELROUTE_LEDGER_URL", ledger.url());
        settings.put("REELROUTE_ACCESS_MODE", "keys");
        settings.put("REELROUTE_ADDRESS_PUBLIC_URL", "https://" + given.domain);
        return settings;
    }

    private Map<String, Secret> secretSettings(Map<String, Secret> more) {
        Map<String, Secret> all = new TreeMap<>(more);
        all.put("REELROUTE_LEDGER_USERNAME", Secret.fromSecretsManager(ledger.cluster.getSecret(), "username"));
        all.put("REELROUTE_LEDGER_PASSWORD", Secret.fromSecretsManager(ledger.cluster.getSecret(), "password"));
        all.put("REELROUTE_OPERATOR_PASSWORD", Words.secret(secrets.operatorPassword));
        return all;
    }

    LogDriver logs(FargateTaskDefinition task, String container) {
        return LogDriver.awsLogs(AwsLogDriverProps.builder()
                .logGroup(logGroup(task, Words.capital(container)))
                .streamPrefix(container)
                .build());
    }

    LogGroup logGroup(Construct scope, String name) {
        return LogGroup.Builder.create(scope, name + "Log")
                .retention(RetentionDays.ONE_YEAR) // who changed what stands there
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }

    private static MountPoint mount(String volume, String path) {
        return MountPoint.builder()
                .sourceVolume(volume)
                .containerPath(path)
                .readOnly(false)
                .build();
    }
}
