package dev.reelroute.ledger;

import static dev.reelroute.ledger.Statements.EVERY_TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reelroute.duty.Duties;
import dev.reelroute.duty.DutyProperties;
import dev.reelroute.ledger.Statement.Change;
import dev.reelroute.ledger.Statement.Question;
import dev.reelroute.ledger.Statements.AdoptObject;
import dev.reelroute.ledger.Statements.AwaitPieces;
import dev.reelroute.ledger.Statements.BringForward;
import dev.reelroute.ledger.Statements.CancelTasks;
import dev.reelroute.ledger.Statements.CancelVideo;
import dev.reelroute.ledger.Statements.ChangeVideo;
import dev.reelroute.ledger.Statements.ChargeShare;
import dev.reelroute.ledger.Statements.ClaimDelivery;
import dev.reelroute.ledger.Statements.ClaimTask;
import dev.reelroute.ledger.Statements.CompleteUpload;
import dev.reelroute.ledger.Statements.DelayDelivery;
import dev.reelroute.ledger.Statements.DeleteVideo;
import dev.reelroute.ledger.Statements.DeliveriesOfVideo;
import dev.reelroute.ledger.Statements.Doorbell;
import dev.reelroute.ledger.Statements.DueFanIns;
import dev.reelroute.ledger.Statements.DueInLane;
import dev.reelroute.ledger.Statements.DueSweep;
import dev.reelroute.ledger.Statements.ExpireLeases;
import dev.reelroute.ledger.Statements.FailTask;
import dev.reelroute.ledger.Statements.FailVideo;
import dev.reelroute.ledger.Statements.FailedTasks;
import dev.reelroute.ledger.Statements.FanIn;
import dev.reelroute.ledger.Statements.FindKey;
import dev.reelroute.ledger.Statements.FindMediaKey;
import dev.reelroute.ledger.Statements.FindRefusal;
import dev.reelroute.ledger.Statements.FindVideo;
import dev.reelroute.ledger.Statements.FindVideoByIdempotencyKey;
import dev.reelroute.ledger.Statements.FindVideoByKey;
import dev.reelroute.ledger.Statements.FindVisibility;
import dev.reelroute.ledger.Statements.FinishTask;
import dev.reelroute.ledger.Statements.ForgetRefusals;
import dev.reelroute.ledger.Statements.HandBackDuties;
import dev.reelroute.ledger.Statements.HastenFollowers;
import dev.reelroute.ledger.Statements.InsertDelivery;
import dev.reelroute.ledger.Statements.InsertKey;
import dev.reelroute.ledger.Statements.InsertMediaKey;
import dev.reelroute.ledger.Statements.InsertRefusal;
import dev.reelroute.ledger.Statements.InsertSubtitles;
import dev.reelroute.ledger.Statements.InsertTask;
import dev.reelroute.ledger.Statements.KeyRow;
import dev.reelroute.ledger.Statements.ListKeys;
import dev.reelroute.ledger.Statements.ListRefusals;
import dev.reelroute.ledger.Statements.ListSubtitles;
import dev.reelroute.ledger.Statements.ListVideos;
import dev.reelroute.ledger.Statements.ListVideosOfTenant;
import dev.reelroute.ledger.Statements.MarkRung;
import dev.reelroute.ledger.Statements.MarkSwept;
import dev.reelroute.ledger.Statements.MoveTask;
import dev.reelroute.ledger.Statements.NoteGoneReceiver;
import dev.reelroute.ledger.Statements.OpenShares;
import dev.reelroute.ledger.Statements.PlanVideo;
import dev.reelroute.ledger.Statements.QueuePublish;
import dev.reelroute.ledger.Statements.ReadyVideo;
import dev.reelroute.ledger.Statements.RedoTask;
import dev.reelroute.ledger.Statements.RegisterVideo;
import dev.reelroute.ledger.Statements.ReleaseTask;
import dev.reelroute.ledger.Statements.RemoveSubtitles;
import dev.reelroute.ledger.Statements.RenewLease;
import dev.reelroute.ledger.Statements.Republish;
import dev.reelroute.ledger.Statements.RequeueTask;
import dev.reelroute.ledger.Statements.ResendDelivery;
import dev.reelroute.ledger.Statements.RetryInspect;
import dev.reelroute.ledger.Statements.RetryTasks;
import dev.reelroute.ledger.Statements.RetryVideo;
import dev.reelroute.ledger.Statements.RevokeKey;
import dev.reelroute.ledger.Statements.ShowKey;
import dev.reelroute.ledger.Statements.SweepAgain;
import dev.reelroute.ledger.Statements.TakeDuty;
import dev.reelroute.ledger.Statements.TaskId;
import dev.reelroute.ledger.Statements.TaskRow;
import dev.reelroute.ledger.Statements.TasksOfVideo;
import dev.reelroute.ledger.Statements.TouchVideo;
import dev.reelroute.ledger.Statements.UnringAll;
import dev.reelroute.ledger.Statements.UnrungTasks;
import dev.reelroute.ledger.Statements.UnsentDeadLetters;
import dev.reelroute.ledger.Statements.UseKey;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.Statements.Visible;
import dev.reelroute.ledger.Statements.WatchVideo;
import dev.reelroute.ledger.Statements.WelcomeReceiverBack;
import dev.reelroute.text.TextKind;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;

