package dev.reelroute.health;

import dev.reelroute.failure.Setback;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Asks SQS for a queue. A refusal is an answer too: it is for the requests that matter to tell of it. */
@Component
class QueueProbe implements Dependencies.Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SqsClient sqs;
    private final String queue;

    QueueProbe(SqsClient sqs, @Value("${reelroute.queue.fast}") String queue) {
        this.sqs = sqs;
        this.queue = queue;
    }

    @Override
    public @Nullable String ask() {
        try {
            sqs.getQueueUrl(request ->
                    request.queueName(queue).overrideConfiguration(options -> options.apiCallTimeout(PATIENCE)));
            return null;
        } catch (SqsException e) {
            return e.statusCode() < 500 ? null : e.getMessage();
        } catch (Setback e) {
            return e.getMessage();
        }
    }
}
