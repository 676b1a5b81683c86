package dev.reelroute.inspect;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelroute.media.Rational;
import dev.reelroute.text.TextKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is in a source, as measured by ffprobe and by decoding its first frames.
 *
 * @param size bytes
 * @param container FFmpeg's short name of the demuxer, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param duration seconds from time zero to the end of the longest track
 * @param video the video track that is used
 * @param audio all usable audio tracks, in file order
 * @param text what text tracks and captions it has
 * @param warnings oddities with which the source can still be used
 * @param timeline how the video's frames lie on the time line that all tracks share; null in a plan of an older version,
 *     where that line began and ended with them
 * @param reach bytes of the file after which all of its tracks have begun, where that is further than FFmpeg looks by
 *     itself; 0 where it is not
 * @param course what is not as it seems at the beginning; null in a plan of an older version
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceInfo(
        long size,
        String container,
        double duration,
        VideoTrack video,
        List<AudioTrack> audio,
        Text text,
        List<Warning> warnings,
        @Nullable Timeline timeline,
        long reach,
        @Nullable Course course) {

    /** Code of the warning that a part is missing at the end. */
    public static final String TRUNCATED = "TRUNCATED_SOURCE_USED_UNTIL";

    /** Code of the warning that a subtitle track is not published. */
    public static final String TEXT_LEFT_OUT = "SUBTITLE_TRACK_SKIPPED";

    /** Code of the warning that a track of machine telemetry is not published. */
    public static final String TELEMETRY = "TELEMETRY_NOT_PUBLISHED";

    /** Code of the warning that there is no poster. */
    public static final String NO_POSTER = "POSTER_LEFT_OUT";

    /** Code of the warning that it takes so much work that other videos go first. */
    public static final String HEAVY = "HEAVY_SOURCE";

    /**
     * In a stream whose clock may jump, a step ahead by more seconds than this is a jump, not a long still. FFmpeg's
     * own limit.
     */
    public static final int LONGEST_STEP = 10;

    /**
     * A step back by more seconds than this is a jump: the next recording's beginning, however short the one before. With less, clocks
     * are rough, or parts overlap by some frames.
     */
    public static final double LONGEST_STEP_BACK = 0.2;

    /**
     * A packet of audio that has no more seconds than this until the next one begins was squeezed in: where parts overlap,
     * containers give the packets that have no time of their own the same time, or one tick.
     */
    public static final double SQUEEZED = 0.0002;

    /**
     * @param index stream index in the file
     * @param pixelFormat FFmpeg's name, such as {@code yuv420p10le}
     * @param codedWidth stored pixels, before rotation
     * @param sampleAspect shape of one stored pixel, width over height
     * @param rotation degrees clockwise that a player turns the stored frame: 0, 90, 180 or 270
     * @param mirrored a player also mirrors the stored frame
     * @param width pixels as shown: rotated, with square pixels, enlarged when there are very few
     * @param frameRate the constant grid that the output uses, at most 60 frames per second
     * @param frames how many are on that grid, from time zero to the end of the longest track
     * @param startMicros raw presentation time, in µs, of what is first, a frame that can be decoded or audio: time zero of
     *     all output
     * @param containerStartMicros the container's own start time, in µs, which {@code -ss} counts from
     * @param clockJumps the stream was joined from several: its clock jumps, ahead by more than {@link #LONGEST_STEP}
     *     seconds or back by more than {@link #LONGEST_STEP_BACK}; the times after a jump go on as if there were none
     * @param timeless the stream has no clock: its frames are shown one after the other, at {@code frameRate}
     * @param interlaced fields instead of whole frames
     * @param transfer colour transfer as FFmpeg names it ({@code bt709}, {@code smpte2084}, {@code arib-std-b67}…)
     * @param hdr the transfer is PQ or HLG, so that the frames need tone-mapping
     * @param seekable whether a seek is known to land where it should, so that chunks can be cut
     * @param keyFrameSeconds longest time from one key frame to the next, or to the end
     * @param pictures frames stored in the source; 0 in a plan of an older version
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record VideoTrack(
            int index,
            String codec,
            @Nullable String profile,
            String pixelFormat,
            int codedWidth,
            int codedHeight,
            Rational sampleAspect,
            int rotation,
            boolean mirrored,
            int width,
            int height,
            Rational frameRate,
            boolean variableFrameRate,
            long frames,
            long startMicros,
            long containerStartMicros,
            boolean clockJumps,
            boolean timeless,
            boolean interlaced,
            @Nullable String range,
            @Nullable String primaries,
            @Nullable String transfer,
            @Nullable String matrix,
            boolean hdr,
            boolean seekable,
            double keyFrameSeconds,
            long pictures) {

        /** Bytes of one decoded frame. */
        @JsonIgnore
        public long frameSize() {
            return FrameMemory.frame(codedWidth, codedHeight, pixelFormat);
        }

        @JsonIgnore
        public Colours colours() {
            return Colours.of(pixelFormat, codedWidth, codedHeight, range, primaries, transfer, matrix);
        }

        /** Pixels to decode, or to show again and again where the grid has more frames than the source. */
        @JsonIgnore
        public double work() {
            return (double) codedWidth * codedHeight * Math.max(pictures, frames);
        }
    }

    /**
     * Where the video's own frames begin and end. Before, the first one stands; after them, the last one.
     *
     * @param firstMicros from time zero to the first frame
     * @param lastMicros from time zero to the last frame
     * @param held the last frame is shown for longer than it says: audio goes on, or it says less than a place of the grid
     * @param plain all tracks begin and end together, have no gaps, and do not change on the way: their packets can be
     *     played as they are
     */
    public record Timeline(long firstMicros, long lastMicros, boolean held, boolean plain) {}

    /**
     * What must be left out, or be treated otherwise than FFmpeg would by itself.
     *
     * @param torn by track, packets at its beginning that cannot be decoded, because it was cut within a frame
     * @param ends by track, bytes of the file behind which its packets are of another codec, or cut off
     * @param moves tracks of a transport stream go on with other PIDs
     * @param shapes of the video's pixels, in order; none where they stay the same. FFmpeg gives all frames that of the first
     * @param joints by track, where the file was joined of several recordings
     * @param mistimed audio tracks of which only the first packet of each block has a right time
     * @param counted some of the video's frames have a wrong time: each belongs one step behind the one before
     * @param begins by track that is not in the first of several recordings, what is to be taken off its clock until its own first
     *     joint, in µs; null in a plan of an older version
     * @param goesOn by audio track, the others with which it goes on where its codec changes, in any order; null in a plan of an
     *     older version
     * @param trembles by audio track, seconds by which the times of its packets go to and fro beside the samples in them; null in a
     *     plan of an older version
     */
    public record Course(
            Map<Integer, Integer> torn,
            Map<Integer, Long> ends,
            boolean moves,
            List<Shape> shapes,
            Map<Integer, List<Joint>> joints,
            @Nullable Set<Integer> mistimed,
            boolean counted,
            @Nullable Map<Integer, Long> begins,
            @Nullable Map<Integer, List<Integer>> goesOn,
            @Nullable Map<Integer, Double> trembles) {

        static final Course NONE = new Course(
                Map.of(), Map.of(), false, List.of(), Map.of(), Set.of(), false, Map.of(), Map.of(), Map.of());

        /** What is to be taken off a track's clock before its first joint, in µs. */
        public long begin(int track) {
            Map<Integer, Long> known = begins;
            return known == null ? 0 : known.getOrDefault(track, 0L);
        }

        /** The tracks of the file that together are an audio track. */
        public List<Integer> tracks(int audio) {
            Map<Integer, List<Integer>> known = goesOn;
            List<Integer> tracks = new ArrayList<>(List.of(audio));
            tracks.addAll(known == null ? List.of() : known.getOrDefault(audio, List.of()));
            return tracks;
        }
    }

    /**
     * What is to be taken off a track's clock from a joint on, in µs.
     *
     * @param aloneMicros by which this track would go on without a gap
     * @param offMicros by which all tracks go on together
     */
    public record Joint(long aloneMicros, long offMicros) {}

    /**
     * @param fromMicros from time zero to the first frame with it
     * @param sampleAspect width over height of one stored pixel
     */
    public record Shape(long fromMicros, Rational sampleAspect) {}

    @JsonIgnore
    public Course way() {
        Course known = course;
        return known == null ? Course.NONE : known;
    }

    /** How the video's frames lie on the time line. */
    @JsonIgnore
    public Timeline line() {
        Timeline known = timeline;
        return known != null ? known : new Timeline(0, Math.round(duration * 1e6), false, true);
    }

    /** FFmpeg's options by which it finds all tracks, before the input. */
    @JsonIgnore
    public List<String> inputOptions() {
        List<String> options = new ArrayList<>(Prober.moving(way().moves()));
        Map<Integer, List<Integer>> several = way().goesOn();
        options.addAll(Prober.more(several != null && !several.isEmpty()));
        options.addAll(reach == 0 ? List.of() : Prober.reaching(reach));
        return options;
    }

    /** FFmpeg's bitstream filters that leave out packets of a track that cannot be decoded; it has them since 7.1. */
    public List<String> packetFilters(int track) {
        List<String> rules = new ArrayList<>();
        int torn = way().torn().getOrDefault(track, 0);
        if (torn > 0) {
            rules.add("lt(n," + torn + ")");
        }
        Long end = way().ends().get(track);
        if (end != null) {
            // Only the first packet of several in a block knows where it is.
            rules.add("gte(max(ld(0),pos)," + end + ")");
        }
        if (way().moves()) {
            rules.add("between(pos,0,ld(0)-1)");
        }
        return rules.isEmpty()
                ? List.of()
                : List.of("noise=drop='st(1," + String.join("+", rules) + ");st(0,max(ld(0),pos));ld(1)'");
    }

    /** Whether FFmpeg's own times of the track's packets, but for the first of each block, are wrong. */
    public boolean isMistimed(int track) {
        Set<Integer> known = way().mistimed();
        return known != null && known.contains(track);
    }

    /** Seconds by which the times of an audio track's packets go to and fro beside the samples in them; 0 when they do not. */
    public double trembles(int track) {
        Map<Integer, Double> known = way().trembles();
        return known == null ? 0 : known.getOrDefault(track, 0.0);
    }

    /**
     * FFmpeg's options, before the input, for decoding an audio track: of times that tremble, those that are the same are no
     * reason to hide samples. What is before the first sample is left out by its time.
     */
    public List<String> decoderOptions(int track) {
        return trembles(track) > 0 ? List.of("-flags2:" + track, "+skip_manual") : List.of();
    }

    /** FFmpeg's bitstream filters that take away times that it guessed wrongly: then the decoder counts from the last right one. */
    public List<String> timeFilters(int track) {
        return isMistimed(track)
                ? List.of("setts=pts='st(0,max(ld(0),gte(POS,0)));if(lt(POS,0)*ld(0),NOPTS,PTS)'")
                : List.of();
    }

    /**
     * @param index stream index in the file
     * @param channels count
     * @param layout FFmpeg's name of the channels' positions, null when the file does not say
     * @param language BCP 47 or ISO 639-2 tag as stored, null when unknown
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AudioTrack(
            int index,
            String codec,
            int channels,
            @Nullable String layout,
            int sampleRate,
            @Nullable String language,
            @Nullable String title,
            AudioRole role,
            boolean isDefault) {}

    /** What an audio track is to the video, as the file marks it. */
    public enum AudioRole {
        PROGRAMME,
        COMMENTARY,
        /** The main audio, with a voice that describes what is seen for blind people. */
        DESCRIPTION
    }

    /**
     * @param tracks subtitles that are text, in file order
     * @param captions the video carries CEA-608 or 708 captions within its frames
     */
    public record Text(List<TextTrack> tracks, List<Chapter> chapters, boolean captions) {

        public static final Text NONE = new Text(List.of(), List.of(), false);
    }

    /**
     * @param index stream index in the file
     * @param language BCP 47 or ISO 639-2 tag as stored, null when unknown
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TextTrack(
            int index,
            String codec,
            @Nullable String language,
            @Nullable String title,
            TextKind kind,
            boolean isDefault) {}

    /**
     * @param startMicros on the container's clock
     * @param endMicros on the container's clock
     */
    public record Chapter(long startMicros, long endMicros, String title) {}

    @JsonIgnore
    public boolean isHeavy() {
        return warns(HEAVY);
    }

    /** Made to be broadcast: a step ahead of its clock is a jump as well. */
    @JsonIgnore
    public boolean isBroadcast() {
        return container.startsWith("mpeg");
    }

    public boolean warns(String code) {
        return warnings.stream().anyMatch(warning -> warning.code().equals(code));
    }

    /** The same with these text tracks alone. */
    public SourceInfo withTexts(Predicate<TextTrack> published) {
        List<TextTrack> tracks = text.tracks().stream().filter(published).toList();
        return new SourceInfo(
                size,
                container,
                duration,
                video,
                audio,
                new Text(tracks, text.chapters(), text.captions()),
                warnings,
                timeline,
                reach,
                course);
    }

    /** The same with what was found later. */
    public SourceInfo with(List<Warning> later) {
        List<Warning> all = new ArrayList<>(warnings);
        all.addAll(later);
        return new SourceInfo(size, container, duration, video, audio, text, List.copyOf(all), timeline, reach, course);
    }

    /**
     * @param code stable, upper case, such as {@code VARIABLE_FRAME_RATE}
     * @param message one sentence for the user
     */
    public record Warning(String code, String message) {}
}
