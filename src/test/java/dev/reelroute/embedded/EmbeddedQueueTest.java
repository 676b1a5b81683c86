package dev.reelroute.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reelroute.ledger.Lane;
import dev.reelroute.media.Machine;
import dev.reelroute.queue.QueueProperties;
import dev.reelroute.queue.QueueProperties.LaneProperties;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** A client with the keys may use the embedded queues for all that SQS offers; other clients may do nothing. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class EmbeddedQueueTest {

    private static final String KEY = "reelroute-test_key";
    private static final String SECRET = "a secret/of+tests";
    private static final Map<Lane, LaneProperties> LANES = Stream.of(Lane.values())
            .collect(Collectors.toMap(
                    lane -> lane,
                    lane -> new LaneProperties("reelroute-" + lane.name().toLowerCase(Locale.ROOT), 1)));
    private static final String JSON = "application/x-amz-json-1.0";

    private int port;
    private EmbeddedQueue server;
    private SqsClient sqs;

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        port = Machine.freePort();
        server = queue(data, port, false);
        server.start();
        sqs = client(SECRET, Duration.ofSeconds(30));
    }

    @BeforeEach
    void makeQueue() {
        sqs.createQueue(create -> create.queueName("reelroute-fast"));
    }

    @AfterAll
    void stop() {
        sqs.close();
        server.stop();
    }

    @Test
    void theKeysOpenEverything() {
        String url = url("reelroute-bulk");
        assertThat(url).isEqualTo("http://127.0.0.1:" + port + "/000000000000/reelroute-bulk");
        String body = "{\"text\": \"Grüße, \\\"quoted\\\" \u2014 \uD83C\uDFAC\"}\n";
        sqs.sendMessage(send -> send.queueUrl(url).messageBody(body));
        List<Message> received = sqs.receiveMessage(
                        receive -> receive.queueUrl(url).waitTimeSeconds(5))
                .messages();
        assertThat(received).extracting(Message::body).containsExactly(body);
        sqs.changeMessageVisibility(change -> change.queueUrl(url)
                .receiptHandle(received.get(0).receiptHandle())
                .visibilityTimeout(0));
        Message again = sqs.receiveMessage(receive -> receive.queueUrl(url).waitTimeSeconds(5))
                .messages()
                .get(0);
        sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(again.receiptHandle()));
        sqs.purgeQueue(purge -> purge.queueUrl(url));
        assertThat(sqs.createQueue(create -> create.queueName("reelroute-bulk")).queueUrl())
                .isEqualTo(url);
        assertThat(sqs.getQueueAttributes(get ->
                                get.queueUrl(url).attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                        .attributes())
                .containsValue("0");
        assertThat(sqs.listQueues().queueUrls()).contains(url).hasSize(6);
        assertThatThrownBy(() -> sqs.getQueueUrl(get -> get.queueName("nobody")))
                .isInstanceOf(QueueDoesNotExistException.class);
    }

    @Test
    void aWrongSecretOpensNothing() {
        try (SqsClient stranger = client("another secret", Duration.ofSeconds(30))) {
            assertThatThrownBy(stranger::listQueues)
                    .isInstanceOfSatisfying(
                            SqsException.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?Action=DeleteQueue&QueueUrl=http%3A%2F%2F127.0.0.1%2F000000000000%2Freelroute-fast",
                "/000000000000/reelroute-fast?Action=DeleteQueue",
                "/queue/reelroute-fast?Action=PurgeQueue",
                "/?Action=ListQueues",
                "/?Action=StartMessageMoveTask&SourceArn=reelroute-fast&DestinationArn=reelroute-dead",
                "/health",
                "/"
            })
    void aPageDoesNothingByALink(String target) throws IOException {
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")) {
            assertThat(new RawHttp(port, method, target).send().status())
                    .as(method)
                    .isEqualTo(403);
        }
        stillThere();
    }

    @Test
    void aPageDoesNothingByAForm() throws IOException {
        assertThat(new RawHttp(port, "POST", "/")
                        .with("Content-Type", "application/x-www-form-urlencoded")
                        .body("Action=DeleteQueue&QueueUrl=" + url("reelroute-fast"))
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(new RawHttp(port, "POST", "/")
                        .with("Content-Type", JSON)
                        .with("X-Amz-Target", "AmazonSQS.DeleteQueue")
                        .body(deleteRequest())
                        .send()
                        .status())
                .isEqualTo(403);
        stillThere();
    }

    @Test
    void whatIsSignedIsWhatIsDone() throws IOException {
        refused(signed(Instant.now()).body(deleteRequest().replace("fast", "bulk")));
        refused(signed(Instant.now()).with("X-Amz-Target", "AmazonSQS.PurgeQueue"));
        refused(signed(Instant.now()).with("x-amz-added", "on the way"));
        refused(signed(Instant.now()).with("Host", "localhost:" + port));
        refused(signed(Instant.now()).without("X-Amz-Date"));
        refused(signed(Instant.now()).with("x-amz-content-sha256", "UNSIGNED-PAYLOAD"));
        refused(tampered("sqs/aws4_request", "s3/aws4_request"));
        refused(tampered(KEY, "somebody"));
        refused(tampered(";x-amz-target", ""));
        refused(tampered("Signature=", "Signature=0"));
        stillThere();
        accepted(signed(Instant.now()));
    }

    @Test
    void whatWasSignedLongAgoIsRefused() throws IOException {
        refused(signed(Instant.now().minus(Duration.ofMinutes(16))));
        refused(signed(Instant.now().plus(Duration.ofMinutes(16))));
        stillThere();
        accepted(signed(Instant.now().minus(Duration.ofMinutes(14))));
    }

    /** Even with a signature: a client with the keys is never a page. */
    @Test
    void pagesAndNamesFromElsewhereAreRefused() throws IOException {
        refused(signed(Instant.now()).with("Origin", "http://127.0.0.1:" + port));
        refused(signed(Instant.now()).with("Origin", "null"));
        for (String host : List.of("rebound.example", "rebound.example:" + port, "127.0.0.1.example", "0.0.0.0")) {
            refused(signed(Instant.now(), host));
        }
        stillThere();
        accepted(signed(Instant.now(), "localhost:" + port));
    }

    /** Behind the door is a server that checks nothing; nobody else may know how to reach it. */
    @Test
    void noOtherPortOfThisProcessTakesQuestions() throws IOException {
        for (int other : listeningPorts()) {
            for (String target : List.of(
                    "/?Action=ListQueues",
                    "/?Action=DeleteQueue&QueueUrl=http%3A%2F%2F127.0.0.1%2F000000000000%2Freelroute-fast",
                    "/?Action=CreateQueue&QueueName=strange",
                    "/?Action=PurgeQueue&QueueUrl=%2F000000000000%2Freelroute-fast",
                    "/?Action=GetQueueUrl&QueueName=reelroute-fast",
                    "/000000000000/reelroute-fast?Action=DeleteQueue",
                    "/?Action=SendMessage&MessageBody=x&QueueUrl=http%3A%2F%2Fx%2F000000000000%2Freelroute-fast",
                    "/?Action=StartMessageMoveTask&SourceArn=reelroute-fast&DestinationArn=reelroute-dead")) {
                assertThat(new RawHttp(other, "GET", target).send().status())
                        .as("%s at port %d", target, other)
                        .isGreaterThanOrEqualTo(400);
            }
        }
        stillThere();
        assertThat(sqs.listQueues().queueUrls()).hasSize(6);
    }

    @Test
    void pollsOfADeletedQueueEndAtOnce() throws Exception {
        String url = url("reelroute-fast");
        CompletableFuture<List<Message>> poll = CompletableFuture.supplyAsync(
                () -> sqs.receiveMessage(receive -> receive.queueUrl(url).waitTimeSeconds(20))
                        .messages());
        CompletableFuture<List<Message>> other = CompletableFuture.supplyAsync(() -> sqs.receiveMessage(
                        receive -> receive.queueUrl(url("reelroute-early")).waitTimeSeconds(20))
                .messages());
        await("the poll").during(Duration.ofMillis(500)).until(() -> !poll.isDone());

        sqs.deleteQueue(delete -> delete.queueUrl(url));

        assertThat(poll.get(5, TimeUnit.SECONDS)).isEmpty();
        assertThat(other).isNotDone();
        sqs.sendMessage(send -> send.queueUrl(url("reelroute-early")).messageBody("for the other"));
        assertThat(other.get(5, TimeUnit.SECONDS)).hasSize(1);
    }

    @Test
    void whatCameForAClientThatHasGoneIsForTheNext() {
        String url = url("reelroute-bulk");
        // It tries four times.
        try (SqsClient gone = client(SECRET, Duration.ofMillis(300))) {
            assertThatThrownBy(() ->
                            gone.receiveMessage(receive -> receive.queueUrl(url).waitTimeSeconds(20)))
                    .isInstanceOf(SdkClientException.class);
        }

        sqs.sendMessage(send -> send.queueUrl(url).messageBody("for whoever is there"));

        assertThat(sqs.receiveMessage(receive -> receive.queueUrl(url).waitTimeSeconds(10))
                        .messages())
                .hasSize(1);
    }

    @Test
    void manyLongPollsCostNothingAndTheirMessagesComeAtOnce() throws Exception {
        String url = url("reelroute-dead");
        int consumers = 24;
        ExecutorService threads = Executors.newFixedThreadPool(consumers);
        try {
            List<CompletableFuture<List<Message>>> polls = new ArrayList<>();
            IntStream.range(0, consumers)
                    .forEach(i -> polls.add(CompletableFuture.supplyAsync(
                            () -> sqs.receiveMessage(receive -> receive.queueUrl(url)
                                            .maxNumberOfMessages(1)
                                            .waitTimeSeconds(20))
                                    .messages(),
                            threads)));
            await("all of them")
                    .during(Duration.ofSeconds(1))
                    .until(() -> polls.stream().noneMatch(CompletableFuture::isDone));
            long before = processorTime();
            await("nothing for some seconds")
                    .during(Duration.ofSeconds(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> polls.stream().noneMatch(CompletableFuture::isDone));
            assertThat(Duration.ofNanos(processorTime() - before))
                    .as("processor time of two seconds of %d polls", consumers)
                    .isLessThan(Duration.ofMillis(400));

            for (int i = 0; i < consumers; i++) {
                sqs.sendMessage(send -> send.queueUrl(url).messageBody("one"));
            }

            for (CompletableFuture<List<Message>> poll : polls) {
                assertThat(poll.get(5, TimeUnit.SECONDS)).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void itStopsWhilePollsWait(@TempDir Path data) throws Exception {
        int own = Machine.freePort();
        EmbeddedQueue stopped = queue(data, own, true);
        stopped.start();
        try (SqsClient client = client(SECRET, Duration.ofSeconds(30), own)) {
            String url =
                    client.getQueueUrl(get -> get.queueName("reelroute-fast")).queueUrl();
            String bulk =
                    client.getQueueUrl(get -> get.queueName("reelroute-bulk")).queueUrl();
            client.sendMessage(send -> send.queueUrl(bulk).messageBody("kept"));
            CompletableFuture<?> poll = CompletableFuture.supplyAsync(
                    () -> client.receiveMessage(receive -> receive.queueUrl(url).waitTimeSeconds(20)));
            await("the poll").during(Duration.ofMillis(500)).until(() -> !poll.isDone());
            long begun = System.nanoTime();

            stopped.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
        Path file = data.resolve("queues.mv.db");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        EmbeddedQueue again = queue(data, own, true);
        again.start();
        try (SqsClient client = client(SECRET, Duration.ofSeconds(5), own)) {
            String url =
                    client.getQueueUrl(get -> get.queueName("reelroute-bulk")).queueUrl();
            assertThat(client.receiveMessage(receive -> receive.queueUrl(url)).messages())
                    .extracting(Message::body)
                    .containsExactly("kept");
        } finally {
            again.stop();
        }
    }

    /** As on a full disk: the database closes itself when it cannot be written, and cannot be opened again for a while. */
    @Test
    void aFileThatCannotBeWrittenForAWhileEndsNothing(@TempDir Path data) throws Exception {
        int own = Machine.freePort();
        EmbeddedQueue broken = queue(data, own, true);
        broken.start();
        try (SqsClient client = client(SECRET, Duration.ofSeconds(2), own)) {
            String url =
                    client.getQueueUrl(get -> get.queueName("reelroute-fast")).queueUrl();
            client.sendMessage(send -> send.queueUrl(url).messageBody("before"));
            Path file = data.resolve("queues.mv.db");
            try (Connection database = DriverManager.getConnection("jdbc:h2:file:" + data.resolve("queues"));
                    Statement statement = database.createStatement()) {
                statement.execute("SHUTDOWN IMMEDIATELY");
            }
            Path away = Files.move(file, data.resolve("away"));
            Files.createDirectory(file);
            // The first is not answered: the client sends it again.
            client.sendMessage(send -> send.queueUrl(url).messageBody("meanwhile"));
            Files.delete(file);
            Files.move(away, file);

            client.sendMessage(send -> send.queueUrl(url).messageBody("after"));

            assertThat(client.receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(10))
                            .messages())
                    .extracting(Message::body)
                    .contains("before", "meanwhile", "after");
        } finally {
            broken.stop();
        }
    }

    private void refused(RawHttp request) throws IOException {
        assertThat(request.send().status()).isEqualTo(403);
    }

    private void accepted(RawHttp request) throws IOException {
        assertThat(request.send().status()).isEqualTo(200);
        assertThatThrownBy(() -> url("reelroute-fast")).isInstanceOf(QueueDoesNotExistException.class);
        makeQueue();
    }

    private void stillThere() {
        assertThat(url("reelroute-fast")).isNotEmpty();
        assertThat(url("reelroute-bulk")).isNotEmpty();
    }

    private String url(String queue) {
        return sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
    }

    private String deleteRequest() {
        return "{\"QueueUrl\":\"http://127.0.0.1:" + port + "/000000000000/reelroute-fast\"}";
    }

    /** A request to delete a queue, signed by the SDK. */
    private RawHttp signed(Instant time) {
        return signed(time, "127.0.0.1:" + port);
    }

    private RawHttp signed(Instant time, String host) {
        return new RawHttp(port, "POST", "/").with(headers(time, host)).body(deleteRequest());
    }

    private RawHttp tampered(String part, String instead) {
        Map<String, String> headers = headers(Instant.now(), "127.0.0.1:" + port);
        String authorization = headers.get("Authorization");
        assertThat(authorization).contains(part);
        headers.put("Authorization", authorization.replace(part, instead));
        return new RawHttp(port, "POST", "/").with(headers).body(deleteRequest());
    }

    private Map<String, String> headers(Instant time, String host) {
        SdkHttpRequest request = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsBasicCredentials.create(KEY, SECRET))
                        .request(SdkHttpRequest.builder()
                                .method(SdkHttpMethod.POST)
                                .uri(URI.create("http://" + host + "/"))
                                .putHeader("Host", host)
                                .putHeader("Content-Type", JSON)
                                .putHeader("X-Amz-Target", "AmazonSQS.DeleteQueue")
                                .build())
                        .payload(() -> new ByteArrayInputStream(deleteRequest().getBytes(UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sqs")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC)))
                .request();
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach((name, values) -> headers.put(name, values.get(0)));
        return headers;
    }

    private SqsClient client(String secret, Duration patience) {
        return client(secret, patience, port);
    }

    private static SqsClient client(String secret, Duration patience, int port) {
        return SqsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, secret)))
                .httpClientBuilder(ApacheHttpClient.builder().maxConnections(64).socketTimeout(patience))
                .build();
    }

    private static EmbeddedQueue queue(Path data, int port, boolean persistent) {
        return new EmbeddedQueue(
                new EmbeddedProperties(0, port, 0, persistent),
                new QueueProperties(
                        "http://127.0.0.1:" + port,
                        "us-east-1",
                        KEY,
                        SECRET,
                        LANES,
                        "reelroute-dead",
                        "reelroute-events",
                        20,
                        60),
                data,
                KEY,
                SECRET);
    }

    private static long processorTime() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** As the system knows them. */
    private static List<Integer> listeningPorts() throws IOException {
        List<Integer> ports = new ArrayList<>();
        List<String> ours;
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            ours = descriptors.map(EmbeddedQueueTest::link).toList();
        }
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] columns = line.strip().split("\\s+");
                if (columns[3].equals("0A") && ours.contains("socket:[" + columns[9] + "]")) {
                    ports.add(Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16));
                }
            }
        }
        assertThat(ports).hasSizeGreaterThan(1);
        return ports;
    }

    private static String link(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
