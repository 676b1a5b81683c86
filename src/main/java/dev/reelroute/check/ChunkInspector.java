package dev.reelroute.check;

import dev.reelroute.check.MediaSegment.Sample;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.EncodedTrack.Segment;
import dev.reelroute.media.Rational;
import dev.reelroute.plan.Grid;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.Rendition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the files that an encoding task left in its work directory, and accepts them only when they are what the plan
 * asked for: {@code {rendition}/init.mp4} and {@code {rendition}/00042.m4s}, numbered over the whole video. The boxes
 * are the proof, not the encoder's exit code: FFmpeg ends with 0 even when it encoded only half a source.
 */
public final class ChunkInspector {

    private static final Pattern SEGMENT_FILE = Pattern.compile("(\\d{5,})\\.m4s");

    /**
     * Audio is cut between its own frames, next to the cut of the video: never further away than this many audio
     * frames.
     */
    private static final int AUDIO_FRAMES_OFF = 2;

    /** Part by which a picture may be wider or narrower than its source: nobody sees it. */
    private static final double SAME_SHAPE = 0.02;

    /** Samples; of Opus, which has frames of many lengths, that which FFmpeg makes. */
    private static final long AAC_FRAME = 1024;

    private static final long OPUS_FRAME = 960;

    /**
     * The video renditions of one chunk, in the plan's order.
     *
     * @param attempt becomes part of the segments' keys, so that no two attempts write the same object
     * @throws Setback {@code OUTPUT_CHECK_FAILED} with the rendition, the segment and what differed
     */
    public List<EncodedTrack> chunk(Plan plan, int chunk, Path work, int attempt) {
        List<EncodedTrack> tracks = new ArrayList<>();
        for (Rendition rendition : plan.renditions()) {
            shaped(plan.source().video(), rendition);
            EncodedTrack track = video(plan.grid(), rendition, chunk, work, attempt);
            EncodedTrack first = tracks.isEmpty() ? track : tracks.get(0);
            if (track.frames() != first.frames()) {
                throw differs(
                        track.rendition(),
                        "has " + track.frames() + " frames, " + first.rendition() + " " + first.frames());
            }
            tracks.add(track);
        }
        return tracks;
    }

    /**
     * One whole audio track.
     *
     * @throws Setback as above
     */
    public EncodedTrack audio(Plan plan, AudioRendition audio, Path work, int attempt) {
        String name = audio.name();
        InitSegment init = init(work, name);
        if (init.video()) {
            throw differs(name, "has an init segment for video");
        }
        SortedSet<Long> numbers = numbers(work, name);
        contiguous(name, numbers, 0);
        List<Segment> segments = new ArrayList<>();
        long frames = 0;
        long next = 0;
        double frame = seconds(init, frameTicks(audio, init));
        for (long number : numbers) {
            MediaSegment segment = segment(work, name, number, init);
            if (segment.start() != next) {
                throw differs(name, number, "starts at tick " + segment.start() + " instead of " + next);
            }
            double off = (double) (next - init.mediaTime()) / init.timescale()
                    - number * plan.grid().segmentSeconds();
            if (Math.abs(off) > AUDIO_FRAMES_OFF * frame + (number == 0 ? seconds(init, init.mediaTime()) : 0)) {
                throw differs(name, number, String.format(Locale.ROOT, "is %.3f s away from the video's cut", off));
            }
            steady(audio, number, segment, init, number == numbers.last());
            segments.add(new Segment(number, key(name, number, attempt), segment.bytes(), next, segment.duration()));
            frames += segment.samples().size();
            next += segment.duration();
        }
        double off = seconds(init, next - init.mediaTime()) - plan.grid().duration();
        if (Math.abs(off) > AUDIO_FRAMES_OFF * frame) {
            throw differs(
                    name,
                    String.format(
                            Locale.ROOT, "ends %.3f s %s the video", Math.abs(off), off < 0 ? "before" : "after"));
        }
        return track(work, name, init, init.mediaTime(), frames, segments);
    }

