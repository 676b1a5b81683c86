package dev.reelroute.deploy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** A queue for each lane, one for the bucket's events, and one for dead letters. */
final class Queues extends Construct {

    static final List<String> LANES = List.of("fast", "early", "bulk", "heavy");
    static final String DEAD = "dead";
    static final String EVENTS = "events";

    private final Map<String, Queue> all = new LinkedHashMap<>();

    Queues(Construct scope) {
        super(scope, "Queues");
        // Retries are counted in the ledger. This is for a message that ends each process that reads it.
        DeadLetterQueue letters = DeadLetterQueue.builder()
                .queue(queue(DEAD, 14, null))
                .maxReceiveCount(50)
                .build();
        LANES.forEach(lane -> queue(lane, 4, letters));
        Queue events = queue(EVENTS, 4, letters);
        events.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("s3.amazonaws.com")))
                .actions(List.of("sqs:SendMessage"))
                .resources(List.of(events.getQueueArn()))
                // Not the bucket's ARN: the bucket tells the queue, and so comes after it.
                .conditions(Map.of(
                        "StringEquals",
                        Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
                .build());
    }

    Queue of(String name) {
        return Objects.requireNonNull(all.get(name));
    }

    String[] arns() {
        return arns(all.keySet());
    }

    String[] arns(Collection<String> names) {
        return names.stream().map(name -> of(name).getQueueArn()).toArray(String[]::new);
    }

    private Queue queue(String name, int days, DeadLetterQueue letters) {
        Queue queue = Queue.Builder.create(this, Words.capital(name))
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(days))
                .visibilityTimeout(Duration.seconds(60))
                .deadLetterQueue(letters)
                .build();
        all.put(name, queue);
        return queue;
    }
}
