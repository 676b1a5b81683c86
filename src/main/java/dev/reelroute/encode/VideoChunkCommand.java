package dev.reelroute.encode;

import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.plan.Grid;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.plan.VideoCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes one chunk of all video renditions from one decode. Filters on the frame grid decide which frames belong to
 * it, so that any worker can make any chunk and all chunks fit together to the frame.
 *
 * <p>Run it in a work directory that has one folder per rendition; see {@link Segments} for what it writes.
 */
public final class VideoChunkCommand {

    /** A decoder may give nothing for the last packets. */
    private static final double UNSURE_SECONDS = 0.5;

    private final FfmpegSettings settings;

    public VideoChunkCommand(FfmpegSettings settings) {
        this.settings = settings;
    }

    /**
     * @param chunk counted from 0
     * @param source the local file
     * @param approach where the decoder starts
     */
    public List<String> arguments(Plan plan, int chunk, Path source, Approach approach) {
        VideoTrack video = plan.source().video();
        Grid grid = plan.grid();
        String threads = Integer.toString(settings.threads());
        List<String> arguments = new ArrayList<>();
        // The profile decides whether damage is accepted, not FFmpeg's limit for the share of damaged frames.
        arguments.addAll(List.of("-y", "-max_error_rate", "1", "-filter_complex_threads", threads));
        arguments.addAll(settings.inputRules());
        arguments.addAll(plan.source().inputOptions());
        // -copyts: the filters count on the source's own clock, wherever the seek lands.
        // -reinit_filter: otherwise the filters would start and count again when the frame size changes.
        arguments.addAll(List.of("-threads", threads, "-copyts", "-reinit_filter", "0"));
        arguments.addAll(new VideoFilters(video).decoder());
        arguments.addAll(VideoFilters.packetFilters(settings, plan.source()));
        if (chunk > 0) {
            // What is held is to be found where it is shown.
            double start = Math.min(
                    grid.frameRate().seconds(grid.firstFrame(chunk)),
                    plan.source().line().lastMicros() / 1e6);
            approach.seek(start + (video.startMicros() - video.containerStartMicros()) / 1e6)
                    .ifPresent(seconds ->
                            arguments.addAll(List.of("-noaccurate_seek", "-ss", VideoFilters.seconds(seconds))));
        }
        arguments.addAll(List.of("-i", "file:" + source));
        arguments.addAll(List.of("-filter_complex", filters(plan, chunk, approach)));
        for (int i = 0; i < plan.renditions().size(); i++) {
            String end = isHeld(plan, chunk, approach) ? "[h" + i + "]" : "[o" + i + "]";
            arguments.addAll(output(plan.renditions().get(i), end, grid, chunk));
        }
        return arguments;
    }

    private static String filters(Plan plan, int chunk, Approach approach) {
        VideoTrack video = plan.source().video();
        Grid grid = plan.grid();
        VideoFilters frames = new VideoFilters(video);
        boolean held = isHeld(plan, chunk, approach);
        List<String> shared = new ArrayList<>();
        shared.add(frames.fromZero(plan.source()));
        shared.addAll(frames.fitted(plan.source().way().shapes(), 0));
        shared.addAll(frames.deinterlaced());
        shared.add(frames.onGrid(grid, chunk, plan.source().line()));
        long start = grid.firstFrame(chunk);
        long end = endOf(chunk, grid);
        if (approach == Approach.FROM_START) {
            shared.add("tpad=stop=-1:stop_mode=clone");
            end = start + grid.framesOf(chunk);
        }
        shared.add("trim=start_pts=" + (held ? Math.min(start, heldFrame(plan)) : start) + ":end_pts=" + end);
        shared.addAll(frames.onBlack());
        Rendition largest = plan.largest();
        shared.addAll(frames.toneMapped(largest.width(), largest.height()));
        StringBuilder graph = new StringBuilder(new ScalingTree(plan.renditions())
                .graph(
                        "[0:" + video.index() + "]" + String.join(",", shared),
                        rendition -> String.join(",", frames.standard(rendition.width(), rendition.height()))));
        for (int i = 0; held && i < plan.renditions().size(); i++) {
            // Behind the scaling: so the last frame is decoded and scaled once, and shown as often as it must.
            graph.append(";[o" + i + "]" + VideoFilters.held(start, start + grid.framesOf(chunk)) + "[h" + i + "]");
        }
        return graph.toString();
    }

    /** Whether the chunk ends with a frame that stands longer than in the source. */
    private static boolean isHeld(Plan plan, int chunk, Approach approach) {
        Grid grid = plan.grid();
        return plan.source().line().held()
                && approach != Approach.FROM_START
                && grid.firstFrame(chunk) + grid.framesOf(chunk) > heldFrame(plan);
    }

    /** A frame of the grid that the source surely has; the last of its own are held. */
    private static long heldFrame(Plan plan) {
        Grid grid = plan.grid();
        long last = (long) Math.floor(
                plan.source().line().lastMicros() / 1e6 * grid.frameRate().value());
        return Math.max(0, last - (long) Math.ceil(grid.frameRate().value() * UNSURE_SECONDS));
    }

    /**
     * The last chunk ends where the source ends, because the plan's count can be off by a frame. The limit, one whole
     * chunk more, is for sources that do not end.
     */
    private static long endOf(int chunk, Grid grid) {
        return grid.isLast(chunk) ? grid.frames() + grid.chunkFrames() : grid.firstFrame(chunk + 1);
    }

    /** What each encoder needs to put key frames on the grid and nowhere else. */
    private List<String> special(VideoCodec codec, int gop) {
        String threads = Integer.toString(settings.threads());
        return switch (codec) {
            case H264 ->
                List.of(
                        "-profile:v",
                        "high",
                        "-keyint_min",
                        Integer.toString(gop),
                        "-sc_threshold",
                        "0",
                        "-threads",
                        threads);
            // hvc1: Apple's players accept nothing else. A single thread: with more, x265's rate control depends on the
            // order in which threads finish, and every run gives other bytes.
            case HEVC ->
                List.of(
                        "-tag:v",
                        "hvc1",
                        "-x265-params",
                        "min-keyint=" + gop
                                + ":scenecut=0:open-gop=0:repeat-headers=0:info=0:frame-threads=1:pools=1:log-level=error");
            // It makes key frames only by -g. With a bit rate cap its bytes depend on the timing of its threads,
            // however few.
            case AV1 -> List.of("-threads", threads);
        };
    }

    private List<String> output(Rendition rendition, String end, Grid grid, int chunk) {
        List<String> arguments = new ArrayList<>(List.of(
                "-map",
                end,
                "-fps_mode",
                "passthrough",
                "-c:v",
                rendition.codec(),
                "-preset",
                rendition.preset(),
                "-crf",
                Double.toString(rendition.crf()),
                "-maxrate",
                Long.toString(rendition.maxrate()),
                "-bufsize",
                Long.toString(rendition.bufsize()),
                "-g",
                Integer.toString(grid.gopFrames()),
                "-flags",
                "+cgop"));
        arguments.addAll(special(VideoCodec.of(rendition.codec()), grid.gopFrames()));
        arguments.addAll(Segments.ofVideo(rendition.name(), grid, grid.firstSegment(chunk)));
        return arguments;
    }
}
