package dev.reelroute.publish;

import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.FragmentedFile;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.plan.Plan.Stills;
import dev.reelroute.plan.VideoCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The storyboard's sprites ({@code storyboard-%03d.jpg}, counted from 0), from the smallest H.264 rendition. To decode
 * the source once more for them would cost a seventh of the encoding; this costs next to nothing.
 */
public final class StoryboardCommand {

    /** @param tracks one for each rendition of the plan, whole */
    public Remux remux(Plan plan, List<EncodedTrack> tracks) {
        EncodedTrack track = ProgressiveCommand.track(tracks, smallest(plan).name());
        String file = ProgressiveCommand.file(track);
        return new Remux(Map.of(file, ProgressiveCommand.pieces(track)), arguments(plan, file));
    }

    public static Rendition smallest(Plan plan) {
        return plan.renditions().stream()
                .filter(rendition -> VideoCodec.of(rendition.codec()) == VideoCodec.H264)
                .min(Comparator.comparingLong(rendition -> (long) rendition.width() * rendition.height()))
                .orElseThrow();
    }

    /** @param file the rendition, in the work directory */
    public static List<String> arguments(Plan plan, String file) {
        Stills stills = plan.stills();
        int perSprite = stills.columns() * stills.rows();
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-v", "level+warning", "-nostdin", "-y"));
        if (plan.grid().frameRate().seconds(plan.grid().gopFrames()) <= stills.intervalSeconds()) {
            // Even with key frames only, each frame shows a time of its own.
            arguments.addAll(List.of("-skip_frame", "nokey"));
        }
        arguments.addAll(FragmentedFile.input(file));
        List<String> filters = List.of(
                // eof_action: a video of less than half an interval still gets a frame.
                "fps=1/" + seconds(stills.intervalSeconds()) + ":round=near:start_time=0:eof_action=pass",
                // The last frame is repeated until the end, so that each frame that the cues name is there.
                "tpad=stop=-1:stop_mode=clone",
                "trim=end_frame=" + stills.count(),
                "scale=" + stills.tileWidth() + ":" + stills.tileHeight()
                        + ":flags=bicubic:out_color_matrix=bt601:out_range=pc",
                "format=yuv420p",
                "setsar=1",
                "tile=" + stills.columns() + "x" + stills.rows());
        arguments.addAll(List.of("-vf", String.join(",", filters), "-map_metadata", "-1"));
        arguments.addAll(List.of("-frames:v", Integer.toString((stills.count() + perSprite - 1) / perSprite)));
        arguments.addAll(List.of("-c:v", "mjpeg", "-q:v", "3", "-f", "image2", "-start_number", "0"));
        arguments.addAll(List.of("-progress", "pipe:1", "-nostats", "storyboard-%03d.jpg"));
        return arguments;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.6f", seconds);
    }
}
