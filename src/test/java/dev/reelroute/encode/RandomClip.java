package dev.reelroute.encode;

import dev.reelroute.encode.Watched.Frame;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Rational;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A clip of chance: one video track and up to two audio tracks, which begin, end, pause and change where a random generator
 * says. In the first tenth of each second of the clip's time line the frames are white and a tone is heard, whatever a track's
 * own beginning is; on top of every other frame stands its number, in binary. So what a viewer must see and hear at any
 * moment follows from the clip alone: {@link #sights} and {@link #beeps}.
 *
 * @param drop each so many frames one is missing; 0: none
 * @param clock seconds on the container's clock at which the time line begins
 * @param parts in which the tracks are stored one after the other, with other parameters each; one, if nothing changes
 */
record RandomClip(
        long seed,
        Kind kind,
        String videoCodec,
        String audioCodec,
        Rational rate,
        int drop,
        int gop,
        double clock,
        Track video,
        List<Track> audio,
        List<Part> parts) {

    static final int WHITE = -1;

    static final int BITS = 8;

    private static final int TERMS = 50;

    /** Seconds of each second. */
    private static final double FLASH = 0.1;

    /** Keeps a frame that begins with the end of a flash out of it, whatever the rounding. */
    private static final double ROUNDED = 0.001;

    /** Of AC-3 at 32 kHz, in seconds. */
    static final double LONGEST_PACKET = 1536 / 32_000.0;

    private static final List<Rational> RATES = List.of(
            new Rational(24_000, 1001),
            new Rational(24, 1),
            new Rational(25, 1),
            new Rational(30_000, 1001),
            new Rational(30, 1),
            new Rational(50, 1),
            new Rational(60, 1),
            new Rational(10, 1),
            new Rational(12, 1),
            new Rational(15, 1));

    /** MPEG-1 and MPEG-2 have no others. */
    private static final int STANDARD_RATES = 7;

    /**
     * A container, and what it can hold: the codecs of video and audio, whether tracks may begin, end and pause at any time, and
     * whether its clock may begin anywhere.
     */
    enum Kind {
        MP4("mp4", "libx264 libx264 mpeg4", "aac libmp3lame ac3", true, true),
        FRAGMENTS("mp4", "libx264", "aac", true, false),
        MOV("mov", "libx264 mjpeg", "aac pcm_s16le", true, false),
        MKV("mkv", "libx264 mpeg2video libvpx mjpeg ffv1", "aac libopus flac ac3 pcm_s16le libmp3lame", true, true),
        WEBM("webm", "libvpx", "libopus", true, true),
        TS("ts", "libx264 libx264 mpeg2video", "aac mp2 ac3 libmp3lame", true, true),
        FLV("flv", "libx264 flv1", "aac libmp3lame", true, true),
        PS("mpg", "mpeg1video mpeg2video", "mp2 ac3", true, true),
        AVI("avi", "mpeg4 mjpeg", "mp2 ac3 pcm_s16le", false, false),
        OGG("ogg", "libvpx", "libopus flac", false, false),
        ASF("asf", "wmv2", "wmav2", false, false),
        MXF("mxf", "mpeg2video", "pcm_s16le", false, false);

        private final String ending;
        private final String video;
        private final String audio;
        private final boolean movable;
        private final boolean clocked;

        Kind(String ending, String video, String audio, boolean movable, boolean clocked) {
            this.ending = ending;
            this.video = video;
            this.audio = audio;
            this.movable = movable;
            this.clocked = clocked;
        }
    }

    /** All in seconds of the time line; a pause that takes no time is none. */
    record Track(double from, double to, double pause, double resumed) {

        boolean plays(double at) {
            return at >= from && at < to && (at < pause || at >= resumed);
        }

        String words() {
            return String.format(Locale.ROOT, " from %.3f to %.3f s", from, to)
                    + (pause < resumed ? String.format(Locale.ROOT, ", not from %.3f to %.3f", pause, resumed) : "");
        }
    }

    /** @param frames how many; the audio takes as long */
    record Part(double from, int frames, int width, int height, String aspect, int sampleRate, int channels) {

        double shape() {
            String[] sides = aspect.split("/");
            return width * Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]) / height;
        }
    }

    /** What a viewer sees from then on. */
    record Sight(double from, int code) {}

    static RandomClip of(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        String videoCodec = pick(random, List.of(kind.video.split(" ")));
        String audioCodec = pick(random, List.of(kind.audio.split(" ")));
        Rational rate = RATES.get(random.nextInt(videoCodec.matches("mpeg[12]video") ? STANDARD_RATES : RATES.size()));
        boolean changes = kind.movable && random.nextInt(4) == 0 && changeable(kind, videoCodec, audioCodec);
        int tracks = random.nextInt(8) == 0 ? 0 : random.nextInt(4) == 0 && hasSeveral(kind) ? 2 : 1;
        List<Part> parts = new ArrayList<>();
        int sampleRate = sampleRate(random, kind, audioCodec);
        int channels = channels(random, audioCodec);
        // On the grid of its own frames: FFmpeg rounds the delay to it.
        double from = kind.movable && !changes && tracks > 0 && random.nextInt(3) == 0
                ? rate.seconds(frames(rate, 0, moment(random, 0.3, 3)))
                : 0;
        boolean still = kind.movable && !changes && tracks > 0 && random.nextInt(8) == 0;
        double at = from;
        for (int i = changes ? 2 + random.nextInt(2) : 1; i > 0; i--) {
            int frames = still ? 1 : frames(rate, at, (changes ? 1.3 : 2.5) + 2 * random.nextDouble());
            Part part = parts.isEmpty() || !random.nextBoolean()
                    ? new Part(at, frames, 160, 90, "1/1", sampleRate, channels)
                    : another(random, at, frames, sampleRate, channels, kind, videoCodec, audioCodec);
            parts.add(part);
            at += rate.seconds(frames);
        }
        // MPEG-PS has no times for frames that share a packet: those of the missing ones would be taken by others.
        boolean uneven = kind.movable && kind != Kind.PS && !changes && !still;
        Track video = track(random, from, at, uneven && random.nextInt(4) == 0);
        List<Track> audio = new ArrayList<>();
        for (int i = 0; i < tracks; i++) {
            boolean moves = kind.movable && !changes;
            // FFmpeg writes PCM into MOV without its pauses: one sample after the other.
            boolean pausable = moves && !(kind == Kind.MOV && audioCodec.startsWith("pcm_"));
            // Something is there from the beginning on.
            double begin = moves && from == 0 && random.nextInt(3) == 0 ? moment(random, 0.3, 3) : 0;
            double end = moves && random.nextInt(3) == 0 ? moment(random, begin + 1.5, begin + 5) : at;
            end = still || Math.abs(end - at) < 0.3 || end < begin + 1 ? Math.max(at, begin + 2.5) : end;
            end = part(end) < 0.15 ? end + 0.15 : end;
            audio.add(track(random, begin, end, moves && random.nextInt(4) == 0 && pausable));
        }
        boolean drops = uneven && random.nextInt(6) == 0;
        double clock = kind.clocked && random.nextInt(3) == 0 ? clock(random, kind) : 0;
        return new RandomClip(
                seed,
                kind,
                videoCodec,
                audioCodec,
                rate,
                drops ? 3 + random.nextInt(5) : 0,
                pick(random, List.of(1, 12, 25, 250)),
                clock,
                video,
                List.copyOf(audio),
                List.copyOf(parts));
    }

    private static <T> T pick(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static boolean hasSeveral(Kind kind) {
        return kind != Kind.FLV && kind != Kind.ASF;
    }

    /** The codec says itself, in the midst of the stream, that something changes. */
    private static boolean changeable(Kind kind, String video, String audio) {
        return (kind == Kind.TS && !audio.equals("libmp3lame"))
                || (kind == Kind.MKV && video.matches("libx264|mpeg2video") && audio.matches("ac3"))
                || (kind == Kind.WEBM);
    }

    /** Of a change: between two flashes. */
    private static double moment(Random random, double from, double to) {
        double moment = Math.floor(from + random.nextDouble() * (to - from)) + 0.3 + random.nextInt(50) / 100.0;
        return moment < from ? moment + 1 : moment;
    }

    /** About as many as take so many seconds; the last one ends between two flashes. */
    private static int frames(Rational rate, double at, double seconds) {
        int frames = (int) Math.round(seconds * rate.value());
        while (part(at + rate.seconds(frames)) < 0.3 || part(at + rate.seconds(frames)) > 0.8) {
            frames++;
        }
        return frames;
    }

    /** Of a second. */
    private static double part(double at) {
        return (at + ROUNDED) % 1;
    }

    private static Track track(Random random, double from, double to, boolean pauses) {
        double pause = moment(random, from + 0.4, from + 1.5);
        double resumed = pause + 0.3 + (random.nextBoolean() ? 1 : 0);
        resumed = part(resumed) > 0.85 || part(resumed) < 0.15 ? resumed + 0.3 : resumed;
        return !pauses || resumed + 0.4 > to ? new Track(from, to, 0, 0) : new Track(from, to, pause, resumed);
    }

    private static int sampleRate(Random random, Kind kind, String codec) {
        if (codec.equals("libopus") || kind == Kind.MXF) {
            return 48_000;
        }
        if (kind == Kind.FLV) {
            return 44_100;
        }
        return pick(random, codec.equals("wmav2") ? List.of(44_100, 48_000) : List.of(48_000, 44_100, 32_000));
    }

    private static int channels(Random random, String codec) {
        return pick(random, codec.matches("mp2|libmp3lame|wmav2|libopus") ? List.of(1, 2) : List.of(1, 2, 2, 6));
    }

    private static Part another(
            Random random, double at, int frames, int sampleRate, int channels, Kind kind, String video, String codec) {
        int[] size = pick(
                random, List.of(new int[] {160, 90}, new int[] {120, 90}, new int[] {90, 120}, new int[] {320, 180}));
        boolean audible = kind != Kind.WEBM && random.nextBoolean();
        // MPEG-2 stores the shape of the whole frame, and knows only a few: of these sizes, one is 16:9 with such
        // pixels.
        boolean wide = kind == Kind.TS && (video.equals("libx264") || (size[0] == 120 && size[1] == 90));
        return new Part(
                at,
                frames,
                size[0],
                size[1],
                // Matroska has one shape for all of a track, and VP8 none of its own.
                random.nextInt(4) == 0 && wide ? "4/3" : "1/1",
                audible ? sampleRate(random, kind, codec) : sampleRate,
                audible ? channels(random, codec) : channels);
    }

    /** Hours; in a stream whose clock has 33 bits, sometimes right before they are used up. */
    private static double clock(Random random, Kind kind) {
        boolean narrow = kind == Kind.TS || kind == Kind.PS;
        return narrow && random.nextBoolean() ? 95_440 + random.nextInt(4) : 100 + random.nextInt(20_000);
    }

    /** In words, for people. */
    @Override
    public String toString() {
        String words = kind + ": " + videoCodec + " " + rate + " fps" + video.words() + ", a key frame each " + gop
                + (drop > 0 ? ", one of " + drop + " frames is missing" : "");
        for (Track track : audio) {
            words += "; " + audioCodec + track.words();
        }
        return words + "; "
                + parts.stream()
                        .map(part -> String.format(
                                Locale.ROOT,
                                "%dx%d (%s), %d Hz, %d channels",
                                part.width,
                                part.height,
                                part.aspect,
                                part.sampleRate,
                                part.channels))
                        .collect(Collectors.joining(", then "))
                + (clock > 0 ? "; the clock begins at " + clock + " s" : "");
    }

    /** What is special about it: few words, to be counted. */
    List<String> kinds() {
        List<String> kinds = new ArrayList<>(List.of(kind.name(), videoCodec));
        if (!audio.isEmpty()) {
            kinds.add(audioCodec);
        }
        kinds.add(audio.size() + " audio tracks");
        add(kinds, "the video begins late", video.from > 0);
        add(kinds, "audio begins late", audio.stream().anyMatch(track -> track.from > 0));
        add(kinds, "audio ends early", audio.stream().anyMatch(track -> track.to < video.to - 0.1));
        add(kinds, "audio goes on", audio.stream().anyMatch(track -> track.to > video.to + 0.1));
        add(kinds, "the video has a gap", video.pause < video.resumed);
        add(kinds, "audio has a gap", audio.stream().anyMatch(track -> track.pause < track.resumed));
        add(kinds, "a single frame", parts.get(0).frames == 1);
        add(kinds, "frames are missing", drop > 0);
        add(
                kinds,
                "the shape changes",
                parts.stream().map(Part::shape).distinct().count() > 1);
        add(
                kinds,
                "the size changes",
                parts.stream().map(Part::width).distinct().count() > 1);
        add(
                kinds,
                "the audio changes",
                parts.stream()
                                .map(part -> part.sampleRate + " " + part.channels)
                                .distinct()
                                .count()
                        > 1);
        add(kinds, "a clock that began long ago", clock > 0);
        return kinds;
    }

    private static void add(List<String> kinds, String kind, boolean is) {
        if (is) {
            kinds.add(kind);
        }
    }

    /** Codes of the warnings that are right; the first list must be there, those of the second may be. */
    List<List<String>> warnings() {
        boolean uneven = drop > 0 || video.pause < video.resumed;
        return List.of(
                turns() ? List.of("PICTURE_CHANGES") : List.of(), uneven ? List.of("VARIABLE_FRAME_RATE") : List.of());
    }

    /** Whether frames change their size or shape. */
    private boolean turns() {
        return parts.stream()
                        .map(part -> part.width + "x" + part.height + " " + part.aspect)
                        .distinct()
                        .count()
                > 1;
    }

    double seconds() {
        return audio.stream().mapToDouble(Track::to).reduce(video.to, Math::max);
    }

    boolean isEven() {
        // Where the size changes, FFmpeg's decoder of MPEG-2 gives up the frame that it holds back.
        boolean forgets = videoCodec.equals("mpeg2video") && turns();
        return drop == 0 && video.pause == video.resumed && parts.get(0).frames > 1 && !forgets;
    }

    /**
     * Seconds that may be heard of what the audio's encoder put before the first sample: these containers cannot say that it is
     * not part of the audio, and then all begins as much later.
     */
    double unheard() {
        return video.from > 0 && List.of(Kind.TS, Kind.FLV, Kind.PS).contains(kind) ? LONGEST_PACKET : 0;
    }

    /** Seconds at which a tone begins. A decoder of WMA gives nothing for the first packet. */
    List<Double> beeps(Track track) {
        return IntStream.range(audioCodec.equals("wmav2") ? 1 : 0, (int) Math.ceil(track.to))
                .mapToObj(second -> (double) second)
                .filter(track::plays)
                .toList();
    }

    /** All that is seen, in order; the first frame stands from the beginning on. */
    List<Sight> sights() {
        List<Sight> sights = new ArrayList<>();
        int number = 0;
        for (Part part : parts) {
            for (int i = 0; i < part.frames; i++, number++) {
                double at = part.from + rate.seconds(i);
                if (isKept(i, part.frames, at)) {
                    sights.add(new Sight(sights.isEmpty() ? 0 : at, part(at) < FLASH ? WHITE : number % (1 << BITS)));
                }
            }
        }
        return sights;
    }

    private boolean isKept(int number, int of, double at) {
        boolean dropped = drop > 0 && number % drop == drop - 1;
        return number == of - 1 || (!dropped && video.plays(at));
    }

    /** The number on a frame that is shown at a time of the time line. */
    int code(Frame frame, double at) {
        if (frame.isWhite()) {
            return WHITE;
        }
        Part part = parts.get(0);
        for (Part later : parts) {
            part = later.from <= at ? later : part;
        }
        double shape = part.shape() / parts.get(0).shape();
        double wide = Math.min(1, shape);
        double high = Math.min(1, 1 / shape);
        int code = 0;
        for (int bit = 0; bit < BITS; bit++) {
            double x = (1 - wide) / 2 + wide * (bit + 0.5) / BITS;
            code |= frame.isBright(x, (1 - high) / 2 + high / 8) ? 1 << bit : 0;
        }
        return code;
    }

    /** Makes it with FFmpeg. */
    Path make(Path folder) {
        Clips clips = new Clips(folder);
        String name = "seed-" + seed + "." + kind.ending;
        if (parts.size() == 1) {
            return encode(clips, name, 0, clock);
        }
        boolean stream = kind != Kind.WEBM;
        List<Path> files = new ArrayList<>();
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            files.add(encode(clips, i + (stream ? ".ts" : ".webm"), i, stream ? clock + parts.get(i).from : 0));
            list.append("file '")
                    .append(i)
                    .append(".webm'\nduration ")
                    .append(rate.seconds(parts.get(i).frames))
                    .append('\n');
        }
        if (!stream) {
            return clips.from(
                    name,
                    List.of(
                            "-f",
                            "concat",
                            "-i",
                            clips.write("list", list.toString()).toString()),
                    copied(clock));
        }
        Path joined = folder.resolve(kind == Kind.TS ? name : "joined.ts");
        try {
            for (Path file : files) {
                Files.write(joined, Files.readAllBytes(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return kind == Kind.TS ? joined : clips.from(name, List.of("-i", joined.toString()), copied(clock));
    }

    private static String[] copied(double clock) {
        return new String[] {"-map", "0", "-c", "copy", "-output_ts_offset", Double.toString(clock)};
    }

    private Path encode(Clips clips, String name, int index, double clock) {
        Part part = parts.get(index);
        int before = parts.subList(0, index).stream().mapToInt(Part::frames).sum();
        boolean whole = parts.size() == 1;
        List<String> inputs = new ArrayList<>(delay(whole ? video.from : 0));
        inputs.addAll(List.of("-f", "lavfi", "-i", pictures(part, before)));
        List<String> options = new ArrayList<>(List.of("-map", "0"));
        for (int i = 0; i < audio.size(); i++) {
            Track track = whole ? audio.get(i) : new Track(part.from, part.from + rate.seconds(part.frames), 0, 0);
            inputs.addAll(delay(whole ? track.from : 0));
            inputs.addAll(List.of("-f", "lavfi", "-i", tones(part, track)));
            options.addAll(List.of("-map", Integer.toString(i + 1)));
        }
        options.addAll(List.of("-fps_mode", "passthrough", "-c:v", videoCodec, "-g", Integer.toString(gop)));
        options.addAll(
                switch (videoCodec) {
                    case "libx264" ->
                        List.of("-preset", "veryfast", "-crf", "18", "-bf", Integer.toString((int) (seed % 3)));
                    case "libvpx" -> List.of("-deadline", "realtime", "-cpu-used", "8", "-b:v", "1M");
                    case "ffv1" -> List.of();
                    case "mpeg1video", "mpeg2video" ->
                        List.of("-q:v", "3", "-bf", kind == Kind.PS ? "0" : Integer.toString((int) (seed % 3)));
                    default -> List.of("-q:v", "3");
                });
        options.addAll(List.of("-pix_fmt", videoCodec.equals("mjpeg") ? "yuvj420p" : "yuv420p"));
        options.addAll(List.of("-c:a", audioCodec, "-ac", Integer.toString(part.channels)));
        options.addAll(kind == Kind.FRAGMENTS ? List.of("-movflags", "+frag_keyframe+delay_moov") : List.of());
        options.addAll(clock == 0 ? List.of() : List.of("-output_ts_offset", Double.toString(clock)));
        // Otherwise the first part would be moved by what an encoder puts before its first sample or frame, the next
        // ones not,
        // and they would overlap.
        options.addAll(whole ? List.of() : List.of("-avoid_negative_ts", "disabled"));
        return clips.from(name, inputs, options.toArray(String[]::new));
    }

    private static List<String> delay(double seconds) {
        return seconds == 0 ? List.of() : List.of("-itsoffset", Double.toString(seconds));
    }

    private String pictures(Part part, int before) {
        StringBuilder filters = new StringBuilder("color=c=gray:s=" + part.width + "x" + part.height + ":r=" + rate);
        filters.append(",trim=end_frame=").append(part.frames).append(",drawbox=y=0:w=iw:h=ih/4:c=black:t=fill");
        for (int bit = 0; bit < BITS; bit++) {
            filters.append(",drawbox=x=iw*")
                    .append(bit)
                    .append('/')
                    .append(BITS)
                    .append(":y=0:w=iw/")
                    .append(BITS);
            filters.append(":h=ih/4:c=white:t=fill:enable='mod(floor((n+")
                    .append(before)
                    .append(")/");
            filters.append(1 << bit).append("),2)'");
        }
        filters.append(",drawbox=c=white:t=fill:enable='lt(mod(t+")
                .append(part.from + ROUNDED)
                .append("\\,1)\\,");
        filters.append(FLASH).append(")',setsar=").append(part.aspect);
        List<Integer> gone = new ArrayList<>();
        for (int i = 0; i < part.frames; i++) {
            if (!isKept(i, part.frames, part.from + rate.seconds(i))) {
                gone.add(i);
            }
        }
        if (!gone.isEmpty()) {
            filters.append(",select='not(");
            // FFmpeg reads no more than a hundred terms in a row.
            for (int i = 0; i < gone.size(); i += TERMS) {
                filters.append(i == 0 ? "(" : "+(")
                        .append(gone.subList(i, Math.min(gone.size(), i + TERMS)).stream()
                                .map(n -> "eq(n\\," + n + ")")
                                .collect(Collectors.joining("+")))
                        .append(')');
            }
            filters.append(")'");
        }
        return filters.toString();
    }

    private static String tones(Part part, Track track) {
        String tones = "aevalsrc='if(lt(mod(t+" + track.from + "\\,1)\\," + FLASH + ")\\,0.8*sin(2*PI*1000*t)\\,0)':s="
                + part.sampleRate + ":d=" + (track.to - track.from);
        return track.pause == track.resumed
                ? tones
                : tones + ",aselect='not(between(t\\," + (track.pause - track.from) + "\\,"
                        + (track.resumed - track.from) + "))'";
    }
}
