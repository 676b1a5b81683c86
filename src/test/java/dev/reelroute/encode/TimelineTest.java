package dev.reelroute.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelroute.encode.Pipeline.Published;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Daily;
import dev.reelroute.media.Programs;
import dev.reelroute.media.Rational;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Video and audio on one time line, with the real FFmpeg: at each full second a flash and a beep, both in what is published
 * and in the early stream.
 */
class TimelineTest {

    private static final Profile SMALL = profile(90, 44);
    /** For those that look at the larger rendition only. */
    private static final Profile LARGER = profile(90);

    /**
     * Segments of two seconds, chunks of four.
     *
     * @param shortSides of the renditions; the first one's is the most that there is to be made of the sources
     */
    static Profile profile(int... shortSides) {
        List<Profile.Rung> ladder = IntStream.of(shortSides)
                .mapToObj(shortSide -> new Profile.Rung(shortSide, "libx264", "ultrafast", 20, 2_000_000))
                .toList();
        return new Profile(
                "small",
                "00000000",
                "For tests.",
                60,
                1,
                2,
                4,
                100,
                2,
                Profile.Damaged.STRICT,
                false,
                ladder,
                new Profile.Audio(List.of(new Profile.AudioEncoding("aac", 2, 128_000)), 48_000, null),
                new Profile.Poster(180, 0.1),
                new Profile.Storyboard(90, 5, 2, 20),
                false);
    }

    /** Of AAC. */
    private static final double AUDIO_FRAME = 1024.0 / 48_000;

    @TempDir
    Path folder;

    private Clips clips;

