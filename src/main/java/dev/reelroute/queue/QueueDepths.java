package dev.reelroute.queue;

import dev.reelroute.ledger.Lane;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** How many messages the queues hold, by the approximate count of SQS. */
@Component
public class QueueDepths {

    private final SqsClient sqs;
    private final QueueProperties queues;

    QueueDepths(SqsClient sqs, QueueProperties queues) {
        this.sqs = sqs;
        this.queues = queues;
    }

    /** Messages of a lane: waiting, delayed, or being worked on. */
    public long of(Lane lane) {
        return depth(
                queues.of(lane),
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    /**
     * Messages of a lane that a worker can still be given. Those that were handed out are not: who has one claims a task with
     * it at once, or is gone.
     */
    public long waiting(Lane lane) {
        return depth(
                queues.of(lane),
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);
    }

    /** Dead letters that nobody has received. */
    public long ofDeadLetters() {
        return depth(queues.dead(), QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    }

    private long depth(String queue, QueueAttributeName... names) {
        String url = sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
        return sqs
                .getQueueAttributes(request -> request.queueUrl(url).attributeNames(names))
                .attributes()
                .values()
                .stream()
                .mapToLong(Long::parseLong)
                .sum();
    }
}
