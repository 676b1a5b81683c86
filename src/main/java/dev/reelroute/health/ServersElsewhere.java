package dev.reelroute.health;

import dev.reelroute.failure.Misconfigured;
import dev.reelroute.failure.Setback;
import dev.reelroute.queue.QueueProperties;
import dev.reelroute.startup.Beside;
import dev.reelroute.startup.Latecomer;
import dev.reelroute.store.StoreProperties;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Waits for queue and store before the routes start, where they are servers elsewhere (the ledger is in PostgreSQL then, which is waited
 * for as well): whoever starts all of them at once need not put them in order. What answers, be it with a refusal, is there. Nobody waits for keys
 * that are missing.
 */
@Component
class ServersElsewhere implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(ServersElsewhere.class);

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final SqsClient sqs;
    private final QueueProperties queues;
    private final S3Client s3;
    private final StoreProperties store;
    private final AwsCredentialsProvider storeCredentials;
    private final AwsCredentialsProvider queueCredentials;
    private final boolean elsewhere;
    private final Duration patience;

    ServersElsewhere(
            SqsClient sqs,
            QueueProperties queues,
            S3Client s3,
            StoreProperties store,
            AwsCredentialsProvider storeCredentials,
            AwsCredentialsProvider queueCredentials,
            @Value("${reelroute.ledger.url}") String ledger,
            @Value("${reelroute.startup.wait}") Duration patience) {
        this.sqs = sqs;
        this.queues = queues;
        this.s3 = s3;
        this.store = store;
        this.storeCredentials = storeCredentials;
        this.queueCredentials = queueCredentials;
        this.elsewhere = ledger.startsWith("jdbc:postgresql:");
        this.patience = patience;
    }

    @Override
    public void afterSingletonsInstantiated() {
        requireCredentials();
        if (elsewhere) {
            Runnable queue = () -> sqs.getQueueUrl(request ->
                    request.queueName(queues.dead()).overrideConfiguration(options -> options.apiCallTimeout(ANSWER)));
            Runnable bucket = () -> s3.headBucket(request ->
                    request.bucket(store.bucket()).overrideConfiguration(options -> options.apiCallTimeout(ANSWER)));
            // Not on this thread: a stop interrupts it only where it waits for another one.
            List<Beside<Boolean>> servers = List.of(
                    await(new Latecomer("queue", () -> absence(queue))),
                    await(new Latecomer("object store", () -> absence(bucket))));
            servers.forEach(Beside::end);
        }
    }

    /** Waiting brings none: without, no server is even asked. */
    private void requireCredentials() {
        List<String> without = Stream.of("store", "queue")
                .filter(server -> !hasCredentials(server.equals("store") ? storeCredentials : queueCredentials))
                .toList();
        if (!without.isEmpty()) {
            String settings = without.stream()
                    .map(server -> "reelroute." + server + ".access-key and reelroute." + server + ".secret-key")
                    .collect(Collectors.joining(", "));
            throw new Misconfigured(
                    "There are no keys for the " + String.join(" and the ", without) + ".",
                    "Set " + settings + " (as variables REELROUTE_"
                            + without.get(0).toUpperCase(Locale.ROOT)
                            + "_ACCESSKEY and so on). On AWS leave them out, and give this machine or task a role.");
        }
    }

    private static boolean hasCredentials(AwsCredentialsProvider credentials) {
        try {
            credentials.resolveCredentials();
            return true;
        } catch (SdkException e) {
            LOG.debug("No credentials", e);
            return false;
        }
    }

    private Beside<Boolean> await(Latecomer server) {
        return new Beside<>(() -> {
                    server.await(patience);
                    return true;
                })
                .begin("servers");
    }

    private static @Nullable String absence(Runnable question) {
        try {
            question.run();
            return null;
        } catch (AwsServiceException e) {
            return e.statusCode() < 500 ? null : String.valueOf(e.getMessage());
        } catch (Setback e) {
            return Objects.requireNonNullElse(e.detail(), e.code().message());
        } catch (SdkException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
