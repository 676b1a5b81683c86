package dev.reelroute.deploy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.LegacyStackSynthesizer;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.applicationautoscaling.AdjustmentType;
import software.amazon.awscdk.services.applicationautoscaling.BasicStepScalingPolicyProps;
import software.amazon.awscdk.services.applicationautoscaling.EnableScalingProps;
import software.amazon.awscdk.services.applicationautoscaling.ScalingInterval;
import software.amazon.awscdk.services.cloudfront.AllowedMethods;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.OriginProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.OriginSslPolicy;
import software.amazon.awscdk.services.cloudfront.PriceClass;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersPolicy;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.origins.HttpOrigin;
import software.amazon.awscdk.services.cloudfront.origins.HttpOriginProps;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.Capability;
import software.amazon.awscdk.services.ecs.CapacityProviderStrategy;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerDefinition;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.ecs.CpuUtilizationScalingProps;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargatePlatformVersion;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.HealthCheck;
import software.amazon.awscdk.services.ecs.LinuxParameters;
import software.amazon.awscdk.services.ecs.LoadBalancerTargetOptions;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.MountPoint;
import software.amazon.awscdk.services.ecs.OperatingSystemFamily;
import software.amazon.awscdk.services.ecs.PortMapping;
import software.amazon.awscdk.services.ecs.RuntimePlatform;
import software.amazon.awscdk.services.ecs.ScalableTaskCount;
import software.amazon.awscdk.services.ecs.Volume;
import software.amazon.awscdk.services.elasticloadbalancingv2.AddApplicationTargetsProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationProtocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseApplicationListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.HttpCodeElb;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCertificate;
import software.amazon.awscdk.services.elasticloadbalancingv2.SslPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.rds.AuroraPostgresClusterEngineProps;
import software.amazon.awscdk.services.rds.AuroraPostgresEngineVersion;
import software.amazon.awscdk.services.rds.BackupProps;
import software.amazon.awscdk.services.rds.ClusterInstance;
import software.amazon.awscdk.services.rds.Credentials;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.rds.DatabaseClusterEngine;
import software.amazon.awscdk.services.rds.ServerlessV2ClusterInstanceProps;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CorsRule;
import software.amazon.awscdk.services.s3.HttpMethods;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.StorageClass;
import software.amazon.awscdk.services.s3.Transition;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * All of Reelroute: a bucket, queues, a database, the API behind a load balancer and a CDN, and workers that become more while
 * work waits. The settings of the tasks are those of {@code config/application.yaml}; everything else is the image's.
 */
public final class ReelrouteStack extends Stack {

    private static final List<String> LANES = List.of("fast", "early", "bulk", "heavy");
    private static final int HTTP = 8080;
    private static final int HEALTH = 8079;
    private static final String METRICS = "Reelroute";
    private static final String COLLECTOR = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3";

    /** Public: the door. Private: the API, which calls webhooks. Isolated: workers and the database, with no way out. */
    private static final SubnetSelection ISOLATED =
            SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build();

    private static final SubnetSelection PRIVATE =
            SubnetSelection.builder().subnetType(SubnetType.PRIVATE_WITH_EGRESS).build();

    private final String image =
            parameter("Image", "The image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/reelroute:1");
    private final String domain = parameter("Domain", "The name that clients use, such as video.example.org");
    private final String certificate = parameter("CertificateArn", "Of ACM, in this region, for that name");
    private final String architecture = choice("Architecture", "Of the image; ARM64 is Graviton", "X86_64", "ARM64");
    private final String bursts =
            choice("Bursts", "Whether the API asks for workers besides the service's", "false", "true");

    private final Vpc vpc;
    private final Bucket bucket;
    private final Map<String, Queue> queues = new LinkedHashMap<>();
    private final DatabaseCluster ledger;
    private final Cluster cluster;
    private final Secret operatorPassword = secret("OperatorPassword", 24);
    private final Secret operatorKey = secret("OperatorKey", 43);
    private final Secret webhooks = secret("WebhookKey", 44);
    private final Secret playback = secret("PlaybackKey", 44);

