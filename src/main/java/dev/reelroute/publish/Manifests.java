package dev.reelroute.publish;

import dev.reelroute.media.EncodedTrack;
import dev.reelroute.plan.Plan;
import dev.reelroute.text.Cue;
import dev.reelroute.text.TextTrack;
import dev.reelroute.text.WebVtt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All text files that a player reads. Keys are relative to the video's prefix, in the order in which they must be
 * written: a file comes before the files that name it, the entry points last.
 */
public final class Manifests {

    /** Key of the chapters, relative to the video's prefix. */
    public static final String CHAPTERS = "chapters.vtt";

    /**
     * @param tracks one for each rendition of the plan, whole
     * @param texts subtitles, the source's own and others
     */
    public Map<String, String> whole(Plan plan, List<EncodedTrack> tracks, List<TextTrack> texts) {
        HlsWriter hls = new HlsWriter(plan, tracks, texts);
        Map<String, String> files = new LinkedHashMap<>();
        tracks.forEach(track -> files.put(HlsWriter.playlist(track.rendition()), hls.media(track)));
        texts.forEach(text -> files.put(HlsWriter.playlist(text.name()), hls.media(text)));
        if (!plan.source().text().chapters().isEmpty()) {
            files.put(CHAPTERS, chapters(plan));
        }
        if (plan.stills().count() > 0) {
            double duration = plan.grid().frameRate().seconds(tracks.get(0).frames());
            files.put("storyboard.vtt", StoryboardWriter.write(plan.stills(), duration));
        }
        if (!plan.encrypted()) {
            // Players of DASH know Common Encryption, and not that of HLS.
            files.put("manifest.mpd", new DashWriter(plan, tracks, texts).manifest());
        }
        files.put("master.m3u8", hls.master());
        return files;
    }

    private static String chapters(Plan plan) {
        long zero = plan.source().video().startMicros();
        List<Cue> cues = plan.source().text().chapters().stream()
                .map(chapter -> new Cue(
                        chapter.startMicros() / 1000,
                        chapter.endMicros() / 1000,
                        "",
                        WebVtt.escaped(Labels.clean(chapter.title()))))
                .toList();
        return WebVtt.chapters(
                WebVtt.within(cues, zero / 1000, Math.round(plan.grid().duration() * 1000)));
    }
}
