package dev.reelroute.health;

import dev.reelroute.failure.Setback;
import dev.reelroute.queue.QueueProperties;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Asks SQS for each queue that this process uses. It asks for one queue after the other at each look, so that an idle
 * worker pays for one request instead of six; and for all of them when one is missing.
 */
@Component
class QueueProbe implements Dependencies.Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SERVER_FAULT = 500;

    private final SqsClient sqs;
    private final List<String> queues;
    private final Set<String> missing = new LinkedHashSet<>();
    private int looks;

    QueueProbe(SqsClient sqs, QueueProperties queues, @Value("${reelroute.serves}") boolean serves) {
        this.sqs = sqs;
        this.queues = queues.all().stream()
                .filter(queue -> serves || !queue.equals(queues.events()))
                .toList();
    }

    @Override
    public synchronized @Nullable String ask() {
        try {
            // At first it asks for all: a queue that is missing from the start must be known before the process becomes
            // ready.
            if (!missing.isEmpty() || looks == 0 || !exists(queues.get(looks % queues.size()))) {
                missing.clear();
                for (String queue : queues) {
                    if (!exists(queue)) {
                        missing.add(queue);
                    }
                }
            }
            looks++;
        } catch (Setback e) {
            return Objects.requireNonNullElse(e.detail(), e.code().message());
        } catch (SqsException e) {
            return e.statusCode() < SERVER_FAULT ? "It refuses us: " + e.getMessage() : e.getMessage();
        }
        return missing.isEmpty() ? null : "There is no queue " + String.join(", no queue ", missing) + ".";
    }

    private boolean exists(String queue) {
        try {
            sqs.getQueueUrl(request ->
                    request.queueName(queue).overrideConfiguration(options -> options.apiCallTimeout(PATIENCE)));
            return true;
        } catch (QueueDoesNotExistException e) {
            return false;
        } catch (SqsException e) {
            // It is there, and asked too often.
            if (e.statusCode() < SERVER_FAULT && e.isThrottlingException()) {
                return true;
            }
            throw e;
        }
    }
}