/** The statements against a real database, through the route that runs them in the product. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class StatementsTest {

    private static final Path FILES = Path.of("src/main/resources/sql");
    private static final int LEASE = 60;
    private static final int ENDED = -1;

    @SuppressWarnings("NullAway.Init") // by start()
    private ConfigurableApplicationContext context;

    @SuppressWarnings("NullAway.Init") // by start()
    Ledger ledger;

    /** Settings of the database. */
    abstract List<String> database();

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        List<String> arguments = Stream.concat(
                        database().stream(),
                        Stream.of(
                                "--reelroute.data=" + data,
                                "--camel.main.routes-include-pattern=file:routes/ledger.camel.yaml",
                                "--camel.main.routes-reload-enabled=false"))
                .toList();
        context = new SpringApplicationBuilder(Database.class)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new));
        ledger = context.getBean(Ledger.class);
    }

    @AfterAll
    void stop() {
        context.close();
    }

    /** The ledger of the product and no more. */
    @Configuration(proxyBeanMethods = false)
    @ComponentScan(
            basePackages = {"dev.reelroute.ledger", "dev.reelroute.camel"},
            useDefaultFilters = false,
            includeFilters =
                    @Filter(type = FilterType.REGEX, pattern = ".*\\.(RoutedLedger|LedgerDatabase|StatementBinder)"))
    @ImportAutoConfiguration({
        PropertyPlaceholderAutoConfiguration.class,
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        CamelAutoConfiguration.class
    })
    static class Database {}

    // --- records and files

    static List<Class<?>> statements() {
        return Arrays.stream(Statements.class.getDeclaredClasses())
                .filter(type -> type.isRecord() && Statement.class.isAssignableFrom(type))
                .toList();
    }

    @Test
    void everyFileHasARecordAndEveryRecordAFile() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            Set<String> names = files.map(file -> file.getFileName().toString().replace(".sql", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(statements().stream().map(StatementBinder::fileName)).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @ParameterizedTest
    @MethodSource("statements")
    void aFileTakesExactlyTheParametersOfItsRecord(Class<?> statement) throws IOException {
        String text = Files.readString(FILES.resolve(StatementBinder.fileName(statement) + ".sql"));
        Set<String> parameters = Pattern.compile(":\\?(\\w+)")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(Arrays.stream(statement.getRecordComponents()).map(RecordComponent::getName))
                .containsExactlyInAnyOrderElementsOf(parameters);
    }

    /**
     * With values that match no row: the test is whether the database accepts the statement and returns what the record
     * reads.
     */
    @ParameterizedTest
    @MethodSource("statements")
    void theDatabaseTakesIt(Class<?> type) throws ReflectiveOperationException {
        queuedVideo();
        for (boolean nulls : List.of(false, true)) {
            Statement statement = sample(type, nulls);
            if (statement instanceof Question<?> question) {
                assertThat(ledger.ask(question)).isNotNull();
            } else if (!(statement instanceof InsertTask)) { // its video must exist
                assertThat(ledger.run((Change) statement)).isNotNegative();
            }
        }
    }

    private static Statement sample(Class<?> type, boolean nulls) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return (Statement) constructor.newInstance(Arrays.stream(components)
                .map(component -> value(component, nulls))
                .toArray());
    }

    private static @Nullable Object value(RecordComponent component, boolean nulls) {
        Class<?> type = component.getType();
        if (nulls && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return null;
        }
        if (type == String.class) {
            return component.getName().equals("id") ? UUID.randomUUID().toString() : "of nobody";
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return Map.<Class<?>, Object>of(boolean.class, true, double.class, 0.5, int.class, 1, Integer.class, 1)
                .getOrDefault(type, 1L);
    }

    // --- intake

    /** What a first plan, or one that was lost, has stored is still read, with segments of the next one beside it. */
    @Test
    void aVideoThatIsPlannedAgainKeepsItsKey() {
        RegisterVideo video = registration(UUID.randomUUID().toString(), "one");
        ledger.run(video);
        assertThat(ledger.run(new InsertMediaKey(video.id(), "first"))).isEqualTo(1);
        assertThat(ledger.run(new InsertMediaKey(video.id(), "second"))).isZero();
        assertThat(ledger.askOne(new FindMediaKey(video.id())).orElseThrow().secret())
                .isEqualTo("first");
    }

    @Test
    void anIdempotencyKeyRegistersOnceForEachTenant() {
        String key = UUID.randomUUID().toString();
        RegisterVideo first = registration(key, "one");
        assertThat(ledger.run(first)).isEqualTo(1);
        assertThat(ledger.run(registration(key, "one"))).isZero();
        RegisterVideo other = registration(key, "two");
        assertThat(ledger.run(other)).isEqualTo(1);
        assertThat(ledger.run(registration(key, "two"))).isZero();
        assertThat(ledger.run(registration(key))).isEqualTo(1);
        assertThat(ledger.run(registration(key))).isZero();
        assertThat(ledger.askOne(new FindVideoByIdempotencyKey("one", key))
                        .orElseThrow()
                        .id())
                .isEqualTo(first.id());
        assertThat(ledger.askOne(new FindVideoByIdempotencyKey("two", key))
                        .orElseThrow()
                        .id())
                .isEqualTo(other.id());
        assertThat(ledger.run(registration(null))).isEqualTo(1);
        assertThat(ledger.run(registration(null))).isEqualTo(1);
    }

    @Test
    void ofManyRegistrationsWithOneKeyOneWins() throws Exception {
        String key = UUID.randomUUID().toString();
        assertThat(winners(i -> ledger.run(registration(key)))).isEqualTo(1);
    }

    @Test
    void anObjectVersionBecomesOneVideo() {
        String key = "uploads/" + UUID.randomUUID();
        assertThat(ledger.run(adoption(key, "v1"))).isEqualTo(1);
        assertThat(ledger.run(adoption(key, "v1"))).isZero();
        assertThat(ledger.run(adoption(key, "v2"))).isEqualTo(1);
        assertThat(ledger.ask(new FindVideoByKey(key))).hasSize(2);
    }

    @Test
    void anUploadIsCompletedOnce() {
        RegisterVideo video = registration(null);
        ledger.run(video);
        assertThat(ledger.run(new CompleteUpload(video.id(), "", "etag", 7))).isEqualTo(1);
        assertThat(ledger.run(new CompleteUpload(video.id(), "", "etag", 7))).isZero();
        assertThat(ledger.askOne(new FindVideo(video.id(), EVERY_TENANT))
                        .orElseThrow()
                        .sourceSize())
                .isEqualTo(7);
    }

    @Test
    void thePageOfAStatusGoesOnAfterTheCursor() {
        String first = queuedVideo();
        String second = queuedVideo();
        List<String> both = Stream.of(first, second).sorted().toList();
        String after = both.get(1) + "~";
        assertThat(ledger.ask(new ListVideos(after, "QUEUED", "%", "%", "%", "%", 1)))
                .singleElement()
                .satisfies(video -> assertThat(video.id()).isEqualTo(both.get(1)));
        assertThat(ledger.ask(new ListVideos(both.get(1), "", "%", "%", "%", "%", 100)))
                .extracting(video -> video.id())
                .contains(both.get(0))
                .doesNotContain(both.get(1));
        assertThat(ledger.ask(new ListVideos(after, "READY", "%", "%", "%", "%", 100)))
                .noneMatch(video -> both.contains(video.id()));
    }

    // --- walls between tenants

    @Test
    void anotherTenantMeetsAndChangesNothing() {
        String video = registered("red");
        tryWalls(tenant -> new CompleteUpload(video, tenant, "etag", 7));
        ledger.run(new OpenShares(video));
        ledger.run(new PlanVideo(video, "{}", "{}", 60));
        task(video, TaskKind.INSPECT, TaskState.QUEUED);
        String failed = task(video, TaskKind.ENCODE_VIDEO, 0, TaskState.QUEUED);
        ledger.run(new ClaimTask(failed, "worker", LEASE));
        ledger.run(new FailTask(failed, 1, 1, "CODE", "message", null));
        String delivery = "msg_" + UUID.randomUUID();
        String receiver = "http://" + delivery;
        ledger.run(
                new InsertDelivery(delivery, video, "red", 1, "video.ready", receiver, "{}", "0 " + receiver + " red"));
        ledger.run(new ClaimDelivery(delivery, 0, LEASE, receiver, 4));
        ledger.run(new DelayDelivery(delivery, 1, 500, "message", 60_000));
        ledger.run(new InsertDelivery(
                "follows", video, "red", 2, "video.deleted", receiver, "{}", "0 " + receiver + " red"));
        ledger.run(new NoteGoneReceiver(receiver));

        tryWalls(tenant -> new FindVideo(video, tenant));
        tryWalls(tenant -> new WatchVideo(video, tenant));
        tryWalls(tenant -> new ChangeVideo(video, tenant, null, null, null, Visibility.PRIVATE));
        tryWalls(tenant -> new FailedTasks(tenant, 1000));
        tryWalls(tenant -> new DeliveriesOfVideo(video, tenant));
        tryWalls(tenant -> new WelcomeReceiverBack(delivery, video, tenant));
        tryWalls(tenant -> new HastenFollowers(delivery, video, tenant));
        tryWalls(tenant -> new ResendDelivery(delivery, video, tenant));
        tryWalls(tenant -> new TouchVideo(video, tenant));
        tryWalls(tenant -> new InsertSubtitles(video, tenant, "de", TextKind.SUBTITLES, "German", "WEBVTT"));
        tryWalls(tenant -> new ListSubtitles(video, tenant));
        tryWalls(tenant -> new RemoveSubtitles(video, tenant, "de"));
        tryWalls(tenant -> new RetryInspect(video, tenant));
        tryWalls(tenant -> new RetryTasks(video, tenant, false));
        tryWalls(tenant -> new CancelTasks(video, tenant));
        ledger.run(new FailVideo(video, "CODE", "message", null));
        tryWalls(tenant -> new RetryVideo(video, tenant));
        task(video, TaskKind.PUBLISH, TaskState.DONE);
        ledger.run(new ReadyVideo(video, false, "{}", 1, 1));
        tryWalls(tenant -> new Republish(video, tenant));
        tryWalls(tenant -> new DeleteVideo(video, tenant));
        String other = registered("red");
        tryWalls(tenant -> new CancelVideo(other, tenant));
    }

    /** For others, and for what belongs to nobody, nothing; then for its own tenant something. */
    private void tryWalls(Function<String, Statement> statement) {
        Stream.of("blue", "", "?", "re_")
                .forEach(other -> assertThat(rows(statement.apply(other)))
                        .as("%s", statement.apply(other))
                        .isZero());
        assertThat(rows(statement.apply("red")))
                .as("%s", statement.apply("red"))
                .isPositive();
    }

    private int rows(Statement statement) {
        return statement instanceof Question<?> question ? ledger.ask(question).size() : ledger.run((Change) statement);
    }

    @Test
    void operatorsMeetEverybodysVideos() {
        List<String> videos = List.of(registered("red"), registered("blue"), registered(""));
        assertThat(videos)
                .allSatisfy(video -> assertThat(ledger.askOne(new FindVideo(video, EVERY_TENANT)))
                        .isPresent());
        assertThat(ledger.ask(new ListVideos("~", "", "%", "%", "%", "%", 100)))
                .extracting(VideoRow::id)
                .containsAll(videos);
        assertThat(ledger.run(new CancelVideo(videos.get(1), EVERY_TENANT))).isEqualTo(1);
    }

    @Test
    void whoMayPlayAVideoIsSaidAtItsRegistrationChangedAndForgottenWithIt() {
        String video = registered("red");
        assertThat(ledger.askOne(new FindVisibility(video))).contains(new Visible(Visibility.PUBLIC));
        ledger.run(new ChangeVideo(video, "red", null, null, null, Visibility.PRIVATE));
        assertThat(ledger.askOne(new FindVisibility(video))).contains(new Visible(Visibility.PRIVATE));
        assertThat(ledger.askOne(new FindVideo(video, "red")).orElseThrow().visibility())
                .isEqualTo(Visibility.PRIVATE);
        ledger.run(new DeleteVideo(video, "red"));
        assertThat(ledger.askOne(new FindVisibility(video))).isEmpty();
        assertThat(ledger.run(new ChangeVideo(video, "red", null, null, null, Visibility.PUBLIC)))
                .isZero();
    }

    @Test
    void thePageOfATenantGoesOnAfterTheCursorOfAnybody() {
        String tenant = "t" + UUID.randomUUID();
        List<String> mine = Stream.of(registered(tenant), registered(tenant), registered(tenant))
                .sorted(Comparator.reverseOrder())
                .toList();
        String others = registered("red");
        assertThat(ledger.ask(new ListVideosOfTenant(tenant, "~", "", "%", "%", "%", "%", 100)))
                .extracting(VideoRow::id)
                .isEqualTo(mine);
        assertThat(ledger.ask(new ListVideosOfTenant(tenant, mine.get(0), "AWAITING_UPLOAD", "%", "%", "%", "%", 1)))
                .extracting(VideoRow::id)
                .containsExactly(mine.get(1));
        assertThat(ledger.ask(new ListVideosOfTenant(tenant, others, "", "%", "%", "%", "%", 100)))
                .extracting(VideoRow::id)
                .isEqualTo(mine.stream().filter(id -> id.compareTo(others) < 0).toList());
    }

    private String registered(String tenant) {
        RegisterVideo video = registration(null, tenant);
        ledger.run(video);
        return video.id();
    }

    // --- API keys

    @Test
    void aKeyIsFoundUntilItIsRevokedOrOver() {
        InsertKey key = key(null);
        assertThat(ledger.run(key)).isEqualTo(1);
        assertThat(ledger.run(new InsertKey("other", "b", "", "operate", key.hash(), null)))
                .as("the same key again")
                .isZero();
        KeyRow found = ledger.askOne(new FindKey(key.hash())).orElseThrow();
        assertThat(found.tenant()).isEqualTo("red");
        assertThat(found.expiresAt()).isNull();
        assertThat(found.lastUsedAt()).isNull();
        assertThat(ledger.run(new UseKey(key.id()))).isEqualTo(1);
        assertThat(ledger.run(new UseKey(key.id()))).as("within a minute").isZero();
        assertThat(ledger.askOne(new ShowKey(key.id())).orElseThrow().lastUsedAt())
                .isNotNull();
        assertThat(ledger.run(new RevokeKey(key.id()))).isEqualTo(1);
        assertThat(ledger.run(new RevokeKey(key.id()))).isZero();
        assertThat(ledger.askOne(new FindKey(key.hash()))).isEmpty();
        assertThat(ledger.ask(new ListKeys())).anyMatch(row -> row.id().equals(key.id()) && row.revokedAt() != null);

        InsertKey lasting = key(1);
        ledger.run(lasting);
        assertThat(ledger.askOne(new FindKey(lasting.hash())).orElseThrow().expiresAt())
                .isAfter(Instant.now().plus(Duration.ofHours(23)));
        InsertKey over = key(-1);
        ledger.run(over);
        assertThat(ledger.askOne(new FindKey(over.hash()))).isEmpty();
    }

    private static InsertKey key(@Nullable Integer days) {
        String id = UUID.randomUUID().toString();
        return new InsertKey(id, "a key", "red", "upload read", "hash of " + id, days);
    }

    // --- duties

    @Test
    void aDutyIsHadByOneAndHeldByThatOne() throws Exception {
        freeDuties();
        ExecutorService processes = Executors.newFixedThreadPool(6);
        try {
            List<Future<Integer>> takers = IntStream.range(0, 6)
                    .mapToObj(i -> processes.submit(() -> ledger.run(new TakeDuty(Duty.POLL, "process-" + i, LEASE))))
                    .toList();
            List<Integer> rows = new ArrayList<>();
            for (Future<Integer> taker : takers) {
                rows.add(taker.get());
            }
            assertThat(rows).containsOnlyOnce(1).containsOnly(0, 1);
            String owner = "process-" + rows.indexOf(1);
            assertThat(ledger.run(new TakeDuty(Duty.POLL, owner, LEASE)))
                    .as("held")
                    .isEqualTo(1);
            assertThat(ledger.run(new TakeDuty(Duty.POLL, "another", LEASE))).isZero();
            assertThat(ledger.run(new TakeDuty(Duty.RECONCILE, "another", LEASE)))
                    .as("each duty for itself")
                    .isEqualTo(1);
        } finally {
            processes.shutdown();
            freeDuties();
        }
    }

    @Test
    void aDutyOfADeadProcessIsTakenWhenItsLeaseEnds() {
        freeDuties();
        assertThat(ledger.run(new TakeDuty(Duty.POLL, "dead", 1))).isEqualTo(1);
        assertThat(ledger.run(new TakeDuty(Duty.POLL, "heir", LEASE))).isZero();
        await("the heir")
                .atMost(Duration.ofSeconds(10))
                .until(() -> ledger.run(new TakeDuty(Duty.POLL, "heir", LEASE)) == 1);
        assertThat(ledger.run(new TakeDuty(Duty.POLL, "dead", LEASE)))
                .as("one that comes back")
                .isZero();
        freeDuties();
    }

    @Test
    void processesThatStopHandTheirDutiesOver() {
        freeDuties();
        DutyProperties minute = new DutyProperties(LEASE, 1000);
        Duties first = new Duties(ledger, minute);
        Duties second = new Duties(ledger, minute);
        first.renew();
        second.renew();
        assertThat(Duty.values()).allMatch(first::has).noneMatch(second::has);

        first.handBack();
        assertThat(Duty.values()).noneMatch(first::has);
        first.renew();
        second.renew();

        assertThat(Duty.values()).allMatch(second::has).noneMatch(first::has);
        second.handBack();
    }

    @Test
    void aProcessThatDoesNotHearOfTheLedgerHasNoDutyAfterItsLease() {
        freeDuties();
        Duties cutOff = new Duties(ledger, new DutyProperties(1, 1000));
        cutOff.renew();
        assertThat(cutOff.has(Duty.POLL)).isTrue();
        await("the end of its lease").atMost(Duration.ofSeconds(5)).until(() -> !cutOff.has(Duty.POLL));
        freeDuties();
    }

    private void freeDuties() {
        IntStream.range(0, 6).forEach(i -> ledger.run(new HandBackDuties("process-" + i)));
        List.of("another", "dead", "heir", "of nobody").forEach(owner -> ledger.run(new HandBackDuties(owner)));
    }

    // --- what came in and cannot be used

    @Test
    void aRefusalIsToldOnceUntilItIsForgotten() {
        InsertRefusal refusal = new InsertRefusal("object " + UUID.randomUUID(), "uploads//x", "CODE", "message", null);
        assertThat(ledger.run(refusal)).isEqualTo(1);
        assertThat(ledger.run(refusal)).isZero();
        assertThat(ledger.ask(new ListRefusals(100)))
                .filteredOn(row -> row.id().equals(refusal.id()))
                .singleElement()
                .satisfies(row -> assertThat(row.origin()).isEqualTo("uploads//x"));
        ledger.run(new ForgetRefusals(1));
        assertThat(ledger.askOne(new FindRefusal(refusal.id()))).isPresent();
        ledger.run(new ForgetRefusals(-1));
        assertThat(ledger.askOne(new FindRefusal(refusal.id()))).isEmpty();
    }

    // --- claims

    @Test
    void ofManyClaimersOneWins() throws Exception {
        String task = task(queuedVideo(), TaskKind.INSPECT, TaskState.QUEUED);
        assertThat(winners(i -> ledger.run(new ClaimTask(task, "worker-" + i, LEASE))))
                .isEqualTo(1);
    }

    /** How many of some who try the same at the same time change a row. */
    private static int winners(IntUnaryOperator attempt) throws Exception {
        ExecutorService rivals = Executors.newFixedThreadPool(6);
        try {
            List<Future<Integer>> attempts = IntStream.range(0, 6)
                    .mapToObj(i -> rivals.submit(() -> attempt.applyAsInt(i)))
                    .toList();
            int won = 0;
            for (Future<Integer> each : attempts) {
                won += each.get();
            }
            return won;
        } finally {
            rivals.shutdown();
        }
    }

    @Test
    void aStaleAttemptChangesNothing() {
        String task = task(queuedVideo(), TaskKind.INSPECT, TaskState.QUEUED);
        assertThat(ledger.run(new ClaimTask(task, "slow", ENDED))).isEqualTo(1);
        assertThat(ledger.run(new ClaimTask(task, "quick", LEASE))).isZero();
        assertThat(ledger.run(new ExpireLeases())).isPositive();
        assertThat(ledger.run(new ClaimTask(task, "quick", LEASE))).isEqualTo(1);
        int stale = 1;
        assertThat(List.of(
                        new RenewLease(task, stale, LEASE, 0.9),
                        new FinishTask(task, stale, "late"),
                        new RequeueTask(task, stale, 1, 0, null, null, null),
                        new FailTask(task, stale, 1, "CODE", "message", null),
                        new ReleaseTask(task, stale)))
                .allSatisfy(change -> assertThat(ledger.run(change)).isZero());
        assertThat(ledger.run(new RenewLease(task, 2, LEASE, 0.5))).isEqualTo(1);
        assertThat(ledger.run(new FinishTask(task, 2, "result"))).isEqualTo(1);
        assertThat(ledger.run(new FinishTask(task, 2, "twice"))).isZero();
        assertThat(row(task).result()).isEqualTo("result");
    }

    @Test
    void anEndedLeaseGoesBackToTheQueueAndRingsAgain() {
        String task = task(queuedVideo(), TaskKind.INSPECT, TaskState.QUEUED);
        ledger.run(new MarkRung(task, 0, TaskState.QUEUED));
        ledger.run(new ClaimTask(task, "gone", ENDED));
        assertThat(ledger.run(new ExpireLeases())).isPositive();
        assertThat(row(task).state()).isEqualTo(TaskState.QUEUED);
        assertThat(ledger.ask(new UnrungTasks()))
                .anyMatch(doorbell -> doorbell.id().equals(task));
        assertThat(ledger.run(new ClaimTask(task, "next", LEASE))).isEqualTo(1);
        ledger.run(new ExpireLeases());
        assertThat(row(task).state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void aQueueThatIsNewIsToldOfAllAgain() {
        String rung = task(queuedVideo(), TaskKind.INSPECT, TaskState.QUEUED);
        String waiting = task(queuedVideo(), TaskKind.PUBLISH, TaskState.WAITING);
        ledger.run(new MarkRung(rung, 0, TaskState.QUEUED));
        ledger.run(new MarkRung(waiting, 0, TaskState.WAITING));

        assertThat(ledger.run(new UnringAll(Lane.FAST))).isPositive();

        assertThat(ledger.ask(new UnrungTasks()))
                .extracting(Doorbell::id)
                .contains(rung)
                .doesNotContain(waiting);
    }

    @Test
    void whatWasSetBackIsNotTakenBeforeItsTime() {
        String task = task(queuedVideo(), TaskKind.INSPECT, TaskState.QUEUED);
        ledger.run(new ClaimTask(task, "first", LEASE));
        assertThat(ledger.run(new RequeueTask(task, 1, 1, 600, "CODE", "message", "detail")))
                .isEqualTo(1);
        assertThat(ledger.run(new ClaimTask(task, "early", LEASE))).isZero();
        assertThat(ledger.ask(new UnrungTasks()))
                .filteredOn(doorbell -> doorbell.id().equals(task))
                .singleElement()
                .satisfies(doorbell -> assertThat(doorbell.delaySeconds()).isBetween(590, 600));
    }

    @Test
    void progressNeverGoesBack() {
        String task = task(queuedVideo(), TaskKind.INSPECT, TaskState.QUEUED);
        ledger.run(new ClaimTask(task, "worker", LEASE));
        ledger.run(new RenewLease(task, 1, LEASE, 0.7));
        ledger.run(new RenewLease(task, 1, LEASE, 0.2));
        assertThat(row(task).progress()).isEqualTo(0.7);
    }

    // --- fan-in

    @Test
    void publishingIsQueuedOnceAndOnlyWhenAllElseIsDone() throws Exception {
        String video = queuedVideo();
        ledger.run(new PlanVideo(video, "{}", "{}", 60));
        List<String> chunks = IntStream.range(0, 3)
                .mapToObj(i -> task(video, TaskKind.ENCODE_VIDEO, i, TaskState.QUEUED))
                .toList();
        task(video, TaskKind.PUBLISH, TaskState.WAITING);
        for (String chunk : chunks) {
            assertThat(ledger.run(new QueuePublish(video))).isZero();
            assertThat(dueForPublishing()).doesNotContain(video);
            ledger.run(new ClaimTask(chunk, "worker", LEASE));
            ledger.run(new FinishTask(chunk, 1, "[]"));
        }
        assertThat(dueForPublishing()).contains(video);
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> callers = IntStream.range(0, 4)
                    .mapToObj(i -> workers.submit(() -> ledger.run(new QueuePublish(video))))
                    .toList();
            int queued = 0;
            for (Future<Integer> caller : callers) {
                queued += caller.get();
            }
            assertThat(queued).isEqualTo(1);
        } finally {
            workers.shutdown();
        }
    }

    /** Page by page, as in a long backlog. */
    private List<String> dueForPublishing() {
        List<String> due = new ArrayList<>();
        List<FanIn> page = ledger.ask(new DueFanIns("", 2));
        while (!page.isEmpty()) {
            page.stream().filter(video -> video.due() > 0).map(FanIn::id).forEach(due::add);
            page = ledger.ask(new DueFanIns(page.get(page.size() - 1).id(), 2));
        }
        return due;
    }

    // --- finished work that turns out wrong

    @Test
    void aWrongPieceGoesBackAloneAndPublishingWaitsForIt() {
        String video = queuedVideo();
        ledger.run(new PlanVideo(video, "{}", "{}", 60));
        String wrong = done(video, 0);
        String right = done(video, 1);
        String publish = task(video, TaskKind.PUBLISH, TaskState.WAITING);
        ledger.run(new QueuePublish(video));
        ledger.run(new ClaimTask(publish, "publisher", LEASE));

        assertThat(ledger.run(new AwaitPieces(publish, 0))).as("stale").isZero();
        assertThat(ledger.run(new AwaitPieces(publish, 1))).isEqualTo(1);
        assertThat(ledger.run(new RedoTask(wrong, 0, 5, "CODE", "message", "detail")))
                .as("another attempt's piece")
                .isZero();
        assertThat(ledger.run(new RedoTask(wrong, 1, 5, "CODE", "message", "detail")))
                .isEqualTo(1);

        assertThat(row(wrong).state()).isEqualTo(TaskState.QUEUED);
        assertThat(row(wrong).result()).isNull();
        assertThat(row(right).state()).isEqualTo(TaskState.DONE);
        assertThat(row(publish).state()).isEqualTo(TaskState.WAITING);
        assertThat(ledger.run(new QueuePublish(video))).isZero();
        assertThat(ledger.ask(new UnrungTasks()))
                .anyMatch(doorbell -> doorbell.id().equals(wrong));
        assertThat(ledger.run(new ClaimTask(wrong, "second", LEASE))).isEqualTo(1);
        assertThat(ledger.run(new FinishTask(wrong, 2, "{}"))).isEqualTo(1);
        assertThat(ledger.run(new QueuePublish(video))).isEqualTo(1);
    }

    @Test
    void aPieceThatIsWrongAfterItsLastAttemptHasFailed() {
        String video = queuedVideo();
        ledger.run(new PlanVideo(video, "{}", "{}", 60));
        String piece = done(video, 0);

        assertThat(ledger.run(new RedoTask(piece, 1, 1, "CODE", "message", "detail")))
                .isEqualTo(1);

        assertThat(row(piece).state()).isEqualTo(TaskState.FAILED);
        assertThat(ledger.ask(new UnsentDeadLetters()))
                .anyMatch(deadLetter -> deadLetter.id().equals(piece));
    }

    @Test
    void nothingIsDoneAgainForACancelledVideo() {
        String video = queuedVideo();
        ledger.run(new PlanVideo(video, "{}", "{}", 60));
        String piece = done(video, 0);
        ledger.run(new CancelVideo(video, EVERY_TENANT));

        assertThat(ledger.run(new RedoTask(piece, 1, 5, "CODE", "message", null)))
                .isZero();
    }

    // --- cancel and retry

    @Test
    void cancelWinsOverEverythingUnderWay() {
        String video = queuedVideo();
        ledger.run(new PlanVideo(video, "{}", "{}", 60));
        String running = task(video, TaskKind.ENCODE_VIDEO, 0, TaskState.QUEUED);
        String queued = task(video, TaskKind.ENCODE_VIDEO, 1, TaskState.QUEUED);
        ledger.run(new ClaimTask(running, "worker", LEASE));

        assertThat(ledger.run(new CancelVideo(video, EVERY_TENANT))).isEqualTo(1);
        assertThat(ledger.run(new CancelTasks(video, EVERY_TENANT))).isEqualTo(1);

        assertThat(ledger.run(new CancelVideo(video, EVERY_TENANT))).isZero();
        assertThat(ledger.run(new RenewLease(running, 1, LEASE, 0.5))).isZero();
        assertThat(ledger.run(new FinishTask(running, 1, "late"))).isZero();
        assertThat(ledger.run(new ClaimTask(queued, "worker", LEASE))).isZero();
        assertThat(ledger.run(new ReadyVideo(video, false, "{}", 1, 1))).isZero();
    }

    @Test
    void aReadyVideoIsNotCancelled() {
        String video = queuedVideo();
        ledger.run(new PlanVideo(video, "{}", "{}", 60));
        assertThat(ledger.run(new ReadyVideo(video, true, "{}", 7, 2))).isEqualTo(1);
        assertThat(ledger.run(new CancelVideo(video, EVERY_TENANT))).isZero();
        assertThat(ledger.run(new RetryVideo(video, EVERY_TENANT))).isZero();
    }

    @Test
    void aRetryKeepsWhatIsDoneUnlessItWasSwept() {
        String video = queuedVideo();
        String done = task(video, TaskKind.ENCODE_VIDEO, 0, TaskState.QUEUED);
        String failed = task(video, TaskKind.ENCODE_VIDEO, 1, TaskState.QUEUED);
        ledger.run(new ClaimTask(done, "worker", LEASE));
        ledger.run(new FinishTask(done, 1, "[]"));
        ledger.run(new ClaimTask(failed, "worker", LEASE));
        ledger.run(new FailTask(failed, 1, 1, "CODE", "message", null));
        ledger.run(new RetryTasks(video, EVERY_TENANT, false));
        assertThat(row(done).state()).isEqualTo(TaskState.DONE);
        assertThat(row(failed).state()).isEqualTo(TaskState.QUEUED);
        ledger.run(new RetryTasks(video, EVERY_TENANT, true));
        assertThat(row(done).state()).isEqualTo(TaskState.QUEUED);
    }

    @Test
    void whatComesDuringASweepIsSweptAgain() {
        String video = queuedVideo();
        ledger.run(new CancelVideo(video, EVERY_TENANT));
        long swept =
                ledger.askOne(new FindVideo(video, EVERY_TENANT)).orElseThrow().revision();
        ledger.run(new SweepAgain(video));

        assertThat(ledger.run(new MarkSwept(video, swept))).isZero();

        long again =
                ledger.askOne(new FindVideo(video, EVERY_TENANT)).orElseThrow().revision();
        assertThat(ledger.run(new MarkSwept(video, again))).isEqualTo(1);
    }

    @Test
    void aVideoIsSweptWhenNobodyWorksOnItAnyMore() {
        String video = queuedVideo();
        String running = task(video, TaskKind.INSPECT, TaskState.QUEUED);
        ledger.run(new ClaimTask(running, "worker", LEASE));
        ledger.run(new CancelVideo(video, EVERY_TENANT));
        assertThat(dueForSweep()).doesNotContain(video);
        ledger.run(new ReleaseTask(running, 1));
        assertThat(dueForSweep()).contains(video);
    }

    private List<String> dueForSweep() {
        return Stream.iterate(
                        ledger.askOne(new DueSweep("")),
                        Optional::isPresent,
                        last -> ledger.askOne(new DueSweep(last.orElseThrow().id())))
                .map(video -> video.orElseThrow().id())
                .toList();
    }

    // --- transactions

    @Test
    void anExceptionUndoesTheWholeTransaction() {
        RegisterVideo video = registration(null);
        assertThatThrownBy(() -> ledger.atomically(() -> {
                    ledger.run(video);
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");
        assertThat(ledger.askOne(new FindVideo(video.id(), EVERY_TENANT))).isEmpty();
        assertThatThrownBy(() -> ledger.run(
                        new InsertTask("t", "no video", TaskKind.INSPECT, 0, Lane.FAST, TaskState.QUEUED, 1, 1)))
                .isNotNull();
    }

    // --- who goes next

    @Test
    void whatIsBegunNextIsUrgentThenOwedThenShort() {
        String tenant = UUID.randomUUID().toString();
        String film = encoding(7, tenant, 500, 500);
        String clip = encoding(7, tenant, 2, 3);
        String second = encoding(7, tenant, 9);
        String other = encoding(7, tenant + "2", 8);
        String urgent = encoding(8, tenant, 900);

        assertThat(begun(7))
                .containsExactly(
                        urgent + ".0", // by priority
                        clip + ".1", // the least left, its largest piece first
                        clip + ".0", // it is begun, and goes on
                        other + ".0", // its tenant was given nothing yet
                        second + ".0", // the least left
                        film + ".0",
                        film + ".1");
    }

    @Test
    void whatIsBegunGoesOnUnlessAnotherIsMuchShorter() {
        String tenant = UUID.randomUUID().toString();
        String film = encoding(6, tenant, 31, 30, 29, 28);
        assertThat(begun(1)).containsExactly(film + ".0");
        String shorter = encoding(6, tenant, 50);
        String muchShorter = encoding(6, tenant, 40);

        assertThat(begun(5))
                .containsExactly(
                        muchShorter + ".0", // less than half of what is left
                        film + ".1",
                        film + ".2",
                        film + ".3",
                        shorter + ".0");
    }

    @Test
    void whatComesBackGoesOnFirst() {
        String tenant = UUID.randomUUID().toString();
        String clip = encoding(9, tenant, 1);
        String film = encoding(9, tenant, 500, 400, 300, 200);
        String other = encoding(9, tenant + "2", 1);
        ledger.run(new ClaimTask(film + ".1", "crashed", ENDED));
        ledger.run(new ExpireLeases());
        ledger.run(new ClaimTask(film + ".2", "failed", LEASE));
        ledger.run(new RequeueTask(film + ".2", 1, 1, 0, "STORE_UNAVAILABLE", "gone", null));
        ledger.run(new ClaimTask(film + ".3", "failed", LEASE));
        ledger.run(new RequeueTask(film + ".3", 1, 1, LEASE, "STORE_UNAVAILABLE", "gone", null));

        assertThat(begun(3)).startsWith(film + ".1", film + ".2").contains(other + ".0");

        // Nobody does it, and it would stand before what other tests ask for.
        ledger.run(new CancelTasks(film, EVERY_TENANT));
        ledger.run(new CancelTasks(clip, EVERY_TENANT));
    }

    @Test
    void whatIsMovedWaitsInItsNewLane() {
        String video = encoding(10, UUID.randomUUID().toString(), 5);
        ledger.run(new ClaimTask(video + ".0", "worker", LEASE));

        assertThat(ledger.run(new MoveTask(video + ".0", 1, Lane.HEAVY))).isEqualTo(1);

        assertThat(ledger.ask(new DueInLane(Lane.HEAVY))).extracting(TaskId::id).contains(video + ".0");
        ledger.run(new CancelTasks(video, EVERY_TENANT));
    }

    /** Whatever happens to the work: an index finds whom a look at everybody would find. */
    @Test
    void whoGoesNextIsTheBestOfAllWhoWait() {
        JdbcTemplate database = new JdbcTemplate(context.getBean(DataSource.class));
        Random random = new Random(11);
        List<String> videos = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            if (videos.isEmpty() || random.nextInt(4) == 0) {
                double[] weights = random.doubles(1 + random.nextInt(4), 1, 40).toArray();
                videos.add(encoding(random.nextInt(2), "walk" + random.nextInt(4), weights));
            }
            happen(random, videos.get(random.nextInt(videos.size())));
            assertThat(ledger.ask(new DueInLane(Lane.BULK)))
                    .extracting(TaskId::id)
                    .as("step %d", step)
                    .containsExactlyElementsOf(bestOfAll(database));
        }
        assertThat(database.queryForObject("""
                        SELECT COUNT(*) FROM task t JOIN video v ON v.id = t.video_id JOIN share a ON a.id = t.share
                        WHERE a.lane <> t.lane OR a.priority <> v.priority OR a.tenant <> v.tenant""", Integer.class))
                .as("in whose name it waits")
                .isZero();
        videos.forEach(video -> ledger.run(new CancelTasks(video, EVERY_TENANT)));
    }

    /** Something that befalls the work of a video. */
    private void happen(Random random, String video) {
        TaskRow task = tasks(video).get(random.nextInt(tasks(video).size()));
        switch (random.nextInt(8)) {
            case 0 -> ledger.run(new FinishTask(task.id(), task.attempt(), "{}"));
            case 1 -> ledger.run(new RequeueTask(task.id(), task.attempt(), 0, 0, null, null, null));
            case 2 -> ledger.run(new RequeueTask(task.id(), task.attempt(), 1, LEASE, "CODE", "message", null));
            case 3 -> {
                ledger.run(new ClaimTask(task.id(), "crashed", ENDED));
                ledger.run(new ExpireLeases());
            }
            case 4 -> ledger.run(new MoveTask(task.id(), task.attempt(), Lane.HEAVY));
            case 5 -> {
                ledger.run(new CancelTasks(video, EVERY_TENANT));
                ledger.run(new RetryTasks(video, EVERY_TENANT, random.nextBoolean()));
            }
            default -> begun(1);
        }
    }

    private List<TaskRow> tasks(String video) {
        return ledger.ask(new TasksOfVideo(video));
    }

    /** The rule of due-in-lane.sql, step by step, over all rows. */
    private static List<String> bestOfAll(JdbcTemplate database) {
        List<Waiting> all = database.query("""
                SELECT t.id, t.share, t.turn, t.size, t.weight, t.ordinal, a.priority, a.given
                FROM task t JOIN share a ON a.id = t.share
                WHERE t.lane = 'BULK' AND t.state = 'QUEUED' AND t.not_before <= CURRENT_TIMESTAMP""", new DataClassRowMapper<>(Waiting.class));
        Map<Integer, Double> mostGiven = database
                .query(
                        "SELECT priority, MAX(given) AS given FROM share WHERE lane = 'BULK' GROUP BY priority",
                        (row, i) -> Map.entry(row.getInt("priority"), row.getDouble("given")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return all.stream()
                .collect(Collectors.toMap(
                        Waiting::share,
                        waiting -> waiting,
                        BinaryOperator.minBy(Comparator.comparingDouble(Waiting::turn)
                                .thenComparingDouble(waiting -> -waiting.weight())
                                .thenComparingInt(Waiting::ordinal))))
                .values()
                .stream()
                .sorted(Comparator.<Waiting>comparingInt(head -> -head.priority())
                        .thenComparingInt(head -> head.turn() == 0 ? 0 : 1)
                        .thenComparingDouble(head ->
                                Math.max(head.given(), Objects.requireNonNull(mostGiven.get(head.priority())) - 90)
                                        + Math.min(head.size(), 60))
                        .thenComparingDouble(Waiting::turn)
                        .thenComparing(Waiting::id))
                .limit(8)
                .map(Waiting::id)
                .toList();
    }

    record Waiting(
            String id, long share, double turn, double size, double weight, int ordinal, int priority, double given) {}

    /** Begins work as Claims does, so many pieces. */
    private List<String> begun(int pieces) {
        List<String> begun = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            String next = ledger.ask(new DueInLane(Lane.BULK)).get(0).id();
            assertThat(ledger.run(new ClaimTask(next, "worker", LEASE))).isEqualTo(1);
            ledger.run(new ChargeShare(next));
            ledger.run(new BringForward(next.substring(0, next.indexOf('.')), Lane.BULK));
            begun.add(next);
        }
        return begun;
    }

    // --- samples

    private static RegisterVideo registration(@Nullable String idempotencyKey) {
        return registration(idempotencyKey, "");
    }

    private static RegisterVideo registration(@Nullable String idempotencyKey, String tenant) {
        String id = UUID.randomUUID().toString();
        return new RegisterVideo(
                id,
                "a.mp4",
                "a.mp4",
                null,
                null,
                "p@1",
                "{}",
                "uploads/" + id,
                7,
                null,
                null,
                60,
                idempotencyKey,
                "digest",
                null,
                0,
                tenant,
                Visibility.PUBLIC,
                null);
    }

    /** A lane may hold tasks of other tests: only the order of these tasks among the others counts. */
    private String encoding(int priority, String tenant, double... weights) {
        String id = UUID.randomUUID().toString();
        ledger.run(new RegisterVideo(
                id,
                "a.mp4",
                "a.mp4",
                null,
                null,
                "p@1",
                "{}",
                "uploads/" + id,
                7,
                null,
                null,
                60,
                null,
                "digest",
                null,
                priority,
                tenant,
                Visibility.PUBLIC,
                null));
        // Together, as they are planned: they are queued at the same time.
        ledger.atomically(() -> {
            ledger.run(new OpenShares(id));
            for (int chunk = 0; chunk < weights.length; chunk++) {
                ledger.run(new InsertTask(
                        id + "." + chunk,
                        id,
                        TaskKind.ENCODE_VIDEO,
                        chunk,
                        Lane.BULK,
                        TaskState.QUEUED,
                        weights[chunk],
                        DoubleStream.of(weights).sum()));
            }
            return null;
        });
        return id;
    }

    private static AdoptObject adoption(String key, String etag) {
        return new AdoptObject(
                UUID.randomUUID().toString(), "a.mp4", "a.mp4", "p@1", "{}", key, etag, 7, Visibility.PUBLIC);
    }

    private String queuedVideo() {
        AdoptObject video = adoption("uploads/" + UUID.randomUUID(), "etag");
        ledger.run(video);
        ledger.run(new OpenShares(video.id()));
        return video.id();
    }

    private String task(String video, TaskKind kind, TaskState state) {
        return task(video, kind, 0, state);
    }

    private String task(String video, TaskKind kind, int ordinal, TaskState state) {
        String id = video + "." + kind + "." + ordinal;
        ledger.run(new InsertTask(id, video, kind, ordinal, Lane.FAST, state, 1, 1));
        return id;
    }

    private String done(String video, int chunk) {
        String task = task(video, TaskKind.ENCODE_VIDEO, chunk, TaskState.QUEUED);
        ledger.run(new ClaimTask(task, "worker", LEASE));
        ledger.run(new FinishTask(task, 1, "{}"));
        return task;
    }

    private TaskRow row(String task) {
        return ledger.ask(new TasksOfVideo(task.substring(0, task.indexOf('.')))).stream()
                .filter(row -> row.id().equals(task))
                .findFirst()
                .orElseThrow();
    }
}
