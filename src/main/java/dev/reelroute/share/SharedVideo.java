package dev.reelroute.share;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelroute.api.VideoView;
import dev.reelroute.api.VideoView.Playback;
import dev.reelroute.ledger.VideoStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a viewer is told of a video, and no more: neither whose it is, nor its metadata, nor why it failed.
 *
 * @param title its name, without the ending of a file
 * @param again where this is asked for again
 * @param base what our addresses in it begin with; the page may have been opened under another name
 * @param duration seconds
 * @param width pixels as shown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SharedVideo(
        String id,
        String title,
        VideoStatus status,
        @Nullable Playback playback,
        String again,
        String base,
        @Nullable Double duration,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable String videoCodec,
        @Nullable String audioCodec) {

    static SharedVideo of(VideoView video, @Nullable Playback playback, String again, String base) {
        VideoView.@Nullable Source source = video.source();
        return new SharedVideo(
                video.id(),
                title(video.filename()),
                video.status(),
                playback,
                again,
                base,
                source == null ? null : source.duration(),
                source == null ? null : source.width(),
                source == null ? null : source.height(),
                source == null ? null : source.videoCodec(),
                source == null ? null : source.audioCodec());
    }

    /** {@code Holiday 2026.MOV} is {@code Holiday 2026}. */
    static String title(String filename) {
        String title = filename.replaceFirst("(?<=.)\\.[A-Za-z0-9]{1,5}$", "").strip();
        return title.isEmpty() ? filename : title;
    }

    boolean isReady() {
        return status == VideoStatus.READY;
    }
}
