package dev.reelroute.cost;

import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.plan.Grid;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.PlannedTask;
import dev.reelroute.plan.TaskPlanner;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What plans will cost, and what videos have cost. Pure: the same plan and unit costs give the same figures. Before the work
 * it is not known how hard a video is to encode, so there is a range; afterwards there is one figure, by the same prices.
 */
@Component
public final class CostModel {

    private static final double GIGABYTE = 1e9;
    private static final int HOUR = 3600;

    /** Besides its segments: their beginning, and a playlist. */
    private static final int OF_A_RENDITION = 2;

    /** A cap holds on average; what was saved before a hard part may be spent in it. */
    private static final double OVER_THE_CAP = 1.1;

    /** Bytes of poster, sprite and playlists: seldom less, usually, seldom more. */
    private static final Range STILLS = new Range(80_000, 20_000, 300_000);

    /** Master playlist, manifest, MP4, poster, and the storyboard with one sprite. */
    private static final int SINGLE_OBJECTS = 6;

    private final CostProperties units;

    public CostModel(CostProperties units) {
        this.units = units;
    }

    /** @param tasks all of the plan's */
    public Estimate estimate(Plan plan, List<PlannedTask> tasks) {
        double seconds = inspection(plan.source())
                + tasks.stream()
                        .mapToDouble(task -> processorSeconds(plan, task))
                        .sum();
        double spread = 1 + units.processor().spread();
        Range processorSeconds = new Range(seconds, seconds / spread, seconds * spread);
        Range bytes = bytes(plan);
        long objects = objects(plan);
        return new Estimate(
                processorSeconds,
                bytes,
                objects,
                processing(processorSeconds, objects),
                bytes.times(units.prices().storedGigabyte() / GIGABYTE));
    }

    /** Processor seconds of ffprobe, before there is a plan. */
    public double inspection(SourceInfo source) {
        CostProperties.Processor processor = units.processor();
        return processor.inspection() + processor.inspectionGigabyte() * source.size() / GIGABYTE;
    }

    /** Processor seconds of FFmpeg for one task. */
    public double processorSeconds(Plan plan, PlannedTask task) {
        CostProperties.Processor processor = units.processor();
        return switch (task.kind()) {
            case ENCODE_VIDEO -> processor.video() * task.weight();
            case ENCODE_AUDIO -> processor.audio() * task.weight();
            case EARLY -> processor.other() * TaskPlanner.early(plan);
            case PUBLISH -> processor.publish() * task.weight();
            case INSPECT, STILLS, SUBTITLES -> processor.other() * task.weight();
        };
    }

    /** What a processor of a worker is busy for, the worker's own part included. */
    public double busySeconds(double processorSeconds) {
        return processorSeconds * (1 + units.processor().worker());
    }

    /** Money, once. */
    public double processing(Usage usage) {
        return processing(Range.exactly(usage.processorSeconds()), usage.objects())
                .estimate();
    }

    /** Money for each month. */
    public double storage(Usage usage) {
        return usage.bytes() / GIGABYTE * units.prices().storedGigabyte();
    }

    public String currency() {
        return units.prices().currency();
    }

    private Range processing(Range processorSeconds, long objects) {
        double busy = busySeconds(1);
        return processorSeconds
                .times(busy / HOUR * units.prices().processorHour())
                .plus(Range.exactly(objects / 1000.0 * units.prices().thousandPuts()));
    }

    private Range bytes(Plan plan) {
        double duration = plan.grid().duration();
        double all =
                plan.renditions().stream().mapToLong(Plan.Rendition::maxrate).sum();
        double progressive = plan.encrypted() ? 0 : plan.renditions().get(0).maxrate();
        double audio =
                plan.audio().stream().mapToLong(Plan.AudioRendition::bitrate).sum();
        double progressiveAudio = plan.encrypted() || plan.audio().isEmpty()
                ? 0
                : plan.audio().get(0).bitrate();
        double caps = (all + progressive) * duration / 8;
        CostProperties.Bits bits = units.bits();
        return new Range(caps * bits.expected(), caps * bits.least(), caps * OVER_THE_CAP)
                .plus(Range.exactly((audio + progressiveAudio) * duration / 8))
                .plus(STILLS);
    }

    /** Objects that are put into the bucket; those of the early stream are gone after some hours. */
    public static long objects(Plan plan) {
        Grid grid = plan.grid();
        long segments = (grid.frames() + grid.segmentFrames() - 1) / grid.segmentFrames();
        return (segments + OF_A_RENDITION)
                        * (plan.renditions().size() + plan.audio().size())
                + 2L * plan.texts().size()
                + SINGLE_OBJECTS;
    }

    /** Those of one task. */
    public static long objects(Plan plan, PlannedTask task) {
        Grid grid = plan.grid();
        long segments = (grid.frames() + grid.segmentFrames() - 1) / grid.segmentFrames();
        return switch (task.kind()) {
            case INSPECT -> 0;
            case ENCODE_VIDEO ->
                plan.renditions().size()
                        * ((grid.framesOf(task.ordinal()) + grid.segmentFrames() - 1) / grid.segmentFrames()
                                + (task.ordinal() == 0 ? 1 : 0));
            case ENCODE_AUDIO -> segments + 1;
            case STILLS -> 1;
            case SUBTITLES -> plan.texts().size();
            case EARLY -> segments + 1;
            case PUBLISH ->
                SINGLE_OBJECTS
                        - 1L
                        + (OF_A_RENDITION - 1L)
                                * (plan.renditions().size() + plan.audio().size());
        };
    }

    /** Whether a task has to have a local copy of the source. */
    public static boolean readsSource(TaskKind kind) {
        return kind != TaskKind.PUBLISH;
    }
}
