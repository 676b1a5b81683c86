package dev.reelroute.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.ledger.Visibility;
import dev.reelroute.text.TextKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A video as the contract shows it.
 *
 * @param progress 0 to 1, never goes back
 * @param profile name and revision of the ladder
 * @param priority higher goes first
 * @param tenant on whose behalf; null for none
 * @param playback null for a private video, too: its addresses are asked for
 * @param renditions H.264 first, of each codec the tallest first; empty until the source was inspected
 * @param remedy what can be done about a video that failed or was cancelled; null for all others
 * @param subtitles the source's own, then those that were uploaded
 * @param usage what it has used so far; null before anything, and for pages
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VideoView(
        String id,
        VideoStatus status,
        boolean playable,
        @JsonSerialize(using = ShortNumber.class) double progress,
        String filename,
        String profile,
        Map<String, String> metadata,
        int priority,
        @Nullable String tenant,
        Visibility visibility,
        @Nullable Source source,
        List<Rendition> renditions,
        List<Subtitles> subtitles,
        @Nullable Playback playback,
        @Nullable Problem error,
        @Nullable Remedy remedy,
        @Nullable List<Warning> warnings,
        @Nullable Usage usage,
        int attempts,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant readyAt) {

    /**
     * What was uploaded; only the size is known before the inspection.
     *
     * @param size bytes
     * @param duration seconds
     * @param width pixels as shown
     * @param frameRate exact fraction
     * @param captions the video carries CEA-608 or 708 captions within its frames
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Source(
            long size,
            @Nullable String container,

            @JsonSerialize(using = ShortNumber.class) @Nullable
            Double duration,

            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable String frameRate,
            @Nullable String videoCodec,
            @Nullable String audioCodec,
            @Nullable Boolean captions) {}

    /**
     * @param codec {@code h264}, {@code hevc} or {@code av1}
     * @param bitrate cap in bits per second
     */
    public record Rendition(String name, int width, int height, String codec, long bitrate, String status) {}

    /**
     * A text track.
     *
     * @param language BCP 47, {@code und} when unknown
     * @param kind as {@link TextKind}
     * @param uploaded on its own, not within the video's file
     */
    public record Subtitles(String language, String label, TextKind kind, boolean uploaded) {}

    /**
     * Addresses of what can be played; before the video is ready, only its early stream.
     *
     * @param download saves the MP4 under the video's name
     * @param page for people; null where an address holds for one viewer
     * @param embed page for an {@code iframe}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Playback(
            String hls,
            @Nullable String dash,
            @Nullable String mp4,
            @Nullable String download,
            @Nullable String poster,
            @Nullable String storyboard,
            @Nullable String chapters,
            @Nullable String page,
            String embed) {}

    /**
     * @param processorSeconds of FFmpeg
     * @param workerSeconds that workers were at its tasks
     * @param storedBytes of what was published; null: nothing was
     * @param storedObjects how many objects these are
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Usage(
            @JsonSerialize(using = ShortNumber.class) double processorSeconds,
            @JsonSerialize(using = ShortNumber.class) double workerSeconds,
            @Nullable Long storedBytes,
            @Nullable Long storedObjects,
            Cost cost) {}

    /**
     * Money.
     *
     * @param currency ISO 4217
     * @param processing once
     * @param storagePerMonth as long as the video is there
     */
    public record Cost(
            String currency,
            @JsonSerialize(using = ShortNumber.class) double processing,
            @JsonSerialize(using = ShortNumber.class) double storagePerMonth) {}

    /**
     * The same as a page with an upload token sees it, which may be anybody's: what a video costs is its owner's concern, and so is what exactly was
     * found, which names files, servers and the owner's own steps.
     */
    VideoView forPage() {
        return new VideoView(
                id,
                status,
                playable,
                progress,
                filename,
                profile,
                metadata,
                priority,
                tenant,
                visibility,
                source,
                renditions,
                subtitles,
                playback,
                error == null ? null : new Problem(error.code(), error.message(), null),
                remedy,
                warnings,
                null,
                attempts,
                createdAt,
                updatedAt,
                readyAt);
    }

    /** Why a video failed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Problem(
            String code, String message, @Nullable String detail) {}
}
