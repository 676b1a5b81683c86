package dev.reelroute.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.EncodedTrack.Segment;
import dev.reelroute.plan.Grid;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.Rendition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkInspectorTest {

    /** In the runs of the sample: offset of the first sample, which has its size, flags and composition offset. */
    private static final int FIRST_SAMPLE = 12;

    private static final int SAMPLE = 12;

    private static SampleVideo video;

    private final ChunkInspector inspector = new ChunkInspector();
    private final Plan plan = SampleVideo.plan();

    @TempDir
    private Path work;

    @BeforeAll
    static void encode(@TempDir Path folder) {
        video = SampleVideo.make(folder);
    }

    /** The second of three chunks: segments 2 and 3. */
    @BeforeEach
    void copyOfSecondChunk() {
        SampleVideo.copyTree(video.chunk(1), work);
        SampleVideo.copyTree(video.audio(), work);
    }

    @Test
    void aChunkIsReadFromItsBoxes() throws IOException {
        List<EncodedTrack> tracks = inspector.chunk(plan, 1, work, 3);

        assertThat(tracks).extracting(EncodedTrack::rendition).containsExactly("180p", "90p");
        EncodedTrack track = tracks.get(0);
        assertThat(track.frames()).isEqualTo(40);
        assertThat(track.timescale()).isEqualTo(30000);
        assertThat(track.priming()).isZero();
        assertThat(track.codecs()).matches("avc1\\.6400[0-9a-f]{2}");
        assertThat(track.init()).isEqualTo("180p/init-" + track.initSha256().substring(0, 8) + ".mp4");
        assertThat(track.initBytes()).isEqualTo(Files.size(work.resolve("180p/init.mp4")));
        assertThat(track.segments())
                .containsExactly(
                        new Segment(2, "180p/00002-3.m4s", Files.size(work.resolve("180p/00002.m4s")), 40040, 20020),
                        new Segment(3, "180p/00003-3.m4s", Files.size(work.resolve("180p/00003.m4s")), 60060, 20020));
        assertThat(ChunkInspector.files(track, work))
                .containsEntry("180p/00003-3.m4s", work.resolve("180p/00003.m4s"))
                .containsEntry(track.init(), work.resolve("180p/init.mp4"));
    }

    @Test
    void theLastChunkEndsWhereTheSourceEnds() {
        List<EncodedTrack> tracks = inspector.chunk(plan, 2, video.chunk(2), 1);

        assertThat(tracks).allSatisfy(track -> {
            assertThat(track.frames()).isEqualTo(25);
            assertThat(track.segments()).extracting(Segment::duration).containsExactly(20020L, 5005L);
        });
    }

    @Test
    void aFewFramesMoreOrLessAtTheEndAreTheSourcesBusiness() {
        assertThat(inspector.chunk(planned(109), 2, video.chunk(2), 1)).hasSize(2);
        assertThat(inspector.chunk(planned(100), 2, video.chunk(2), 1)).hasSize(2);
        assertThatThrownBy(() -> inspector.chunk(planned(120), 2, video.chunk(2), 1))
                .isInstanceOf(Setback.class)
                .hasMessageContaining(
                        "180p segment 00005 is missing or incomplete: the chunk has 25 frames, planned 40");
    }

    @Test
    void allRenditionsOfAChunkEndTogether() throws IOException {
        SampleVideo.copyTree(video.chunk(2), work);
        Files.delete(work.resolve("180p/00002.m4s"));
        Files.delete(work.resolve("180p/00003.m4s"));
        Files.delete(work.resolve("90p/00002.m4s"));
        Files.delete(work.resolve("90p/00003.m4s"));
        inspector.chunk(plan, 2, work, 1);
        Files.delete(work.resolve("90p/00005.m4s"));

        assertNamed(catchThrowable(() -> inspector.chunk(plan, 2, work, 1)), "90p has 20 frames, 180p 25");
    }

    @Test
    void audioIsReadFromItsBoxes() {
        EncodedTrack track = inspector.audio(plan, plan.audio().get(0), work, 2);

        assertThat(track.codecs()).isEqualTo("mp4a.40.2");
        assertThat(track.priming()).isEqualTo(1024);
        assertThat(track.timescale()).isEqualTo(48000);
        Segment last = track.segments().get(track.segments().size() - 1);
        assertThat((last.start() + last.duration() - 1024) / 48000.0)
                .isCloseTo(plan.grid().duration(), within(1024 / 48000.0));
        assertThat(track.segments().get(0).key()).isEqualTo("audio-0/00000-2.m4s");
        assertThat(track.frames()).isEqualTo((last.start() + last.duration() + 1023) / 1024);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(
                        "a segment is truncated",
                        "180p segment 00002 is damaged",
                        work -> cut(work, "180p/00002.m4s", 100)),
                fault(
                        "a segment is cut in its header",
                        "90p segment 00003 is damaged",
                        work -> keep(work, "90p/00003.m4s", 300)),
                fault("a segment is empty", "90p segment 00003 is damaged", work -> keep(work, "90p/00003.m4s", 0)),
                fault(
                        "bytes follow the media data",
                        "90p segment 00003 is damaged",
                        work -> append(work, "90p/00003.m4s")),
                fault(
                        "a segment is missing",
                        "180p segment 00002 is missing",
                        work -> Files.delete(work.resolve("180p/00002.m4s"))),
                fault(
                        "the last segment is missing",
                        "90p segment 00003 is missing or incomplete: the chunk has 20 frames, planned 40",
                        work -> Files.delete(work.resolve("90p/00003.m4s"))),
                fault("all segments are missing", "90p segment 00002 is missing, and all after it", work -> {
                    Files.delete(work.resolve("90p/00002.m4s"));
                    Files.delete(work.resolve("90p/00003.m4s"));
                }),
                fault("a rendition is missing", "90p", work -> {
                    try (Stream<Path> files = Files.list(work.resolve("90p"))) {
                        for (Path file : files.toList()) {
                            Files.delete(file);
                        }
                    }
                    Files.delete(work.resolve("90p"));
                }),
                fault(
                        "a segment of another chunk lies there",
                        "180p segment 00001 was not asked for",
                        work -> copy(video.chunk(0), "180p/00001.m4s", work, "180p/00001.m4s")),
                fault(
                        "the chunk goes on too long",
                        "180p segment 00004 was not asked for",
                        work -> copy(video.chunk(2), "180p/00004.m4s", work, "180p/00004.m4s")),
                fault("two segments are swapped", "180p segment 00002 starts at tick 60060 instead of 40040", work -> {
                    Files.move(work.resolve("180p/00002.m4s"), work.resolve("180p/x"));
                    Files.move(work.resolve("180p/00003.m4s"), work.resolve("180p/00002.m4s"));
                    Files.move(work.resolve("180p/x"), work.resolve("180p/00003.m4s"));
                }),
                fault(
                        "the init segment is another rendition's",
                        "90p is 320x180, planned 160x90",
                        work -> copy(work, "180p/init.mp4", work, "90p/init.mp4")),
                fault(
                        "the init segment is of audio",
                        "90p is 0x0",
                        work -> copy(work, "audio-0/init.mp4", work, "90p/init.mp4")),
                fault(
                        "the init segment is missing",
                        "90p: the init segment cannot be read",
                        work -> Files.delete(work.resolve("90p/init.mp4"))),
                fault(
                        "the init segment is cut",
                        "90p: the init segment cannot be read",
                        work -> cut(work, "90p/init.mp4", 9)),
                fault(
                        "the decode time is shifted by one tick",
                        "180p segment 00003 starts at tick 60061 instead of 60060",
                        work -> poke(work, "180p/00003.m4s", "tfdt", 8, 60061)),
                fault(
                        "the decode times count from the chunk",
                        "180p segment 00002 starts at tick 0 instead of 40040",
                        work -> poke(work, "180p/00002.m4s", "tfdt", 8, 0)),
                fault(
                        "the first frame is no key frame",
                        "180p segment 00003 does not start with a key frame",
                        work -> poke(work, "180p/00003.m4s", "trun", FIRST_SAMPLE + 4, 0x0101_0000)),
                fault(
                        "a frame is shown twice",
                        "180p segment 00003 shows a frame at tick",
                        work -> poke(work, "180p/00003.m4s", "trun", FIRST_SAMPLE + SAMPLE + 8, 2002)),
                fault(
                        "frames last too long",
                        "180p segment 00003 shows a frame at tick",
                        work -> poke(work, "180p/00003.m4s", "tfhd", 8, 1002)),
                fault(
                        "a rendition has a short segment",
                        "180p segment 00003 is missing or incomplete",
                        work -> dropLastSample(work, "180p/00003.m4s")),
                fault(
                        "the frames are moved by the edit list",
                        "180p segment 00002 shows",
                        work -> poke(work, "180p/init.mp4", "elst", 12, 1001)),
                fault(
                        "the edit list starts with a hole",
                        "180p: the init segment cannot be read: the edit list",
                        work -> poke(work, "180p/init.mp4", "elst", 12, -1)),
                fault(
                        "pixels are not square",
                        "180p: the init segment cannot be read: its pixels are 4:1",
                        work -> poke(work, "180p/init.mp4", "pasp", 0, 4)),
                fault(
                        "frames are shown narrower than they are",
                        "180p: the init segment cannot be read: it is shown in another size",
                        work -> poke(work, "180p/init.mp4", "tkhd", 76, 160 << 16)),
                fault(
                        "ticks do not fit the frame rate",
                        "180p has 12800 ticks a second",
                        work -> poke(work, "180p/init.mp4", "mdhd", 12, 12800)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aPlantedFaultInTheVideoIsNamed(String name, String expected, Fault fault) throws IOException {
        inspector.chunk(plan, 1, work, 1);
        fault.plant(work);

        assertNamed(catchThrowable(() -> inspector.chunk(plan, 1, work, 1)), expected);
    }

    static Stream<Arguments> audioFaults() {
        return Stream.of(
                fault(
                        "a segment is truncated",
                        "audio-0 segment 00001 is damaged",
                        work -> cut(work, "audio-0/00001.m4s", 1)),
                fault(
                        "a segment is missing",
                        "audio-0 segment 00002 is missing",
                        work -> Files.delete(work.resolve("audio-0/00002.m4s"))),
                fault(
                        "the first segment is missing",
                        "audio-0 segment 00000 is missing",
                        work -> Files.delete(work.resolve("audio-0/00000.m4s"))),
                fault(
                        "the audio is 80 ms late",
                        "audio-0 segment 00000 starts at tick 3840 instead of 0",
                        work -> poke(work, "audio-0/00000.m4s", "tfdt", 8, 3840)),
                fault("two segments are swapped", "audio-0 segment 00001 starts at tick", work -> {
                    Files.move(work.resolve("audio-0/00001.m4s"), work.resolve("audio-0/x"));
                    Files.move(work.resolve("audio-0/00002.m4s"), work.resolve("audio-0/00001.m4s"));
                    Files.move(work.resolve("audio-0/x"), work.resolve("audio-0/00002.m4s"));
                }),
                fault(
                        "frames are too short",
                        "audio-0 segment 00001 has a frame of 1 ticks instead of 1024",
                        work -> poke(work, "audio-0/00001.m4s", "tfhd", 8, 1)),
                fault(
                        "the edit list moves the audio by 80 ms",
                        "s away from the video's cut",
                        work -> poke(work, "audio-0/init.mp4", "elst", 12, 1024 + 3840)),
                fault(
                        "the init segment counts other ticks",
                        "audio-0 segment 00000 is damaged: the index",
                        work -> poke(work, "audio-0/init.mp4", "mdhd", 12, 44100)),
                fault(
                        "the init segment is of video",
                        "audio-0 has an init segment for video",
                        work -> copy(work, "180p/init.mp4", work, "audio-0/init.mp4")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("audioFaults")
    void aPlantedFaultInTheAudioIsNamed(String name, String expected, Fault fault) throws IOException {
        inspector.audio(plan, plan.audio().get(0), work, 1);
        fault.plant(work);

        assertNamed(catchThrowable(() -> inspector.audio(plan, plan.audio().get(0), work, 1)), expected);
    }

    @Test
    void audioThatIsLongerThanTheVideoIsNamed() {
        Plan shorter = planned(SampleVideo.FRAMES - 3);
        assertNamed(
                catchThrowable(() -> inspector.audio(shorter, plan.audio().get(0), work, 1)),
                "audio-0 ends 0.100 s after the video");
    }

    @Test
    void aPlanThatStretchesTheFramesIsNamed() {
        Plan stretched = new Plan(
                plan.profile(),
                plan.source(),
                plan.grid(),
                List.of(new Rendition("180p", 240, 180, "libx264", "veryfast", 23, 300_000, 600_000)),
                plan.audio(),
                plan.texts(),
                plan.stills(),
                plan.damaged(),
                plan.encrypted());
        assertNamed(
                catchThrowable(() -> inspector.chunk(stretched, 1, work, 1)),
                "180p is 240x180, of a source whose width is 1.778 times its height");
    }

    /**
     * No byte of a fragment may be wrong, except those that do not affect what is shown: the fragment's serial number,
     * the versions, flags and defaults that nothing reads, and how samples depend on each other.
     */
    @Test
    void flippedBytesOfAFragmentAreCaught() throws IOException {
        Path file = work.resolve("180p/00003.m4s");
        byte[] whole = Files.readAllBytes(file);
        int moof = indexOf(whole, "moof") - 4;
        int mdat = indexOf(whole, "mdat") + 4;
        List<Integer> harmless = new ArrayList<>();
        harmless.addAll(range(indexOf(whole, "mfhd") + 4, 8));
        harmless.addAll(range(indexOf(whole, "tfdt") + 5, 3));
        harmless.addAll(List.of(indexOf(whole, "tfhd") + 4, indexOf(whole, "tfhd") + 6));
        harmless.addAll(range(indexOf(whole, "tfhd") + 16, 8));
        harmless.addAll(range(indexOf(whole, "trun") + 4, 2));
        int first = indexOf(whole, "trun") + 4 + FIRST_SAMPLE;
        harmless.addAll(List.of(first + 4, first + 6, first + 7));
        for (int sample = first + SAMPLE; sample < mdat - 8; sample += SAMPLE) {
            harmless.addAll(range(sample + 4, 4));
        }

        List<Integer> missed = new ArrayList<>();
        for (int at = moof; at < mdat; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) 0xff;
            Files.write(file, flipped);
            if (!(catchThrowable(() -> inspector.chunk(plan, 1, work, 1)) instanceof Failure)) {
                missed.add(at);
            }
        }
        missed.removeAll(harmless);

        assertThat(missed).isEmpty();
    }

    private static void assertNamed(Throwable thrown, String expected) {
        assertThat(thrown).isInstanceOf(Setback.class).hasMessageContaining(expected);
        assertThat(((Setback) thrown).code()).isEqualTo(FailureCode.OUTPUT_CHECK_FAILED);
    }

    private static Plan planned(long frames) {
        Plan plan = SampleVideo.plan();
        Grid grid = plan.grid();
        return new Plan(
                plan.profile(),
                plan.source(),
                new Grid(grid.frameRate(), frames, grid.gopFrames(), grid.segmentFrames(), grid.chunkFrames()),
                plan.renditions(),
                plan.audio(),
                plan.texts(),
                plan.stills(),
                plan.damaged(),
                plan.encrypted());
    }

    private interface Fault {
        void plant(Path work) throws IOException;
    }

    private static Arguments fault(String name, String expected, Fault fault) {
        return Arguments.of(name, expected, fault);
    }

    private static void cut(Path work, String file, int bytes) throws IOException {
        keep(work, file, (int) Files.size(work.resolve(file)) - bytes);
    }

    private static void keep(Path work, String file, int bytes) throws IOException {
        Path path = work.resolve(file);
        Files.write(path, Arrays.copyOf(Files.readAllBytes(path), bytes));
    }

    private static void append(Path work, String file) throws IOException {
        keep(work, file, (int) Files.size(work.resolve(file)) + 20);
    }

    private static void copy(Path from, String file, Path to, String as) throws IOException {
        Files.write(to.resolve(as), Files.readAllBytes(from.resolve(file)));
    }

    /** Overwrites the 32-bit field that lies {@code offset} bytes behind the type of the first such box. */
    private static void poke(Path work, String file, String box, int offset, int value) throws IOException {
        Path path = work.resolve(file);
        byte[] bytes = Files.readAllBytes(path);
        ByteBuffer.wrap(bytes).putInt(indexOf(bytes, box) + 4 + offset, value);
        Files.write(path, bytes);
    }

    /** As a source that ends too early in one rendition: one frame less in the run, its bytes gone from the data. */
    private static void dropLastSample(Path work, String file) throws IOException {
        Path path = work.resolve(file);
        byte[] bytes = Files.readAllBytes(path);
        ByteBuffer whole = ByteBuffer.wrap(bytes);
        int sidx = indexOf(bytes, "sidx") - 4;
        int moof = indexOf(bytes, "moof") - 4;
        int traf = indexOf(bytes, "traf") - 4;
        int trun = indexOf(bytes, "trun") - 4;
        int mdat = indexOf(bytes, "mdat") - 4;
        int sample = mdat - SAMPLE;
        int size = whole.getInt(sample);
        for (int box : new int[] {moof, traf, trun}) {
            whole.putInt(box, whole.getInt(box) - SAMPLE);
        }
        whole.putInt(trun + 12, whole.getInt(trun + 12) - 1);
        whole.putInt(trun + 16, whole.getInt(trun + 16) - SAMPLE);
        whole.putInt(mdat, whole.getInt(mdat) - size);
        whole.putInt(sidx + 40, whole.getInt(sidx + 40) - SAMPLE - size);
        ByteBuffer less = ByteBuffer.allocate(bytes.length - SAMPLE - size);
        less.put(bytes, 0, sample).put(bytes, mdat, bytes.length - mdat - size);
        Files.write(path, less.array());
    }

    private static List<Integer> range(int from, int count) {
        return Stream.iterate(from, i -> i + 1).limit(count).toList();
    }

    private static int indexOf(byte[] bytes, String type) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(type);
        assertThat(at).as("a box %s", type).isNotNegative();
        return at;
    }
}
