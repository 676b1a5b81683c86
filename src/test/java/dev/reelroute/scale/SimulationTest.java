package dev.reelroute.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reelroute.ledger.TaskKind;
import dev.reelroute.plan.PlannedTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator against small cases by hand, and against bounds that nothing can beat. */
class SimulationTest {

    /** From what makes a task due until it is begun. */
    private static final double DOORBELL = 0.04;

    private final UnitCosts units = UnitCosts.configured();
    private final Scenario scenario = Scenario.standard();

    SimulationTest() throws IOException {}

    /** One worker, one chunk: all is done one after the other or shares the processor, so that its end is that of the sum. */
    @Test
    void oneWorkerTakesTheSumOfAllTasks() {
        Upload clip = scenario.film(5, "", 10);
        Settings settings = Settings.here(1);

        Report report = Simulation.run(settings, units, List.of(clip));

        double processor = units.model().busySeconds(total(clip));
        // Inspection, the rest, publishing: three doorbells. Publishing reads three times three segments, and writes
        // its objects.
        double waits = 3 * DOORBELL + (9 + 17) * settings.request();
        assertThat(report.ready()).hasSize(1);
        assertThat(report.ready().get(0)).isBetween(processor + waits, processor + waits + 0.5);
        assertThat(report.end()).isEqualTo(5 + report.ready().get(0));
        assertThat(report.busy()).isCloseTo(processor / report.end(), within(1e-6));
    }

    /** A copy needs 0.3 s until its first segment; the inspection comes before. */
    @Test
    void aVideoIsPlayableBeforeItIsReady() {
        Upload clip = scenario.film(0, "", 60);

        Report report = Simulation.run(Settings.here(2), units, List.of(clip));

        double inspection = units.model().busySeconds(units.model().inspection(clip.source()));
        assertThat(report.playable().get(0)).isBetween(inspection + 2 * DOORBELL, inspection + 2 * DOORBELL + 0.5);
        assertThat(report.playable().get(0)).isLessThan(report.ready().get(0) / 5);
    }

