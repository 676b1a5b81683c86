package dev.reelroute.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.inspect.FirstFrames.Marks;
import dev.reelroute.inspect.SourceInfo.AudioRole;
import dev.reelroute.inspect.SourceInfo.AudioTrack;
import dev.reelroute.inspect.SourceInfo.Course;
import dev.reelroute.inspect.SourceInfo.Shape;
import dev.reelroute.inspect.SourceInfo.Text;
import dev.reelroute.inspect.SourceInfo.TextTrack;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.media.Rational;
import dev.reelroute.text.TextKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides whether a file can become a stream, and what exactly is in it. Two steps, because reading all packets of a
 * file is worth it only when what the file says of itself is acceptable: {@link #accept}, then {@link #conclude}.
 */
@Component
public final class SourceJudge {

    /** Of the time for which a video is seen, what parts hide of one another is no more. */
    private static final double MUCH = 0.05;

    /** Video codecs that are decoded, as ffprobe names them; all others are refused by name. */
    private static final Set<String> VIDEO_CODECS = words("""
            h264 hevc av1 vp8 vp9 vvc mpeg1video mpeg2video mpeg4 theora prores dnxhd cfhd mjpeg mjpegb jpeg2000
            msmpeg4v1 msmpeg4v2 msmpeg4v3 wmv1 wmv2 wmv3 vc1 mss1 mss2 cavs flv1 h261 h263 svq1 svq3 cinepak
            vp3 vp4 vp5 vp6 vp6a vp6f vp7 dirac rv10 rv20 rv30 rv40 indeo2 indeo3 indeo4 indeo5 msvideo1 msrle
            rpza smc 8bps qtrle asv1 asv2 tscc tscc2 cscd zmbv flashsv flashsv2 g2m mts2 vmnc gif apng zlib mszh
            dvvideo aic hap speedhq cllc ffv1 huffyuv ffvhuff utvideo magicyuv lagarith fraps png
            rawvideo v210 v308 v408 v410 r210 r10k y41p yuv4
            """);

    /** Audio codecs that are decoded, and all PCM; a track in any other codec is left out, with a warning. */
    private static final Set<String> AUDIO_CODECS = words("""
            aac aac_latm mp1 mp2 mp3 mp3adu mp3on4 opus vorbis flac alac ac3 eac3 dts truehd
            wmav1 wmav2 wmapro wmavoice wmalossless amr_nb amr_wb speex nellymoser qdm2 qdmc qcelp evrc gsm gsm_ms
            truespeech g723_1 adpcm_g722 adpcm_g726 ra_144 ra_288 cook sipr atrac3 atrac3p ralf mace3 mace6 imc iac
            dvaudio mp4als adpcm_ms adpcm_ima_wav adpcm_ima_qt adpcm_swf adpcm_yamaha s302m wavpack tta mlp ape shorten
            """);

    /** Subtitles that are text; in all other formats they are images, or are stored within the video's own data. */
    private static final Set<String> TEXT_CODECS = words("mov_text subrip srt ass ssa webvtt text");

    /** Common encryption (ISO/IEC 23001-7), and Apple's FairPlay. */
    private static final Set<String> ENCRYPTED = words("encv enca enct encs drmi drms");

    /** What FFmpeg calls audio that is for those who choose it. */
    private static final Set<String> FOR_SOME =
            Set.of("comment", "visual_impaired", "hearing_impaired", "clean_effects", "karaoke", "lyrics");

    private static final Set<String> HDR_TRANSFERS = Set.of("smpte2084", "arib-std-b67");

    /** With more time than this between key frames, a seek decodes more than it saves. */
    private static final double SPARSE_KEY_FRAMES = 30;

    /** Pixels of the shorter side: smaller video is enlarged, because hardware decoders do not take less. */
    private static final double SMALLEST = 16;

    /** The smaller side is enlarged to 16 pixels; beyond 4096 for the other one, few decoders go. */
    private static final int NARROWEST = 256;

    /** Of pixels that change it more often, nothing more is followed. */
    private static final int MOST_SHAPES = 200;

    /** Frames per second of the grid that all output has, whatever the source's own rate. */
    private static final double LEAST_RATE = 5;

    private static final double MOST_RATE = 60;

    /** Bits of a source for each pixel of each frame: 6 Mb/s for 1080p at 30 frames per second. */
    private static final double USUAL_BITS = 0.1;

    private final InspectProperties limits;
    private final ObjectMapper json;

    public SourceJudge(InspectProperties limits, ObjectMapper json) {
        this.limits = limits;
        this.json = json;
    }

    /**
     * Judges what the file says of itself.
     *
     * @param size bytes of the file
     * @param description output of {@link Prober#describe}
     * @param changes where the file changes its codecs
     * @throws Refused when it can not become a stream
     */
    public FileReport accept(long size, String description, CodecChanges changes) {
        if (size == 0) {
            throw new Refused(FailureCode.EMPTY_FILE);
        }
        requireBytes(size);
        FileReport report = FileReport.read(tree(description), size, changes);
        if (report.tracks().isEmpty()) {
            throw new Refused(FailureCode.NOT_A_VIDEO, "No tracks in it.");
        }
        if (report.tracks().size() > limits.maxStreams()) {
            throw new Refused(
                    FailureCode.TOO_MANY_STREAMS, report.tracks().size() + " streams, at most " + limits.maxStreams());
        }
        FileReport.Track track = report.video();
        if (isEncrypted(track)) {
            throw new Refused(FailureCode.ENCRYPTED_SOURCE);
        }
        if (!VIDEO_CODECS.contains(track.codec())) {
            throw new Refused(FailureCode.CODEC_NOT_SUPPORTED, "Codec " + track.name());
        }
        if (!track.baseLayer()) {
            throw new Refused(FailureCode.DOLBY_VISION_NOT_SUPPORTED);
        }
        requirePixels(
                track.width(),
                track.height(),
                track.width() * track.sampleAspect().value());
        return report;
    }

    /**
     * Judges what was measured.
     *
     * @param report from {@link #accept}
     * @param measured from the packets that {@link Prober#packets} lists
     * @param firstFrames output of {@link Prober#firstFrames}
     * @throws Refused when it can not become a stream
     */
    public SourceInfo conclude(FileReport report, Measured measured, String firstFrames) {
        if (measured.frames().isEmpty()) {
            throw new Refused(FailureCode.NO_FRAMES);
        }
        FileReport.Track track = report.video();
        FirstFrames first = FirstFrames.read(tree(firstFrames), report);
        boolean interlaced =
                first.interlaced() || Set.of("tt", "bb", "tb", "bt").contains(track.fieldOrder());
        FrameTimes shown = measured.frames().from(first.firstTick());
        if (shown.isEmpty()) {
            throw new Refused(FailureCode.NO_FRAMES);
        }
        List<FileReport.Track> usable = report.audio().stream()
                .filter(audio -> isUsableAudio(audio) && measured.tracks().containsKey(audio.index()))
                .toList();
        double firstFrame = first.firstTick() * track.timeBase().value();
        Line line = Line.of(report, measured, usable, firstFrame, shown, Cadence.measure(shown, track, interlaced));
        checkDuration(line.seconds());
        // Video among film has fields, if not within the first frames.
        boolean jumps = shown.clockJumps()
                || (measured.videoEnds()
                        && usable.stream()
                                .flatMap(audio ->
                                        Stream.ofNullable(measured.tracks().get(audio.index())))
                                .anyMatch(TrackTimes::jumps));
        Marks marks = marks(track, first);
        VideoTrack video = videoTrack(
                report, track, line, shown, jumps, interlaced || line.cadence().fields(), marks);
        checkWork(video);
        Text text = text(report, first, line);
        // Of another codec from there on; nearer than where the file ends.
        Map<Integer, Long> ends = new HashMap<>(measured.ends());
        Stream.concat(Stream.of(track), usable.stream())
                .filter(used -> report.end(used) < Long.MAX_VALUE)
                .forEach(used -> ends.put(used.index(), report.end(used)));
        return new SourceInfo(
                report.size(),
                report.container(),
                line.seconds(),
                video,
                audioTracks(whole(usable, measured)),
                text,
                warnings(report, measured, usable, line, video, text),
                line.timeline(),
                line.reach(),
                new Course(
                        first.torn(),
                        Map.copyOf(ends),
                        report.changes().moves(),
                        shapes(measured, track, line),
                        measured.joints().tracks(),
                        mistimed(report, measured, usable),
                        line.cadence().counted(),
                        measured.joints().begins(),
                        goesOn(usable, measured),
                        trembles(usable, measured)));
    }

    /** Those that are not what another one goes on with. */
    private static List<FileReport.Track> whole(List<FileReport.Track> usable, Measured measured) {
        Map<Integer, List<Integer>> goesOn = goesOn(usable, measured);
        return usable.stream()
                .filter(track -> goesOn.values().stream().noneMatch(others -> others.contains(track.index())))
                .toList();
    }

    private static Map<Integer, List<Integer>> goesOn(List<FileReport.Track> usable, Measured measured) {
        List<Integer> turns = measured.turns().getOrDefault("audio", List.of()).stream()
                .filter(index -> usable.stream().anyMatch(track -> track.index() == index))
                .toList();
        return turns.size() < 2 ? Map.of() : Map.of(turns.get(0), turns.subList(1, turns.size()));
    }

    /**
     * The source that fits a description, if nothing about it is odd: 8 bit, progressive, with a key frame every two seconds and
     * one stereo track in AAC.
     *
     * @throws Refused when it can not become a stream, with the code with which its upload would fail
     */
    public SourceInfo imagine(SourceDescription said) {
        String codec = said.videoCodec() == null ? "h264" : said.videoCodec();
        double rate = rate(said.frameRate());
        long size = said.size() == null
                ? Math.max(1, Math.round(said.duration() * rate * said.width() * said.height() * USUAL_BITS / 8))
                : said.size();
        requireBytes(size);
        if (!VIDEO_CODECS.contains(codec)) {
            throw new Refused(FailureCode.CODEC_NOT_SUPPORTED, "Codec " + codec);
        }
        requirePixels(said.width(), said.height(), said.width());
        checkDuration(said.duration());
        FrameTimes.requireFrames(Math.ceil(said.duration() * rate));
        Rational grid = new Rational(Math.round(Math.max(LEAST_RATE, Math.min(rate, MOST_RATE)) * 1001), 1001);
        double enlarged = Math.max(1, SMALLEST / Math.min(said.width(), said.height()));
        VideoTrack video = new VideoTrack(
                0,
                codec,
                null,
                "yuv420p",
                said.width(),
                said.height(),
                new Rational(1, 1),
                0,
                false,
                even(said.width() * enlarged),
                even(said.height() * enlarged),
                grid,
                false,
                Math.max(1, Math.round(said.duration() * grid.value())),
                0,
                0,
                false,
                false,
                false,
                null,
                null,
                null,
                null,
                false,
                true,
                2,
                Math.max(1, Math.round(said.duration() * rate)));
        checkWork(video);
        AudioTrack audio =
                new AudioTrack(1, "aac", 2, "stereo", 48_000, null, null, SourceInfo.AudioRole.PROGRAMME, true);
        return new SourceInfo(
                size, "mov", said.duration(), video, List.of(audio), SourceInfo.Text.NONE, List.of(), null, 0, null);
    }

    /** @throws Refused INVALID_REQUEST when it is no rate */
    private static double rate(@Nullable String said) {
        if (said == null) {
            return 30;
        }
        String[] parts = said.split("/", 2);
        double rate = Double.parseDouble(parts[0]) / (parts.length == 1 ? 1 : Double.parseDouble(parts[1]));
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new Refused(FailureCode.INVALID_REQUEST, "A frame rate is more than 0, not " + said + ".");
        }
        return rate;
    }

    private void requireBytes(long size) {
        if (size > limits.maxBytes().toBytes()) {
            throw new Refused(
                    FailureCode.SOURCE_TOO_LARGE,
                    size + " bytes, at most " + limits.maxBytes().toBytes());
        }
    }

    private void requirePixels(int width, int height, double shown) {
        if ((long) width * height > limits.maxPixels()) {
            throw new Refused(
                    FailureCode.PICTURE_TOO_LARGE,
                    width + "x" + height + ", at most " + limits.maxPixels() + " pixels");
        }
        if (width < 1 || height < 1) {
            throw new Refused(FailureCode.NO_FRAMES, "The file does not say how large they are.");
        }
        if (Math.max(shown, height) > NARROWEST * Math.min(shown, height)) {
            throw new Refused(
                    FailureCode.PICTURE_TOO_NARROW,
                    width + "x" + height + ", one side more than " + NARROWEST + " times the other");
        }
    }

    private void checkDuration(double seconds) {
        Duration longest = limits.maxDuration();
        if (seconds > longest.toSeconds()) {
            throw new Refused(
                    FailureCode.DURATION_TOO_LONG, Math.round(seconds) + " seconds, at most " + longest.toSeconds());
        }
    }

    private void checkWork(VideoTrack video) {
        if (video.work() > limits.maxWork()) {
            throw new Refused(
                    FailureCode.TOO_MUCH_WORK,
                    String.format(
                            Locale.ROOT,
                            "%dx%d pixels in %d frames are %.0f billion, at most %.0f billion"
                                    + " (reelroute.inspect.max-work).",
                            video.codedWidth(),
                            video.codedHeight(),
                            Math.max(video.pictures(), video.frames()),
                            video.work() / 1e9,
                            limits.maxWork() / 1e9));
        }
    }

    private static VideoTrack videoTrack(
            FileReport report,
            FileReport.Track track,
            Line line,
            FrameTimes shown,
            boolean jumps,
            boolean interlaced,
            Marks marks) {
        Cadence cadence = line.cadence();
        double square = track.width() * track.sampleAspect().value();
        boolean upright = track.rotation() % 180 == 0;
        double enlarged = Math.max(1, SMALLEST / Math.min(square, track.height()));
        int width = even(square * enlarged);
        int height = even(track.height() * enlarged);
        String transfer = marks.transfer();
        return new VideoTrack(
                track.index(),
                track.codec(),
                track.profile(),
                track.pixelFormat(),
                track.width(),
                track.height(),
                track.sampleAspect(),
                track.rotation(),
                track.mirrored(),
                upright ? width : height,
                upright ? height : width,
                cadence.rate(),
                cadence.variable(),
                line.frames(),
                line.zeroMicros(),
                report.startMicros(),
                jumps,
                report.timeless(),
                interlaced,
                marks.range(),
                marks.primaries(),
                transfer,
                marks.matrix(),
                transfer != null && HDR_TRANSFERS.contains(transfer),
                !jumps && isSeekable(report, track, cadence),
                cadence.keyFrameSeconds(),
                shown.starts().length);
    }

    /** What counts of what is said of the colours. Browsers take that of VP8 and VP9 from the container. */
    private static Marks marks(FileReport.Track track, FirstFrames first) {
        Marks container = new Marks(track.range(), track.primaries(), track.transfer(), track.matrix());
        return Set.of("vp8", "vp9").contains(track.codec())
                ? container
                : first.marks().or(container);
    }

    /** Encoders of 4:2:0 take even sizes only. */
    private static int even(double pixels) {
        return (int) Math.round(pixels) & ~1;
    }

    /**
     * Only containers with an index of all frames are cut. H.264 of old encoders in a format other than 4:2:0 is
     * decoded wrongly after any seek, because the data by which the decoder knows them is only in the first frame.
     */
    private static boolean isSeekable(FileReport report, FileReport.Track track, Cadence cadence) {
        boolean indexed =
                report.container().contains("mp4") || report.container().contains("matroska");
        boolean cuttable = !track.codec().equals("h264") || track.pixelFormat().contains("420");
        return indexed && cuttable && cadence.keyFrameSeconds() <= SPARSE_KEY_FRAMES;
    }

    private static boolean isEncrypted(FileReport.Track track) {
        return ENCRYPTED.contains(track.tag()) || track.encrypted();
    }

    private static boolean isUsableAudio(FileReport.Track track) {
        boolean known = AUDIO_CODECS.contains(track.codec()) || track.codec().startsWith("pcm_");
        return known && track.channels() > 0 && track.sampleRate() > 0 && !isEncrypted(track);
    }

    /** One of them is the default, whatever the file says: one for all viewers, if there is any. */
    private static List<AudioTrack> audioTracks(List<FileReport.Track> usable) {
        FileReport.Track chosen = usable.stream()
                .min(Comparator.comparing(SourceJudge::isForSome).thenComparing(track -> !track.isDefault()))
                .orElse(null);
        return usable.stream()
                .map(track -> new AudioTrack(
                        track.index(),
                        track.codec(),
                        track.channels(),
                        track.layout(),
                        track.sampleRate(),
                        track.language(),
                        track.title(),
                        role(track),
                        track.equals(chosen)))
                .toList();
    }

    private static boolean isForSome(FileReport.Track track) {
        return track.dispositions().stream().anyMatch(FOR_SOME::contains);
    }

    private static Text text(FileReport report, FirstFrames first, Line line) {
        List<TextTrack> tracks = report.subtitles().stream()
                .filter(SourceJudge::isText)
                .map(track -> new TextTrack(
                        track.index(), track.codec(), track.language(), track.title(), kind(track), track.isDefault()))
                .toList();
        boolean captions = first.captions()
                || report.subtitles().stream().anyMatch(track -> track.codec().startsWith("eia_"));
        return new Text(tracks, Aside.chapters(report.chapters(), line.zeroMicros(), line.seconds()), captions);
    }

    private static boolean isText(FileReport.Track track) {
        return TEXT_CODECS.contains(track.codec()) && !isEncrypted(track);
    }

    private static TextKind kind(FileReport.Track track) {
        if (track.dispositions().contains("forced")) {
            return TextKind.FORCED;
        }
        return track.dispositions().contains("hearing_impaired") ? TextKind.CAPTIONS : TextKind.SUBTITLES;
    }

    private static AudioRole role(FileReport.Track track) {
        if (track.dispositions().contains("comment")) {
            return AudioRole.COMMENTARY;
        }
        return track.dispositions().contains("visual_impaired") ? AudioRole.DESCRIPTION : AudioRole.PROGRAMME;
    }

    private static List<Warning> warnings(
            FileReport report,
            Measured measured,
            List<FileReport.Track> usable,
            Line line,
            VideoTrack video,
            Text used) {
        List<Warning> warnings = new ArrayList<>();
        if (video.variableFrameRate()) {
            warnings.add(new Warning(
                    "VARIABLE_FRAME_RATE",
                    "The frame rate varies; the video is played at a constant "
                            + BigDecimal.valueOf(video.frameRate().value())
                                    .setScale(2, RoundingMode.HALF_UP)
                                    .stripTrailingZeros()
                                    .toPlainString()
                            + " frames per second."));
        }
        if (video.clockJumps()) {
            warnings.add(new Warning(
                    "CLOCK_JUMPS", "The file is joined of several recordings; they are played one after the other."));
        }
        double overlap = measured.frames().overlap() * report.video().timeBase().value();
        if (overlap > MUCH * line.seconds()) {
            warnings.add(new Warning(
                    "PARTS_OVERLAP",
                    String.format(
                            Locale.ROOT,
                            "Parts of the file begin before the last one has ended, by %.1f seconds in all: there, one hides the other.",
                            overlap)));
        }
        List<String> replaced = new ArrayList<>(contradicted(report.video(), video));
        replaced.addAll(video.colours().replaced());
        if (!replaced.isEmpty()) {
            warnings.add(new Warning(
                    "COLOURS_GUESSED",
                    "What the file says of its colours cannot be used: " + String.join(", ", replaced)
                            + ". They may be shown differently from what was meant."));
        }
        if (video.hdr()) {
            warnings.add(new Warning("HDR_TONE_MAPPED", "The video is HDR; it was tone-mapped to SDR."));
        }
        if (measured.missing() > 0 && line.missing() > 0) {
            warnings.add(new Warning(
                    SourceInfo.TRUNCATED,
                    String.format(
                            Locale.ROOT,
                            "The file breaks off: about %.1f seconds are missing after the %.1f that are there.",
                            line.missing(),
                            line.seconds())));
        }
        if (!report.otherProgrammes().isEmpty()) {
            warnings.add(new Warning(
                    "PROGRAMMES_LEFT_OUT",
                    "The stream has several programmes; the first one with video is used. Left out: "
                            + String.join(", ", report.otherProgrammes()) + "."));
        }
        changed(report, measured, usable, line).forEach(warnings::add);
        List<Integer> turns = measured.turns().getOrDefault("video", List.of());
        report.videos().stream()
                .filter(other -> other.index() != video.index()
                        && measured.tracks().containsKey(other.index())
                        && !turns.contains(other.index())
                        && !isOfTheRest(report, measured, other))
                .forEach(other -> warnings.add(new Warning(
                        "VIDEO_TRACK_SKIPPED",
                        "Video track " + other.index() + " (" + other.name() + ", " + other.width() + "x"
                                + other.height() + ") is left out; track " + video.index() + " is used.")));
        report.audio().stream()
                .filter(audio -> !usable.contains(audio) && !isOfTheRest(report, measured, audio))
                .forEach(audio -> {
                    boolean empty = !measured.tracks().containsKey(audio.index());
                    warnings.add(new Warning(
                            "AUDIO_TRACK_SKIPPED",
                            "Audio track " + audio.index() + " (" + audio.name() + ") "
                                    + (empty ? "is empty." : "cannot be decoded.")));
                });
        if (!report.audio().isEmpty() && usable.isEmpty()) {
            warnings.add(new Warning("NO_USABLE_SOUND", "No audio track can be decoded; the video is silent."));
        }
        report.subtitles().stream()
                .filter(text -> !isText(text))
                .forEach(text -> warnings.add(new Warning(
                        SourceInfo.TEXT_LEFT_OUT,
                        "Subtitle track " + text.index() + " (" + text.name() + ") is not text; it is left out.")));
        warnings.addAll(Aside.warnings(report, used));
        return List.copyOf(warnings);
    }

    /** Where the container says other colours than the stream that is in it. */
    private static List<String> contradicted(FileReport.Track container, VideoTrack video) {
        String matrix = video.colours().isRgb() ? null : container.matrix();
        return Stream.of(
                        contradicted("primaries", container.primaries(), video.primaries(), String::equals),
                        contradicted("transfer", container.transfer(), video.transfer(), Colours::isSameTransfer),
                        contradicted("matrix", matrix, video.matrix(), Colours::isSameMatrix))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> contradicted(
            String what, @Nullable String container, @Nullable String stream, BiPredicate<String, String> isSame) {
        return container == null || stream == null || isSame.test(container, stream)
                ? Optional.empty()
                : Optional.of(what + " " + container + " (the stream itself says " + stream + ")");
    }

    /** A rounded time may be a tick too late. */
    private static List<Shape> shapes(Measured measured, FileReport.Track track, Line line) {
        return measured.shapes().entrySet().stream()
                .limit(MOST_SHAPES)
                .map(shape -> new Shape(
                        Math.round(shape.getKey() * track.timeBase().value() * 1e6) - line.zeroMicros(),
                        shape.getValue()))
                .toList();
    }

    private static Set<Integer> mistimed(FileReport report, Measured measured, List<FileReport.Track> usable) {
        return usable.stream()
                .filter(track -> {
                    TrackTimes times = measured.tracks().get(track.index());
                    return report.joinable() && times != null && times.mistimed();
                })
                .map(FileReport.Track::index)
                .collect(Collectors.toSet());
    }

    private static Map<Integer, Double> trembles(List<FileReport.Track> usable, Measured measured) {
        Map<Integer, Double> trembles = new HashMap<>();
        usable.forEach(track -> {
            TrackTimes times = measured.tracks().get(track.index());
            if (times != null && times.trembles() > 0) {
                trembles.put(track.index(), times.trembles());
            }
        });
        return Map.copyOf(trembles);
    }

    /** Whether it is there only where the codecs are others, which is said once. */
    private static boolean isOfTheRest(FileReport report, Measured measured, FileReport.Track track) {
        TrackTimes times = measured.tracks().get(track.index());
        return times != null && report.changes().isBehind(times.reach());
    }

    /** Of the tracks that are used. */
    private static Stream<Warning> changed(
            FileReport report, Measured measured, List<FileReport.Track> usable, Line line) {
        return Stream.concat(Stream.of(report.video()), usable.stream())
                .filter(track ->
                        report.end(track) < Long.MAX_VALUE || (measured.videoEnds() && track.equals(report.video())))
                .map(track -> {
                    TrackTimes times = measured.tracks().get(track.index());
                    double end = times == null ? 0 : times.end() - line.zeroMicros() / 1e6;
                    return new Warning(
                            "CODEC_CHANGES",
                            String.format(
                                    Locale.ROOT,
                                    "The %s track %d changes its codec%s after %.1f seconds; only what is before that is used.",
                                    track.kind(),
                                    track.index(),
                                    track.equals(report.video()) && measured.reset() ? "'s settings" : "",
                                    end));
                });
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Refused(FailureCode.NOT_A_VIDEO, "ffprobe's answer is not JSON.", e);
        }
    }
}
