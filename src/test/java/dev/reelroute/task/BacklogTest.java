package dev.reelroute.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.reelroute.ledger.PlainLedger;
import dev.reelroute.task.Backlog.Order;
import dev.reelroute.task.Backlog.Outcome;
import dev.reelroute.task.Backlog.Video;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code due-in-lane.sql} promises, by a model that asks the ledger's own statements who goes next. */
@TestInstance(Lifecycle.PER_CLASS)
class BacklogTest {

    private static final int PLACES = 2;
    /** Seconds of waiting for which a second of work counts, of a video that is begun: see due-in-lane.sql. */
    private static final double PATIENCE = 10;

    @SuppressWarnings("NullAway.Init") // by start()
    private PlainLedger ledger;

    @BeforeAll
    void start() throws SQLException {
        ledger = PlainLedger.inMemory("backlog");
    }

    @AfterAll
    void stop() throws SQLException {
        ledger.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void equalClipsAreFinishedOneAfterTheOther(int places) {
        List<Video> clips = clips(16, i -> Video.of("clip" + i, i * 0.05, 8));

        Outcome outcome = Backlog.run(ours(), places, clips);

        assertThat(outcome.mean() / outcome.end()).isLessThan(0.6);
        assertThat(outcome.mean())
                .isLessThan(1.02
                        * Backlog.run(Backlog.shortestRemaining(), places, clips)
                                .mean());
        assertThat(outcome.mostBegun()).isLessThanOrEqualTo(places + 1);
    }

    /** So that a model that cannot tell is found out. */
    @Test
    void aRoundOfAllVideosIsSeenAsWhatItIs() {
        List<Video> clips = clips(16, i -> Video.of("clip" + i, i * 0.05, 8));

        Outcome outcome = Backlog.run(Backlog.round(), PLACES, clips);

        assertThat(outcome.mean() / outcome.end()).isGreaterThan(0.9);
        assertThat(outcome.mostBegun()).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void clipsPassAFilmThatIsBegunTheShortestFirst(long seed) {
        Video film = Video.of("film", 0, 600);
        List<Video> all = new ArrayList<>(mixed(seed, 30, 1));
        all.add(film);

        Outcome outcome = Backlog.run(ours(), PLACES, all);

        assertThat(all)
                .allSatisfy(video -> assertThat(outcome.readyAt(video)).isLessThanOrEqualTo(outcome.readyAt(film)));
        assertThat(outcome.mean(video -> !video.equals(film)))
                .isLessThan(1.05
                        * Backlog.run(Backlog.shortestRemaining(), PLACES, all).mean(video -> !video.equals(film)));
        assertThat(outcome.mean())
                .isLessThan(0.3 * Backlog.run(Backlog.firstCome(), PLACES, all).mean());
        assertThat(outcome.mostBegun()).isLessThanOrEqualTo(PLACES + 3);
    }

    /** Whatever a schedule does: the bound can cut pieces and take no time to change its mind. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mixedClipsWaitHardlyLongerThanTheLeastThatIsPossible(long seed) {
        List<Video> clips = mixed(seed, 40, 0);

        double mean = Backlog.run(ours(), PLACES, clips).mean();

        assertThat(mean).isBetween(Backlog.leastMean(PLACES, clips), 1.15 * Backlog.leastMean(PLACES, clips));
    }

    /** More comes, for good, than can be done: of what came later than this after it, nothing passes a film. */
    @Test
    void aFilmIsNotPassedForEver() {
        Video film = Video.of("film", 0, 60);
        double last = PATIENCE * film.weight();
        List<Video> all = new ArrayList<>(arriving(1.3, 1.3 * last));
        all.add(film);

        Outcome outcome = Backlog.run(ours(), PLACES, all);

        assertThat(all)
                .filteredOn(video -> video.at() > last)
                .isNotEmpty()
                .allSatisfy(video -> assertThat(outcome.readyAt(video)).isGreaterThan(outcome.readyAt(film)));
        assertThat(outcome.readyAt(film))
                .isLessThan(0.8
                        * Backlog.run(Backlog.shortestRemaining(), PLACES, all).readyAt(film));
    }

    @Test
    void picturesThatAreDoneWaitForTheirSoundOnly() {
        Video film = Video.of("film", 0, 300);
        List<Video> all = new ArrayList<>(arriving(0.9, 1500));
        all.add(film);

        Outcome outcome = Backlog.run(ours(), PLACES, all);

        assertThat(all)
                .allSatisfy(video -> assertThat(outcome.tails().get(video)).isLessThanOrEqualTo(video.rest() + 1e-6));
    }

    // --- tenants

    @Test
    void tenTenantsTakeTurnsByVideosAndNotByPieces() {
        List<Video> all = new ArrayList<>();
        for (int tenant = 0; tenant < 10; tenant++) {
            for (int i = 0; i < 5; i++) {
                all.add(Video.of("clip%d-%d".formatted(tenant, i), 0.05 * all.size(), 8)
                        .by("tenant" + tenant));
            }
        }

        Outcome outcome = Backlog.run(ours(), PLACES, all);

        assertThat(outcome.mean())
                .isLessThan(1.02 * Backlog.run(Backlog.firstCome(), PLACES, all).mean());
        for (int i = 0; i < 4; i++) {
            assertThat(outcome.longest(nth(i)))
                    .isLessThan(outcome.waited().entrySet().stream()
                            .filter(entry -> nth(4).test(entry.getKey()))
                            .mapToDouble(Map.Entry::getValue)
                            .min()
                            .orElseThrow());
        }
        assertThat(outcome.mostBegun()).isLessThanOrEqualTo(PLACES + 1);
    }

    private static Predicate<Video> nth(int i) {
        return video -> video.name().endsWith("-" + i);
    }

    @Test
    void whoSendsLittleDoesNotWaitForWhoSendsMuch() {
        List<Video> all = new ArrayList<>(
                clips(60, i -> Video.of("much" + i, i * 0.05, 10).by("much")));
        List<Video> few = clips(4, i -> Video.of("few" + i, 30 + i * 0.05, 10).by("few"));
        all.addAll(few);

        Outcome outcome = Backlog.run(ours(), PLACES, all);

        double alone = Backlog.run(ours(), PLACES, few).longest(video -> true);
        assertThat(outcome.longest(video -> video.tenant().equals("few")))
                .isLessThan(2 * alone + few.get(0).weight());
    }

    /** One sends clips for as long as the film takes; each has half. */
    @Test
    void aFilmHasItsTenantsShare() {
        Video film = Video.of("film", 0, 300).by("one");
        double alone = film.weight() / PLACES;
        List<Video> all = new ArrayList<>(
                clips(60, i -> Video.of("clip" + i, i * 0.05, 15).by("other")));
        all.add(film);

        Outcome outcome = Backlog.run(ours(), PLACES, all);

        assertThat(outcome.readyAt(film)).isBetween(1.5 * alone, 2.2 * alone);
    }

    /** What was nobody's else was taken from nobody. */
    @Test
    void whoHadAllPlacesBeforeOthersCameIsNotMadeToWait() {
        List<Video> alone = clips(30, i -> Video.of("before" + i, i * 0.05, 15).by("busy"));
        double then = Backlog.run(ours(), PLACES, alone).end() - 40;
        List<Video> all = new ArrayList<>(alone);
        Video clip = Video.of("clip", then + 1, 4).by("busy");
        all.add(clip);
        all.add(Video.of("film", then, 600).by("new"));

        Outcome outcome = Backlog.run(ours(), PLACES, all);

        assertThat(outcome.waited().get(clip)).isLessThan(60);
    }

    @Test
    void whatIsUrgentIsDoneFirst() {
        List<Video> all = new ArrayList<>(clips(20, i -> Video.of("clip" + i, 0, 5)));
        Video urgent = Video.of("film", 1, 120).urgent(1);
        all.add(urgent);

        Outcome outcome = Backlog.run(ours(), PLACES, all);

        assertThat(outcome.waited().get(urgent)).isLessThan(urgent.weight() / PLACES + 2 * 18.1);
    }

    /** Models of far larger backlogs are driven by the rule without a database. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theRuleWithoutADatabaseIsThatOfTheStatements(long seed) {
        Random random = new Random(seed);
        List<Video> all = new ArrayList<>(clips(
                40,
                i -> Video.of("clip" + i, 1 + 1.7 * i, 1 + 30 * random.nextDouble())
                        .by("tenant" + random.nextInt(4))));
        all.add(Video.of("film", 0, 300).by("tenant1"));
        all.add(Video.of("urgent", 20, 100).urgent(1));

        Outcome outcome = Backlog.run(Backlog.byTurns(), 3, all);

        assertThat(outcome.waited()).isEqualTo(Backlog.run(ours(), 3, all).waited());
        Map<Double, Integer> changes = Map.of(20.0, 1, 50.0, 5, 90.0, 0, 120.0, 2, 150.0, 4);
        // Of equal pieces that come back at once, any may be next.
        assertThat(trouble(Backlog.byTurns(), all, seed, changes).mean())
                .isCloseTo(trouble(ours(), all, seed, changes).mean(), withinPercentage(2));
    }

    // --- what goes wrong

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void workersComeAndGoAndPiecesFailAndWhatWasBegunIsFinished(long seed) {
        List<Video> clips = mixed(seed, 40, 1);
        Map<Double, Integer> changes = Map.of(20.0, 1, 50.0, 5, 90.0, 0, 120.0, 2, 150.0, 4, 180.0, 2);

        Outcome outcome = trouble(ours(), clips, seed, changes);

        assertThat(outcome.mean())
                .isLessThan(1.1
                        * trouble(Backlog.shortestRemaining(), clips, seed, changes)
                                .mean());
        assertThat(outcome.mostBegun()).isLessThanOrEqualTo(5 + 5);
    }

    private static Outcome trouble(Order order, List<Video> videos, long seed, Map<Double, Integer> changes) {
        Random random = new Random(seed);
        return Backlog.run(order, PLACES, videos, piece -> random.nextDouble() < 0.1, changes);
    }

    // --- samples

    private Order ours() {
        return Backlog.byLedger(ledger);
    }

    private static List<Video> clips(int count, IntFunction<Video> clip) {
        return IntStream.range(0, count).mapToObj(clip).toList();
    }

    /** Clips of 1 to 15 s, which come within some seconds. */
    private static List<Video> mixed(long seed, int count, double from) {
        Random random = new Random(seed);
        return clips(count, i -> Video.of("clip" + i, from + 0.1 * i, 1 + 14 * random.nextDouble()));
    }

    /** Clips of 1 to 15 s, which come one by one: so many times what the places can do. */
    private static List<Video> arriving(double load, double until) {
        Random random = new Random(5);
        double gap = Video.of("mean", 0, 8).weight() / PLACES / load;
        return Stream.iterate(0.0, at -> at < until, at -> at - gap * Math.log(1 - random.nextDouble()))
                .map(at -> Video.of("clip" + at, at, 1 + 14 * random.nextDouble()))
                .toList();
    }
}
