package dev.reelroute.encode;

import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.Stills;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the poster ({@code poster.jpg}) and the storyboard's sprites ({@code storyboard-%03d.jpg}, counted from 0) in
 * the work directory. Storyboard picture {@code n} shows the middle of {@code [n, n+1) · interval} seconds.
 */
public final class StillsCommand {

    /** Among so many pictures the most typical one becomes the poster. */
    private static final int POSTER_CANDIDATES = 75;

    private final FfmpegSettings settings;

    public StillsCommand(FfmpegSettings settings) {
        this.settings = settings;
    }

    /** @param approach anything but {@link Approach#NEAR} neither seeks nor relies upon key frames */
    public List<String> arguments(Plan plan, Path source, Approach approach) {
        VideoTrack video = plan.source().video();
        Stills stills = plan.stills();
        String threads = Integer.toString(settings.threads());
        int sprites = (stills.count() + stills.columns() * stills.rows() - 1) / (stills.columns() * stills.rows());
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-y", "-filter_complex_threads", threads));
        arguments.addAll(settings.inputRules());
        // Not accurate: a seek to exactly there finds no picture when the last one stands still until the end.
        arguments.addAll(List.of("-threads", threads, "-noaccurate_seek"));
        arguments.addAll(new PictureFilters(video).decoder());
        // Not even to zero without need: after a seek in MPEG-TS the only key frame may be gone.
        if (stills.posterAtSeconds() > 0 && approach == Approach.NEAR) {
            arguments.addAll(List.of("-ss", PictureFilters.seconds(stills.posterAtSeconds())));
        }
        arguments.addAll(List.of("-i", "file:" + source));
        arguments.addAll(settings.inputRules());
        arguments.addAll(List.of("-threads", threads, "-copyts", "-reinit_filter", "0"));
        arguments.addAll(new PictureFilters(video).decoder());
        if (stills.keyFramesOnly(video) && approach == Approach.NEAR) {
            arguments.addAll(List.of("-skip_frame", "nokey"));
        }
        arguments.addAll(List.of("-i", "file:" + source));
        arguments.addAll(List.of("-filter_complex", poster(video, stills) + ";" + storyboard(video, stills)));
        arguments.addAll(jpeg("[poster]", 1));
        arguments.addAll(List.of("-update", "1", "poster.jpg"));
        arguments.addAll(jpeg("[sprites]", sprites));
        arguments.addAll(List.of("-start_number", "0", "storyboard-%03d.jpg"));
        return arguments;
    }

    private static String poster(VideoTrack video, Stills stills) {
        PictureFilters pictures = new PictureFilters(video);
        List<String> filters = new ArrayList<>(pictures.deinterlaced());
        filters.add("thumbnail=" + POSTER_CANDIDATES);
        // FFmpeg drops what is shown before its time zero.
        filters.add("setpts=0");
        filters.addAll(pictures.onBlack());
        filters.addAll(pictures.toneMapped(stills.posterWidth(), stills.posterHeight()));
        filters.addAll(pictures.still(stills.posterWidth(), stills.posterHeight()));
        return "[0:" + video.index() + "]" + String.join(",", filters) + "[poster]";
    }

    private static String storyboard(VideoTrack video, Stills stills) {
        PictureFilters pictures = new PictureFilters(video);
        List<String> filters = new ArrayList<>();
        filters.add(pictures.fromZero());
        // eof_action: a video of less than half an interval has a picture all the same.
        filters.add("fps=1/" + PictureFilters.seconds(stills.intervalSeconds())
                + ":round=near:start_time=0:eof_action=pass");
        // The last picture stands until the end, so that each one that the cues name is there.
        filters.add("tpad=stop=-1:stop_mode=clone");
        filters.add("trim=end_frame=" + stills.count());
        filters.addAll(pictures.onBlack());
        filters.addAll(pictures.toneMapped(stills.tileWidth(), stills.tileHeight()));
        filters.addAll(pictures.still(stills.tileWidth(), stills.tileHeight()));
        filters.add("tile=" + stills.columns() + "x" + stills.rows());
        return "[1:" + video.index() + "]" + String.join(",", filters) + "[sprites]";
    }

    private static List<String> jpeg(String output, int pictures) {
        return List.of(
                "-map",
                output,
                "-map_metadata",
                "-1",
                "-frames:v",
                Integer.toString(pictures),
                "-c:v",
                "mjpeg",
                "-q:v",
                "3",
                "-f",
                "image2");
    }
}
