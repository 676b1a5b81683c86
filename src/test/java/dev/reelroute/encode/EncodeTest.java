package dev.reelroute.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelroute.check.ChunkInspector;
import dev.reelroute.check.VideoCheck;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Daily;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.Programs;
import dev.reelroute.plan.Grid;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.plan.Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encodes whole clips in chunks with the real FFmpeg, and looks at what a decoder makes of the result. */
class EncodeTest {

    /** Two renditions, a key frame a second, segments of two, chunks of four: several of each in a small clip. */
    private static final Profile SMALL = new Profile(
            "small",
            "00000000",
            "For tests.",
            60,
            1,
            2,
            4,
            100,
            2,
            Profile.Damaged.TOLERANT,
            false,
            List.of(
                    new Profile.Rung(180, "libx264", "ultrafast", 20, 2_000_000),
                    new Profile.Rung(90, "libx264", "ultrafast", 20, 1_000_000)),
            new Profile.Audio(List.of(new Profile.AudioEncoding("aac", 2, 128_000)), 48_000, null),
            new Profile.Poster(180, 0.1),
            new Profile.Storyboard(90, 5, 2, 20),
            false);

    private static final String TEST_PATTERN = "testsrc2=s=320x180:d=10.3:r=";
    private static final String TINY_PATTERN = "testsrc2=s=160x96:d=10.3:r=";
    /** Where only the audio matters. */
    private static final String GREY = "color=gray:s=64x48:d=10.3:r=";

    @TempDir
    Path folder;

    private Clips clips;

