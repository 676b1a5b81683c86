package dev.reelroute.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelroute.embedded.RequestSignature.Unsigned;
import dev.reelroute.http.WatchedProtocol;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entrance to the queues: lets in only requests that are signed with the secret key. Speaks the JSON protocol of
 * SQS, as all AWS SDKs do since the end of 2023. A long poll holds a connection, but no thread.
 */
class QueueDoor extends HttpServlet {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(QueueDoor.class);

    private static final String JSON = "application/x-amz-json-1.0";
    /** Only names of this machine: a page that reaches us under another name (DNS rebinding) sends that name. */
    private static final Pattern HOST = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");

    private static final Pattern PATH = Pattern.compile("/[\\w/.-]*");
    private static final Pattern ACTION = Pattern.compile("AmazonSQS\\.(\\w{1,40})");
    /** Ten messages of the largest size, encoded as JSON, are smaller. */
    private static final int LARGEST_BODY = 8 << 20;
    /** Longer than the longest poll. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final transient ObjectMapper json = new ObjectMapper();
    private final transient Clock clock = Clock.systemUTC();
    private final transient HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final transient Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final transient QueueBroker broker;
    private final transient URI address;
    private final String secretPath;
    private final String accessKey;
    private final String secretKey;
    private transient @Nullable WatchedProtocol connections;

    /**
     * @param broker that has the queues
     * @param secretPath the path under which the queues answer, with a leading slash
     */
    QueueDoor(QueueBroker broker, String secretPath, String accessKey, String secretKey) {
        this.broker = broker;
        this.address = broker.address().resolve(secretPath);
        this.secretPath = secretPath;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /** Before the first request comes. */
    void watch(WatchedProtocol server) {
        connections = server;
    }

    /** Asks the broker once: only for its first answer does it load most of its code, which takes as long as its start. */
    void knock() {
        ask("ListQueues", "{}".getBytes(UTF_8)).join();
    }

    /** Ends polls that wait for messages, so that a stop waits for nothing. */
    void close() {
        calls.forEach(call -> call.answer.cancel(true));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String action;
        byte[] body;
        try {
            action = admitted(request);
            RequestSignature signature = RequestSignature.of(request, "sqs");
            signature.claims(accessKey, clock.instant());
            body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                refuse(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "RequestTooLong", "Too large.");
                return;
            }
            signature.signs(body, secretKey);
        } catch (Unsigned e) {
            refuse(response, HttpServletResponse.SC_FORBIDDEN, "AccessDenied", e.reason());
            return;
        }
        try {
            if (!(json.readTree(body) instanceof ObjectNode asked)) {
                throw new IllegalArgumentException("not an object");
            }
            String queue = inwards(asked);
            byte[] question = json.writeValueAsBytes(asked);
            if (action.equals("CreateQueue")) {
                if (!asked.path("Attributes").isEmpty()) {
                    throw new IllegalArgumentException("attributes");
                }
                // The answer is the same whether the queue is new or was there already.
                CompletableFuture<?> made =
                        broker.make(asked.path("QueueName").asText()).toCompletableFuture();
                new Call(request.startAsync(), action, queue, made.thenCompose(ok -> ask("GetQueueUrl", question)))
                        .begin();
            } else {
                new Call(request.startAsync(), action, queue, ask(action, question)).begin();
            }
        } catch (JacksonException | IllegalArgumentException e) {
            refuse(response, HttpServletResponse.SC_BAD_REQUEST, "InvalidParameterValue", "That is not understood.");
        }
    }

    /** Refuses what no client of SQS sends, but a page in a browser may send. @return the action that is requested */
    private static String admitted(HttpServletRequest request) throws Unsigned {
        if (request.getHeader("Origin") != null) {
            throw new Unsigned("The queues are not for pages.");
        }
        String host = request.getHeader("Host");
        if (host == null || !HOST.matcher(host).matches()) {
            throw new Unsigned("There is no such host here.");
        }
        String type = request.getContentType();
        var action = ACTION.matcher(String.valueOf(request.getHeader("X-Amz-Target")));
        if (!request.getMethod().equals("POST")
                || request.getQueryString() != null
                || !PATH.matcher(request.getRequestURI()).matches()
                || type == null
                || !type.startsWith(JSON)
                || !action.matches()) {
            throw new Unsigned("That is no request of the JSON protocol of SQS.");
        }
        return action.group(1);
    }

