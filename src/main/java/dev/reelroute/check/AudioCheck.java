package dev.reelroute.check;

import dev.reelroute.check.DecodeCheck.Verification;
import dev.reelroute.check.Likeness.Match;
import dev.reelroute.check.MediaSegment.Sample;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.EncodedTrack.Segment;
import dev.reelroute.media.FragmentedFile;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks whether an audio track is in step with the video. It compares what is heard, not what the boxes say: a few
 * stretches of the source and of the encoded track are decoded to 8 kHz, each run of samples is put where its own time
 * stamp says (without any of the filters that the encoding used), and the two are slid along each other.
 */
public final class AudioCheck {

    static final int RATE = 8000;

    /** How far an offset is looked for, to both sides. */
    static final double REACH_SECONDS = 0.3;

    /** The encoding does not correct an offset below this, because the clocks of audio tracks are not exact. */
    private static final double FOLLOWED_SECONDS = 0.02;

    private static final int STRETCHES = 3;
    private static final double LONGEST_SECONDS = 4;
    /** In a stretch shorter than this, a match may be chance. */
    private static final double SHORTEST_SECONDS = 0.5;
    /** Of a frame, for each channel. FFmpeg's AAC needs 3 to 4 of them for silence, Opus fewer. */
    private static final long SILENT_BYTES = 5;

    private static final double EDGE_SECONDS = 0.05;
    /** −40 dB below full scale: no encoder makes silence of it. */
    private static final double AUDIBLE = 330;
    /** Samples of a frame of AAC; Opus at 48 kHz has 960. */
    private static final double FRAME_SAMPLES = 1024;
    /** After a seek the decoder needs some time before its output is right. */
    private static final double LEAD_SECONDS = 2;

    private final FfmpegSettings settings;

    public AudioCheck(FfmpegSettings settings) {
        this.settings = settings;
    }

    /**
     * Whether there is something to compare. There is not where the clock jumps, because the encoding straightens it
     * and the source's own times mean nothing; nor where several tracks of the source are one, of which a stretch would have to
     * know its own; nor in very short audio, where anything is like anything.
     */
    public boolean applies(Plan plan, AudioRendition audio, EncodedTrack track) {
        return !plan.source().video().clockJumps()
                && plan.source().way().tracks(audio.track()).size() == 1
                && !stretches(track).isEmpty();
    }

    /**
     * @param begin seconds on the output's time line
     * @param silent nothing is to be heard in it
     */
    private record Stretch(long segment, double begin, double end, boolean silent) {}

    /**
     * @param work folder of the track's files
     * @param seeks whether the source can be entered in the middle; a seek that lands wrong looks like an offset */
    public Verification verification(
            Plan plan, AudioRendition audio, EncodedTrack track, Path source, Path work, boolean seeks) {
        VideoTrack video = plan.source().video();
        double zero = video.startMicros() / 1e6;
        Map<String, List<String>> pieces = new LinkedHashMap<>();
        List<String> arguments = new ArrayList<>(List.of("-y", "-copyts"));
        List<String> graph = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        // Without a layout, FFmpeg can mix down at most as many channels as it has layouts for, and fails with more.
        boolean unmixable = plan.source().audio().stream()
                .anyMatch(each -> each.index() == audio.track() && each.layout() == null && each.channels() > 8);
        List<Stretch> stretches = stretches(audio, track, work);
        for (int i = 0; i < stretches.size(); i++) {
            Stretch stretch = stretches.get(i);
            arguments.addAll(settings.inputRules());
            arguments.addAll(plan.source().inputOptions());
            double seek = stretch.begin() - REACH_SECONDS - LEAD_SECONDS + zero - video.containerStartMicros() / 1e6;
            if (seeks && video.seekable() && seek > 0) {
                arguments.addAll(List.of("-noaccurate_seek", "-ss", seconds(seek)));
            }
            arguments.addAll(plan.source().decoderOptions(audio.track()));
            List<String> filters = new ArrayList<>();
            if (settings.loopsBack()) {
                filters.addAll(plan.source().packetFilters(audio.track()));
                filters.addAll(plan.source().timeFilters(audio.track()));
            }
            if (!filters.isEmpty()) {
                arguments.addAll(List.of("-bsf:" + audio.track(), String.join(",", filters)));
            }
            arguments.addAll(List.of("-i", "file:" + source));
            String name = track.rendition() + "-" + i + ".check";
            pieces.put(name, TrackFiles.of(track, stretch.segment() - 1, stretch.segment() + 1));
            arguments.addAll(FragmentedFile.input(name));
            graph.add(samples(
                    2 * i + ":" + audio.track() + (unmixable ? "]pan=stereo|c0=c0|c1=c1[p" + i + "];[p" + i : ""),
                    // Mixed to mono as the encoding is, so that what cancels out there is not reported as missing.
                    audio.channels() == 1 ? ",aformat=channel_layouts=mono" : "",
                    zero + stretch.begin() - REACH_SECONDS,
                    stretch.end() - stretch.begin() + 2 * REACH_SECONDS,
                    "s" + i));
            graph.add(samples(2 * i + 1 + ":0", "", stretch.begin(), stretch.end() - stretch.begin(), "o" + i));
            outputs.addAll(files("s" + i));
            outputs.addAll(files("o" + i));
        }
        arguments.addAll(List.of("-max_error_rate", "1"));
        // Each for itself: one that begins anew, because the source changes its channels, must not disturb the others.
        graph.forEach(one -> arguments.addAll(List.of("-filter_complex", one)));
        arguments.addAll(outputs);
        return new Verification(pieces, arguments);
    }

