package dev.reelroute.plan;

import dev.reelroute.inspect.HeavyProperties;
import dev.reelroute.inspect.SourceInfo.Timeline;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.plan.Plan.Rendition;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Lists the tasks of a plan with their rough cost in processor seconds. The figures were measured on one x86-64 core:
 * x264 and AAC at 1080p25, x265 and SVT-AV1 compared with x264 at 720p25; only their proportions matter.
 */
@Component
public final class TaskPlanner {

    private static final double DECODE_PER_MEGAPIXEL = 0.003;
    private static final double VERYFAST_PER_MEGAPIXEL = 0.0125;
    private static final double TONE_MAP_PER_MEGAPIXEL = 0.03;
    /** Of what another frame costs: one that stands is neither decoded nor scaled again, and hardly takes bits. */
    private static final double STANDING = 0.35;

    private static final int POSTER_FRAMES = 75;
    private static final double AUDIO_PER_SECOND = 0.04;
    private static final double TEXT_PER_SECOND = 0.002;
    private static final double PUBLISH_PER_SECOND = 0.002;
    private static final double EARLY_START = 0.1;
    /** 640 x 360, the size of an early stream. */
    private static final double EARLY_MEGAPIXELS = 0.2304;

    private final HeavyProperties limits;

    public TaskPlanner(HeavyProperties limits) {
        this.limits = limits;
    }

    /**
     * In the order in which they should start: audio first, because nothing plays without it, then chunk by chunk.
     *
     * @param heavy whether the source is heavy: then all of its tasks are
     */
    public List<PlannedTask> tasks(Plan plan, boolean heavy) {
        List<PlannedTask> tasks = new ArrayList<>();
        for (PlannedTask task : tasks(plan)) {
            if (task.kind() == TaskKind.EARLY && heavy && !SourceCopy.ofAll(plan)) {
                // Decoding it in one run would take as long as all the rest.
                continue;
            }
            boolean whole = task.kind() == TaskKind.ENCODE_AUDIO || plan.grid().chunks() == 1;
            boolean uncut = whole && task.weight() > limits.piece().toSeconds();
            tasks.add(new PlannedTask(task.kind(), task.ordinal(), task.weight(), heavy || uncut));
        }
        return List.copyOf(tasks);
    }

    private static List<PlannedTask> tasks(Plan plan) {
        double duration = plan.grid().duration();
        List<PlannedTask> tasks = new ArrayList<>();
        // It counts nothing: the video may be ready before this task ends.
        tasks.add(task(TaskKind.EARLY, 0, 0));
        for (int track = 0; track < plan.audio().size(); track++) {
            tasks.add(task(TaskKind.ENCODE_AUDIO, track, 0.1 + AUDIO_PER_SECOND * duration));
        }
        for (int chunk = 0; chunk < plan.grid().chunks(); chunk++) {
            double standing = standing(plan, chunk);
            double frames = plan.grid().framesOf(chunk) - standing + STANDING * standing;
            tasks.add(task(TaskKind.ENCODE_VIDEO, chunk, 0.1 + perFrame(plan) * frames));
        }
        tasks.add(task(TaskKind.STILLS, 0, 0.2 + stills(plan)));
        if (!plan.texts().isEmpty()) {
            tasks.add(task(TaskKind.SUBTITLES, 0, 0.1 + TEXT_PER_SECOND * duration));
        }
        tasks.add(task(TaskKind.PUBLISH, 0, 0.1 + PUBLISH_PER_SECOND * duration));
        return List.copyOf(tasks);
    }

    /** How many frames of a chunk only hold the last one of the source. */
    private static double standing(Plan plan, int chunk) {
        Timeline line = plan.source().line();
        Grid grid = plan.grid();
        double last = line.lastMicros() / 1e6 * grid.frameRate().value();
        double end = (double) (grid.firstFrame(chunk) + grid.framesOf(chunk));
        return line.held() ? Math.min((double) grid.framesOf(chunk), Math.max(0, end - last)) : 0;
    }

    private static PlannedTask task(TaskKind kind, int ordinal, double weight) {
        return new PlannedTask(kind, ordinal, weight, false);
    }

    /** Processor seconds of all tasks together. */
    static double seconds(Plan plan) {
        return tasks(plan).stream().mapToDouble(PlannedTask::weight).sum();
    }

    /** Processor seconds for decoding all frames of the source once. */
    static double decoding(Plan plan) {
        VideoTrack source = plan.source().video();
        return decode(source) * Math.max(source.pictures(), source.frames());
    }

    /**
     * What the early stream takes, in the unit of all weights. It counts nothing among the tasks, because a video may be ready
     * before it ends.
     */
    public static double early(Plan plan) {
        double duration = plan.grid().duration();
        if (SourceCopy.ofAll(plan)) {
            return EARLY_START + PUBLISH_PER_SECOND * duration;
        }
        double pixels = plan.renditions().stream()
                .mapToDouble(rendition -> megapixels(rendition.width(), rendition.height()))
                .filter(each -> each <= EARLY_MEGAPIXELS)
                .max()
                .orElse(EARLY_MEGAPIXELS);
        double encoding = pixels
                * VERYFAST_PER_MEGAPIXEL
                * x264("superfast")
                * plan.grid().frames();
        return EARLY_START + AUDIO_PER_SECOND * duration + decoding(plan) + encoding;
    }

    private static double perFrame(Plan plan) {
        VideoTrack source = plan.source().video();
        double cost = decode(source)
                * Math.max(1, (double) source.pictures() / plan.grid().frames());
        for (Rendition rendition : plan.renditions()) {
            cost += megapixels(rendition.width(), rendition.height()) * VERYFAST_PER_MEGAPIXEL * slowness(rendition);
        }
        if (source.hdr()) {
            Rendition largest = plan.largest();
            cost += megapixels(largest.width(), largest.height()) * TONE_MAP_PER_MEGAPIXEL;
        }
        return cost;
    }

    private static double stills(Plan plan) {
        return decode(plan.source().video())
                * Math.min(POSTER_FRAMES, plan.grid().frames());
    }

    private static double decode(VideoTrack source) {
        return megapixels(source.codedWidth(), source.codedHeight()) * DECODE_PER_MEGAPIXEL;
    }

    private static double megapixels(int width, int height) {
        return (double) width * height / 1e6;
    }

    /** Cost of a preset relative to x264's veryfast. */
    private static double slowness(Rendition rendition) {
        return switch (VideoCodec.of(rendition.codec())) {
            case H264 -> x264(rendition.preset());
            case HEVC -> x265(rendition.preset());
            case AV1 -> svtAv1(Integer.parseInt(rendition.preset()));
        };
    }

    private static double x264(String preset) {
        return switch (preset) {
            case "ultrafast" -> 0.45;
            case "superfast" -> 0.75;
            case "veryfast" -> 1;
            case "faster" -> 1.6;
            case "fast" -> 1.75;
            case "medium" -> 2;
            default -> 4;
        };
    }

    private static double x265(String preset) {
        return switch (preset) {
            case "ultrafast" -> 2;
            case "superfast" -> 3.5;
            case "veryfast", "faster", "fast", "medium" -> 5;
            default -> 14;
        };
    }

    private static double svtAv1(int preset) {
        return switch (preset) {
            case 9 -> 1.6;
            case 8 -> 2.7;
            case 7 -> 3.3;
            case 6 -> 4.7;
            case 5 -> 6.2;
            default -> 15;
        };
    }
}