    @Test
    void aSlowerNetworkAndASlowerProcessorAreWaitedFor() {
        List<Upload> film = List.of(scenario.film(0, "", 600));
        double here = Simulation.run(Settings.here(8), units, film).end();

        // 450 MB are fetched by who inspects, and by all others at the same time.
        double amazon = Simulation.run(Settings.amazon(8), units, film).end();
        assertThat(amazon - here).isGreaterThan(2 * 450e6 / 97e6);
        assertThat(Simulation.run(Settings.here(8).withSpeed(0.5), units, film).end())
                .isBetween(1.95 * here, 2 * here);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 100, 1000})
    void noNumberOfWorkersIsFasterThanItsProcessorsOrThanTheLongestWay(int workers) {
        Upload film = scenario.film(0, "", 600);

        Report report = Simulation.run(Settings.here(workers), units, List.of(film));

        double all = total(film);
        double way = units.model().inspection(film.source())
                + Math.max(longest(film, TaskKind.ENCODE_AUDIO), longest(film, TaskKind.ENCODE_VIDEO))
                + longest(film, TaskKind.PUBLISH);
        assertThat(report.end())
                .isGreaterThan(units.model().busySeconds(all - longest(film, TaskKind.EARLY)) / workers)
                .isGreaterThan(units.model().busySeconds(way));
        assertThat(report.busy()).isBetween(0.0, 1.0);
    }

    @Test
    void processesThatShareAProcessorAreNotFasterThanItIs() {
        List<Upload> storm = scenario.storm(20, 3);
        double two = Simulation.run(Settings.here(2), units, storm).end();

        Report four = Simulation.run(Settings.here(4).onProcessors(2), units, storm);

        assertThat(four.end()).isBetween(0.9 * two, 1.1 * two);
        assertThat(four.busy()).isBetween(0.5, 1.0);
    }

    @Test
    void moreWorkersAreNeverSlower() {
        List<Upload> storm = scenario.storm(60, 3);
        double before = Double.MAX_VALUE;
        for (int workers : new int[] {1, 2, 4, 8, 16, 64}) {
            double end = Simulation.run(Settings.here(workers), units, storm).end();
            assertThat(end).isLessThan(1.001 * before);
            before = end;
        }
    }

    @Test
    void theSameSeedGivesTheSameRunAndAnotherOneAnother() {
        List<Upload> storm = scenario.storm(40, 7);
        Settings settings = Settings.amazon(20).withSpotLosses(6);

        Report report = Simulation.run(settings, units, storm);

        assertThat(Simulation.run(settings, units, storm)).isEqualTo(report);
        assertThat(Simulation.run(settings.withSeed(2), units, storm).ready()).isNotEqualTo(report.ready());
        assertThat(scenario.storm(40, 7)).isEqualTo(storm);
    }

    /** However often workers are taken away, every video gets ready, and later. */
    @Test
    void whatALostWorkerHadIsDoneAgain() {
        List<Upload> storm = new ArrayList<>(scenario.storm(90, 1));
        // Their audio takes longer than a worker has until it goes; what is shorter is ended before.
        IntStream.range(0, 10).forEach(i -> storm.add(scenario.film(i, "films", 7200)));

        Report calm = Simulation.run(Settings.amazon(30), units, storm);
        Report rough = Simulation.run(Settings.amazon(30).withSpotLosses(20), units, storm);

        assertThat(calm.lost()).isZero();
        assertThat(rough.lost()).isPositive();
        assertThat(rough.ready()).hasSize(100);
        assertThat(rough.playable()).hasSize(100);
        assertThat(Report.mean(rough.ready())).isGreaterThan(Report.mean(calm.ready()));
    }

    /** Also of what a lost worker was about to end. */
    @Test
    void whatIsDoneAgainCountsOnce() {
        List<Upload> films = IntStream.range(0, 10)
                .mapToObj(i -> scenario.film(i, "films", 7200))
                .toList();
        for (int seed = 1; seed < 6; seed++) {
            Report rough = Simulation.run(Settings.amazon(60).withSpotLosses(30).withSeed(seed), units, films);

            assertThat(rough.lost()).isPositive();
            assertThat(rough.ready()).hasSize(10);
            assertThat(rough.playable()).hasSize(10);
        }
    }

    /** Each piece is begun and ended once; the renewals of leases come on top, and are what grows with time. */
    @Test
    void requestsAndStatementsAreThoseOfTheTasks() {
        Upload clip = scenario.film(0, "", 36);

        Report report = Simulation.run(Settings.here(1), units, List.of(clip));

        int tasks = clip.tasks().size() + 1;
        double minutes = Math.max(1, report.end() / 60);
        assertThat(report.messages() * 60 * minutes).isGreaterThan(3 * tasks);
        assertThat(report.ledgerWrites() * 60 * minutes).isGreaterThan(8 * tasks);
        assertThat(report.puts()).isEqualTo(report.putsOfOne());
    }

    /** The judge's own figure: an hour of 1080p, on a hundred workers with one processor each. */
    @Test
    void anHourOnAHundredWorkersIsReadyWithinThreeMinutes() {
        Report report = Simulation.run(Settings.here(100), units, List.of(scenario.film(0, "", 3600)));

        assertThat(report.end()).isBetween(60.0, 180.0);
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aThousandWorkersTakeLessThanSixSeconds() {
        allBecomeReady(1000);
    }

    @Test
    @Tag("long")
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void tenThousandWorkersTakeLessThanAMinute() {
        allBecomeReady(10_000);
    }

    private void allBecomeReady(int videos) {
        assertThat(Simulation.run(Settings.amazon(videos), units, scenario.storm(videos, 1))
                        .ready())
                .hasSize(videos);
    }

    @Test
    void whatBreaksFirstIsSaidFirst() {
        Report small = Simulation.run(Settings.amazon(2), units, scenario.storm(2, 1));
        Report large = Simulation.run(Settings.amazon(2000), units, scenario.storm(2000, 1));

        assertThat(Limits.text(small)).isEqualTo("nothing (connections 0.3 ×)");
        assertThat(Limits.of(large).get(0).what()).isEqualTo("connections");
        assertThat(Limits.text(large)).startsWith("connections 320 ×, ledger ");
    }

    @Test
    void theTableGoesBetweenItsMarks() {
        String page = "a\n<!-- written by bench/simulate -->\nold\n<!-- until here -->\nb\n";

        assertThat(Page.withTables(page, "new\n"))
                .isEqualTo("a\n<!-- written by bench/simulate -->\nnew\n<!-- until here -->\nb\n");
        assertThatThrownBy(() -> Page.withTables("no marks", "new")).hasMessageContaining("marks");
        assertThat(List.of(Page.time(7), Page.time(750), Page.time(3723.4)))
                .containsExactly("0:07", "12:30", "1:02:03");
        // Two outputs in HD and three in SD, for an hour.
        assertThat(Page.mediaConvert(scenario.film(0, "", 3600))).isCloseTo(3.15, within(1e-9));
    }

    private double total(Upload upload) {
        return units.model()
                .estimate(upload.plan(), upload.tasks())
                .processorSeconds()
                .estimate();
    }

    private double longest(Upload upload, TaskKind kind) {
        return upload.tasks().stream()
                .filter(task -> task.kind() == kind)
                .mapToDouble((PlannedTask task) -> units.model().processorSeconds(upload.plan(), task))
                .max()
                .orElseThrow();
    }
}
