package dev.reelroute.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reelroute.cost.CostProperties.Bits;
import dev.reelroute.cost.CostProperties.Prices;
import dev.reelroute.cost.CostProperties.Processor;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.PlannedTask;
import dev.reelroute.scale.Scenario;
import dev.reelroute.scale.UnitCosts;
import dev.reelroute.scale.Upload;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What plans and videos cost, in figures that can be followed by hand. */
class CostModelTest {

    private static final CostModel MODEL = new CostModel(new CostProperties(
            new Processor(2, 3, 5, 7, 11, 13, 0.5, 1), new Bits(0.5, 0.25), new Prices("EUR", 3600, 1000, 1000)));

    /** Two seconds: one chunk of 50 frames, one segment. */
    private final Upload clip = film(2);

    @Test
    void eachKindHasItsUnitCost() {
        assertThat(seconds(TaskKind.ENCODE_VIDEO)).isEqualTo(2 * weight(TaskKind.ENCODE_VIDEO));
        assertThat(seconds(TaskKind.ENCODE_AUDIO)).isEqualTo(3 * weight(TaskKind.ENCODE_AUDIO));
        assertThat(seconds(TaskKind.STILLS)).isEqualTo(5 * weight(TaskKind.STILLS));
        assertThat(seconds(TaskKind.PUBLISH)).isEqualTo(7 * weight(TaskKind.PUBLISH));
        // The source has 750,000 bytes a second.
        assertThat(MODEL.inspection(clip.plan().source())).isCloseTo(11 + 13 * 0.0015, within(1e-9));
        // All frames are decoded, and encoded in 360p by superfast; 0.1 s are for the start, 0.04 a second for the
        // audio.
        double decoding = 50 * 1920 * 1080 / 1e6 * 0.003;
        double encoding = 50 * 640 * 360 / 1e6 * 0.0125 * 0.75;
        // A copy hardly takes anything.
        Upload foreign = Scenario.standard().film(0, "", 2, "vp9");
        assertThat(seconds(foreign, TaskKind.EARLY)).isCloseTo(5 * (0.1 + 0.08 + decoding + encoding), within(1e-9));
        assertThat(seconds(TaskKind.EARLY)).isCloseTo(5 * (0.1 + 0.002 * 2), within(1e-9));
    }

    @Test
    void theWholeIsTheSumOfItsTasksWithARangeAroundIt() {
        Estimate estimate = MODEL.estimate(clip.plan(), clip.tasks());

        double sum = MODEL.inspection(clip.plan().source())
                + clip.tasks().stream()
                        .mapToDouble(task -> MODEL.processorSeconds(clip.plan(), task))
                        .sum();
        assertThat(estimate.processorSeconds()).isEqualTo(new Range(sum, sum / 2, sum * 2));
        // Five renditions, one audio track: one segment, beginning and playlist each, and six for all.
        assertThat(estimate.objects()).isEqualTo(6 * 3 + 6);
        // A second of FFmpeg makes a worker busy for one and a half; an hour is 3600, an object 1.
        assertThat(estimate.processing().estimate()).isCloseTo(1.5 * sum + 24, within(1e-9));
        assertThat(estimate.processing().low()).isCloseTo(1.5 * sum / 2 + 24, within(1e-9));
    }

    /** 5.5, 3, 1.5, 0.8 and 0.4 Mb/s, and the largest once more as MP4, each with 128 kb/s of audio but the smaller ones. */
    @Test
    void bytesAreAShareOfTheCaps() {
        Range bytes = MODEL.estimate(clip.plan(), clip.tasks()).bytes();

        double caps = clip.plan().renditions().stream()
                        .mapToLong(Plan.Rendition::maxrate)
                        .sum()
                + clip.plan().renditions().get(0).maxrate();
        double audio = 2 * 128_000;
        assertThat(bytes.estimate()).isCloseTo((0.5 * caps + audio) * 2 / 8 + 80_000, within(1.0));
        assertThat(bytes.low()).isCloseTo((0.25 * caps + audio) * 2 / 8 + 20_000, within(1.0));
        // A cap holds on average.
        assertThat(bytes.high()).isCloseTo((1.1 * caps + audio) * 2 / 8 + 300_000, within(1.0));
    }

    @Test
    void objectsOfTheTasksAreThoseOfThePlan() {
        for (Upload upload : List.of(clip, film(12), film(13), film(61), film(3600))) {
            long early = CostModel.objects(upload.plan(), task(upload, TaskKind.EARLY));
            assertThat(upload.tasks().stream()
                                    .mapToLong(task -> CostModel.objects(upload.plan(), task))
                                    .sum()
                            - early)
                    .as("%s s", upload.duration())
                    .isEqualTo(CostModel.objects(upload.plan()));
        }
    }

    @Test
    void moreOfAnythingCostsMore() {
        Estimate before = estimate(film(1));
        for (int seconds = 2; seconds < 200; seconds += 7) {
            Estimate longer = estimate(film(seconds));
            assertThat(longer.processorSeconds().estimate())
                    .isGreaterThan(before.processorSeconds().estimate());
            assertThat(longer.bytes().low()).isGreaterThan(before.bytes().low());
            assertThat(longer.processing().high())
                    .isGreaterThan(before.processing().high());
            assertThat(longer.storage().estimate())
                    .isGreaterThan(before.storage().estimate());
            before = longer;
        }
    }

    /** By the same prices before and after: what took as much as was estimated costs as much. */
    @Test
    void afterwardsTheSamePricesHold() {
        Estimate estimate = MODEL.estimate(clip.plan(), clip.tasks());
        Usage usage = new Usage(
                estimate.processorSeconds().estimate(),
                Math.round(estimate.bytes().estimate()),
                estimate.objects());

        assertThat(MODEL.processing(usage)).isCloseTo(estimate.processing().estimate(), within(1e-9));
        assertThat(MODEL.storage(usage)).isCloseTo(estimate.storage().estimate(), within(1e-3));
        assertThat(MODEL.currency()).isEqualTo("EUR");
    }

    @Test
    void aRangeIsInOrder() {
        assertThatThrownBy(() -> new Range(1, 2, 3)).hasMessageContaining("Not in order");
        assertThatThrownBy(() -> new Range(Double.NaN, 0, 1)).hasMessageContaining("Not in order");
    }

    /** An hour of 1080p at 25 frames a second took 22.2 s of FFmpeg for each 12 s, on the day of the configuration's figures. */
    @Test
    void theConfiguredUnitsAreWhatWasMeasured() throws IOException {
        Upload film = film(3600);

        double seconds =
                UnitCosts.configured().model().processorSeconds(film.plan(), task(film, TaskKind.ENCODE_VIDEO));

        assertThat(seconds).isBetween(0.95 * 22.2, 1.05 * 22.2);
    }

    private static Upload film(double seconds) {
        return Scenario.standard().film(0, "", seconds);
    }

    private static Estimate estimate(Upload upload) {
        return MODEL.estimate(upload.plan(), upload.tasks());
    }

    private static PlannedTask task(Upload upload, TaskKind kind) {
        return upload.tasks().stream()
                .filter(task -> task.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private double seconds(TaskKind kind) {
        return seconds(clip, kind);
    }

    private static double seconds(Upload upload, TaskKind kind) {
        return MODEL.processorSeconds(upload.plan(), task(upload, kind));
    }

    private double weight(TaskKind kind) {
        return task(clip, kind).weight();
    }
}
