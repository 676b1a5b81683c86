package dev.reelroute.queue;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * Makes it possible to end the long polls of a queue early. When Camel stops, it waits for its consumers' polls to
 * return, up to 20 seconds each, and the SDK has no other way to end them: a thread that reads from a socket ignores
 * interrupts. And makes it possible not to ask for work: {@link #pauseLanes}.
 */
@Component
public class LongPolls {

    private static final Logger LOG = LoggerFactory.getLogger(LongPolls.class);
    private static final ReceiveMessageResponse NOTHING =
            ReceiveMessageResponse.builder().build();

    private final Set<String> lanes;
    /** Those that wait, and whether they wait for the work of a lane. */
    private final Map<CompletableFuture<ReceiveMessageResponse>, Boolean> waiting = new ConcurrentHashMap<>();

    private final ExecutorService threads = Executors.newCachedThreadPool(poll -> {
        Thread thread = new Thread(poll, "long-poll");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean ended;
    private volatile boolean broken;
    private volatile boolean paused;

    public LongPolls(QueueProperties queues) {
        this.lanes = queues.lanes().values().stream()
                .map(QueueProperties.LaneProperties::queue)
                .collect(Collectors.toSet());
    }

    /** The same client, except for its polls. */
    SqsClient of(SqsClient client) {
        // A proxy, because the SDK has no delegating client for SQS, and the interface has a hundred methods.
        return (SqsClient) Proxy.newProxyInstance(
                SqsClient.class.getClassLoader(), new Class<?>[] {SqsClient.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof ReceiveMessageRequest request) {
                        return receive(client, request);
                    }
                    try {
                        return method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw Objects.requireNonNull(named(e.getCause()));
                    }
                });
    }

    /** Waiting polls return at once, without messages, and so do all later ones. */
    public void end() {
        ended = true;
        waiting.keySet().forEach(each -> each.complete(NOTHING));
    }

    /** Waiting polls return at once, without messages, and so do all others until {@link #goOn}. */
    public void breakOff() {
        broken = true;
        waiting.keySet().forEach(each -> each.complete(NOTHING));
    }

    /** Polls wait again. */
    public void goOn() {
        broken = false;
    }

    /**
     * Whether polls for the work of lanes wait and ask for none. All messages are for other workers then. A consumer that is suspended
     * by Camel would first have to come back from its poll, with a message perhaps.
     */
    public void pauseLanes(boolean now) {
        if (paused != now) {
            paused = now;
            waiting.forEach((each, isOfLane) -> {
                if (isOfLane) {
                    each.complete(NOTHING);
                }
            });
        }
    }

    @SuppressWarnings("CollectionUndefinedEquality") // Identity is what is meant.
    private ReceiveMessageResponse receive(SqsClient client, ReceiveMessageRequest request) {
        CompletableFuture<ReceiveMessageResponse> answer = new CompletableFuture<>();
        boolean isOfLane =
                lanes.contains(request.queueUrl().substring(request.queueUrl().lastIndexOf('/') + 1));
        waiting.put(answer, isOfLane);
        try {
            if (ended || broken) {
                return NOTHING;
            }
            if (!(paused && isOfLane)) {
                threads.execute(() -> poll(client, request, answer));
            }
            return answer.join();
        } catch (CompletionException e) {
            throw named(e.getCause()) instanceof RuntimeException cause ? cause : e;
        } finally {
            waiting.remove(answer);
        }
    }

    /** The SDK's exception does not say which server could not be reached. */
    private static @Nullable Throwable named(@Nullable Throwable failure) {
        return failure instanceof SdkClientException
                ? new Setback(FailureCode.QUEUE_UNAVAILABLE, failure.getMessage(), failure)
                : failure;
    }

    private static void poll(
            SqsClient client, ReceiveMessageRequest request, CompletableFuture<ReceiveMessageResponse> answer) {
        try {
            ReceiveMessageResponse messages = client.receiveMessage(request);
            if (!answer.complete(messages)) {
                giveBack(client, request.queueUrl(), messages);
            }
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    /** Messages that arrive when no poll waits any more are for the other workers. */
    private static void giveBack(SqsClient client, String queue, ReceiveMessageResponse late) {
        late.messages().forEach(message -> {
            try {
                client.changeMessageVisibility(change -> change.queueUrl(queue)
                        .receiptHandle(message.receiptHandle())
                        .visibilityTimeout(0));
            } catch (SdkException e) {
                LOG.debug("A message could not be given back; it comes back by itself later", e);
            }
        });
    }
}
