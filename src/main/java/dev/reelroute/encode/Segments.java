package dev.reelroute.encode;

import dev.reelroute.plan.Grid;
import dev.reelroute.plan.Plan.AudioRendition;
import java.util.List;

/**
 * Arguments that make FFmpeg write CMAF segments: {@code {rendition}/init.mp4} and {@code {rendition}/%05d.m4s},
 * numbered over the whole video, with decode times that follow from the grid alone. The muxer's own playlist is written
 * beside them; the real ones are written from the segments.
 */
public final class Segments {

    /** In a rendition's folder: the muxer's own playlist, which names the segments that are whole. */
    public static final String PLAYLIST = "segments.m3u8";

    /** Samples of an AAC frame, and of the encoder's priming. Opus has fewer. */
    private static final double AAC_FRAME = 1024;

    private Segments() {}

    /**
     * Video segments of a chunk. {@code frag_discont} keeps the decode times of a chunk that does not start at zero,
     * and the init segment the same for all chunks; {@code fragment_index} numbers the fragments on.
     */
    static List<String> ofVideo(String rendition, Grid grid, long firstSegment) {
        return arguments(
                rendition,
                // The muxer cuts at the first key frame at or after this; exactly on it, rounding could miss by a GOP.
                grid.segmentSeconds() - 10e-6,
                firstSegment,
                "movflags=+frag_discont:fragment_index=" + (firstSegment + 1));
    }

    /**
     * Audio segments of a whole track, as many as the video has, each ending next to the end of a video segment. The
     * muxer counts from the encoder's priming, before zero: by this much, spread over all cuts, the last cut comes too
     * early, and a segment of a single packet beyond the end of the video keeps hls.js from ever reaching that end.
     */
    static List<String> ofAudio(AudioRendition audio, Grid grid) {
        double priming = AAC_FRAME / audio.sampleRate();
        double segments = Math.ceil((double) grid.frames() / grid.segmentFrames());
        // No frag_discont: the priming would overflow the first decode time.
        return arguments(audio.name(), grid.segmentSeconds() + priming / segments, 0, "fragment_index=1");
    }

    private static List<String> arguments(String rendition, double seconds, long firstSegment, String options) {
        return List.of(
                "-map_metadata",
                "-1",
                "-map_chapters",
                "-1",
                // Otherwise the muxer moves all times so that nothing starts before zero.
                "-avoid_negative_ts",
                "disabled",
                "-f",
                "hls",
                "-hls_time",
                VideoFilters.seconds(seconds),
                "-hls_playlist_type",
                "event",
                "-hls_segment_type",
                "fmp4",
                "-hls_flags",
                "independent_segments+temp_file",
                "-hls_segment_options",
                options,
                "-start_number",
                Long.toString(firstSegment),
                "-hls_fmp4_init_filename",
                "init.mp4",
                "-hls_segment_filename",
                rendition + "/%05d.m4s",
                rendition + "/" + PLAYLIST);
    }
}