    /** All frames of a codec are equally long; only the last one of all may be shorter. */
    private static void steady(
            AudioRendition audio, long number, MediaSegment segment, InitSegment init, boolean last) {
        long whole = frameTicks(audio, init);
        List<Sample> samples = segment.samples();
        for (int i = 0; i < samples.size(); i++) {
            long ticks = samples.get(i).duration();
            if (ticks != whole && !(last && i == samples.size() - 1 && ticks < whole)) {
                throw differs(audio.name(), number, "has a frame of " + ticks + " ticks instead of " + whole);
            }
        }
    }

    private static long frameTicks(AudioRendition audio, InitSegment init) {
        long samples = init.codecs().equals("opus") ? OPUS_FRAME : AAC_FRAME;
        return samples * init.timescale() / audio.sampleRate();
    }

    /** What to upload: object key, relative to the video's prefix, to file; the init segment first. */
    public static Map<String, Path> files(EncodedTrack track, Path work) {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put(track.init(), initFile(work, track.rendition()));
        for (Segment segment : track.segments()) {
            files.put(segment.key(), work.resolve(TrackFiles.segment(track.rendition(), segment.number())));
        }
        return files;
    }

    /** By the stored frames, whatever the plan made of them. */
    private static void shaped(VideoTrack source, Rendition rendition) {
        double shape = source.codedWidth() * source.sampleAspect().value() / source.codedHeight();
        shape = source.rotation() % 180 == 0 ? shape : 1 / shape;
        double off = rendition.width() / shape / rendition.height() - 1;
        // Sides are rounded to even pixels.
        if (Math.abs(off) > SAME_SHAPE + 2.0 / Math.min(rendition.width(), rendition.height())) {
            throw differs(
                    rendition.name(),
                    String.format(
                            Locale.ROOT,
                            "is %dx%d, of a source whose width is %.3f times its height",
                            rendition.width(),
                            rendition.height(),
                            shape));
        }
    }

    private static EncodedTrack video(Grid grid, Rendition rendition, int chunk, Path work, int attempt) {
        String name = rendition.name();
        InitSegment init = init(work, name);
        if (!init.video() || init.width() != rendition.width() || init.height() != rendition.height()) {
            throw differs(
                    name,
                    "is " + init.width() + "x" + init.height() + ", planned " + rendition.width() + "x"
                            + rendition.height());
        }
        long ticks = ticksPerFrame(name, grid.frameRate(), init.timescale());
        long firstFrame = grid.firstFrame(chunk);
        SortedSet<Long> numbers = numbers(work, name);
        contiguous(name, numbers, grid.firstSegment(chunk));
        List<Segment> segments = new ArrayList<>();
        long frames = 0;
        for (long number : numbers) {
            if (!grid.isLast(chunk) && frames == grid.chunkFrames()) {
                throw differs(name, number, "was not asked for");
            }
            MediaSegment segment = segment(work, name, number, init);
            long start = (firstFrame + frames) * ticks;
            if (segment.start() != start) {
                throw differs(name, number, "starts at tick " + segment.start() + " instead of " + start);
            }
            int count = segment.samples().size();
            boolean last = number == numbers.last();
            if (count > grid.segmentFrames() || (count < grid.segmentFrames() && !last)) {
                throw differs(name, number, "has " + count + " frames instead of " + grid.segmentFrames());
            }
            onGrid(name, number, segment, ticks, init.mediaTime());
            segments.add(new Segment(number, key(name, number, attempt), segment.bytes(), start, segment.duration()));
            frames += count;
        }
        boolean complete =
                grid.isLast(chunk) ? EndTolerance.isEnd(grid, firstFrame + frames) : frames == grid.chunkFrames();
        if (!complete) {
            throw differs(
                    name,
                    (firstFrame + frames) / grid.segmentFrames(),
                    "is missing or incomplete: the chunk has " + frames + " frames, planned " + grid.framesOf(chunk));
        }
        return track(work, name, init, 0, frames, segments);
    }

