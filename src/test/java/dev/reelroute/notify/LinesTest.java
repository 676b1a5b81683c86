package dev.reelroute.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.PlainLedger;
import dev.reelroute.ledger.Statement.Change;
import dev.reelroute.ledger.Statement.Question;
import dev.reelroute.ledger.Statements.ClaimDelivery;
import dev.reelroute.ledger.Statements.InsertDelivery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Which news goes next, of as much of it as there may be. Nobody is called. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class LinesTest {

    private static final Answer TAKEN = new Answer(204, "", Duration.ofMillis(5));
    private static final Answer SLOW = new Answer(204, "", Duration.ofSeconds(5));
    private static final Answer REFUSED = new Answer(500, "The receiver answered 500.", Duration.ofMillis(5));

    private static final String BUSY = "https://busy.example/";
    private static final String QUIET = "https://quiet.example/";

    /** What the schedule says, and half of it for chance. */
    private static final String UNTIL_RETRIED =
            "UPDATE delivery SET due_at = due_at - INTERVAL '90' MINUTE WHERE state = 'QUEUED'";

    @SuppressWarnings("NullAway.Init") // by start()
    private PlainLedger plain;

    @SuppressWarnings("NullAway.Init") // by begin()
    private Deliveries deliveries;

    private int made;

    /** An empty database with all tables. */
    abstract PlainLedger database() throws SQLException;

    @BeforeAll
    void start() throws SQLException {
        plain = database();
    }

    @AfterAll
    void stop() throws SQLException {
        plain.close();
    }

    @BeforeEach
    void begin() {
        plain.sql("DELETE FROM delivery");
        deliveries = process();
    }

    // --- however much there is

    @Test
    void aLookTakesNoLongerWhereMuchMoreWaits() {
        fill(100, i -> BUSY + "?" + i % 10);
        long few = quickest();
        begin();
        fill(5_000, i -> BUSY + "?" + i % 250);

        assertThat(quickest()).isLessThan(5 * few);
    }

    /** How long a look, and what follows it, takes at best, in nanoseconds. */
    private long quickest() {
        // As a server does by itself, within a minute.
        plain.sql("ANALYZE");
        return LongStream.range(0, 20)
                .map(i -> {
                    long begun = System.nanoTime();
                    List<Delivery> taken = deliveries.take();
                    long took = System.nanoTime() - begun;
                    assertThat(taken).hasSize(4);
                    taken.forEach(each -> deliveries.record(each, TAKEN));
                    return took;
                })
                .min()
                .orElseThrow();
    }

    @Test
    void whatWaitsForOneReceiverHidesNobodys() {
        fill(2_000, i -> BUSY + i);
        assertThat(deliveries.take()).hasSize(4);
        String other = add("blue", "video", QUIET);

        assertThat(deliveries.take()).extracting(Delivery::id).containsExactly(other);
        assertThat(deliveries.take()).isEmpty();
        assertThat(plain.sql("UPDATE delivery SET state = state WHERE due_at > created_at"))
                .as("put off")
                .isZero();
    }

    /** Hosts that somebody thinks up, which are not called for now. */
    @Test
    void moreLinesThanALookPassesAreReachedByTheNext() {
        fill(1_500, i -> "https://%d.example/".formatted(i));
        assertThat(deliveries.take()).as("of one tenant").hasSize(12);
        String other = add("blue", "video", "https://z.example/");

        List<Delivery> taken = new ArrayList<>(deliveries.take());
        taken.addAll(deliveries.take());

        assertThat(taken).extracting(Delivery::id).containsExactly(other);
    }

    // --- receivers

    @Test
    void processesKeepTheLimitOfAReceiverTogether() {
        fill(20, i -> BUSY + i);
        Deliveries other = process();

        List<Delivery> taken = deliveries.take();
        assertThat(taken).hasSize(4);
        assertThat(other.take()).isEmpty();

        deliveries.record(taken.get(0), TAKEN);
        assertThat(other.take()).hasSize(1);
        assertThat(deliveries.take()).isEmpty();
    }

    /** Which have looked before others claimed something. */
    @Test
    void aReceiverThatHasEnoughCallsIsNotClaimedFor() {
        String late = add("red", "late", "https://BUSY.example:443/late");
        plain.sql("UPDATE delivery SET due_at = due_at + INTERVAL '1' HOUR");
        add("red", "at another port", "https://busy.example:8443/");
        fill(4, i -> BUSY + i);
        assertThat(deliveries.take()).hasSize(5);

        assertThat(plain.run(new ClaimDelivery(late, 0, 60, "https://busy.example:443", 4)))
                .isZero();
        assertThat(plain.run(new ClaimDelivery(late, 0, 60, "https://busy.example:443", 5)))
                .isOne();
    }

    @Test
    void whatAProcessOfAnOlderVersionIsSendingCounts() {
        for (int i = 0; i < 4; i++) {
            plain.sql("""
                    INSERT INTO delivery (id, video_id, tenant, sequence, type, url, payload, state, attempt, lease_until)
                    VALUES (?, 'video', 'red', 1, 'video.ready', ?, '{}', 'SENDING', 1, CURRENT_TIMESTAMP + INTERVAL '1' HOUR)
                    """, "old" + i, BUSY + i);
        }
        add("red", "other video", BUSY);

        assertThat(deliveries.take()).isEmpty();
    }

    @Test
    void slowReceiversHaveHalfOfTheCallsAndHideNobodys() {
        fill(16, i -> "https://slow%d.example/".formatted(i));
        for (List<Delivery> taken = deliveries.take(); !taken.isEmpty(); taken = deliveries.take()) {
            taken.forEach(each -> deliveries.record(each, SLOW));
        }
        fill(160, i -> "https://slow%d.example/".formatted(i % 16));

        assertThat(deliveries.take()).hasSize(8);
        String other = add("blue", "video", QUIET);
        assertThat(deliveries.take()).extracting(Delivery::id).containsExactly(other);
    }

    @Test
    void stepsHaveLimitsOfTheirOwn() {
        fill(20, i -> "https://%d.example/".formatted(i));
        assertThat(deliveries.take()).hasSize(12);
        fill(10, i -> "direct:on-ready-chat");

        assertThat(deliveries.take()).hasSize(4).allMatch(Delivery::isStep);
        assertThat(deliveries.take()).isEmpty();
    }

    // --- tenants

    @Test
    void whoHasLessUnderWayIsNext() {
        fill(500, i -> BUSY + i);
        List<Delivery> taken = deliveries.take();
        String other = add("blue", "video", BUSY);

        deliveries.record(taken.get(0), TAKEN);

        assertThat(deliveries.take()).extracting(Delivery::id).containsExactly(other);
    }

    @Test
    void whoHasThreeQuartersHidesNobodysNewsForTheSameReceiver() {
        fill(500, i -> "https://own%d.example/".formatted(i % 3));
        assertThat(deliveries.take()).hasSize(12);
        fill(500, i -> BUSY + i);
        String other = add("blue", "video", BUSY);

        assertThat(deliveries.take()).extracting(Delivery::id).containsExactly(other);
    }

    // --- what is not sent at once

    @Test
    void whatWaitsForEarlierNewsDoesNotStandInLine() {
        String first = add("red", "video", BUSY);
        String second = add("red", "video", BUSY);
        deliveries.record(deliveries.take().get(0), REFUSED);
        String third = add("red", "video", BUSY);
        String other = add("red", "other video", BUSY);

        assertThat(inLine()).isOne();
        assertThat(taken()).containsExactly(other);
        assertThat(deliveries.take()).isEmpty();
        assertThat(inLine()).isZero();

        plain.sql(UNTIL_RETRIED);
        assertThat(List.of(taken(), taken(), taken(), taken()))
                .containsExactly(List.of(first), List.of(second), List.of(third), List.of());
    }

    @Test
    void whatWaitsForNewsThatIsSentAgainFollowsIt() {
        String first = add("red", "video", BUSY);
        String second = add("red", "video", BUSY);
        deliveries.record(deliveries.take().get(0), REFUSED);
        assertThat(taken()).isEmpty();

        deliveries.resend("video", first, "red");

        assertThat(List.of(taken(), taken(), taken())).containsExactly(List.of(first), List.of(second), List.of());
    }

    @Test
    void whatAReceiverDidNotTakeKeepsItsTimeWhenOtherNewsIsSentAgain() {
        String first = add("red", "video", BUSY);
        assertThat(taken()).containsExactly(first);
        add("red", "video", BUSY);
        deliveries.record(deliveries.take().get(0), REFUSED);

        deliveries.resend("video", first, "red");

        assertThat(List.of(taken(), taken())).containsExactly(List.of(first), List.of());
    }

    @Test
    void whatAProcessThatDiedHadClaimedIsTakenByAnother() {
        String id = add("red", "video", BUSY);
        Delivery lost = deliveries.take().get(0);
        Deliveries other = process();
        assertThat(other.take()).isEmpty();

        plain.sql("UPDATE delivery SET lease_until = lease_until - INTERVAL '1' HOUR");
        List<Delivery> found = other.take();
        assertThat(found).extracting(Delivery::id).containsExactly(id);
        deliveries.record(lost, REFUSED); // it was only slow
        other.record(found.get(0), TAKEN);

        assertThat(plain.sql("UPDATE delivery SET state = state WHERE state = 'DELIVERED' AND failures = 0"))
                .isOne();
    }

    @Test
    void whatAProcessOfAnOlderVersionWroteStandsInItsReceiversLine() {
        for (int i = 0; i < 10; i++) {
            plain.sql("""
                    INSERT INTO delivery (id, video_id, tenant, sequence, type, url, payload, state)
                    VALUES (?, ?, 'red', 1, 'video.ready', ?, '{}', 'QUEUED')""", "old" + i, "video" + i, BUSY + i);
        }
        // As it was taken before such an address was refused.
        plain.sql("""
                INSERT INTO delivery (id, video_id, tenant, sequence, type, url, payload, state)
                VALUES ('odd', 'odd', 'red', 1, 'video.ready', ?, '{}', 'QUEUED')""", "http://no " + "ä".repeat(2000));

        assertThat(taken()).hasSize(5).contains("odd");
    }

    // --- parts

    private Deliveries process() {
        NotifyProperties properties = new NotifyProperties(
                null,
                Set.of(),
                List.of(),
                List.of(),
                Duration.ofSeconds(15),
                Duration.ofMinutes(15),
                List.of(Duration.ofHours(1)),
                16,
                30);
        return new Deliveries(new AtOnce(plain), properties, new SimpleMeterRegistry());
    }

    /** What is done in one transaction is done, and nothing fails in it. */
    private record AtOnce(Ledger ledger) implements Ledger {

        @Override
        public int run(Change change) {
            return ledger.run(change);
        }

        @Override
        public <R extends Record> List<R> ask(Question<R> question) {
            return ledger.ask(question);
        }

        @Override
        public <T> T atomically(Supplier<T> work) {
            return work.get();
        }
    }

    private interface Address {
        String of(int i);
    }

    /** News of red's, each of another video. */
    private void fill(int count, Address address) {
        inOneTransaction(() -> IntStream.range(0, count).forEach(i -> add("red", "video" + made, address.of(i))));
    }

    private void inOneTransaction(Runnable work) {
        try {
            plain.connection().setAutoCommit(false);
            work.run();
            plain.connection().commit();
            plain.connection().setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String add(String tenant, String video, String url) {
        made++;
        String id = "msg_" + made;
        plain.run(new InsertDelivery(
                id,
                video,
                tenant,
                made,
                "video.ready",
                url,
                "x".repeat(2_000),
                Line.of(url, tenant).text()));
        return id;
    }

    /** What a look takes, which its receivers take as well. */
    private List<String> taken() {
        List<Delivery> taken = deliveries.take();
        taken.forEach(each -> deliveries.record(each, TAKEN));
        return taken.stream().map(Delivery::id).toList();
    }

    private int inLine() {
        return plain.sql("UPDATE delivery SET state = state WHERE state = 'QUEUED' AND line <> ''");
    }
}
