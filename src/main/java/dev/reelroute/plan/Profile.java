package dev.reelroute.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a kind of video is made into: the ladder, and how it is cut.
 *
 * @param name the file's name without its ending
 * @param revision first eight hex digits of a hash of the content: an edited profile gets another revision
 * @param description one sentence for people who choose a profile
 * @param maxFrameRate frames per second at most; faster sources show every n-th frame
 * @param gopSeconds from one key frame to the next
 * @param segmentSeconds length of a file that a player loads at once
 * @param chunkSeconds length of what one task encodes
 * @param maxChunks for videos with more, chunks become longer instead
 * @param bufferSeconds of {@code maxrate} that the rate control looks over
 * @param damaged what happens to sources that cannot be decoded completely
 * @param telemetry text that a machine wrote, such as where a drone was, is published with the video
 * @param encrypted whether segments are encrypted (HLS AES-128); then there is neither DASH nor MP4
 * @param ladder in the order of {@link VideoCodec}, then tallest first; at least one rung is H.264
 */
public record Profile(
        String name,
        String revision,
        String description,
        double maxFrameRate,
        double gopSeconds,
        double segmentSeconds,
        double chunkSeconds,
        int maxChunks,
        double bufferSeconds,
        Damaged damaged,
        boolean encrypted,
        List<Rung> ladder,
        Audio audio,
        Poster poster,
        Storyboard storyboard,
        boolean telemetry) {

    /** What happens to sources that cannot be decoded completely. */
    public enum Damaged {
        /** They are used as far as possible, with a warning. */
        TOLERANT,
        /** They are refused. */
        STRICT
    }

    /** Name and revision, such as {@code standard@3f2ab5c0}: what a plan was made with. */
    public String id() {
        return name + "@" + revision;
    }

    /**
     * @param shortSide pixels of the shorter side: 1080 is 1920x1080, and 1080x1920 for portrait
     * @param codec FFmpeg's encoder, see {@link VideoCodec}
     * @param preset the encoder's
     * @param crf constant rate factor
     * @param maxrate bits per second at most, for 16:9 video of up to 30 frames per second
     */
    public record Rung(int shortSide, String codec, String preset, double crf, long maxrate) {

        /** Such as {@code 1080p} or, when it is not H.264, {@code 1080p-av1}. */
        @JsonIgnore
        public String name() {
            VideoCodec encoder = VideoCodec.of(codec);
            return shortSide + "p" + (encoder == VideoCodec.H264 ? "" : "-" + encoder.label());
        }
    }

    /**
     * @param encodings what is made of each audio track; the first fits every track and is what all players can play
     * @param sampleRate hertz; Opus is always 48000
     * @param loudness LUFS of all tracks (EBU R 128), null: unchanged
     */
    public record Audio(
            List<AudioEncoding> encodings,
            int sampleRate,
            @Nullable Double loudness) {}

    /**
     * @param codec FFmpeg's encoder
     * @param channels up to 2: at most this many, more are mixed down; above: exactly this many, from sources with as
     *     many or more
     * @param bitrate bits per second, for this number of channels
     */
    public record AudioEncoding(String codec, int channels, long bitrate) {}

    /**
     * @param shortSide pixels of the shorter side at most
     * @param position where in the video the search starts, 0 to 1
     */
    public record Poster(int shortSide, double position) {}

    /**
     * @param shortSide pixels of the shorter side of one frame
     * @param columns frames side by side on a sprite
     * @param rows frames one above the other on a sprite
     * @param maxPictures above this number of frames the interval grows
     */
    public record Storyboard(int shortSide, int columns, int rows, int maxPictures) {}
}