    public ReelrouteStack(Construct scope, String id) {
        // Without assets nothing has to be bootstrapped.
        super(
                scope,
                id,
                StackProps.builder()
                        .description("Reelroute: your own video transcoding back end")
                        .synthesizer(new LegacyStackSynthesizer())
                        .build());
        vpc = network();
        queues();
        bucket = bucket();
        ledger = ledger();
        cluster = Cluster.Builder.create(this, "Cluster")
                .vpc(vpc)
                .containerInsightsV2(ContainerInsights.ENABLED)
                .enableFargateCapacityProviders(true)
                .build();
        Distribution cdn = cdn();

        SecurityGroup workers = group("Workers");
        SecurityGroup apis = group("Apis");
        FargateTaskDefinition workerTask = workerTask("Worker", Map.of());
        FargateTaskDefinition burstTask = workerTask("Burst", Map.of("REELROUTE_WORKER_EXIT_WHEN_IDLE", "2m"));
        FargateTaskDefinition apiTask = apiTask(burstTask, workers, cdn);

        FargateService api = service("ApiService", apiTask, apis, PRIVATE, 2)
                .minHealthyPercent(100)
                .healthCheckGracePeriod(Duration.minutes(3))
                .build();
        api.autoScaleTaskCount(EnableScalingProps.builder()
                        .minCapacity(2)
                        .maxCapacity(whole("MostApis", 6).getValueAsNumber())
                        .build())
                .scaleOnCpuUtilization(
                        "Cpu",
                        CpuUtilizationScalingProps.builder()
                                .targetUtilizationPercent(60)
                                .build());
        FargateService worker = service("WorkerService", workerTask, workers, ISOLATED, 1)
                .minHealthyPercent(50)
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
        // A new version of the API migrates the ledger first.
        worker.getNode().addDependency(api);
        scale(worker);
        List.of(apis, workers).forEach(group -> ledger.getConnections().allowDefaultPortFrom(group));

        ApplicationLoadBalancer door = door(api);
        alarms(door);
        output("Door", door.getLoadBalancerDnsName(), "What the domain is a CNAME of");
        output("Cdn", cdn.getDistributionDomainName(), "Where players find public videos");
        output("BucketName", bucket.getBucketName(), "Uploads and results");
        output("OperatorSecret", operatorPassword.getSecretName(), "The operator's password");
        output("OperatorKeySecret", operatorKey.getSecretName(), "The operator's API key, without rrk_ before it");
    }

    // --- the network

    private Vpc network() {
        Vpc network = Vpc.Builder.create(this, "Network")
                .maxAzs(2)
                .natGateways(1)
                .subnetConfiguration(List.of(
                        subnets("Public", SubnetType.PUBLIC),
                        subnets("Private", SubnetType.PRIVATE_WITH_EGRESS),
                        subnets("Isolated", SubnetType.PRIVATE_ISOLATED)))
                .build();
        network.addGatewayEndpoint(
                "S3",
                GatewayVpcEndpointOptions.builder()
                        .service(GatewayVpcEndpointAwsService.S3)
                        .build());
        Map<String, InterfaceVpcEndpointAwsService> services = new LinkedHashMap<>();
        services.put("Sqs", InterfaceVpcEndpointAwsService.SQS);
        services.put("Registry", InterfaceVpcEndpointAwsService.ECR);
        services.put("Images", InterfaceVpcEndpointAwsService.ECR_DOCKER);
        services.put("Logs", InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS);
        services.put("Secrets", InterfaceVpcEndpointAwsService.SECRETS_MANAGER);
        services.forEach((name, service) -> network.addInterfaceEndpoint(
                name,
                InterfaceVpcEndpointOptions.builder()
                        .service(service)
                        .subnets(ISOLATED)
                        .build()));
        return network;
    }

    private static SubnetConfiguration subnets(String name, SubnetType type) {
        return SubnetConfiguration.builder()
                .name(name)
                .subnetType(type)
                .cidrMask(22)
                .build();
    }

    private SecurityGroup group(String name) {
        return SecurityGroup.Builder.create(this, name)
                .vpc(vpc)
                .description(name + " of Reelroute")
                .build();
    }

    // --- what is kept

