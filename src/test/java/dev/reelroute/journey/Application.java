package dev.reelroute.journey;

import dev.reelroute.Reelroute;
import dev.reelroute.media.Machine;
import dev.reelroute.queue.LongPolls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The whole application on free ports, with its data in a folder of its own. Started as a user starts it. */
public final class Application implements AutoCloseable {

    static final String PASSWORD = "a-password-for-tests";

    private final Path data;
    private final List<String> arguments;
    private final ConfigurableApplicationContext context;
    private final Api api;
    private final List<String> deadLetters = new ArrayList<>();

    private Application(Path data, List<String> arguments, Class<?>... additions) {
        this.data = data;
        this.arguments = arguments;
        // Camel's hundreds of MBeans are for who looks at them in Hawtio: a test that does asks for them.
        List<String> here = with(List.of("--camel.main.jmx-enabled=false"), arguments);
        this.context =
                new SpringApplicationBuilder(Reelroute.class).sources(additions).run(here.toArray(String[]::new));
        this.api = new Api("http://localhost:" + port("local.server.port"));
    }

    /** @param more settings beyond those that make an application quick to test, as {@code --key=value} */
    public static Application start(Path data, String... more) {
        return start(data, List.of(more));
    }

    /** @param additions configuration of the test's own, beside the product's */
    static Application start(Path data, List<String> more, Class<?>... additions) {
        return new Application(data, settings(data, more), additions);
    }

    /** The settings of an application that is quick to test; later ones win. */
    static List<String> settings(Path data, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--reelroute.data=" + data,
                "--reelroute.embedded.store-port=" + Machine.freePort(),
                "--reelroute.embedded.queue-port=" + Machine.freePort(),
                "--reelroute.embedded.ledger-port=" + Machine.freePort(),
                "--reelroute.embedded.persistent-queues=false",
                "--reelroute.http.health-port=0",
                "--reelroute.operator.password=" + PASSWORD,
                "--reelroute.plan.profiles=src/test/resources/journey/profiles",
                "--reelroute.intake.default-profile=small",
                // Another fork's computing would leave next to nothing to encoding that this one waits for.
                "--reelroute.encode.niceness=0",
                // An idle application that asks more often takes a third of a processor.
                "--reelroute.queue.long-poll=5",
                "--reelroute.queue.visibility=5",
                "--reelroute.intake.poll-period=1000",
                "--reelroute.intake.multipart-threshold=6MB",
                "--reelroute.intake.part-size=5MB",
                "--reelroute.task.renew-period=300",
                "--reelroute.task.backoff=1s",
                "--reelroute.task.shutdown-grace=1",
                "--reelroute.reconcile.period=1500",
                "--camel.main.routes-reload-enabled=false"));
        return with(arguments, more);
    }

    /** Settings with others instead of, or beside, them: of a setting that stands twice, Spring makes a list. */
    static List<String> with(List<String> settings, List<String> more) {
        Map<String, String> byKey = new LinkedHashMap<>();
        Stream.concat(settings.stream(), more.stream()).forEach(each -> byKey.put(each.split("=", 2)[0], each));
        return List.copyOf(byKey.values());
    }

    public Api api() {
        return api;
    }

    /** The settings it was started with, for a further process against the same stores. */
    List<String> arguments() {
        return arguments;
    }

    /** Settings of a further process that uses the store and the queues of this one. */
    List<String> stores() {
        return Stream.of(
                        "store.endpoint",
                        "store.access-key",
                        "store.secret-key",
                        "queue.endpoint",
                        "queue.access-key",
                        "queue.secret-key")
                .map(key ->
                        "--reelroute." + key + "=" + context.getEnvironment().getRequiredProperty("reelroute." + key))
                .toList();
    }

    /** Settings of a worker with a data folder of its own, which uses the store, the queues and the ledger of this one. */
    List<String> worker(Path folder, String... more) {
        List<String> servers = Stream.concat(
                        stores().stream(),
                        Stream.of(
                                "--reelroute.ledger.url=jdbc:h2:tcp://127.0.0.1:"
                                        + port("reelroute.embedded.ledger-port")
                                        + "/reelroute;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
                                "--reelroute.ledger.username=reelroute",
                                "--reelroute.ledger.password="
                                        + context.getEnvironment().getRequiredProperty("reelroute.ledger.password"),
                                "--reelroute.role=worker",
                                "--server.port=0",
                                "--reelroute.data=" + folder))
                .toList();
        return with(with(arguments, servers), List.of(more));
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** @param key of the configuration */
    int port(String key) {
        return context.getEnvironment().getRequiredProperty(key, Integer.class);
    }

    /** The bucket, as the folder that it is. */
    Path bucket() {
        return data.resolve("store/reelroute");
    }

    /** What was made of a video. */
    public Path objects(String id) {
        return bucket().resolve("videos").resolve(id);
    }

    /** Name and size of all that was made of a video. */
    Map<String, Long> sizes(String id) {
        try (Stream<Path> files = Files.walk(objects(id))) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            file -> objects(id).relativize(file).toString(),
                            file -> file.toFile().length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Folders of work under way, one for each process. */
    Path work() {
        return data.resolve("work");
    }

    /** @param queue the last word of its name: {@code fast}, {@code bulk}, {@code dead}, {@code events} */
    void send(String queue, String body) {
        sqs().sendMessage(message -> message.queueUrl(queueUrl(queue)).messageBody(body));
    }

    String queueUrl(String queue) {
        return sqs().getQueueUrl(request -> request.queueName("reelroute-" + queue))
                .queueUrl();
    }

    SqsClient sqs() {
        return bean(SqsClient.class);
    }

    /** Whether a queue holds no message: neither waiting, nor delayed, nor being worked on. */
    boolean isDrained(String queue) {
        return sqs()
                .getQueueAttributes(request -> request.queueUrl(queueUrl(queue))
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .allMatch("0"::equals);
    }

    void stopFastLane() throws Exception {
        stopLane("fast");
    }

    void startFastLane() throws Exception {
        startLane("fast");
    }

    /** Takes nothing from a lane any more. A stop alone would wait for the end of a long poll. */
    void stopLane(String lane) throws Exception {
        LongPolls polls = bean(LongPolls.class);
        polls.breakOff();
        try {
            bean(CamelContext.class).getRouteController().stopRoute("work-take-" + lane);
        } finally {
            polls.goOn();
        }
    }

    void startLane(String lane) throws Exception {
        bean(CamelContext.class).getRouteController().startRoute("work-take-" + lane);
    }

    /** Bodies of all dead letters so far. */
    synchronized List<String> deadLetters() {
        String queue = queueUrl("dead");
        List<Message> messages;
        do {
            messages = sqs().receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10))
                    .messages();
            for (Message message : messages) {
                deadLetters.add(message.body());
                sqs().deleteMessage(delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle()));
            }
        } while (!messages.isEmpty());
        return List.copyOf(deadLetters);
    }

    @Override
    public void close() {
        context.close();
    }
}
