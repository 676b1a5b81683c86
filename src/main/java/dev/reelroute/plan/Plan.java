package dev.reelroute.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.AudioRole;
import dev.reelroute.plan.Profile.Damaged;
import dev.reelroute.text.TextKind;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that will be made of one source. Stored with the video, so that any worker can make any piece of it, and make it
 * again with the same result, even when the profile has changed.
 *
 * @param profile name and revision, such as {@code standard@3f2a}
 * @param source what the plan was made for
 * @param grid the frame grid that all renditions share
 * @param renditions H.264 first, because every player can show it, then the other codecs; of each the tallest first
 * @param audio each audio track in each encoding that fits it, encoding by encoding, beginning with the one that fits
 *     all
 * @param texts one for each text track
 * @param stills poster and storyboard
 * @param damaged what happens to the video where the source cannot be decoded
 * @param encrypted whether segments are encrypted, see {@link dev.reelroute.media.MediaKey}
 */
public record Plan(
        String profile,
        SourceInfo source,
        Grid grid,
        List<Rendition> renditions,
        List<AudioRendition> audio,
        List<TextRendition> texts,
        Stills stills,
        Damaged damaged,
        boolean encrypted) {

    /** The rendition with the most pixels. */
    @JsonIgnore
    public Rendition largest() {
        return Collections.max(
                renditions, Comparator.comparingInt(rendition -> rendition.width() * rendition.height()));
    }

    /**
     * One video rendition.
     *
     * @param name such as {@code 1080p} or, when it is not H.264, {@code 1080p-av1}; also its folder
     * @param width even pixels
     * @param height even pixels
     * @param codec FFmpeg's encoder, see {@link VideoCodec}
     * @param preset the encoder's preset
     * @param crf constant rate factor
     * @param maxrate cap in bits per second
     * @param bufsize rate control buffer in bits
     */
    public record Rendition(
            String name, int width, int height, String codec, String preset, double crf, long maxrate, long bufsize) {}

    /**
     * One audio rendition.
     *
     * @param name such as {@code audio-0}; also its folder
     * @param group of the renditions of all tracks in the same encoding, such as {@code aac-2}
     * @param track stream index in the source
     * @param language tag, {@code und} when unknown
     * @param label for a player's menu
     * @param role what the track is to the video
     * @param codec FFmpeg's encoder, such as {@code aac}
     * @param bitrate bits per second
     * @param channels count in the output
     * @param sampleRate hertz
     * @param loudness LUFS of the result, null: unchanged
     */
    public record AudioRendition(
            String name,
            String group,
            int track,
            String language,
            String label,
            AudioRole role,
            String codec,
            long bitrate,
            int channels,
            int sampleRate,
            @Nullable Double loudness,
            boolean isDefault) {}

    /**
     * One text track, as WebVTT.
     *
     * @param name such as {@code subtitles-0}; also its folder
     * @param track stream index in the source
     * @param language tag, {@code und} when unknown
     * @param label for a player's menu
     * @param telemetry it is published even when a machine wrote it
     */
    public record TextRendition(
            String name,
            int track,
            String language,
            String label,
            TextKind kind,
            boolean isDefault,
            boolean telemetry) {}

    /**
     * @param posterWidth even pixels
     * @param posterAtSeconds where in the video the search for the poster starts
     * @param tileWidth pixels of one storyboard frame
     * @param columns frames side by side on a sprite
     * @param rows frames one above the other on a sprite
     * @param intervalSeconds seconds between two frames
     * @param count frames in all
     */
    public record Stills(
            int posterWidth,
            int posterHeight,
            double posterAtSeconds,
            int tileWidth,
            int tileHeight,
            int columns,
            int rows,
            double intervalSeconds,
            int count) {}
}