    /**
     * @param work folder in which the check ran
     * @throws Setback {@code OUTPUT_CHECK_FAILED} with the offset, when the audio is off by more than one of its frames
     *     plus the offset that the encoding does not correct
     */
    public void requireInStep(Plan plan, AudioRendition audio, EncodedTrack track, Path work) {
        double trembles = plan.source().trembles(audio.track());
        // A time that trembles says no more than that.
        double tolerance = FRAME_SAMPLES / audio.sampleRate() + FOLLOWED_SECONDS + trembles / 2;
        int compared = 0;
        int unlike = 0;
        List<Stretch> stretches = stretches(audio, track, work);
        for (int i = 0; i < stretches.size(); i++) {
            Stretch stretch = stretches.get(i);
            int length = (int) Math.ceil((stretch.end() - stretch.begin() + 2 * REACH_SECONDS) * RATE);
            float[][] heard = read(work, "s" + i, 0, length, trembles);
            float[][] made = read(work, "o" + i, -REACH_SECONDS, length, 0);
            if (stretch.silent()) {
                if (isHeard(heard) && !isHeard(made)) {
                    throw differs(String.format(
                            Locale.ROOT,
                            "%s is silent from %.1f to %.1f s, where the source is not.",
                            audio.name(),
                            stretch.begin(),
                            stretch.end()));
                }
                continue;
            }
            Match match = Likeness.of(heard, made, (int) (REACH_SECONDS * RATE), (int) Math.ceil(tolerance * RATE));
            if (!match.comparable()) {
                continue;
            }
            compared++;
            if (match.unlike()) {
                unlike++;
            } else if (match.shifted()) {
                throw differs(String.format(
                        Locale.ROOT,
                        "%s is %.0f ms %s at %.1f s, more than %.0f ms.",
                        audio.name(),
                        Math.abs(match.lag()) * 1000.0 / RATE,
                        match.lag() > 0 ? "late" : "early",
                        stretch.begin(),
                        tolerance * 1000));
            }
        }
        if (compared > 0 && compared == unlike) {
            throw differs(audio.name() + " is not what the source sounds like.");
        }
    }