    private void queues() {
        Queue dead = queue("dead", 14, null);
        DeadLetterQueue letters =
                DeadLetterQueue.builder().queue(dead).maxReceiveCount(50).build();
        LANES.forEach(lane -> queue(lane, 4, letters));
        Queue events = queue("events", 4, letters);
        events.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("s3.amazonaws.com")))
                .actions(List.of("sqs:SendMessage"))
                .resources(List.of(events.getQueueArn()))
                // Not the bucket's ARN: the bucket tells the queue, and so comes after it.
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", getAccount())))
                .build());
    }

    private Queue queue(String name, int days, DeadLetterQueue letters) {
        Queue queue = Queue.Builder.create(
                        this, "Queue" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(days))
                .visibilityTimeout(Duration.seconds(60))
                .deadLetterQueue(letters)
                .build();
        queues.put(name, queue);
        return queue;
    }

    private Bucket bucket() {
        Bucket made = Bucket.Builder.create(this, "Videos")
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .encryption(BucketEncryption.S3_MANAGED)
                .enforceSsl(true)
                .versioned(true)
                .removalPolicy(RemovalPolicy.RETAIN)
                .cors(List.of(
                        CorsRule.builder()
                                .allowedMethods(List.of(HttpMethods.PUT))
                                .allowedOrigins(List.of("https://" + domain))
                                .allowedHeaders(List.of("Content-Type"))
                                .exposedHeaders(List.of("ETag"))
                                .maxAge(3600)
                                .build(),
                        CorsRule.builder()
                                .allowedMethods(List.of(HttpMethods.GET, HttpMethods.HEAD))
                                .allowedOrigins(List.of("*"))
                                .allowedHeaders(List.of("Range"))
                                .maxAge(3600)
                                .build()))
                .lifecycleRules(List.of(
                        LifecycleRule.builder()
                                .abortIncompleteMultipartUploadAfter(Duration.days(2))
                                .noncurrentVersionExpiration(Duration.days(30))
                                .build(),
                        LifecycleRule.builder()
                                .prefix("uploads/")
                                .transitions(List.of(Transition.builder()
                                        .storageClass(StorageClass.INTELLIGENT_TIERING)
                                        .transitionAfter(Duration.days(30))
                                        .build()))
                                .build()))
                .build();
        // By the resource itself: CDK's own way brings a Lambda function that does the same.
        Queue events = of("events");
        ((CfnBucket) made.getNode().getDefaultChild())
                .setNotificationConfiguration(CfnBucket.NotificationConfigurationProperty.builder()
                        .queueConfigurations(List.of(CfnBucket.QueueConfigurationProperty.builder()
                                .event("s3:ObjectCreated:*")
                                .queue(events.getQueueArn())
                                .filter(CfnBucket.NotificationFilterProperty.builder()
                                        .s3Key(CfnBucket.S3KeyFilterProperty.builder()
                                                .rules(List.of(CfnBucket.FilterRuleProperty.builder()
                                                        .name("prefix")
                                                        .value("uploads/")
                                                        .build()))
                                                .build())
                                        .build())
                                .build()))
                        .build());
        // Only the resource: the bucket's policy is another one.
        made.getNode()
                .getDefaultChild()
                .getNode()
                .addDependency(events.getNode().findChild("Policy"));
        return made;
    }

    private DatabaseCluster ledger() {
        return DatabaseCluster.Builder.create(this, "Ledger")
                .engine(DatabaseClusterEngine.auroraPostgres(AuroraPostgresClusterEngineProps.builder()
                        .version(AuroraPostgresEngineVersion.VER_17_4)
                        .build()))
                .credentials(Credentials.fromGeneratedSecret("reelroute"))
                .defaultDatabaseName("reelroute")
                .writer(ClusterInstance.serverlessV2("Writer"))
                .readers(List.of(ClusterInstance.serverlessV2(
                        "Reader",
                        ServerlessV2ClusterInstanceProps.builder()
                                .scaleWithWriter(true)
                                .build())))
                .serverlessV2MinCapacity(0.5)
                .serverlessV2MaxCapacity(8)
                .vpc(vpc)
                .vpcSubnets(ISOLATED)
                .storageEncrypted(true)
                .deletionProtection(true)
                .copyTagsToSnapshot(true)
                .backup(BackupProps.builder().retention(Duration.days(14)).build())
                .cloudwatchLogsExports(List.of("postgresql"))
                .removalPolicy(RemovalPolicy.SNAPSHOT)
                .build();
    }

    /** Letters and digits: a part of what the setting wants, and base64 where that is wanted. */
    private Secret secret(String name, int length) {
        return Secret.Builder.create(this, name)
                .generateSecretString(SecretStringGenerator.builder()
                        .passwordLength(length)
                        .excludePunctuation(true)
                        .build())
                .build();
    }

    // --- what runs

    private FargateTaskDefinition task(String name, int cpu, int memory, int disk) {
        FargateTaskDefinition task = FargateTaskDefinition.Builder.create(this, name + "Task")
                .family(Aws.STACK_NAME + "-" + name.toLowerCase(Locale.ROOT))
                .cpu(cpu)
                .memoryLimitMiB(memory)
                .ephemeralStorageGiB(disk)
                .runtimePlatform(RuntimePlatform.builder()
                        .cpuArchitecture(CpuArchitecture.of(architecture))
                        .operatingSystemFamily(OperatingSystemFamily.LINUX)
                        .build())
                .volumes(List.of(
                        Volume.builder().name("data").build(),
                        Volume.builder().name("tmp").build()))
                .build();
        allow(task, List.of("s3:ListBucket"), bucket.getBucketArn());
        allow(task, List.of("s3:GetObject"), bucket.arnForObjects("uploads/*"), bucket.arnForObjects("videos/*"));
        allow(task, List.of("s3:DeleteObject"), bucket.arnForObjects("uploads/*"), bucket.arnForObjects("videos/*"));
        allow(task, List.of("sqs:GetQueueUrl", "sqs:GetQueueAttributes"), arns(queues.keySet()));
        allow(task, List.of("sqs:SendMessage"), arns(LANES));
        allow(task, List.of("sqs:SendMessage"), of("dead").getQueueArn());
        return task;
    }

    private FargateTaskDefinition workerTask(String name, Map<String, String> more) {
        FargateTaskDefinition task = task(name, 4096, 8192, 100);
        allow(task, List.of("s3:PutObject", "s3:AbortMultipartUpload"), bucket.arnForObjects("videos/*"));
        allow(task, List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"), arns(LANES));
        allow(
                task,
                List.of("ecs:GetTaskProtection", "ecs:UpdateTaskProtection"),
                arn("ecs", "task/" + cluster.getClusterName() + "/*"));
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("REELROUTE_ROLE", "worker");
        container(task, "worker", settings, Map.of(), 8192);
        return task;
    }

    private FargateTaskDefinition apiTask(FargateTaskDefinition burst, SecurityGroup workers, Distribution cdn) {
        FargateTaskDefinition task = task("Api", 1024, 3072, 21);
        allow(
                task,
                List.of("s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"),
                bucket.arnForObjects("uploads/*"));
        allow(task, List.of("s3:ListBucketMultipartUploads"), bucket.getBucketArn());
        allow(
                task,
                List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"),
                of("events").getQueueArn());
        Map<String, Object> here = Map.of("ArnEquals", Map.of("ecs:cluster", cluster.getClusterArn()));
        task.addToTaskRolePolicy(PolicyStatement.Builder.create()
                .actions(List.of("ecs:RunTask"))
                .resources(List.of(arn("ecs", "task-definition/" + burst.getFamily() + ":*")))
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

        Map<String, String> settings = new TreeMap<>();
        settings.put("REELROUTE_ROLE", "api");
        settings.put("REELROUTE_INTAKE_POLL_PERIOD", "30000"); // events come
        settings.put("REELROUTE_ADDRESS_PROXIES", vpc.getVpcCidrBlock()); // the door
        settings.put("REELROUTE_PLAYBACK_BASE_URL", "https://" + cdn.getDistributionDomainName());
        settings.put("REELROUTE_BURST_ENABLED", bursts);
        settings.put("REELROUTE_BURST_MOST", whole("MostInBurst", 20).getValueAsString());
        settings.put("REELROUTE_BURST_CLUSTER", cluster.getClusterName());
        settings.put("REELROUTE_BURST_TASK_DEFINITION", burst.getTaskDefinitionArn());
        settings.put(
                "REELROUTE_BURST_SUBNETS",
                Fn.join(",", vpc.selectSubnets(ISOLATED).getSubnetIds()));
        settings.put("REELROUTE_BURST_SECURITY_GROUPS", workers.getSecurityGroupId());
        settings.put("REELROUTE_BURST_CAPACITY_PROVIDER", "FARGATE_SPOT");
        settings.put("REELROUTE_BURST_REGION", getRegion());
        // Secrets Manager makes letters and digits, and these want a word before them.
        settings.put("REELROUTE_ACCESS_OPERATORKEY", Fn.sub("rrk_${!OPERATOR_KEY}"));
        settings.put("REELROUTE_NOTIFY_SECRETS", Fn.sub("whsec_${!WEBHOOK_KEY}"));
        ContainerDefinition api = container(
                task,
                "api",
                settings,
                Map.of(
                        "OPERATOR_KEY", ecs(operatorKey),
                        "WEBHOOK_KEY", ecs(webhooks),
                        "REELROUTE_PLAYBACK_KEYS", ecs(playback)),
                2560);
        api.addPortMappings(
                PortMapping.builder().containerPort(HTTP).build(),
                PortMapping.builder().containerPort(HEALTH).build());
        metrics(task);
        return task;
    }

    /** As the image wants to be run: as its own user, on a read-only root, with 120 s to stop. */
    private ContainerDefinition container(
            FargateTaskDefinition task,
            String name,
            Map<String, String> settings,
            Map<String, software.amazon.awscdk.services.ecs.Secret> more,
            int memory) {
        Map<String, String> environment = new TreeMap<>(settings);
        environment.put("REELROUTE_STORE_ENDPOINT", "aws");
        environment.put("REELROUTE_STORE_REGION", getRegion());
        environment.put("REELROUTE_STORE_BUCKET", bucket.getBucketName());
        environment.put("REELROUTE_STORE_PATH_STYLE", "false");
        environment.put("REELROUTE_QUEUE_ENDPOINT", "aws");
        environment.put("REELROUTE_QUEUE_REGION", getRegion());
        LANES.forEach(lane -> environment.put(
                "REELROUTE_QUEUE_LANES_" + lane.toUpperCase(Locale.ROOT) + "_QUEUE", of(lane).getQueueName()));
        environment.put("REELROUTE_QUEUE_DEAD", of("dead").getQueueName());
        environment.put("REELROUTE_QUEUE_EVENTS", of("events").getQueueName());
        environment.put(
                "REELROUTE_LEDGER_URL",
                "jdbc:postgresql://" + ledger.getClusterEndpoint().getSocketAddress() + "/reelroute?sslmode=require");
        environment.put("REELROUTE_ACCESS_MODE", "keys");
        environment.put("REELROUTE_ADDRESS_PUBLIC_URL", "https://" + domain);
        Map<String, software.amazon.awscdk.services.ecs.Secret> secrets = new TreeMap<>(more);
        secrets.put("REELROUTE_LEDGER_USERNAME", ecs(ledger.getSecret(), "username"));
        secrets.put("REELROUTE_LEDGER_PASSWORD", ecs(ledger.getSecret(), "password"));
        secrets.put("REELROUTE_OPERATOR_PASSWORD", ecs(operatorPassword));
        LinuxParameters linux = LinuxParameters.Builder.create(
                        this, task.getNode().getId() + "Linux")
                .initProcessEnabled(true) // reaps what FFmpeg leaves behind
                .build();
        linux.dropCapabilities(Capability.ALL);
        ContainerDefinition container = task.addContainer(
                name,
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromRegistry(image))
                        .essential(true)
                        .memoryLimitMiB(memory)
                        .environment(environment)
                        .secrets(secrets)
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
                        .logging(logs(task.getNode().getId(), name))
                        .build());
        container.addMountPoints(mount("data", "/var/lib/reelroute"), mount("tmp", "/tmp"));
        // Pulling is from a registry that is given by its name, so CDK does not know of it.
        task.addToExecutionRolePolicy(PolicyStatement.Builder.create()
                .actions(List.of("ecr:GetAuthorizationToken"))
                .resources(List.of("*"))
                .build());
        task.addToExecutionRolePolicy(PolicyStatement.Builder.create()
                .actions(List.of("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"))
                .resources(List.of(arn("ecr", "repository/*")))
                .build());
        return container;
    }

    /** AWS's own build of the OpenTelemetry collector takes the API's metrics to CloudWatch. */
    private void metrics(FargateTaskDefinition task) {
        LogGroup group = logGroup("Metrics");
        task.addContainer(
                "metrics",
                ContainerDefinitionOptions.builder()
                        .image(ContainerImage.fromRegistry(COLLECTOR))
                        .essential(false)
                        .memoryLimitMiB(256)
                        .readonlyRootFilesystem(true)
                        .environment(
                                Map.of("AOT_CONFIG_CONTENT", Fn.sub("""
                                    receivers:
                                      prometheus:
                                        config:
                                          scrape_configs:
                                            - job_name: reelroute
                                              scrape_interval: 30s
                                              metrics_path: /actuator/prometheus
                                              basic_auth: {username: operator, password: '${!env:OPERATOR_PASSWORD}'}
                                              static_configs: [{targets: ['localhost:8080']}]
                                              metric_relabel_configs:
                                                - {source_labels: [__name__], regex: 'reelroute_queue_.*', action: keep}
                                    processors:
                                      batch: {}
                                    exporters:
                                      awsemf:
                                        region: ${AWS::Region}
                                        namespace: Reelroute
                                        log_group_name: ${Group}
                                        log_stream_name: api
                                        dimension_rollup_option: NoDimensionRollup
                                        metric_declarations:
                                          - {dimensions: [[queue]], metric_name_selectors: ['^reelroute_queue_.*']}
                                    service:
                                      pipelines:
                                        metrics: {receivers: [prometheus], processors: [batch], exporters: [awsemf]}
                                    """, Map.of("Group", group.getLogGroupName()))))
                        .secrets(Map.of("OPERATOR_PASSWORD", ecs(operatorPassword)))
                        .logging(logs(task.getNode().getId(), "collector"))
                        .build());
        allow(
                task,
                List.of("logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"),
                group.getLogGroupArn());
    }

    private FargateService.Builder service(
            String name, FargateTaskDefinition task, SecurityGroup group, SubnetSelection subnets, int count) {
        return FargateService.Builder.create(this, name)
                .cluster(cluster)
                .taskDefinition(task)
                .platformVersion(FargatePlatformVersion.VERSION1_4)
                .desiredCount(count)
                .maxHealthyPercent(200)
                .circuitBreaker(
                        DeploymentCircuitBreaker.builder().rollback(true).build())
                .securityGroups(List.of(group))
                .vpcSubnets(subnets)
                .assignPublicIp(false);
    }

    /** More workers as long as work waits; fewer when there is less than one piece of work for each of them. */
    private void scale(FargateService worker) {
        ScalableTaskCount count = worker.autoScaleTaskCount(EnableScalingProps.builder()
                .minCapacity(1)
                .maxCapacity(whole("MostWorkers", 10).getValueAsNumber())
                .build());
        count.scaleOnMetric(
                "Out",
                BasicStepScalingPolicyProps.builder()
                        .metric(expression("MAX([fast, early, bulk, heavy])", "reelroute_queue_oldest_seconds"))
                        .adjustmentType(AdjustmentType.PERCENT_CHANGE_IN_CAPACITY)
                        .minAdjustmentMagnitude(1)
                        .cooldown(Duration.minutes(3))
                        .scalingSteps(List.of(
                                ScalingInterval.builder()
                                        .lower(0)
                                        .upper(60)
                                        .change(0)
                                        .build(),
                                ScalingInterval.builder()
                                        .lower(60)
                                        .upper(300)
                                        .change(50)
                                        .build(),
                                ScalingInterval.builder().lower(300).change(100).build()))
                        .build());
        Map<String, IMetric> work = new LinkedHashMap<>(lanes("reelroute_queue_depth"));
        work.put(
                "workers",
                Metric.Builder.create()
                        .namespace("ECS/ContainerInsights")
                        .metricName("RunningTaskCount")
                        .dimensionsMap(
                                Map.of("ClusterName", cluster.getClusterName(), "ServiceName", worker.getServiceName()))
                        .statistic("Average")
                        .period(Duration.minutes(1))
                        .build());
        count.scaleOnMetric(
                "In",
                BasicStepScalingPolicyProps.builder()
                        .metric(MathExpression.Builder.create()
                                .expression("(fast + early + bulk + heavy) / workers")
                                .usingMetrics(work)
                                .period(Duration.minutes(1))
                                .build())
                        .adjustmentType(AdjustmentType.CHANGE_IN_CAPACITY)
                        .evaluationPeriods(10)
                        .cooldown(Duration.minutes(3))
                        .scalingSteps(List.of(
                                ScalingInterval.builder().upper(1).change(-1).build(),
                                ScalingInterval.builder().lower(1).change(0).build()))
                        .build());
    }

    // --- how it is reached

    private ApplicationLoadBalancer door(FargateService api) {
        ApplicationLoadBalancer door = ApplicationLoadBalancer.Builder.create(this, "Door")
                .vpc(vpc)
                .internetFacing(true)
                .deletionProtection(true)
                .dropInvalidHeaderFields(true)
                .idleTimeout(Duration.minutes(2)) // event streams say something every 15 s
                .build();
        door.addRedirect();
        door.addListener(
                        "Https",
                        BaseApplicationListenerProps.builder()
                                .port(443)
                                .protocol(ApplicationProtocol.HTTPS)
                                .sslPolicy(SslPolicy.RECOMMENDED_TLS)
                                .certificates(List.of(ListenerCertificate.fromArn(certificate)))
                                .build())
                .addTargets(
                        "Api",
                        AddApplicationTargetsProps.builder()
                                .port(HTTP)
                                .protocol(ApplicationProtocol.HTTP)
                                .targets(List.of(api.loadBalancerTarget(LoadBalancerTargetOptions.builder()
                                        .containerName("api")
                                        .containerPort(HTTP)
                                        .build())))
                                .deregistrationDelay(Duration.seconds(30))
                                .healthCheck(
                                        software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck.builder()
                                                .path("/actuator/health/readiness")
                                                .port(String.valueOf(HEALTH))
                                                .interval(Duration.seconds(10))
                                                .timeout(Duration.seconds(5))
                                                .healthyThresholdCount(2)
                                                .build())
                                .build());
        api.getConnections().allowFrom(door, Port.tcp(HEALTH), "Health");
        return door;
    }

    /** In front of public videos alone. It asks the API, which knows what is private, and not the bucket, which does not. */
    private Distribution cdn() {
        return Distribution.Builder.create(this, "Cdn")
                .comment("Public videos of Reelroute")
                .priceClass(PriceClass.PRICE_CLASS_100)
                .defaultBehavior(BehaviorOptions.builder()
                        .origin(new HttpOrigin(
                                domain,
                                HttpOriginProps.builder()
                                        .originPath("/videos")
                                        .protocolPolicy(OriginProtocolPolicy.HTTPS_ONLY)
                                        .originSslProtocols(List.of(OriginSslPolicy.TLS_V1_2))
                                        .build()))
                        .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                        .allowedMethods(AllowedMethods.ALLOW_GET_HEAD_OPTIONS)
                        .cachePolicy(CachePolicy.Builder.create(this, "AsTheApiSays")
                                .comment("For as long as the API says, and else not at all")
                                .minTtl(Duration.seconds(0))
                                .defaultTtl(Duration.seconds(0))
                                .maxTtl(Duration.days(365))
                                .enableAcceptEncodingGzip(true)
                                .build())
                        .responseHeadersPolicy(ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS)
                        .build())
                .build();
    }

    // --- who looks after it

    private void alarms(ApplicationLoadBalancer door) {
        Topic topic = Topic.Builder.create(this, "Alarms").enforceSsl(true).build();
        output("AlarmTopic", topic.getTopicArn(), "To be subscribed to");
        SnsAction tell = new SnsAction(topic);
        IMetric fast = lanes("reelroute_queue_oldest_seconds").get("fast");
        alarm("FastLane", "Nothing is inspected or published", fast, 60, 5).addAlarmAction(tell);
        alarm(
                        "BulkLane",
                        "Encoding is behind",
                        lanes("reelroute_queue_oldest_seconds").get("bulk"),
                        1800,
                        15)
                .addAlarmAction(tell);
        alarm("DeadLetters", "Work failed for good", of("dead").metricApproximateNumberOfMessagesVisible(), 0, 1)
                .addAlarmAction(tell);
        alarm("Errors", "The API does not answer", door.getMetrics().httpCodeElb(HttpCodeElb.ELB_5XX_COUNT), 10, 2)
                .addAlarmAction(tell);
        alarm("LedgerCpu", "The database is busy", ledger.metricCPUUtilization(), 80, 3)
                .addAlarmAction(tell);
        Alarm.Builder.create(this, "NoMetrics")
                .alarmDescription("No API says how it is: scaling and other alarms are blind")
                .metric(Metric.Builder.create()
                        .namespace(METRICS)
                        .metricName("reelroute_queue_oldest_seconds")
                        .dimensionsMap(Map.of("queue", "fast"))
                        .statistic("SampleCount")
                        .period(Duration.minutes(5))
                        .build())
                .threshold(1)
                .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
                .treatMissingData(TreatMissingData.BREACHING)
                .evaluationPeriods(2)
                .build()
                .addAlarmAction(tell);
    }

    private Alarm alarm(String name, String meaning, IMetric metric, int above, int periods) {
        return Alarm.Builder.create(this, name)
                .alarmDescription(meaning)
                .metric(metric)
                .threshold(above)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .evaluationPeriods(periods)
                .build();
    }

    /** Each API says the same of a lane, so the most that any of them says is the truth. */
    private static Map<String, IMetric> lanes(String name) {
        Map<String, IMetric> metrics = new LinkedHashMap<>();
        LANES.forEach(lane -> metrics.put(
                lane,
                Metric.Builder.create()
                        .namespace(METRICS)
                        .metricName(name)
                        .dimensionsMap(Map.of("queue", lane))
                        .statistic("Maximum")
                        .period(Duration.minutes(1))
                        .build()));
        return metrics;
    }

    private static MathExpression expression(String expression, String name) {
        return MathExpression.Builder.create()
                .expression(expression)
                .usingMetrics(lanes(name))
                .period(Duration.minutes(1))
                .build();
    }

    private LogDriver logs(String task, String container) {
        return LogDriver.awsLogs(AwsLogDriverProps.builder()
                .logGroup(logGroup(task + container.substring(0, 1).toUpperCase(Locale.ROOT) + container.substring(1)))
                .streamPrefix(container)
                .build());
    }

    private LogGroup logGroup(String name) {
        return LogGroup.Builder.create(this, name + "Log")
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }

    // --- words

    private static void allow(FargateTaskDefinition task, List<String> actions, String... resources) {
        task.addToTaskRolePolicy(PolicyStatement.Builder.create()
                .actions(actions)
                .resources(List.of(resources))
                .build());
    }

    private Queue of(String name) {
        return Objects.requireNonNull(queues.get(name));
    }

    private String[] arns(Collection<String> names) {
        return names.stream().map(name -> of(name).getQueueArn()).toArray(String[]::new);
    }

    private String arn(String service, String resource) {
        return "arn:" + getPartition() + ":" + service + ":" + getRegion() + ":" + getAccount() + ":" + resource;
    }

    private static MountPoint mount(String volume, String path) {
        return MountPoint.builder()
                .sourceVolume(volume)
                .containerPath(path)
                .readOnly(false)
                .build();
    }

    private static software.amazon.awscdk.services.ecs.Secret ecs(ISecret secret) {
        return software.amazon.awscdk.services.ecs.Secret.fromSecretsManager(secret);
    }

    private static software.amazon.awscdk.services.ecs.Secret ecs(ISecret secret, String field) {
        return software.amazon.awscdk.services.ecs.Secret.fromSecretsManager(secret, field);
    }

    private String parameter(String name, String meaning) {
        return CfnParameter.Builder.create(this, name)
                .description(meaning)
                .minLength(1)
                .build()
                .getValueAsString();
    }

    private String choice(String name, String meaning, String otherwise, String other) {
        return CfnParameter.Builder.create(this, name)
                .description(meaning)
                .allowedValues(List.of(otherwise, other))
                .defaultValue(otherwise)
                .build()
                .getValueAsString();
    }

    private CfnParameter whole(String name, int otherwise) {
        return CfnParameter.Builder.create(this, name)
                .type("Number")
                .description("At a time")
                .minValue(1)
                .defaultValue(otherwise)
                .build();
    }

    private void output(String name, String value, String meaning) {
        CfnOutput.Builder.create(this, name + "Output")
                .value(value)
                .description(meaning)
                .build()
                .overrideLogicalId(name);
    }
}
