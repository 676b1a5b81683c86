package dev.reelroute.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** What the template must say, whatever else changes; and that it would be noticed if it did not. */
class ReelrouteStackTest {

    private static final Path KEPT = Path.of("template.json");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private static Stack made;

    /** A template as CDK's assertions want it, and as what it is. */
    private record Stack(Template template, ObjectNode json) {

        static Stack of(Template template) {
            return new Stack(template, JSON.valueToTree(template.toJSON()));
        }

        Stack with(Consumer<ObjectNode> fault) {
            ObjectNode changed = json.deepCopy();
            fault.accept((ObjectNode) changed.get("Resources"));
            assertFalse(changed.equals(json), "the fault changes nothing");
            return new Stack(Template.fromString(changed.toString()), changed);
        }

        Stream<JsonNode> of(String type) {
            return all(json.path("Resources"), type).map(each -> each.path("Properties"));
        }

        Stream<JsonNode> containers() {
            return of("AWS::ECS::TaskDefinition").flatMap(task -> stream(task.path("ContainerDefinitions")));
        }

        /** What a task may do. */
        String mayDo(String task) {
            StringBuilder all = new StringBuilder();
            json.path("Resources").properties().forEach(each -> {
                if (each.getKey().startsWith(task + "TaskRoleDefaultPolicy")) {
                    all.append(each.getValue());
                }
            });
            assertFalse(all.isEmpty(), task);
            return all.toString();
        }
    }

    @BeforeAll
    static void synthesise() {
        made = Stack.of(Template.fromStack(new ReelrouteStack(
                new App(AppProps.builder().outdir("target/cdk.out").build()), "Reelroute")));
    }

