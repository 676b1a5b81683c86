package dev.reelroute.media;

import java.util.List;

/**
 * What one task made for one rendition: a whole audio track, or one chunk of a video rendition. Stored as part of the
 * task's result; the playlists are written from it.
 *
 * @param rendition name, such as {@code 1080p} or {@code audio-0}
 * @param init object key of the init segment, relative to the video's prefix
 * @param initSha256 hex digest of the init segment: the same for every chunk of a rendition
 * @param initBytes size of the init segment
 * @param codecs RFC 6381 string read from the init segment, such as {@code avc1.640028} or {@code mp4a.40.2}
 * @param timescale ticks per second of the times below
 * @param priming ticks of encoder delay that the edit list hides before time zero, such as 1024 for AAC; 0 for video
 * @param frames video frames, or audio frames, in all segments
 * @param segments in order
 */
public record EncodedTrack(
        String rendition,
        String init,
        String initSha256,
        long initBytes,
        String codecs,
        long timescale,
        long priming,
        long frames,
        List<Segment> segments) {

    /**
     * @param number counted from 0 over the whole video
     * @param key object key, relative to the video's prefix
     * @param bytes size
     * @param start decode time of the first sample (tfdt), in ticks
     * @param duration ticks
     */
    public record Segment(long number, String key, long bytes, long start, long duration) {}
}