    /**
     * Frames are shown one after the other, one frame of the grid each, from the segment's start on: none twice, no
     * gap.
     */
    private static void onGrid(String name, long number, MediaSegment segment, long ticks, long mediaTime) {
        List<Sample> samples = segment.samples();
        if (!samples.get(0).sync()) {
            throw differs(name, number, "does not start with a key frame");
        }
        boolean[] shown = new boolean[samples.size()];
        long decode = 0;
        for (Sample sample : samples) {
            long at = decode + sample.offset() - mediaTime;
            long position = Math.floorDiv(at, ticks);
            if (sample.duration() != ticks
                    || at % ticks != 0
                    || position < 0
                    || position >= shown.length
                    || shown[(int) position]) {
                throw differs(
                        name,
                        number,
                        "shows a frame at tick " + (segment.start() + at) + " for " + sample.duration()
                                + " ticks, off the grid of " + ticks + " or twice");
            }
            shown[(int) position] = true;
            decode += sample.duration();
        }
        if (samples.get(0).offset() != mediaTime) {
            throw differs(name, number, "shows frames before its key frame");
        }
    }

    private static long ticksPerFrame(String name, Rational frameRate, long timescale) {
        long ticks = timescale * frameRate.den() / frameRate.num();
        if (ticks * frameRate.num() != timescale * frameRate.den()) {
            throw differs(
                    name,
                    "has " + timescale + " ticks a second: no whole number of them makes a frame at " + frameRate);
        }
        return ticks;
    }

    private static void contiguous(String name, SortedSet<Long> numbers, long first) {
        if (numbers.isEmpty()) {
            throw differs(name, first, "is missing, and all after it");
        }
        if (numbers.first() < first) {
            throw differs(name, numbers.first(), "was not asked for");
        }
        long expected = first;
        for (long number : numbers) {
            if (number != expected) {
                throw differs(name, expected, "is missing");
            }
            expected++;
        }
    }

    private static SortedSet<Long> numbers(Path work, String name) {
        SortedSet<Long> numbers = new TreeSet<>();
        try (Stream<Path> files = Files.list(work.resolve(name))) {
            files.map(file -> SEGMENT_FILE.matcher(file.getFileName().toString()))
                    .filter(match -> match.matches())
                    .forEach(match -> numbers.add(Long.parseLong(match.group(1))));
        } catch (IOException e) {
            throw new Setback(FailureCode.OUTPUT_CHECK_FAILED, name + " was not written", e);
        }
        return numbers;
    }

    private static InitSegment init(Path work, String name) {
        try {
            return InitSegment.read(initFile(work, name));
        } catch (MalformedMp4 | IOException e) {
            throw new Setback(
                    FailureCode.OUTPUT_CHECK_FAILED, name + ": the init segment cannot be read: " + e.getMessage(), e);
        }
    }

    private static MediaSegment segment(Path work, String name, long number, InitSegment init) {
        try {
            Path file = work.resolve(TrackFiles.segment(name, number));
            MediaSegment segment = MediaSegment.read(file, init);
            Payload.require(file, segment, init.codecs());
            return segment;
        } catch (MalformedMp4 e) {
            throw differs(name, number, "is damaged: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EncodedTrack track(
            Path work, String name, InitSegment init, long priming, long frames, List<Segment> segments) {
        try {
            byte[] bytes = Files.readAllBytes(initFile(work, name));
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            String key = name + "/init-" + sha256.substring(0, 8) + ".mp4";
            return new EncodedTrack(
                    name, key, sha256, bytes.length, init.codecs(), init.timescale(), priming, frames, segments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static Path initFile(Path work, String name) {
        return work.resolve(TrackFiles.init(name));
    }

    /** A segment's object key, relative to the video's prefix. */
    public static String key(String name, long number, int attempt) {
        return String.format(Locale.ROOT, "%s/%05d-%d.m4s", name, number, attempt);
    }

    private static double seconds(InitSegment init, long ticks) {
        return (double) ticks / init.timescale();
    }

    private static Setback differs(String rendition, String what) {
        return new Setback(FailureCode.OUTPUT_CHECK_FAILED, rendition + " " + what + ".");
    }

    private static Setback differs(String rendition, long number, String what) {
        return differs(rendition, String.format(Locale.ROOT, "segment %05d %s", number, what));
    }
}
