package dev.reelroute.health;

import dev.reelroute.failure.Setback;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Asks SQS for each queue that this process uses: one after the other at each look, and those that were missing again, so
 * that an idle worker does not pay for five questions where one does. Other refusals are an answer too: it is for the
 * requests that matter to tell of them.
 */
@Component
class QueueProbe implements Dependencies.Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SqsClient sqs;
    private final List<String> queues;
    private final Set<String> missing = new LinkedHashSet<>();
    private int looks;

    QueueProbe(
            SqsClient sqs,
            @Value("${reelroute.serves}") boolean serves,
            @Value("${reelroute.queue.fast}") String fast,
            @Value("${reelroute.queue.early}") String early,
            @Value("${reelroute.queue.bulk}") String bulk,
            @Value("${reelroute.queue.dead}") String dead,
            @Value("${reelroute.queue.events}") String events) {
        this.sqs = sqs;
        this.queues = Stream.concat(
                        Stream.of(fast, early, bulk, dead), Stream.of(events).filter(queue -> serves))
                .toList();
    }

    @Override
    public synchronized @Nullable String ask() {
        Set<String> asked = new LinkedHashSet<>(missing);
        // All of them at first: what is missing from the start is to be seen before anybody is let in.
        asked.addAll(looks == 0 ? queues : List.of(queues.get(looks % queues.size())));
        looks++;
        try {
            for (String queue : asked) {
                if (exists(queue)) {
                    missing.remove(queue);
                } else {
                    missing.add(queue);
                }
            }
        } catch (SqsException | Setback e) {
            return e.getMessage();
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
            if (e.statusCode() < 500) {
                return true;
            }
            throw e;
        }
    }
}
