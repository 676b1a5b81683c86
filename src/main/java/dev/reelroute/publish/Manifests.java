package dev.reelroute.publish;

import dev.reelroute.encode.EncodedTrack;
import dev.reelroute.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * All the text that a player reads. Keys are relative to the video's prefix, in the order in which they must be
 * written: what is named by another comes before it, the entry points last.
 */
@Component
public final class Manifests {

    /** @param tracks one for each rendition of the plan, whole */
    public Map<String, String> whole(Plan plan, List<EncodedTrack> tracks) {
        Map<String, String> files = playlists(new HlsWriter(plan, tracks, true), tracks);
        if (plan.stills().count() > 0) {
            double duration = plan.grid().frameRate().seconds(tracks.get(0).frames());
            files.put("storyboard.vtt", StoryboardWriter.write(plan.stills(), duration));
        }
        files.put("manifest.mpd", new DashWriter(plan, tracks).manifest());
        files.put("master.m3u8", new HlsWriter(plan, tracks, true).master());
        return files;
    }

    /**
     * HLS playlists of a video that is still being made; they grow with each call.
     *
     * @param tracks what is there so far, each from the first segment on
     */
    public Map<String, String> soFar(Plan plan, List<EncodedTrack> tracks) {
        HlsWriter hls = new HlsWriter(plan, tracks, false);
        Map<String, String> files = playlists(hls, tracks);
        files.put("master.m3u8", hls.master());
        return files;
    }

    private static Map<String, String> playlists(HlsWriter hls, List<EncodedTrack> tracks) {
        Map<String, String> files = new LinkedHashMap<>();
        for (EncodedTrack track : tracks) {
            files.put(HlsWriter.playlist(track.rendition()), hls.media(track));
        }
        return files;
    }
}
