package dev.reelroute.queue;

import dev.reelroute.ledger.Lane;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Makes queues again that somebody has deleted; no work is lost, because it is in the ledger. This is not done on AWS:
 * there a queue has an owner, encryption, alarms and tags, and a queue that we made would have none of them.
 */
@Component
public class QueueKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(QueueKeeper.class);

    private final SqsClient sqs;
    private final QueueProperties queues;

    QueueKeeper(SqsClient sqs, QueueProperties queues) {
        this.sqs = sqs;
        this.queues = queues;
    }

    /** The queue of a lane. */
    public String of(Lane lane) {
        return queues.of(lane);
    }

    /** @return the names of queues that had to be made */
    public Set<String> makeMissing() {
        Set<String> made = new TreeSet<>();
        if (!queues.isAws()) {
            Set<String> there = listed();
            for (String queue : queues.all()) {
                if (!there.contains(queue) && make(queue)) {
                    made.add(queue);
                }
            }
        }
        return made;
    }

    /** All in one request: asking for each was most of what an idle process asked of the queues. */
    private Set<String> listed() {
        try {
            return sqs.listQueues().queueUrls().stream()
                    .map(url -> url.substring(url.lastIndexOf('/') + 1))
                    .collect(Collectors.toSet());
        } catch (SqsException e) {
            // Readiness names a queue that is missing.
            LOG.debug("The queues may not be listed", e);
            return Set.copyOf(queues.all());
        }
    }

    private boolean make(String queue) {
        try {
            sqs.createQueue(request -> request.queueName(queue));
            LOG.warn("The queue {} was gone and is made again", queue);
            return true;
        } catch (SqsException e) {
            // Readiness names the queue for as long as it is missing.
            LOG.debug("The queue {} is gone and may not be made", queue, e);
            return false;
        }
    }
}