    @BeforeEach
    void clips() {
        clips = new Clips(folder);
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                source(
                        "audio that goes on over the last frame",
                        "a.webm",
                        "9",
                        flashes(0, 2),
                        beeps(0, 9),
                        "V 25 2 A 9"),
                source("a still for as long as the audio", "a.mp4", "9", List.of(0.0), beeps(0, 9), "V 25 0.04 A 9"),
                source("a still of MPEG-TS", "a.ts", "6", List.of(0.0), beeps(0, 6), "V 25 0.04 A 6"),
                source("video that begins late", "a.mkv", "9", flashes(0, 6, 7, 8), beeps(0, 9), "@5 V 30 4 A 9"),
                source("late video in MP4", "a.mp4", "9", flashes(0, 6, 7, 8), beeps(0, 9), "@5 V 24 4 A 9"),
                source("video in the middle", "a.mkv", "9", List.of(0.0, 4.0), beeps(0, 9), "@3 V 25 2 A 9"),
                source("audio that begins late", "a.mp4", "9", flashes(0, 9), beeps(5, 9), "V 25 9 @5 A 4"),
                source("audio that ends early", "a.mkv", "9", flashes(0, 9), beeps(0, 3), "V 50 9 A 3"),
                source(
                        "a clock that began hours ago",
                        "a.ts",
                        "6",
                        flashes(0, 6),
                        beeps(0, 6),
                        "V 25 6 A 6 -output_ts_offset 7200"),
                source(
                        "FLV from the middle",
                        "a.flv",
                        "6",
                        flashes(0, 6),
                        beeps(0, 6),
                        "V 30 6 A 6 -output_ts_offset 7200"),
                source(
                        "a clock that starts anew after 33 bits",
                        "a.ts",
                        "6",
                        flashes(0, 6),
                        beeps(0, 6),
                        "V 25 6 A 6 -output_ts_offset 95440"),
                source(
                        "audio of MPEG-TS that begins late",
                        "a.ts",
                        "24",
                        flashes(0, 24),
                        beeps(22, 24),
                        "V 25 24 @22 A 2"));
    }

    private static Arguments source(
            String label, String name, String seconds, List<Double> flashes, List<Double> beeps, String recipe) {
        return Arguments.of(label, name, Double.valueOf(seconds), flashes, beeps, recipe);
    }

    private static List<Double> flashes(double... times) {
        return times.length == 2
                ? beeps((int) times[0], (int) times[1])
                : DoubleStream.of(times).boxed().toList();
    }

    /** Each second from the one to before the other. */
    private static List<Double> beeps(int from, int to) {
        return IntStream.range(from, to).mapToDouble(each -> each).boxed().toList();
    }

    @ParameterizedTest(name = "{0}")
    @Daily({2, 4, 7, 11})
    @MethodSource("sources")
    void lastsAsLongAsTheLonger(
            String label, String name, double seconds, List<Double> flashes, List<Double> beeps, String recipe) {
        assertShown(make(name, recipe), seconds, flashes, beeps);
    }

    @Test
    void recordingsThatAreAppendedAreShownOneAfterTheOther() throws IOException {
        Path source = joined(make("1.webm", "V 25 5 A 5"), make("2.webm", "V 25 3 A 3"));
        Plan plan = assertShown(source, 8, beeps(0, 8), beeps(0, 8));
        assertThat(plan.source().warnings()).extracting(Warning::code).contains("CLOCK_JUMPS");
    }

    @Test
    void recordingsThatAreAppendedDoNotDriftApart() throws IOException {
        Path source = appended(
                "a.mkv", make("1.mkv", "V 25 3 A 3"), make("2.mkv", "V 25 2 A 2"), make("3.mkv", "V 25 4 A 4"));
        assertShown(source, 9, beeps(0, 9), beeps(0, 9));
    }

    /** The clock goes back by less than a second. A pause of 0.3 s is what tells one beep from the next. */
    @ParameterizedTest
    @Daily({1, 5, 8})
    @CsvSource({"mkv, 1", "webm, 1", "flv, 1", "ts, 1", "mpg, 1", "mkv, 0.48", "flv, 0.48", "ts, 0.48"})
    void recordingsOfASecondOrLessAreAllShown(String kind, String seconds) throws IOException {
        String codecs = kind.equals("mpg") ? " -c:v mpeg2video -c:a mp2" : kind.equals("flv") ? " -ar 44100" : "";
        Path one = make("1." + kind, "V 25 " + seconds + " A " + seconds + codecs);
        int count = 6;
        Path source =
                appended("a." + kind, Stream.generate(() -> one).limit(count).toArray(Path[]::new));
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(LARGER);
        assertThat(plan.source().warnings()).extracting(Warning::code).containsExactly("CLOCK_JUMPS");
        Watched watched = watched(pipeline.published(plan));
        List<Double> begins = IntStream.range(0, count)
                .mapToObj(each -> each * Double.parseDouble(seconds))
                .toList();
        assertThat(watched.flashes())
                .as(watched.toString())
                .usingElementComparator(near(0.04 + AUDIO_FRAME))
                .isEqualTo(begins);
        assertThat(watched.beeps())
                .as(watched.toString())
                .usingElementComparator(near(0.04 + AUDIO_FRAME))
                .isEqualTo(begins);
    }

    @ParameterizedTest
    @CsvSource({"flv, -ar 44100", "ts, ''", "mkv, ''"})
    void whoLosesMostOfHisVideoIsToldSo(String kind, String options) throws IOException {
        Path one = make("1." + kind, "V 25 0.2 A 0.2 " + options);
        Path source = appended("a." + kind, Stream.generate(() -> one).limit(10).toArray(Path[]::new));
        Plan plan = new Pipeline(source, folder).plan(LARGER);
        assertThat(plan.source().warnings()).extracting(Warning::code).contains("PARTS_OVERLAP");
    }

    @Test
    void whoLosesAFrameIsNotToldSo() throws IOException {
        Path source = joined(make("1.ts", "V 25 3 A 3"), make("2.ts", "V 25 3 A 3 -output_ts_offset 2.96"));
        Plan plan = new Pipeline(source, folder).plan(LARGER);
        assertThat(plan.source().warnings()).isEmpty();
    }

    @Test
    void partsThatOverlapByHalfASecondAreShownOneAfterTheOther() throws IOException {
        Path source = joined(make("1.ts", "V 25 2 A 2"), make("2.ts", "V 25 2 A 2 -output_ts_offset 1.5"));
        Plan plan = assertShown(source, 4, beeps(0, 4), beeps(0, 4));
        assertThat(plan.source().warnings()).extracting(Warning::code).containsExactly("CLOCK_JUMPS");
    }

    /** FFmpeg makes up the decoding times of Matroska, and those of frames that are stored in another order begin late. */
    @ParameterizedTest
    @Daily(1)
    @CsvSource({"1, 12", "1/5, 20"})
    void framesOfSlidesThatAreStoredInAnotherOrderAreNoRecordings(String rate, int seconds) throws IOException {
        Path one = make("1.mkv", "V " + rate + " " + seconds + " A " + seconds + " -bf 3 -b_strategy 0 -g 250");
        Pipeline pipeline = new Pipeline(one, folder);
        Plan plan = pipeline.plan(LARGER);
        assertThat(plan.source().warnings()).isEmpty();
        assertThat(plan.source().duration()).isCloseTo(seconds, within(0.1));
        Watched watched = watched(pipeline.published(plan));
        assertThat(watched.beeps()).usingElementComparator(near(AUDIO_FRAME)).isEqualTo(beeps(0, seconds));

        Pipeline both = new Pipeline(appended("a.mkv", one, one), folder);
        plan = both.plan(LARGER);
        assertThat(plan.source().warnings()).extracting(Warning::code).containsExactly("CLOCK_JUMPS");
        watched = watched(both.published(plan));
        assertThat(watched.end()).isCloseTo(2 * seconds, within(0.1));
        assertThat(watched.beeps())
                .usingElementComparator(near(2 * AUDIO_FRAME))
                .isEqualTo(beeps(0, 2 * seconds));
    }

    @Test
    void recordingsOfFlvThatAreAppendedAreAllShown() throws IOException {
        Path source = appended(
                "a.flv",
                make("1.flv", "V 25 3 A 3 -ar 44100"),
                make("2.flv", "V 25 2 A 2 -ar 44100 -s 80x44"),
                make("3.flv", "V 25 3 A 3 -ar 44100"));
        assertShown(source, 8, beeps(0, 8), beeps(0, 8));
    }

    @Test
    void eachAppendedRecordingIsInStepInItself() throws IOException {
        Path source = appended(
                "a.mkv",
                make("1.mkv", "V 25 2 A 4"),
                make("2.mkv", "V 25 3"),
                make("3.mkv", "V 25 4 A 2"),
                make("4.mkv", "V 25 2 A 2"));
        Watched watched = published(source);
        assertThat(watched.end()).isCloseTo(13, within(0.04));
        assertThat(watched.flashes())
                .usingElementComparator(near(AUDIO_FRAME))
                .containsExactly(0.0, 1.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0);
        assertThat(watched.beeps())
                .usingElementComparator(near(AUDIO_FRAME))
                .containsExactly(0.0, 1.0, 2.0, 3.0, 7.0, 8.0, 11.0, 12.0);
    }

    /** A packet of audio too much in each would be three seconds at the end. */
    @Test
    void howeverManyRecordingsAreAppended() throws IOException {
        Path one = make("1.mkv", "V 10 1 A 1 -s 64x36");
        Path source = appended("a.mkv", Stream.generate(() -> one).limit(150).toArray(Path[]::new));
        Watched watched = published(source);
        assertThat(watched.flashes()).usingElementComparator(near(AUDIO_FRAME)).isEqualTo(beeps(0, 150));
        assertThat(watched.beeps())
                .usingElementComparator(near(2 * AUDIO_FRAME))
                .isEqualTo(beeps(0, 150));
    }

    /** The kernel takes no argument of 128 KiB. */
    @Test
    void theJointsOfAThousandRecordingsFitIntoAnArgument() throws IOException {
        Path one = make("1.flv", "V 5 2 A 2 -s 64x36 -ar 11025");
        Path source = appended("a.flv", Stream.generate(() -> one).limit(1000).toArray(Path[]::new));
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(LARGER);
        assertThat(plan.source().way().joints().get(0)).hasSize(999);
        assertThat(new VideoChunkCommand(Pipeline.SETTINGS)
                        .arguments(plan, 0, source, Approach.NEAR).stream().mapToInt(String::length))
                .allMatch(length -> length < 80_000);
    }

    static Stream<Arguments> firstWithoutAudio() {
        return Stream.of(Arguments.of("ts"), Arguments.of("flv"));
    }

    /** Its clock does not jump, since it is in no part before. */
    @ParameterizedTest
    @MethodSource("firstWithoutAudio")
    void audioThatBeginsInALaterRecordingIsInStepWithThat(String kind) throws IOException {
        Path source = appended(
                "a." + kind,
                make("1." + kind, "V 25 3"),
                make("2." + kind, "V 25 2 A 2 -ar 44100"),
                make("3." + kind, "V 25 3 A 3 -ar 44100"));
        Watched watched = published(source);
        assertThat(watched.flashes())
                .as(watched.toString())
                .usingElementComparator(near(0.04 + AUDIO_FRAME))
                .isEqualTo(beeps(0, 8));
        assertThat(watched.beeps())
                .as(watched.toString())
                .usingElementComparator(near(0.04 + AUDIO_FRAME))
                .isEqualTo(beeps(3, 8));
    }

    /** FFmpeg makes a second track of FLV's audio when its codec changes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void audioOfFlvThatChangesItsCodecIsOneTrack(boolean restarts) throws IOException {
        String on = " -output_ts_offset ";
        Path source = appended(
                "a.flv",
                make("1.flv", "V 25 3 A 3 -bf 0 -ar 44100"),
                make("2.flv", "V 25 2 A 2 -bf 0 -ar 44100 -ac 1 -c:a libmp3lame" + (restarts ? "" : on + 3)),
                make("3.flv", "V 25 3 A 3 -bf 0 -ar 44100" + (restarts ? "" : on + 5)));
        Plan plan = assertShown(source, 8, beeps(0, 8), beeps(0, 8));
        assertThat(plan.audio()).hasSize(1);
        assertThat(plan.source().warnings())
                .extracting(Warning::code)
                .isEqualTo(restarts ? List.of("CLOCK_JUMPS") : List.of());
    }

    @Test
    void audioTracksOfFlvThatPlaySideBySideStaySeveral() {
        Path source = make("a.flv", "V 25 3 A 3 A 3 -map 0 -map 1 -map 2 -ar 44100");
        Plan plan = new Pipeline(source, folder).plan(LARGER);
        assertThat(plan.audio()).hasSize(2);
        assertThat(plan.source().warnings()).isEmpty();
    }

    @Test
    void ofVideoOfFlvThatChangesItsCodecTheFirstPartIsUsed() throws IOException {
        Path source = appended(
                "a.flv", make("1.flv", "V 25 3 A 3 -ar 44100"), make("2.flv", "V 25 2 A 2 -ar 44100 -c:v flv1"));
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(LARGER);
        assertThat(plan.source().warnings()).extracting(Warning::code).contains("CODEC_CHANGES");
        Watched watched = watched(pipeline.published(plan));
        assertThat(watched.flashes())
                .usingElementComparator(near(0.04 + AUDIO_FRAME))
                .isEqualTo(beeps(0, 3));
        assertThat(watched.beeps())
                .usingElementComparator(near(0.04 + AUDIO_FRAME))
                .isEqualTo(beeps(0, 5));
    }

    /** Encoders of cameras write them before each key frame: then a decoder follows. */
    @ParameterizedTest
    @Daily(2)
    @ValueSource(strings = {"libx264", "libx265 -x265-params log-level=none"})
    void settingsThatChangeWhereRecordingsAreAppendedAreFollowed(String codec) throws IOException {
        String video = " -bsf:v dump_extra=freq=k -c:v " + codec;
        Path source =
                appended("a.mkv", make("1.mkv", "V 25 3 A 3" + video), make("2.mkv", "V 25 3 A 3 -s 180x320" + video));
        assertPublished(source, List.of("PICTURE_CHANGES"), 6, beeps(0, 6), beeps(0, 6));
    }

    /** FFmpeg decodes by those of the first recording, and of HEVC it shows anything without a word. */
    @ParameterizedTest
    @ValueSource(strings = {"libx264", "libx265 -x265-params log-level=none"})
    void whereAnAppendedRecordingNeedsOtherSettingsTheVideoEnds(String codec) throws IOException {
        Path source = appended(
                "a.mkv",
                make("1.mkv", "V 25 3 A 3 -c:v " + codec),
                make("2.mkv", "V 25 3 A 3 -s 180x320 -c:v " + codec));
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(LARGER);
        assertThat(plan.source().warnings()).extracting(Warning::code).contains("CODEC_CHANGES");
        Published published = pipeline.published(plan);
        assertThat(published.warnings()).isEmpty();
        Watched watched = watched(published);
        assertThat(watched.flashes())
                .usingElementComparator(near(0.04 + AUDIO_FRAME))
                .isEqualTo(beeps(0, 3));
        assertThat(watched.beeps())
                .usingElementComparator(near(0.04 + AUDIO_FRAME))
                .isEqualTo(beeps(0, 6));
    }

    /** The frame rate is among the settings of x264, and does not matter to a decoder. */
    @Test
    void anAppendedRecordingWithAnotherFrameRateIsShown() throws IOException {
        Path source = appended(
                "a.mkv", make("1.mkv", "V 25 3 A 3 -tune zerolatency"), make("2.mkv", "V 50 3 A 3 -tune zerolatency"));
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(LARGER);
        assertThat(plan.source().warnings()).extracting(Warning::code).doesNotContain("CODEC_CHANGES");
        Published published = pipeline.published(plan);
        assertThat(published.warnings()).isEmpty();
        assertThat(watched(published).flashes())
                .usingElementComparator(near(0.04 + AUDIO_FRAME))
                .isEqualTo(beeps(0, 6));
    }

    /** FFmpeg's scaler refuses frames whose colours have a number that is reserved; ProRes has it where it tells none. */
    @Test
    void framesWhoseColoursAreReservedAreShown() {
        Path source = make(
                "a.mov",
                "V 25 3 A 3 -c:v prores_ks -pix_fmt yuv422p10le -bsf:v"
                        + " prores_metadata=color_primaries=unknown:color_trc=unknown");
        assertShown(source, 3, beeps(0, 3), beeps(0, 3));
    }

    /** The filter that draws bars refuses them in 4:2:0, and in formats of which four pixels share a colour. */
    @ParameterizedTest
    @Daily({2, 5})
    @CsvSource({
        "161x121, webm, -c:v libvpx",
        "3x200, webm, -c:v libvpx",
        "201x3, webm, -c:v libvpx",
        "162x122, mkv, -c:v ffv1 -pix_fmt yuv410p",
        "161x121, mkv, -c:v ffv1 -pix_fmt yuv411p"
    })
    void framesOfAnOddSizeAreShown(String size, String kind, String codec) {
        Path source = make("a." + kind, "V 25 3 A 3 -s " + size + " " + codec);
        assertPublished(source, List.of(), 3, beeps(0, 3), beeps(0, 3));
    }

    /** Of frames that are stored in another order than they are shown, the last one may be there, and those before it not. */
    @ParameterizedTest
    @ValueSource(ints = {7, 75})
    void aStreamThatIsCutHasNoOtherRate(int frames) {
        make("whole.ts", "V 25 4 -bf 1 -b_strategy 0 -sc_threshold 0 -frames:v " + frames);
        Path source = clips.from(
                "cut.ts", List.of("-i", "whole.ts"), "-c", "copy", "-bsf:v", "noise=drop='eq(n," + (frames - 1) + ")'");
        Plan plan = new Pipeline(source, folder).plan(LARGER);
        assertThat(plan.source().warnings()).isEmpty();
        assertThat(plan.grid().frameRate()).isEqualTo(new Rational(25, 1));
    }

    /** Nothing is to be seen of it: to say that it is damaged would be wrong, and to refuse it as well. */
    @ParameterizedTest
    @Daily({1, 4})
    @CsvSource({
        "mp4, -c:v libx264 -c:a aac -movflags faststart",
        "mov, -c:v mjpeg -c:a pcm_s16le -movflags faststart",
        "avi, -c:v mpeg4 -c:a mp3",
        "flv, -c:v libx264 -c:a aac -ar 44100",
        "mkv, -c:v libx264 -c:a aac"
    })
    void aFrameWithinWhichTheFileEndsIsLeftOut(String kind, String codecs) throws IOException {
        byte[] whole = Files.readAllBytes(make("whole." + kind, "V 25 2 A 2 -bf 0 " + codecs));
        for (int part = 5; part < 9; part++) {
            Path source = Files.write(folder.resolve("a." + kind), Arrays.copyOf(whole, whole.length * part / 9));
            Pipeline pipeline = new Pipeline(source, folder);
            Plan plan = pipeline.plan(Pipeline.profile("preview"));
            assertThat(pipeline.published(plan).warnings())
                    .as("%d/9 of %s", part, kind)
                    .isEmpty();
        }
    }

    @Test
    void aStillOfAnAppendedRecordingIsNotTakenForAJump() throws IOException {
        Path still = make("1.mkv", "V 25 3 A 16 -fps_mode passthrough -vf setpts='if(gt(N,50),PTS+12/TB,PTS)'");
        Path source = appended("a.mkv", still, make("2.mkv", "V 25 2 A 2"));
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(LARGER);
        assertThat(plan.source().duration()).isCloseTo(18, within(0.1));
        Watched watched = watched(pipeline.published(plan));
        assertThat(watched.flashes())
                .usingElementComparator(near(AUDIO_FRAME + 0.04))
                .containsExactly(0.0, 1.0, 2.0, 16.0, 17.0);
        assertThat(watched.beeps())
                .usingElementComparator(near(AUDIO_FRAME + 0.04))
                .isEqualTo(beeps(0, 18));
    }

    static Stream<Arguments> changesOfCodec() {
        List<Double> whole = joinedAt(4, 8);
        List<Double> half = beeps(0, 4);
        return Stream.of(
                Arguments.of("-c:v mpeg2video", "-c:v libx264", half, whole),
                Arguments.of("-c:v libx264", "-c:v mpeg2video", half, whole),
                Arguments.of("-c:v libx264", "-c:v libx265 -x265-params log-level=none", half, whole),
                Arguments.of("-c:a mp2", "-c:a ac3", whole, half),
                Arguments.of("-c:a aac", "-c:a mp2", whole, half),
                Arguments.of("-c:v mpeg2video -c:a ac3", "-c:a aac", half, half));
    }

    /** A new table gives the same PID another stream type. */
    @ParameterizedTest
    @Daily({3, 6})
    @MethodSource("changesOfCodec")
    void ofATrackThatChangesItsCodecTheFirstPartIsUsed(
            String first, String then, List<Double> flashes, List<Double> beeps) throws IOException {
        Path source = joined(
                make("1.ts", "V 25 4 A 4 " + first), make("2.ts", "V 25 4 A 4 " + then + " -output_ts_offset 4"));
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(LARGER);
        assertThat(plan.source().warnings()).extracting(Warning::code).containsOnly("CODEC_CHANGES");
        Published published = pipeline.published(plan);
        assertThat(published.warnings()).isEmpty();
        Watched watched = watched(published);
        assertThat(watched.flashes())
                .usingElementComparator(near(0.04 + AUDIO_FRAME))
                .isEqualTo(flashes);
        assertThat(watched.beeps())
                .usingElementComparator(near(0.04 + AUDIO_FRAME))
                .isEqualTo(beeps);
        Path early = pipeline.early(plan);
        assertThat(Watched.of(folder, early, early).beeps())
                .usingElementComparator(near(0.04 + AUDIO_FRAME))
                .isEqualTo(beeps);
    }

    @Test
    void tracksThatGoOnWithOtherPidsAreOne() throws IOException {
        Path source = joined(
                make("1.ts", "V 25 4 A 4"), make("2.ts", "V 25 4 A 4 -output_ts_offset 4 -mpegts_start_pid 0x300"));
        Plan plan = assertShown(source, 7.92, joinedAt(4, 8), joinedAt(4, 8));
        assertThat(plan.source().warnings()).isEmpty();
    }

    @Test
    void pixelsThatChangeTheirShapeAreFitted() throws IOException {
        Path source = joined(
                make("1.ts", "V 25 3 A 3 -vf setsar=1"),
                make("2.ts", "V 25 3 A 3 -vf setsar=2 -output_ts_offset 3"),
                make("3.ts", "V 25 2 A 2 -vf setsar=1/2 -output_ts_offset 6"));
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(LARGER);
        Published published = pipeline.published(plan);
        assertThat(published.warnings()).containsExactly("PICTURE_CHANGES");
        Watched watched = watched(published);
        assertThat(barsAt(watched, 1.5)).isEqualTo("");
        assertThat(barsAt(watched, 4.5)).isEqualTo("above");
        assertThat(barsAt(watched, 7.5)).isEqualTo("beside");
        Path early = pipeline.early(plan);
        assertThat(barsAt(Watched.of(folder, early, early), 4.5)).isEqualTo("above");
        pipeline.stills(plan);
    }

    /** In the flash, the frame is white. */
    private static String barsAt(Watched watched, double at) {
        double flash = watched.flashes().stream()
                .filter(time -> time < at)
                .reduce((one, other) -> other)
                .orElseThrow();
        Watched.Frame white = watched.frames().stream()
                .filter(frame -> frame.at() >= flash)
                .findFirst()
                .orElseThrow();
        return white.isBright(0.5, 0.1) ? white.isBright(0.1, 0.5) ? "" : "beside" : "above";
    }

    @ParameterizedTest
    @Daily(1)
    @ValueSource(strings = {"mp2", "ac3"})
    void aRecordingThatBeginsWithinAFrameIsNotDamaged(String codec) throws IOException {
        byte[] whole = Files.readAllBytes(make("a.vob", "V 25 5 A 5 -c:v mpeg2video -c:a " + codec));
        for (int part = 1; part <= 4; part++) {
            Path cut = Files.write(
                    folder.resolve("cut.vob"), Arrays.copyOfRange(whole, whole.length * part / 9, whole.length));
            Pipeline pipeline = new Pipeline(cut, folder);
            assertThat(pipeline.published(pipeline.plan(LARGER)).warnings())
                    .as("from %d/9 on", part)
                    .isEmpty();
        }
    }

    @Test
    void audioThatIsDamagedLaterIsSaidToBe() throws IOException {
        byte[] whole = Files.readAllBytes(make("a.vob", "V 25 8 A 8 -c:v mpeg2video -c:a ac3"));
        byte[] cut = Arrays.copyOfRange(whole, whole.length / 5, whole.length);
        // A block of audio: private stream 1.
        for (int at = cut.length / 2, hits = 0; hits < 3; at++) {
            if (cut[at] == 0 && cut[at + 1] == 0 && cut[at + 2] == 1 && (cut[at + 3] & 0xff) == 0xbd) {
                Arrays.fill(cut, at + 100, at + 1000, (byte) 0x55);
                hits++;
            }
        }
        Pipeline pipeline = new Pipeline(Files.write(folder.resolve("cut.vob"), cut), folder);
        assertThat(pipeline.published(pipeline.plan(LARGER)).warnings()).contains("DAMAGED_SOUND");
    }

    private Watched published(Path source) {
        Pipeline pipeline = new Pipeline(source, folder);
        return watched(pipeline.published(pipeline.plan(LARGER)));
    }

    private Watched watched(Published published) {
        return Watched.of(folder, published.file(), published.file());
    }

    private Path appended(String name, Path... parts) throws IOException {
        Path whole = folder.resolve(name);
        for (Path part : parts) {
            Files.write(whole, Files.readAllBytes(part), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return whole;
    }

    @Test
    void framesThatAnEditListHidesAreNotInTheEarlyStream() {
        make("whole.mp4", "V 25 6 A 6 -g 50 -bf 3");
        Path cut = clips.from("cut.mov", List.of("-ss", "1.72", "-i", "whole.mp4"), "-c", "copy");
        List<Double> seconds = List.of(0.28, 1.28, 2.28, 3.28);
        assertShown(cut, 4.28, seconds, seconds);
    }

    /** A segment tells when its first frame is shown by how long the frames of the one before last. */
    @ParameterizedTest
    @CsvSource({"a.mp4, 2", "a.mp4, 0", "a.mkv, 0"})
    void framesThatAreMissingBeforeASegmentLeaveItsFirstOneAtItsTime(String name, int reordered) {
        Path source = make(
                name,
                "V 25 4 A 4 -vf select='not(between(n\\,46\\,49))' -fps_mode passthrough -bf " + reordered
                        + " -force_key_frames expr:gte(t,n_forced)");
        Pipeline pipeline = new Pipeline(source, folder);
        Path early = pipeline.early(pipeline.plan(LARGER));
        Watched watched = Watched.of(folder, early, early);
        assertThat(watched.flashes())
                .as(watched.toString())
                .usingElementComparator(near(0.005))
                .isEqualTo(beeps(0, 4));
    }

    /** Filters of FFmpeg fail at times before zero, which a clock has before its 33 bits are used up. */
    @Test
    void audioIsComparedBeforeTimeZeroAsWell() {
        Pipeline pipeline = new Pipeline(make("a.ts", "V 25 3 A 4 -output_ts_offset 95441"), folder);
        Plan plan = pipeline.plan(LARGER);
        assertThat(plan.source().video().startMicros()).isNegative();
        assertThat(pipeline.published(plan).warnings()).isEmpty();
    }

    @Test
    void oneChannelIsAsLoudInTheEarlyStreamAsInWhatIsPublished() {
        Path source = make("a.mp4", "V 25 3 A 3 -c:a libmp3lame");
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(LARGER);
        pipeline.audio(plan, plan.audio().get(0));
        double early = level(pipeline.early(plan));
        assertThat(early).isCloseTo(level(pipeline.joined("audio-0")), within(0.5));
    }

    @Test
    void audioThatChangesItsRateAndChannelsIsOneTrack() throws IOException {
        Path source = joined(
                make("1.ts", "V 25 4 A 4 -c:a ac3 -ac 2"),
                make("2.ts", "V 25 4 A 4 -c:a ac3 -ac 6 -output_ts_offset 4"),
                make("3.ts", "V 25 3 A 3 -c:a ac3 -ac 1 -ar 32000 -output_ts_offset 8"));
        assertShown(source, 10.92, joinedAt(4, 11), joinedAt(4, 11));
    }

    /** FFmpeg guesses the times of packets that share a block by the sample rate at the beginning of the file. */
    @Test
    void audioOfAacThatChangesItsRateIsWhereItBelongs() throws IOException {
        String audio = " -c:a aac -ac 1 -avoid_negative_ts disabled";
        Path source = joined(
                make("1.ts", "V 25 3 A 3" + audio),
                make("2.ts", "V 25 4 A 4 -ar 32000 -output_ts_offset 3" + audio),
                make("3.ts", "V 25 2 A 2 -output_ts_offset 7" + audio));
        assertShown(source, 9, beeps(0, 9), beeps(0, 9));
    }

    @Test
    void framesThatChangeTheirSizeAreFitted() throws IOException {
        Path source = joined(
                make("1.ts", "V 25 3 A 3"),
                make("2.ts", "V 25 3 A 3 -s 180x320 -output_ts_offset 3"),
                make("3.ts", "V 25 2 A 2 -s 160x90 -pix_fmt yuv444p -output_ts_offset 6"));
        Path mkv = clips.from("a.mkv", List.of("-i", source.toString()), "-c", "copy");
        Plan plan = assertShown(mkv, 7.92, joinedAt(3, 8), joinedAt(3, 8));

        Pipeline pipeline = new Pipeline(mkv, folder);
        List<String> lines = pipeline.chunk(plan, 0, Approach.NEAR);
        assertThat(PictureChanges.within(plan, 0, lines)).isTrue();
        assertThat(PictureChanges.within(plan, 1, lines)).isFalse();
        assertThat(PictureChanges.within(plan, 1, pipeline.chunk(plan, 1, Approach.NEAR)))
                .isTrue();
    }

    @ParameterizedTest
    @Daily({1, 2})
    @ValueSource(strings = {"mp4", "mkv", "mov"})
    void partsThatOverlapAreInStep(String container) {
        make("1.mp4", "V 30 3 A 3");
        make("2.mp4", "V 30 3 A 3 -s 90x160");
        clips.write("parts.txt", "file 1.mp4\nduration 2.933333\nfile 2.mp4\n");
        Path overlapping = clips.from("a." + container, List.of("-f", "concat", "-i", "parts.txt"), "-c", "copy");
        // The first part is seen for one frame longer, and heard for two packets.
        assertShown(
                overlapping,
                5.933,
                List.of(0.0, 1.0, 2.0, 2.967, 3.933, 4.933),
                List.of(0.0, 1.0, 2.0, 2.987, 3.933, 4.933));
    }

    @Test
    void partsOfATransportStreamThatOverlapAreInStep() throws IOException {
        Path source = joined(
                make("1.ts", "V 25 3 A 3 -c:a ac3 -ac 2"),
                make("2.ts", "V 25 3 A 3 -c:a ac3 -ac 6 -output_ts_offset 2.96"));
        // Two frames more than the first part's: they hide the second part's.
        List<Double> seconds = List.of(0.0, 1.0, 2.0, 2.96, 3.88, 4.88);
        assertShown(source, 5.88, seconds, seconds);
    }

    @Test
    void oneProgrammeIsChosenAndTheOthersAreNamed() {
        make("1.ts", "V 25 3 A 3");
        make("2.ts", "V 25 3 A 2");
        Path source = clips.from(
                "a.ts",
                List.of("-i", "1.ts", "-i", "2.ts"),
                "-map",
                "1",
                "-map",
                "0",
                "-c",
                "copy",
                "-program",
                "title=News:st=0:st=1",
                "-program",
                "title=Sports:st=2:st=3");
        Plan plan = new Pipeline(source, folder).plan(LARGER);
        assertThat(plan.audio()).hasSize(1);
        assertThat(plan.source().warnings()).extracting(Warning::code).containsExactly("PROGRAMMES_LEFT_OUT");
        assertThat(plan.source().warnings().get(0).message()).contains("Sports").doesNotContain("News");
    }

    @Test
    void anAudioTrackWithoutAPacketIsNone() throws IOException {
        Path source = make("a.mp4", "V 25 3 A 3");
        Path empty = clips.from("empty.mp4", List.of("-i", source.toString()), "-c", "copy", "-bsf:a", "noise=drop=1");
        Plan plan = new Pipeline(empty, folder).plan(LARGER);
        assertThat(plan.audio()).isEmpty();
    }

    /** @return its plan */
    private Plan assertShown(Path source, double seconds, List<Double> flashes, List<Double> beeps) {
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(LARGER);
        assertNothingIsLacking(plan);
        pipeline.chunks(plan);
        pipeline.audio(plan, plan.audio().get(0));
        Path video = pipeline.joined(plan.renditions().get(0).name());
        Watched watched = Watched.of(folder, video, pipeline.joined("audio-0"));
        assertShown(watched, frame(plan), seconds, flashes, beeps);
        assertShownEarly(pipeline, plan, seconds, flashes, beeps);
        return plan;
    }

    /** As above, where the checks as well are content at once. */
    private void assertPublished(
            Path source, List<String> warnings, double seconds, List<Double> flashes, List<Double> beeps) {
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(SMALL);
        assertNothingIsLacking(plan);
        Published published = pipeline.published(plan);
        assertThat(published.warnings()).containsExactlyElementsOf(warnings);
        assertThat(published.retries()).isZero();
        Path video = published.playlist(plan.renditions().get(0).name());
        Watched watched = Watched.of(folder, video, published.playlist("audio-0"));
        assertShown(watched, frame(plan), seconds, flashes, beeps);
        assertShownEarly(pipeline, plan, seconds, flashes, beeps);
    }

    private static void assertNothingIsLacking(Plan plan) {
        assertThat(plan.source().warnings())
                .extracting(Warning::code)
                .doesNotContain(SourceInfo.TRUNCATED, "AUDIO_TRACK_SKIPPED", "VARIABLE_FRAME_RATE");
    }

    private static double frame(Plan plan) {
        return plan.grid().frameRate().seconds(1);
    }

    private void assertShownEarly(
            Pipeline pipeline, Plan plan, double seconds, List<Double> flashes, List<Double> beeps) {
        double frame = frame(plan);
        Path early = pipeline.early(plan);
        assertShown(Watched.of(folder, early, early), frame, seconds, flashes, beeps);
        assertThat(tracksOfFirstSegment(early)).containsOnly("0", "1");
    }

    /** Mean of all samples, in dB. */
    private double level(Path heard) {
        List<String> arguments =
                List.of("-v", "info", "-i", heard.toString(), "-map", "0:a", "-af", "volumedetect", "-f", "null", "-");
        return Programs.ffmpeg(folder, arguments).succeeded().stderr().stream()
                .filter(line -> line.contains("mean_volume:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*mean_volume: (-?[\\d.]+) dB.*", "$1")))
                .findFirst()
                .orElseThrow();
    }

    private List<String> tracksOfFirstSegment(Path playlist) {
        try {
            Path segment =
                    Files.write(folder.resolve("first.mp4"), Files.readAllBytes(playlist.resolveSibling("init-0.mp4")));
            Files.write(segment, Files.readAllBytes(playlist.resolveSibling("00000.m4s")), StandardOpenOption.APPEND);
            return Programs.ffprobe(
                            List.of("-show_entries", "packet=stream_index", "-of", "csv=p=0", segment.toString()))
                    .succeeded()
                    .stdout()
                    .lines()
                    .map(line -> line.replace(",", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertShown(
            Watched watched, double frame, double seconds, List<Double> flashes, List<Double> beeps) {
        assertThat(watched.end()).isCloseTo(seconds, within(frame));
        assertThat(watched.audioEnd()).isCloseTo(watched.end(), within(AUDIO_FRAME));
        assertThat(watched.flashes())
                .as(watched.toString())
                .usingElementComparator(near(frame + AUDIO_FRAME))
                .isEqualTo(flashes);
        assertThat(watched.beeps())
                .as(watched.toString())
                .usingElementComparator(near(frame + AUDIO_FRAME))
                .isEqualTo(beeps);
        for (double flash : watched.flashes()) {
            watched.beeps().stream()
                    .filter(beep -> flash > 0 && Math.abs(beep - flash) < 0.5)
                    .forEach(beep -> assertThat(beep).isCloseTo(flash, within(AUDIO_FRAME)));
        }
    }

    /** A step of the grid, and the packet that an encoder of audio puts in front: Matroska does not hide it. */
    private static Comparator<Double> near(double step) {
        return (one, other) -> Math.abs(one - other) <= step ? 0 : Double.compare(one, other);
    }

    /** V RATE SECONDS and A SECONDS are the tracks, each after {@code @} and its delay; options follow. */
    private Path make(String name, String recipe) {
        // In MPEG-TS, the size of frames decides which audio lies beside them, and so what of it is left at a joint.
        String size = name.endsWith("ts") ? "320x180" : "160x90";
        List<String> words = new ArrayList<>(Arrays.asList(recipe.split(" ")));
        List<String> inputs = new ArrayList<>();
        while (!words.isEmpty() && words.get(0).matches("[@VA].*")) {
            if (words.get(0).startsWith("@")) {
                inputs.addAll(List.of("-itsoffset", words.remove(0).substring(1)));
            }
            inputs.addAll(List.of("-f", "lavfi", "-i"));
            if (words.remove(0).equals("V")) {
                inputs.add("testsrc2=s=" + size + ":r=" + words.remove(0) + ":d=" + words.remove(0)
                        + ",drawbox=c=white:t=fill:enable='lt(mod(t\\,1)\\,0.1)'");
            } else {
                inputs.add(
                        "aevalsrc='if(lt(mod(t\\,1)\\,0.1)\\,0.8*sin(2*PI*1000*t)\\,0)':s=48000:d=" + words.remove(0));
            }
        }
        String kind = name.substring(name.indexOf('.') + 1);
        List<String> options = new ArrayList<>(List.of("-g", "25", "-pix_fmt", "yuv420p"));
        options.addAll(List.of("-c:v", kind.equals("webm") ? "libvpx" : "libx264"));
        options.addAll(List.of("-c:a", kind.equals("webm") ? "libopus" : kind.equals("ts") ? "mp2" : "aac"));
        options.addAll(words);
        return clips.from(name, inputs, options.toArray(String[]::new));
    }

    /**
     * Each second of parts at 25 frames a second, the second of which begins at the given one. FFmpeg moves the first one by
     * two frames, so that no time is negative; what overlaps is seen and heard of the first part, but for its last frame.
     */
    private static List<Double> joinedAt(int second, int end) {
        return IntStream.range(0, end)
                .mapToObj(each -> each < second ? each : each == second ? each - 0.04 : each - 0.08)
                .toList();
    }

    private Path joined(Path... parts) throws IOException {
        return appended("joined.ts", parts);
    }
}
