package dev.reelroute.encode;

import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.Stills;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the poster ({@code poster.jpg}) in the work directory. */
public final class StillsCommand {

    /** Of so many frames, the most typical one becomes the poster. */
    private static final int POSTER_CANDIDATES = 75;

    private final FfmpegSettings settings;

    public StillsCommand(FfmpegSettings settings) {
        this.settings = settings;
    }

    /** @param approach anything but {@link Approach#NEAR} does not seek */
    public List<String> arguments(Plan plan, Path source, Approach approach) {
        VideoTrack video = plan.source().video();
        Stills stills = plan.stills();
        String threads = Integer.toString(settings.threads());
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-y", "-filter_complex_threads", threads));
        arguments.addAll(settings.inputRules());
        arguments.addAll(plan.source().inputOptions());
        // Not accurate: a seek to exactly this time finds no frame when the last one is shown until the end.
        arguments.addAll(List.of("-threads", threads, "-noaccurate_seek"));
        arguments.addAll(new VideoFilters(video).decoder());
        arguments.addAll(VideoFilters.packetFilters(settings, plan.source()));
        // No seek where none is needed, not even to zero: after a seek in MPEG-TS the only key frame may be lost.
        boolean seeks = stills.posterAtSeconds() > 0 && approach == Approach.NEAR;
        if (seeks) {
            arguments.addAll(List.of("-ss", VideoFilters.seconds(stills.posterAtSeconds())));
        }
        arguments.addAll(List.of("-i", "file:" + source));
        arguments.addAll(List.of("-filter_complex", poster(plan, seeks)));
        arguments.addAll(List.of("-map", "[poster]", "-map_metadata", "-1", "-frames:v", "1", "-c:v", "mjpeg"));
        arguments.addAll(List.of("-q:v", "3", "-f", "image2", "-update", "1", "poster.jpg"));
        return arguments;
    }

    private static String poster(Plan plan, boolean seeks) {
        VideoTrack video = plan.source().video();
        Stills stills = plan.stills();
        VideoFilters frames = new VideoFilters(video);
        // Here, FFmpeg counts from the container's start, or from where it was sent.
        double zero = (video.containerStartMicros() - video.startMicros()) / 1e6;
        double ahead = zero + (seeks ? stills.posterAtSeconds() : 0);
        List<String> filters = new ArrayList<>(frames.fitted(plan.source().way().shapes(), ahead));
        filters.addAll(frames.deinterlaced());
        filters.addAll(frames.onBlack());
        filters.addAll(frames.scalable());
        // Scaled down before they are collected: 75 frames of 8K would take 4 GB, and up to 20.
        filters.add("scale=" + stills.posterWidth() + ":" + stills.posterHeight() + ":flags=bicubic");
        filters.add("thumbnail=" + POSTER_CANDIDATES);
        // A seek lands before its time, from which FFmpeg counts: it drops what is shown before zero.
        filters.add("setpts=0");
        filters.addAll(frames.toneMapped(stills.posterWidth(), stills.posterHeight()));
        filters.addAll(frames.still(stills.posterWidth(), stills.posterHeight()));
        return "[0:" + video.index() + "]" + String.join(",", filters) + "[poster]";
    }
}