    @Test
    void theTemplateThatIsKeptIsThis() throws IOException {
        if (Boolean.getBoolean("template.write")) {
            Files.writeString(KEPT, JSON.writeValueAsString(made.template.toJSON()) + "\n");
        }
        assertEquals(
                made.json, JSON.readTree(KEPT.toFile()), "template.json is another one: ./check --write writes it");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holds(String what, Consumer<Stack> rule) {
        rule.accept(made);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void isNoticed(String what, Consumer<Stack> rule, Consumer<ObjectNode> fault) {
        Stack broken = made.with(fault);
        assertThrows(Throwable.class, () -> rule.accept(broken));
    }

    private static Stream<Arguments> rules() {
        return Stream.of(
                rule("nobody else reads the bucket", ReelrouteStackTest::bucket),
                rule("uploads are announced, and what is not taken becomes a dead letter", ReelrouteStackTest::queues),
                rule("the ledger is encrypted, kept, and reached by nobody outside", ReelrouteStackTest::ledger),
                rule("containers are run as the image wants it", ReelrouteStackTest::containers),
                rule("no secret is a setting", ReelrouteStackTest::secrets),
                rule("nobody may do more than its part", ReelrouteStackTest::roles),
                rule("workers are more while work waits, and most of them are Spot", ReelrouteStackTest::scaling),
                rule("the CDN has private videos for signed addresses alone", ReelrouteStackTest::cdn),
                rule("workers need no way out", ReelrouteStackTest::network),
                rule("alarms tell somebody", ReelrouteStackTest::alarms),
                rule("the dashboard shows what the alarms watch", ReelrouteStackTest::dashboard));
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                fault(
                        "a public bucket",
                        ReelrouteStackTest::bucket,
                        all -> first(all, "AWS::S3::Bucket")
                                .withObject("PublicAccessBlockConfiguration")
                                .put("BlockPublicPolicy", false)),
                fault(
                        "a bucket without encryption",
                        ReelrouteStackTest::bucket,
                        all -> first(all, "AWS::S3::Bucket").remove("BucketEncryption")),
                fault(
                        "no dead letters",
                        ReelrouteStackTest::queues,
                        all -> all(all, "AWS::SQS::Queue")
                                .filter(queue -> queue.at("/Properties").has("RedrivePolicy"))
                                .findFirst()
                                .ifPresent(queue -> ((ObjectNode) queue.path("Properties")).remove("RedrivePolicy"))),
                fault(
                        "no announcement",
                        ReelrouteStackTest::queues,
                        all -> first(all, "AWS::S3::Bucket").remove("NotificationConfiguration")),
                fault(
                        "a database in the open",
                        ReelrouteStackTest::ledger,
                        all -> first(all, "AWS::RDS::DBInstance").put("PubliclyAccessible", true)),
                fault(
                        "an API before its database",
                        ReelrouteStackTest::ledger,
                        all -> replace(all, "LedgerClusterWriter", "LedgerClusterOther")),
                fault(
                        "a topic that alarms cannot reach",
                        ReelrouteStackTest::alarms,
                        all -> replace(all, "cloudwatch.amazonaws.com", "ec2.amazonaws.com")),
                fault(
                        "no stopTimeout",
                        ReelrouteStackTest::containers,
                        all -> container(all).remove("StopTimeout")),
                fault(
                        "a root that can be written",
                        ReelrouteStackTest::containers,
                        all -> container(all).put("ReadonlyRootFilesystem", false)),
                fault(
                        "a password in sight",
                        ReelrouteStackTest::secrets,
                        all -> ((ArrayNode) container(all).path("Environment"))
                                .addObject()
                                .put("Name", "REELROUTE_LEDGER_PASSWORD")
                                .put("Value", "in-plain-sight")),
                fault(
                        "a role that may do everything to something",
                        ReelrouteStackTest::roles,
                        all -> statement(all).put("Action", "s3:*")),
                fault(
                        "a role that may do something to everything",
                        ReelrouteStackTest::roles,
                        all -> statement(all).putArray("Resource").add("*")),
                fault(
                        "a worker that cannot be protected",
                        ReelrouteStackTest::roles,
                        all -> replace(all, "ecs:UpdateTaskProtection", "ecs:DescribeTasks")),
                fault(
                        "no worker on demand",
                        ReelrouteStackTest::scaling,
                        all -> replace(all, "FARGATE_SPOT", "FARGATE_FLEX")),
                fault(
                        "private videos for everybody",
                        ReelrouteStackTest::cdn,
                        all -> ((ObjectNode) first(all, "AWS::CloudFront::Distribution")
                                        .at("/DistributionConfig/CacheBehaviors/Fn::If/1/0"))
                                .remove("TrustedKeyGroups")),
                fault(
                        "a task with a public address",
                        ReelrouteStackTest::network,
                        all -> replace(all, "DISABLED", "ENABLED")),
                fault(
                        "an alarm of something that nobody can see",
                        ReelrouteStackTest::dashboard,
                        all -> replace(all, "AWS/RDS\\\", \\\"CPUUtilization", "AWS/RDS\\\", \\\"FreeableMemory")),
                fault(
                        "a dashboard that is no JSON",
                        ReelrouteStackTest::dashboard,
                        all -> replace(all, "\\\"widgets\\\": [", "\\\"widgets\\\": [,")),
                fault(
                        "an alarm that tells nobody",
                        ReelrouteStackTest::alarms,
                        all -> all(all, "AWS::CloudWatch::Alarm")
                                .forEach(alarm -> ((ObjectNode) alarm.path("Properties")).remove("AlarmActions"))));
    }

    private static void bucket(Stack stack) {
        stack.template.allResourcesProperties(
                "AWS::S3::Bucket",
                Match.objectLike(Map.of(
                        "PublicAccessBlockConfiguration",
                        Map.of(
                                "BlockPublicAcls", true,
                                "BlockPublicPolicy", true,
                                "IgnorePublicAcls", true,
                                "RestrictPublicBuckets", true),
                        "BucketEncryption",
                        Match.anyValue(),
                        "LifecycleConfiguration",
                        Match.anyValue(),
                        "CorsConfiguration",
                        Match.anyValue())));
        stack.template.hasResourceProperties(
                "AWS::S3::BucketPolicy",
                Match.objectLike(Map.of(
                        "PolicyDocument",
                        Map.of(
                                "Statement",
                                Match.arrayWith(List.of(Match.objectLike(Map.of(
                                        "Effect",
                                        "Deny",
                                        "Condition",
                                        Map.of("Bool", Map.of("aws:SecureTransport", "false"))))))))));
        // All that is allowed to somebody else: CloudFront, for one distribution.
        List<JsonNode> allowed = stack.of("AWS::S3::BucketPolicy")
                .flatMap(policy -> stream(policy.at("/PolicyDocument/Statement")))
                .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                .toList();
        assertEquals(1, allowed.size());
        assertEquals("s3:GetObject", allowed.get(0).path("Action").asText());
        assertTrue(allowed.get(0).at("/Condition/StringEquals").has("AWS:SourceArn"));
    }

    private static void queues(Stack stack) {
        stack.template.hasResourceProperties(
                "AWS::S3::Bucket",
                Match.objectLike(Map.of(
                        "NotificationConfiguration",
                        Map.of(
                                "QueueConfigurations",
                                List.of(Match.objectLike(Map.of("Event", "s3:ObjectCreated:*")))))));
        stack.template.resourceCountIs("AWS::SQS::Queue", 6);
        assertEquals(
                5,
                stack.of("AWS::SQS::Queue")
                        .filter(queue -> queue.has("RedrivePolicy"))
                        .count());
        assertTrue(stack.of("AWS::SQS::Queue")
                .allMatch(queue -> queue.path("SqsManagedSseEnabled").asBoolean()));
    }

    private static void ledger(Stack stack) {
        stack.template.hasResourceProperties(
                "AWS::RDS::DBCluster",
                Match.objectLike(
                        Map.of("StorageEncrypted", true, "DeletionProtection", true, "BackupRetentionPeriod", 14)));
        stack.template.allResourcesProperties(
                "AWS::RDS::DBInstance", Match.objectLike(Map.of("PubliclyAccessible", false)));
        assertTrue(
                all(stack.json.path("Resources"), "AWS::ECS::Service")
                        .allMatch(service ->
                                service.path("DependsOn").toString().matches(".*(LedgerClusterWriter|ApiService).*")),
                "a service starts before its database");
    }

    private static void containers(Stack stack) {
        List<JsonNode> ours = stack.containers()
                .filter(each -> !each.path("Name").asText().equals("metrics"))
                .toList();
        assertEquals(3, ours.size());
        for (JsonNode container : ours) {
            assertTrue(container.path("ReadonlyRootFilesystem").asBoolean());
            assertEquals(120, container.path("StopTimeout").asInt());
            assertEquals(
                    "ALL", container.at("/LinuxParameters/Capabilities/Drop/0").asText());
            assertEquals("healthy", container.at("/HealthCheck/Command/1").asText());
            assertEquals(
                    Set.of("/tmp", "/var/lib/reelroute"),
                    Set.copyOf(container.path("MountPoints").findValuesAsText("ContainerPath")));
        }
        stack.template.resourcePropertiesCountIs(
                "AWS::ECS::TaskDefinition",
                Match.objectLike(Map.of(
                        "RequiresCompatibilities",
                        List.of("FARGATE"),
                        "RuntimePlatform",
                        Map.of("CpuArchitecture", Map.of("Ref", "Architecture"), "OperatingSystemFamily", "LINUX"))),
                3);
    }

    /** What is secret comes from Secrets Manager, and never stands in the template. */
    private static void secrets(Stack stack) {
        stack.containers()
                .flatMap(container -> stream(container.path("Environment")))
                .filter(setting -> setting.path("Name").asText().matches(".*(PASSWORD|SECRETS?|KEYS?)"))
                // The prefix of a secret, and the variable that has the rest.
                .forEach(setting -> assertTrue(
                        setting.at("/Value/Fn::Sub/0").asText().matches("\\$\\{Prefix}_\\$\\{![A-Z_]+}"),
                        setting.toString()));
        assertTrue(stack.containers()
                .allMatch(each -> each.path("Secrets").findValuesAsText("Name").stream()
                        .anyMatch(name -> name.endsWith("PASSWORD"))));
    }

    private static void roles(Stack stack) {
        Set<String> toEverything = new TreeSet<>();
        stack.of("AWS::IAM::Policy")
                .flatMap(policy -> stream(policy.at("/PolicyDocument/Statement")))
                .forEach(statement -> {
                    String actions = statement.path("Action").toString();
                    assertFalse(actions.contains("*"), actions);
                    JsonNode resource = statement.path("Resource");
                    Stream<JsonNode> resources = resource.isArray() ? stream(resource) : Stream.of(resource);
                    if (resources.anyMatch(each -> each.asText().equals("*"))) {
                        toEverything.add(actions);
                    }
                });
        assertEquals(
                Set.of("\"ecr:GetAuthorizationToken\"", "\"ecs:ListTasks\"", "\"sqs:ListQueues\""),
                toEverything,
                "what has no resource of its own in IAM");
        for (String worker : List.of("WorkersWorker", "WorkersBurst")) {
            String may = stack.mayDo(worker);
            List.of("ecs:UpdateTaskProtection", "s3:PutObject", "sqs:ReceiveMessage")
                    .forEach(action -> assertTrue(may.contains(action), worker + " may not " + action));
            List.of("ecs:RunTask", "iam:PassRole", "s3:DeleteObject")
                    .forEach(action -> assertFalse(may.contains(action), worker + " may " + action));
        }
        assertFalse(stack.mayDo("Api").contains("ecs:UpdateTaskProtection"));
    }

    private static void scaling(Stack stack) {
        stack.template.hasResourceProperties(
                "AWS::ECS::Service",
                Match.objectLike(Map.of(
                        "CapacityProviderStrategy",
                        List.of(
                                Map.of("Base", 1, "CapacityProvider", "FARGATE", "Weight", 1),
                                Map.of("CapacityProvider", "FARGATE_SPOT", "Weight", 4)))));
        assertTrue(stack.of("AWS::CloudWatch::Alarm")
                .anyMatch(alarm -> alarm.path("Metrics").toString().contains("MAX([fast, early, bulk, heavy])")));
        assertTrue(stack.of("AWS::ApplicationAutoScaling::ScalingPolicy")
                .anyMatch(policy -> policy.at("/StepScalingPolicyConfiguration/StepAdjustments/0/ScalingAdjustment")
                                .asInt()
                        < 0));
    }

    private static void cdn(Stack stack) {
        JsonNode cdn = stack.of("AWS::CloudFront::Distribution").findFirst().orElseThrow();
        JsonNode config = cdn.path("DistributionConfig");
        assertEquals("api", config.at("/DefaultCacheBehavior/TargetOriginId").asText());
        assertEquals("/videos", config.at("/Origins/0/OriginPath").asText());
        assertEquals("SignsForCdn", config.at("/CacheBehaviors/Fn::If/0").asText());
        JsonNode signed = config.at("/CacheBehaviors/Fn::If/1/0");
        assertEquals("bucket", signed.path("TargetOriginId").asText());
        assertEquals("PlaybackKeyGroup", signed.at("/TrustedKeyGroups/0/Ref").asText());
        assertEquals("AWS::NoValue", config.at("/CacheBehaviors/Fn::If/2/Ref").asText());
    }

    private static void network(Stack stack) {
        stack.template.resourceCountIs("AWS::EC2::VPCEndpoint", 6);
        stack.template.resourcePropertiesCountIs(
                "AWS::ECS::Service",
                Match.objectLike(Map.of(
                        "NetworkConfiguration",
                        Map.of("AwsvpcConfiguration", Match.objectLike(Map.of("AssignPublicIp", "DISABLED"))))),
                2);
    }

    private static void alarms(Stack stack) {
        List<JsonNode> silent = new ArrayList<>();
        stack.of("AWS::CloudWatch::Alarm")
                .filter(alarm -> alarm.path("AlarmActions").isEmpty())
                .forEach(silent::add);
        assertEquals(List.of(), silent);
        assertTrue(
                stack.of("AWS::SNS::TopicPolicy")
                        .anyMatch(policy -> policy.toString().contains("cloudwatch.amazonaws.com")),
                "alarms may not speak");
        assertTrue(stack.of("AWS::CloudWatch::Alarm").count() >= 10, "for scaling, and for people");
    }

    private static void dashboard(Stack stack) {
        JsonNode sub = stack.of("AWS::CloudWatch::Dashboard")
                .findFirst()
                .orElseThrow()
                .at("/DashboardBody/Fn::Sub");
        Set<String> names = new TreeSet<>();
        Matcher holes = Pattern.compile("\\$\\{(\\w+)}").matcher(sub.path(0).asText());
        while (holes.find()) {
            names.add(holes.group(1));
        }
        sub.path(1).fieldNames().forEachRemaining(names::remove);
        assertEquals(Set.of(), names, "nobody says what they are");
        String shown;
        try {
            shown = JSON.readTree(sub.path(0).asText()).findValues("metrics").toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Set<String> watched = new TreeSet<>();
        stack.of("AWS::CloudWatch::Alarm").forEach(alarm -> watched.addAll(alarm.findValuesAsText("MetricName")));
        assertTrue(watched.size() >= 6, watched.toString());
        watched.removeIf(shown::contains);
        assertEquals(Set.of(), watched, "watched and not shown");
    }

    private static Arguments rule(String what, Consumer<Stack> rule) {
        return Arguments.of(what, rule);
    }

    private static Arguments fault(String what, Consumer<Stack> rule, Consumer<ObjectNode> fault) {
        return Arguments.of(what, rule, fault);
    }

    private static Stream<JsonNode> all(JsonNode resources, String type) {
        return stream(resources).filter(each -> each.path("Type").asText().equals(type));
    }

    private static ObjectNode first(ObjectNode resources, String type) {
        return (ObjectNode) all(resources, type).findFirst().orElseThrow().path("Properties");
    }

    private static ObjectNode container(ObjectNode resources) {
        return (ObjectNode) first(resources, "AWS::ECS::TaskDefinition").at("/ContainerDefinitions/0");
    }

    private static ObjectNode statement(ObjectNode resources) {
        return (ObjectNode) first(resources, "AWS::IAM::Policy").at("/PolicyDocument/Statement/0");
    }

    private static void replace(ObjectNode resources, String text, String other) {
        try {
            resources.setAll((ObjectNode) JSON.readTree(resources.toString().replace(text, other)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<JsonNode> stream(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}
