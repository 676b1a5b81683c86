package dev.reelroute.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** What the template must say, whatever else changes. */
class ReelrouteStackTest {

    private static final Path KEPT = Path.of("template.json");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private static Template template;
    private static JsonNode resources;

    @BeforeAll
    static void synthesise() {
        template = Template.fromStack(new ReelrouteStack(new App(), "Reelroute"));
        resources = JSON.valueToTree(template.toJSON()).path("Resources");
    }

    @Test
    void theTemplateThatIsKeptIsThis() throws IOException {
        String made = JSON.writeValueAsString(template.toJSON()) + "\n";
        if (Boolean.getBoolean("template.write")) {
            Files.writeString(KEPT, made);
        }
        assertTrue(
                JSON.readTree(made).equals(JSON.readTree(KEPT.toFile())),
                "template.json is another one: ./check --write writes it");
    }

    @Test
    void nobodyElseReadsTheBucket() {
        template.allResourcesProperties(
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
        template.hasResourceProperties(
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
    }

    @Test
    void uploadsAreAnnouncedAndWhatIsNotTakenBecomesADeadLetter() {
        template.hasResourceProperties(
                "AWS::S3::Bucket",
                Match.objectLike(Map.of(
                        "NotificationConfiguration",
                        Map.of(
                                "QueueConfigurations",
                                List.of(Match.objectLike(Map.of("Event", "s3:ObjectCreated:*")))))));
        template.resourceCountIs("AWS::SQS::Queue", 6);
        assertEquals(
                5,
                of("AWS::SQS::Queue")
                        .filter(queue -> queue.has("RedrivePolicy"))
                        .count());
        assertTrue(of("AWS::SQS::Queue")
                .allMatch(queue -> queue.path("SqsManagedSseEnabled").asBoolean()));
    }

    @Test
    void theLedgerIsEncryptedKeptAndReachedByNobodyOutside() {
        template.hasResourceProperties(
                "AWS::RDS::DBCluster",
                Match.objectLike(
                        Map.of("StorageEncrypted", true, "DeletionProtection", true, "BackupRetentionPeriod", 14)));
        template.allResourcesProperties("AWS::RDS::DBInstance", Match.objectLike(Map.of("PubliclyAccessible", false)));
    }

    @Test
    void containersAreRunAsTheImageWantsIt() {
        List<JsonNode> ours = containers()
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
                    new TreeSet<>(List.of("/tmp", "/var/lib/reelroute")),
                    new TreeSet<>(container.path("MountPoints").findValuesAsText("ContainerPath")));
        }
        template.resourcePropertiesCountIs(
                "AWS::ECS::TaskDefinition",
                Match.objectLike(Map.of(
                        "RequiresCompatibilities", List.of("FARGATE"),
                        "RuntimePlatform",
                                Map.of(
                                        "CpuArchitecture",
                                        Map.of("Ref", "Architecture"),
                                        "OperatingSystemFamily",
                                        "LINUX"))),
                3);
    }

    /** What is secret comes from Secrets Manager, and never stands in the template. */
    @Test
    void noSecretIsASetting() {
        containers()
                .forEach(container -> container.path("Environment").forEach(setting -> {
                    if (setting.path("Name").asText().matches(".*(PASSWORD|SECRETS?|KEYS?)")) {
                        // The prefix of a secret, and the variable that has the rest.
                        assertTrue(
                                setting.at("/Value/Fn::Sub").asText().matches("\\w+_\\$\\{!\\w+}"), setting.toString());
                    }
                }));
        assertTrue(containers()
                .allMatch(each -> each.path("Secrets").findValuesAsText("Name").stream()
                        .anyMatch(name -> name.endsWith("PASSWORD"))));
    }

    @Test
    void nobodyMayDoMoreThanItsPart() {
        Stream<JsonNode> statements =
                of("AWS::IAM::Policy").flatMap(policy -> stream(policy.at("/PolicyDocument/Statement")));
        List<String> everything = new ArrayList<>();
        statements.forEach(statement -> {
            String actions = statement.path("Action").toString();
            assertFalse(actions.contains("*"), actions);
            if (statement.path("Resource").asText().equals("*")) {
                everything.add(actions);
            }
        });
        assertEquals(
                new TreeSet<>(List.of("\"ecr:GetAuthorizationToken\"", "\"ecs:ListTasks\"")),
                new TreeSet<>(everything),
                "what has no resource of its own in IAM");
        String worker = policies("WorkerTask");
        assertTrue(worker.contains("ecs:UpdateTaskProtection"));
        assertFalse(worker.contains("ecs:RunTask"));
        assertFalse(worker.contains("iam:PassRole"));
        assertFalse(policies("ApiTask").contains("ecs:UpdateTaskProtection"));
    }

    @Test
    void workersAreMoreWhileWorkWaitsAndMostOfThemAreSpot() {
        template.hasResourceProperties(
                "AWS::ECS::Service",
                Match.objectLike(Map.of(
                        "CapacityProviderStrategy",
                        List.of(
                                Map.of("Base", 1, "CapacityProvider", "FARGATE", "Weight", 1),
                                Map.of("CapacityProvider", "FARGATE_SPOT", "Weight", 4)))));
        assertTrue(of("AWS::CloudWatch::Alarm")
                .anyMatch(alarm -> alarm.path("Metrics").toString().contains("MAX([fast, early, bulk, heavy])")));
        assertTrue(of("AWS::ApplicationAutoScaling::ScalingPolicy")
                .anyMatch(policy -> policy.at("/StepScalingPolicyConfiguration/StepAdjustments/0/ScalingAdjustment")
                                .asInt()
                        < 0));
    }

    @Test
    void theCdnStandsBeforePublicVideosAlone() {
        template.hasResourceProperties(
                "AWS::CloudFront::Distribution",
                Match.objectLike(Map.of(
                        "DistributionConfig",
                        Match.objectLike(Map.of(
                                "Origins", List.of(Match.objectLike(Map.of("OriginPath", "/videos"))),
                                "DefaultCacheBehavior",
                                        Match.objectLike(Map.of("ViewerProtocolPolicy", "redirect-to-https")))))));
    }

    @Test
    void workersNeedNoWayOut() {
        template.resourceCountIs("AWS::EC2::VPCEndpoint", 6);
        template.resourcePropertiesCountIs(
                "AWS::ECS::Service",
                Match.objectLike(Map.of(
                        "NetworkConfiguration",
                        Map.of("AwsvpcConfiguration", Match.objectLike(Map.of("AssignPublicIp", "DISABLED"))))),
                2);
    }

    private static Stream<JsonNode> containers() {
        return of("AWS::ECS::TaskDefinition").flatMap(task -> stream(task.path("ContainerDefinitions")));
    }

    private static Stream<JsonNode> of(String type) {
        return stream(resources)
                .filter(each -> each.path("Type").asText().equals(type))
                .map(each -> each.path("Properties"));
    }

    private static String policies(String task) {
        StringBuilder all = new StringBuilder();
        resources.properties().forEach(each -> {
            if (each.getKey().startsWith(task)
                    && each.getValue().path("Type").asText().equals("AWS::IAM::Policy")) {
                all.append(each.getValue());
            }
        });
        assertFalse(all.isEmpty());
        return all.toString();
    }

    private static Stream<JsonNode> stream(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}