    @BeforeEach
    void clips() {
        clips = new Clips(folder);
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                Arguments.of("23.976 in MKV", "a.mkv", TINY_PATTERN + "24000/1001", List.of("-c:v", "libx264")),
                Arguments.of("25, B-pyramid", "a.mp4", TINY_PATTERN + "25", List.of("-c:v", "libx264", "-g", "60")),
                Arguments.of(
                        "29.97, open GOP",
                        "a.mp4",
                        TINY_PATTERN + "30000/1001",
                        List.of("-c:v", "libx264", "-g", "90", "-x264-params", "open-gop=1:bframes=3")),
                Arguments.of(
                        "HEVC, open GOP",
                        "a.mkv",
                        TINY_PATTERN + "25",
                        List.of(
                                "-c:v",
                                "libx265",
                                "-preset",
                                "ultrafast",
                                "-x265-params",
                                "log-level=error:keyint=40")),
                Arguments.of("59.94", "a.mp4", TINY_PATTERN + "60000/1001", List.of("-c:v", "libx264")),
                Arguments.of(
                        "variable",
                        "a.mp4",
                        TINY_PATTERN + "30,select='not(between(n,100,190))*not(eq(mod(n,7),3))'",
                        List.of("-c:v", "libx264", "-fps_mode", "vfr")),
                Arguments.of("VP9 in WebM", "a.webm", TINY_PATTERN + "30", List.of("-c:v", "libvpx-vp9")),
                Arguments.of("late start", "a.mkv", TINY_PATTERN + "25,setpts=PTS+3.7/TB", List.of("-c:v", "libx264")),
                Arguments.of("MPEG-TS", "a.ts", TINY_PATTERN + "30", List.of("-c:v", "libx264")),
                Arguments.of(
                        "interlaced",
                        "a.mp4",
                        TINY_PATTERN + "50,tinterlace=interleave_top,setfield=tff",
                        List.of("-c:v", "libx264", "-flags", "+ilme+ildct")));
    }

    @ParameterizedTest(name = "{0}")
    @Daily({3, 4, 6, 10})
    @MethodSource("sources")
    void chunksTogetherAreTheWhole(String label, String name, String video, List<String> options) throws IOException {
        Path source = clips.make(name, video, options.toArray(String[]::new));
        Path inChunks = Files.createDirectory(folder.resolve("chunks"));
        Path inOne = Files.createDirectory(folder.resolve("one"));
        Pipeline chunked = new Pipeline(Pipeline.TWO_THREADS, source, inChunks);
        Pipeline whole = new Pipeline(Pipeline.TWO_THREADS, source, inOne);
        Plan plan = chunked.plan(withLadder(List.of(
                new Profile.Rung(96, "libx264", "ultrafast", 20, 2_000_000),
                new Profile.Rung(48, "libx264", "ultrafast", 20, 1_000_000))));
        if (plan.source().video().seekable()) {
            assertThat(plan.grid().chunks()).isGreaterThan(2);
        }
        chunked.chunks(plan);
        whole.chunks(inOneChunk(plan));

        for (Rendition rendition : plan.renditions()) {
            List<Long> times = chunked.decodedTimes(rendition);
            assertThat(times.size()).isCloseTo((int) plan.grid().frames(), within(1));
            assertThat(times).isEqualTo(whole.decodedTimes(rendition)).startsWith(0L);
            assertThat(steps(times)).as("one constant step").hasSize(1);
            assertThat(Files.readAllBytes(inChunks.resolve(rendition.name() + "/init.mp4")))
                    .isEqualTo(Files.readAllBytes(inOne.resolve(rendition.name() + "/init.mp4")));
            assertThat(chunked.segments(rendition.name())).hasSameSizeAs(whole.segments(rendition.name()));
            assertThat(likeness(chunked.joined(rendition.name()), whole.joined(rendition.name())))
                    .as("PSNR of the least like frame: below 30 dB it is another frame")
                    .isGreaterThan(30);
        }
    }

    /** In one run, as a profile of several codecs asks for it. */
    @Test
    void allCodecsAreCutAlike() throws IOException {
        Path source = clips.make("a.mp4", "testsrc2=s=192x108:d=6.3:r=30000/1001", "-c:v", "libx264");
        Profile profile = withLadder(List.of(
                new Profile.Rung(108, "libx264", "ultrafast", 20, 2_000_000),
                new Profile.Rung(108, "libx265", "ultrafast", 20, 2_000_000),
                new Profile.Rung(108, "libsvtav1", "9", 20, 2_000_000),
                new Profile.Rung(64, "libsvtav1", "9", 20, 1_000_000)));
        Path inChunks = Files.createDirectory(folder.resolve("chunks"));
        Path inOne = Files.createDirectory(folder.resolve("one"));
        Pipeline chunked = new Pipeline(Pipeline.TWO_THREADS, source, inChunks);
        Pipeline whole = new Pipeline(Pipeline.TWO_THREADS, source, inOne);
        Plan plan = chunked.plan(profile);
        assertThat(plan.renditions())
                .extracting(Rendition::name)
                .containsExactly("108p", "108p-hevc", "108p-av1", "64p-av1");
        List<EncodedTrack> pieces = new ArrayList<>();
        for (int chunk = 0; chunk < plan.grid().chunks(); chunk++) {
            Path work = Files.createDirectory(folder.resolve("chunk-" + chunk));
            new Pipeline(Pipeline.TWO_THREADS, source, work).chunk(plan, chunk, Approach.NEAR);
            pieces.addAll(new ChunkInspector().chunk(plan, chunk, work, 1));
            copyInto(work, inChunks);
        }
        whole.chunks(inOneChunk(plan));

        List<EncodedTrack> tracks = new VideoCheck().whole(plan, pieces);
        assertThat(tracks)
                .extracting(track -> track.codecs().replaceFirst("\\..*", ""))
                .containsExactly("avc1", "hvc1", "av01", "av01");
        for (Rendition rendition : plan.renditions()) {
            List<Long> times = chunked.decodedTimes(rendition);
            assertThat(times)
                    .hasSize((int) plan.grid().frames())
                    .isEqualTo(whole.decodedTimes(rendition))
                    .startsWith(0L);
            assertThat(steps(times)).as("one constant step").hasSize(1);
            assertThat(Files.readAllBytes(inChunks.resolve(rendition.name() + "/init.mp4")))
                    .isEqualTo(Files.readAllBytes(inOne.resolve(rendition.name() + "/init.mp4")));
            assertThat(likeness(chunked.joined(rendition.name()), whole.joined(rendition.name())))
                    .as(rendition.name())
                    .isGreaterThan(30);
            assertThat(describe(
                            chunked.joined(rendition.name()),
                            "pix_fmt,color_range,color_space,color_transfer,color_primaries"))
                    .isEqualTo("yuv420p,tv,bt709,bt709,bt709");
        }
    }

    /** With a second thread x265 would give other bytes each time, and a chunk that is made twice would differ. */
    @Test
    void capsHoldAndHevcIsTheSameEachTime() throws IOException {
        Path source = clips.make("a.mp4", TEST_PATTERN + "25", "-c:v", "libx264");
        long cap = 150_000;
        List<byte[]> results = new ArrayList<>();
        for (String run : List.of("first", "second", "third")) {
            Pipeline pipeline = new Pipeline(Pipeline.TWO_THREADS, source, Files.createDirectory(folder.resolve(run)));
            Plan plan = pipeline.plan(withLadder(List.of(
                    new Profile.Rung(90, "libx264", "ultrafast", 20, 2_000_000),
                    new Profile.Rung(180, "libx265", "ultrafast", 20, cap),
                    new Profile.Rung(180, "libsvtav1", "9", 20, cap))));
            pipeline.chunk(plan, 1, Approach.NEAR);
            results.add(Files.readAllBytes(pipeline.joined("180p-hevc")));
            double seconds = plan.grid().frameRate().seconds(plan.grid().framesOf(1));
            for (String rendition : List.of("180p-hevc", "180p-av1")) {
                assertThat(Files.size(pipeline.joined(rendition)) * 8 / seconds)
                        .as("bits a second of " + rendition)
                        .isBetween(0.5 * cap, 1.5 * cap);
            }
        }
        assertThat(results).containsOnly(results.get(0));
    }

    @Test
    void aFrameTooLateIsSeenAsAnotherFrame() throws IOException {
        Path source = clips.make("a.mp4", TINY_PATTERN + "25", "-c:v", "libx264");
        Path shifted = clips.from("shifted.mp4", List.of("-i", "a.mp4"), "-vf", "tpad=start=1", "-c:v", "libx264");
        assertThat(likeness(source, shifted)).isLessThan(30);
    }

    @Test
    void everyApproachGivesTheSameFrames() throws IOException {
        Path source = clips.make("a.mp4", TINY_PATTERN + "25", "-c:v", "libx264", "-g", "30");
        List<List<Long>> results = new ArrayList<>();
        for (Approach approach : Approach.values()) {
            Pipeline pipeline =
                    new Pipeline(Pipeline.TWO_THREADS, source, Files.createDirectory(folder.resolve(approach.name())));
            Plan plan = pipeline.plan(SMALL);
            pipeline.chunk(plan, 2, approach);
            results.add(pipeline.decodedTimes(plan.renditions().get(0)));
        }
        assertThat(results.get(0)).hasSizeGreaterThan(50).startsWith(8L * 12800);
        assertThat(results).containsOnly(results.get(0));
    }

    @Test
    void theLastChunkEndsWhereTheSourceEnds() throws IOException {
        Path source = clips.make("a.mp4", TINY_PATTERN + "25", "-c:v", "libx264");
        Pipeline pipeline = new Pipeline(Pipeline.TWO_THREADS, source, folder);
        Plan plan = pipeline.plan(SMALL);
        long real = plan.grid().frames();
        pipeline.chunks(with(plan, real - 7));
        assertThat(pipeline.decodedTimes(plan.renditions().get(0))).hasSize((int) real);
    }

    @Test
    void hdrBecomesBt709() {
        Path source = clips.make(
                "hdr.mp4",
                "testsrc2=s=320x180:r=25:d=1,format=yuv420p10le,"
                        + "setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv",
                "-c:v",
                "libx265",
                "-x265-params",
                "log-level=error");
        Pipeline pipeline = new Pipeline(Pipeline.TWO_THREADS, source, folder);
        Plan plan = pipeline.plan(SMALL);
        pipeline.chunks(plan);
        assertThat(describe(pipeline.joined("180p"), "pix_fmt,color_range,color_space,color_transfer,color_primaries"))
                .isEqualTo("yuv420p,tv,bt709,bt709,bt709");
    }

    @Test
    void aTurnedVideoStandsUprightWithSquarePixels() {
        clips.make("flat.mp4", "testsrc2=s=320x180:r=25:d=1,setsar=3/2", "-c:v", "libx264");
        Path source = clips.from("turned.mp4", List.of("-display_rotation", "-90", "-i", "flat.mp4"), "-c", "copy");
        Pipeline pipeline = new Pipeline(Pipeline.TWO_THREADS, source, folder);
        Plan plan = pipeline.plan(SMALL);
        pipeline.chunks(plan);
        assertThat(describe(pipeline.joined("180p"), "width,height,sample_aspect_ratio"))
                .isEqualTo("180,480,1:1");
    }

    @Test
    void audioIsOnePieceAndAsLongAsTheVideo() throws IOException {
        // A low tone: the steepest step between two samples of it is small, and a click is not.
        Path source = clips.makeWithAudio(
                "tone.mp4", GREY + "30000/1001", "sine=f=100:d=10.3:r=44100", "-c:v", "libx264", "-c:a", "aac");
        Pipeline pipeline = new Pipeline(Pipeline.TWO_THREADS, source, folder);
        Plan plan = pipeline.plan(SMALL);
        assertThat(pipeline.audio(plan, plan.audio().get(0))).isEmpty();

        Path joined = pipeline.joined("audio-0");
        List<Long> times = Pipeline.times(joined, "a:0");
        assertThat(times).startsWith(0L);
        assertThat(steps(times)).containsExactly(1024L);
        assertThat(pipeline.segments("audio-0"))
                .hasSize((int) Math.ceil(plan.grid().duration() / plan.grid().segmentSeconds()));
        short[] samples = samples(joined);
        double duration = plan.grid().duration();
        assertThat(samples.length / 48000.0).isBetween(duration, duration + 2 * 1024 / 48000.0);
        int end = (int) (10.25 * 48000);
        assertThat(steepest(samples, 4800, end))
                .isLessThan((int) (1.3 * amplitude(samples) * 2 * Math.PI * 100 / 48000));
        samples[5 * 48000] = 0;
        samples[5 * 48000 + 1] = 4000;
        assertThat(steepest(samples, 4800, end)).as("a planted click").isGreaterThan(2000);
    }

    /** A packet in a segment of its own after the video's last one would keep hls.js from the end. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 12})
    void audioHasNoSegmentBeyondTheVideo(int seconds) {
        Path source = clips.makeWithAudio(
                "whole.mp4",
                "color=gray:s=64x48:r=25:d=" + seconds,
                "sine=d=" + seconds,
                "-c:v",
                "libx264",
                "-c:a",
                "aac");
        Pipeline pipeline = new Pipeline(Pipeline.TWO_THREADS, source, folder);
        Plan plan = pipeline.plan(SMALL);
        pipeline.audio(plan, plan.audio().get(0));
        assertThat(pipeline.segments("audio-0")).hasSize(seconds / 2);
    }

    @Test
    void lateAudioStaysInStepAndShortAudioIsPadded() throws IOException {
        Path source = clips.from(
                "late.mkv",
                List.of("-f", "lavfi", "-i", GREY + "25", "-itsoffset", "1.5", "-f", "lavfi", "-i", "sine=f=1000:d=4"),
                "-c:v",
                "libx264",
                "-c:a",
                "flac");
        Pipeline pipeline = new Pipeline(Pipeline.TWO_THREADS, source, folder);
        Plan plan = pipeline.plan(SMALL);
        pipeline.audio(plan, plan.audio().get(0));
        short[] samples = samples(pipeline.joined("audio-0"));
        assertThat(firstLoud(samples) / 48000.0).isCloseTo(1.5, within(0.005));
        assertThat(lastLoud(samples) / 48000.0).isCloseTo(5.5, within(0.03));
        assertThat(samples.length / 48000.0).isGreaterThanOrEqualTo(plan.grid().duration());
    }

    @Test
    void surroundBecomesStereoAndMonoStaysMono() {
        Path source = clips.from(
                "tracks.mkv",
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=s=64x64:d=1",
                        "-f",
                        "lavfi",
                        "-i",
                        "aevalsrc=0|0|0.5*sin(880*t)|0|0|0:c=5.1:d=1",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=d=1"),
                "-map",
                "0",
                "-map",
                "1",
                "-map",
                "2",
                "-c:a",
                "flac");
        Pipeline pipeline = new Pipeline(Pipeline.TWO_THREADS, source, folder);
        Plan plan = pipeline.plan(SMALL);
        plan.audio().forEach(audio -> pipeline.audio(plan, audio));
        assertThat(describe(pipeline.joined("audio-0"), "sample_rate,channels")).isEqualTo("48000,2");
        assertThat(describe(pipeline.joined("audio-1"), "sample_rate,channels")).isEqualTo("48000,1");
    }

    @ParameterizedTest
    @MethodSource("stills")
    void stillsAreAsPlanned(String video, String options) throws IOException {
        Path source = clips.make("a.mp4", video, options.split(" "));
        Pipeline pipeline = new Pipeline(Pipeline.TWO_THREADS, source, folder);
        Plan plan = pipeline.plan(SMALL);
        assertThat(pipeline.stills(plan)).isEmpty();
        pipeline.chunks(plan);
        assertThat(pipeline.storyboard(plan)).isEmpty();
        Plan.Stills stills = plan.stills();
        assertThat(describe(folder.resolve("poster.jpg"), "width,height"))
                .isEqualTo(stills.posterWidth() + "," + stills.posterHeight());
        int sprites = (stills.count() + 9) / 10;
        for (int sprite = 0; sprite < sprites; sprite++) {
            assertThat(describe(folder.resolve("storyboard-%03d.jpg".formatted(sprite)), "width,height"))
                    .isEqualTo(5 * stills.tileWidth() + "," + 2 * stills.tileHeight());
        }
        assertThat(folder.resolve("storyboard-%03d.jpg".formatted(sprites))).doesNotExist();
    }

    static Stream<Arguments> stills() {
        return Stream.of(
                Arguments.of(TEST_PATTERN + "25", "-c:v libx264 -g 250"),
                Arguments.of(TEST_PATTERN + "25", "-c:v libx264 -g 20"),
                Arguments.of("testsrc2=s=64x48:r=25", "-frames:v 1 -c:v libx264"),
                Arguments.of(
                        "testsrc2=s=64x48:r=25:d=1,setparams=color_trc=arib-std-b67,format=yuv420p10le",
                        "-c:v libx264"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bt709", "unknown"})
    void thePosterHasTheColoursOfTheSource(String tag) throws IOException {
        Path source = clips.make(
                "red.mp4",
                "color=red:s=1280x720:r=5:d=1,scale=out_color_matrix=bt709,format=yuv420p,setparams=colorspace=" + tag,
                "-c:v",
                "libx264");
        Pipeline pipeline = new Pipeline(Pipeline.TWO_THREADS, source, folder);
        pipeline.stills(pipeline.plan(SMALL));
        int[] pixel = posterPixel();
        assertThat(pixel[0]).isGreaterThan(248);
        assertThat(pixel[1]).isLessThan(8);
        assertThat(pixel[2]).isLessThan(8);
    }

    @Test
    void thePosterOfHdrIsNotDull() throws IOException {
        // 58 % of PQ is the white of paper (203 nits, ITU-R BT.2408): 148 of 255 when it is taken for SDR.
        Path source = clips.make(
                "hdr.mp4",
                "color=0x949494:s=320x180:r=25:d=1,format=yuv420p10le,"
                        + "setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv",
                "-c:v",
                "libx265",
                "-x265-params",
                "log-level=error");
        Pipeline pipeline = new Pipeline(Pipeline.TWO_THREADS, source, folder);
        pipeline.stills(pipeline.plan(SMALL));
        assertThat(posterPixel()[1]).isBetween(180, 240);
    }

    /** Red, green and blue of the first pixel, 0 to 255. */
    private int[] posterPixel() throws IOException {
        Path raw = folder.resolve("raw.rgb");
        Programs.ffmpeg(folder, "-i", "poster.jpg", "-pix_fmt", "rgb24", "-f", "rawvideo", raw.toString())
                .succeeded();
        byte[] pixels = Files.readAllBytes(raw);
        return new int[] {pixels[0] & 0xff, pixels[1] & 0xff, pixels[2] & 0xff};
    }

    private static Profile withLadder(List<Profile.Rung> ladder) {
        return new Profile(
                SMALL.name(),
                SMALL.revision(),
                SMALL.description(),
                SMALL.maxFrameRate(),
                SMALL.gopSeconds(),
                SMALL.segmentSeconds(),
                SMALL.chunkSeconds(),
                SMALL.maxChunks(),
                SMALL.bufferSeconds(),
                SMALL.damaged(),
                false,
                ladder,
                SMALL.audio(),
                SMALL.poster(),
                SMALL.storyboard(),
                SMALL.telemetry());
    }

    private static void copyInto(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Plan inOneChunk(Plan plan) {
        Grid grid = plan.grid();
        int chunk = grid.chunkFrames() * (grid.chunks() + 1);
        return withGrid(plan, new Grid(grid.frameRate(), grid.frames(), grid.gopFrames(), grid.segmentFrames(), chunk));
    }

    private static Plan with(Plan plan, long frames) {
        Grid grid = plan.grid();
        return withGrid(
                plan, new Grid(grid.frameRate(), frames, grid.gopFrames(), grid.segmentFrames(), grid.chunkFrames()));
    }

    private static Plan withGrid(Plan plan, Grid grid) {
        return new Plan(
                plan.profile(),
                plan.source(),
                grid,
                plan.renditions(),
                plan.audio(),
                plan.texts(),
                plan.stills(),
                plan.damaged(),
                plan.encrypted());
    }

    private static List<Long> steps(List<Long> times) {
        List<Long> steps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            steps.add(times.get(i) - times.get(i - 1));
        }
        return steps.stream().distinct().toList();
    }

    /** Lowest PSNR of any frame of one file against the frame of the same number of the other, in dB. */
    private double likeness(Path one, Path other) throws IOException {
        Programs.ffmpeg(
                        folder,
                        "-i",
                        one.toString(),
                        "-i",
                        other.toString(),
                        "-lavfi",
                        "psnr=stats_file=psnr.log",
                        "-f",
                        "null",
                        "-")
                .succeeded();
        return Files.readAllLines(folder.resolve("psnr.log")).stream()
                .map(line -> line.replaceFirst(".*psnr_avg:(\\S+).*", "$1"))
                .mapToDouble(psnr -> psnr.equals("inf") ? 100 : Double.parseDouble(psnr))
                .min()
                .orElseThrow();
    }

    private static String describe(Path file, String entries) {
        return Programs.ffprobe(List.of(
                        "-select_streams",
                        "0",
                        "-show_entries",
                        "stream=" + entries,
                        "-of",
                        "csv=p=0",
                        file.toString()))
                .succeeded()
                .stdout()
                .strip();
    }

    /** First channel, 48 kHz. */
    private short[] samples(Path file) throws IOException {
        Path raw = folder.resolve("samples.raw");
        Programs.ffmpeg(folder, "-y", "-i", file.toString(), "-ac", "1", "-f", "s16le", raw.toString())
                .succeeded();
        ShortBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(raw))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        short[] samples = new short[buffer.remaining()];
        buffer.get(samples);
        return samples;
    }

    private static int amplitude(short[] samples) {
        int most = 0;
        for (short sample : samples) {
            most = Math.max(most, Math.abs(sample));
        }
        return most;
    }

    private static int steepest(short[] samples, int from, int to) {
        int most = 0;
        for (int i = from; i < to; i++) {
            most = Math.max(most, Math.abs(samples[i] - samples[i - 1]));
        }
        return most;
    }

    private static int firstLoud(short[] samples) {
        int i = 0;
        while (Math.abs(samples[i]) < 500) {
            i++;
        }
        return i;
    }

    private static int lastLoud(short[] samples) {
        int i = samples.length - 1;
        while (Math.abs(samples[i]) < 500) {
            i--;
        }
        return i;
    }
}
