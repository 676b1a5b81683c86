package dev.reelroute.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecs.Secret;
import software.amazon.awscdk.services.ecs.TaskDefinition;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/** What several parts say in the same words. */
final class Words {

    private Words() {}

    static void allow(TaskDefinition task, List<String> actions, String... resources) {
        task.addToTaskRolePolicy(PolicyStatement.Builder.create()
                .actions(actions)
                .resources(List.of(resources))
                .build());
    }

    /** Of something in this account and region. */
    static String arn(Construct scope, String service, String resource) {
        Stack stack = Stack.of(scope);
        return "arn:" + stack.getPartition() + ":" + service + ":" + stack.getRegion() + ":" + stack.getAccount() + ":"
                + resource;
    }

    static Secret secret(ISecret secret) {
        return Secret.fromSecretsManager(secret);
    }

    static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** A file that Terraform takes, too: what neither may replace has another mark in CloudFormation. */
    static String file(String name) {
        try (InputStream file = Objects.requireNonNull(Words.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("$${", "${!");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