    /** The segments with most bits have most to be heard: one of each third of the track. */
    private static List<Stretch> stretches(EncodedTrack track) {
        List<Segment> segments = track.segments();
        int count = Math.min(STRETCHES, segments.size());
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Segment loudest = segments.subList(i * segments.size() / count, (i + 1) * segments.size() / count).stream()
                    .max(Comparator.comparingDouble(segment -> (double) segment.bytes() / segment.duration()))
                    .orElseThrow();
            double begin = Math.max(0, (double) (loudest.start() - track.priming()) / track.timescale());
            double end = (double) (loudest.start() + loudest.duration() - track.priming()) / track.timescale();
            if (end - begin >= SHORTEST_SECONDS) {
                stretches.add(new Stretch(loudest.number(), begin, Math.min(end, begin + LONGEST_SECONDS), false));
            }
        }
        return stretches;
    }

    /** The same, and where the track is silent for longest: an encoder spends hardly a byte on that. */
    private static List<Stretch> stretches(AudioRendition audio, EncodedTrack track, Path work) {
        List<Stretch> stretches = stretches(track);
        Stretch longest = new Stretch(0, 0, 0, true);
        Stretch run = longest;
        try {
            InitSegment init = InitSegment.read(work.resolve(TrackFiles.init(track.rendition())));
            for (Segment segment : track.segments()) {
                MediaSegment media =
                        MediaSegment.read(work.resolve(TrackFiles.segment(track.rendition(), segment.number())), init);
                long at = media.start() - track.priming();
                for (Sample frame : media.samples()) {
                    double begin = (double) at / track.timescale();
                    at += frame.duration();
                    double end = (double) at / track.timescale();
                    // Of what begins in one segment, the next one is read as well.
                    boolean goesOn = run.end() == begin && segment.number() <= run.segment() + 1;
                    if (frame.size() <= SILENT_BYTES * audio.channels()) {
                        run = new Stretch(
                                goesOn ? run.segment() : segment.number(), goesOn ? run.begin() : begin, end, true);
                        longest = run.end() - run.begin() > longest.end() - longest.begin() ? run : longest;
                    }
                }
            }
        } catch (MalformedMp4 | IOException e) {
            throw new IllegalStateException("It was read before", e);
        }
        // Frames overlap: at its ends, there is something of what is beside it.
        double begin = longest.begin() + EDGE_SECONDS;
        double end = Math.min(longest.end() - EDGE_SECONDS, begin + LONGEST_SECONDS);
        if (end - begin >= SHORTEST_SECONDS) {
            stretches.add(new Stretch(longest.segment(), begin, end, true));
        }
        return stretches;
    }

    /** Within the stretch, without what is around it. */
    private static boolean isHeard(float[][] channels) {
        int reach = (int) (REACH_SECONDS * RATE);
        for (float[] samples : channels) {
            double energy = 0;
            for (int i = reach; i < samples.length - reach; i++) {
                energy += (double) samples[i] * samples[i];
            }
            if (Math.sqrt(energy / Math.max(1, samples.length - 2 * reach)) > AUDIBLE) {
                return true;
            }
        }
        return false;
    }

    /**
     * Two channels, so that what is in opposite phase does not cancel out; each twice, as samples and as times, which count from
     * the beginning. A moment of silence follows, because FFmpeg fails where there is nothing at all, and where what is
     * before the silence ends at a negative time.
     */
    private static String samples(String input, String mix, double begin, double length, String name) {
        String format = "aresample=" + RATE + mix + ",aformat=sample_fmts=s16:channel_layouts=stereo";
        return "[" + input + "]asetpts=round(PTS-" + seconds(begin) + "/TB),atrim=start=0:end=" + seconds(length) + ","
                + format + "[" + name
                + "];anullsrc=r=" + RATE + ":cl=stereo:d=0.01,aformat=sample_fmts=s16[" + name + "z];[" + name + "]["
                + name + "z]concat=n=2:v=0:a=1,asplit[" + name + "a][" + name + "b]";
    }

    private static List<String> files(String name) {
        return List.of(
                "-map",
                "[" + name + "a]",
                "-f",
                "s16le",
                name + ".pcm",
                "-map",
                "[" + name + "b]",
                "-f",
                "framecrc",
                name + ".times");
    }

    /** A run of samples between two holes: those of several frames. */
    private record Run(int first, long at, List<Long> off) {

        /** Where it begins: the middle of what its frames say. */
        long begin() {
            List<Long> sorted = off.stream().sorted().toList();
            return at + sorted.get(sorted.size() / 2);
        }
    }

    /**
     * Left and right, from {@code from} seconds on; samples that were not decoded are silence.
     *
     * @param trembles seconds by which the times of frames go to and fro; then those of a run count together
     */
    private static float[][] read(Path work, String name, double from, int length, double trembles) {
        float[][] channels = new float[2][length];
        try {
            ShortBuffer samples = ByteBuffer.wrap(Files.readAllBytes(work.resolve(name + ".pcm")))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            long origin = Math.round(from * RATE);
            // An inexact clock would tear the audio to pieces.
            double hole = (FOLLOWED_SECONDS + 2 * trembles) * RATE;
            List<Run> runs = new ArrayList<>();
            long next = Long.MIN_VALUE / 2;
            int read = 0;
            for (String line : Files.readAllLines(work.resolve(name + ".times"))) {
                if (!line.startsWith("#")) {
                    // stream, dts, pts, duration, size, checksum
                    String[] fields = line.split(",\\s*", -1);
                    long at = Long.parseLong(fields[2].strip()) - origin;
                    if (Math.abs(at - next) >= hole) {
                        runs.add(new Run(read, at, new ArrayList<>()));
                        next = at;
                    }
                    runs.get(runs.size() - 1).off().add(trembles > 0 ? at - next : 0);
                    int count = Integer.parseInt(fields[4].strip()) / 4;
                    read += count;
                    next += count;
                }
            }
            for (int i = 0; i < runs.size(); i++) {
                long at = runs.get(i).begin();
                int end = i + 1 < runs.size() ? runs.get(i + 1).first() : read;
                for (; samples.position() < 2 * end; at++) {
                    float left = samples.get();
                    float right = samples.get();
                    if (at >= 0 && at < length) {
                        channels[0][(int) at] = left;
                        channels[1][(int) at] = right;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return channels;
    }

    private static Setback differs(String what) {
        return new Setback(FailureCode.OUTPUT_CHECK_FAILED, what);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.6f", seconds);
    }
}