    private CompletableFuture<HttpResponse<String>> ask(String action, byte[] body) {
        return client.sendAsync(
                HttpRequest.newBuilder(address)
                        .timeout(PATIENCE)
                        .header("Content-Type", JSON)
                        .header("X-Amz-Target", "AmazonSQS." + action)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /**
     * Behind the door, the URL of a queue contains the secret path; in front of it, it does not. @return path of the
     * queue
     */
    private String inwards(ObjectNode asked) {
        if (!asked.path("QueueUrl").isTextual()) {
            return "";
        }
        String queue =
                String.valueOf(URI.create(asked.path("QueueUrl").textValue()).getRawPath());
        asked.put("QueueUrl", address + queue);
        return queue;
    }

    private Answer outwards(HttpResponse<String> answer) {
        return new Answer(answer.statusCode(), answer.body().replace(secretPath, ""));
    }

    private void refuse(HttpServletResponse response, int status, String type, String message) throws IOException {
        response.setStatus(status);
        response.setContentType(JSON);
        json.writeValue(response.getOutputStream(), Map.of("__type", "com.amazonaws.sqs#" + type, "message", message));
    }

    /** The queue server's answer, as it is passed on. */
    private record Answer(int status, String body) {

        private static final Answer NO_MESSAGES = new Answer(HttpServletResponse.SC_OK, "{}");
    }

    /** A request that is being answered. */
    private final class Call implements AsyncListener {

        private final AsyncContext client;
        private final String action;
        private final String queue;
        private final CompletableFuture<HttpResponse<String>> question;
        private final CompletableFuture<Answer> answer;
        private final BooleanSupplier hungUp;

        private Call(
                AsyncContext client, String action, String queue, CompletableFuture<HttpResponse<String>> question) {
            this.client = client;
            this.action = action;
            this.queue = queue;
            this.question = question;
            this.answer = question.thenApply(QueueDoor.this::outwards);
            this.hungUp = connections == null || !action.equals("ReceiveMessage")
                    ? () -> false
                    : connections.hungUp(client.getRequest().getRemotePort());
        }

        private void begin() {
            calls.add(this);
            client.setTimeout(0);
            client.addListener(this);
            CompletableFuture<Answer> unused = answer.whenComplete((answered, failure) -> {
                calls.remove(this);
                question.cancel(true);
                end(answered);
            });
        }

        private void end(@Nullable Answer answered) {
            if (answered != null && action.equals("ReceiveMessage") && hungUp.getAsBoolean()) {
                giveBack(answered);
            }
            HttpServletResponse response = (HttpServletResponse) client.getResponse();
            try {
                if (answered == null) {
                    refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "ServiceUnavailable", "Not now.");
                } else {
                    response.setStatus(answered.status());
                    response.setContentType(JSON);
                    response.getOutputStream().write(answered.body().getBytes(UTF_8));
                }
                client.complete();
            } catch (IOException | IllegalStateException e) {
                LOG.debug("The client that asked the queues has gone", e);
            }
            if (action.equals("DeleteQueue")) {
                // ElasticMQ would leave these polls without an answer, and their consumers would get no messages until
                // their poll ends.
                calls.stream()
                        .filter(call -> call.action.equals("ReceiveMessage") && call.queue.equals(queue))
                        .forEach(call -> call.answer.complete(Answer.NO_MESSAGES));
            }
        }

        /** Else the messages of a client that has gone, such as a worker that was stopped, would come back when their visibility ends. */
        private void giveBack(Answer answered) {
            try {
                for (JsonNode message : json.readTree(answered.body()).path("Messages")) {
                    CompletableFuture<?> unused = ask(
                            "ChangeMessageVisibility",
                            json.writeValueAsBytes(Map.of(
                                    "QueueUrl",
                                    address + queue,
                                    "ReceiptHandle",
                                    message.path("ReceiptHandle").asText(),
                                    "VisibilityTimeout",
                                    0)));
                }
            } catch (JacksonException e) {
                LOG.debug("No messages: {}", answered.body(), e);
            }
        }

        @Override
        public void onError(AsyncEvent event) {
            answer.cancel(true);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // It has no timeout: the request to the broker has one.
        }

        @Override
        public void onComplete(AsyncEvent event) {
            // We have completed it ourselves.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // Nothing starts it again.
        }
    }
}
