package dev.reelroute.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.inspect.SourceInfo.AudioTrack;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Programs;
import dev.reelroute.media.Rational;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Judges clips that the real FFmpeg made, by what the real ffprobe says of them. */
class SourceJudgeTest {

    static final InspectProperties LIMITS = new InspectProperties(
            DataSize.ofMegabytes(100), 1000 * 1000, Duration.ofMinutes(1), 8, 2_000_000, Inspection.REACH);

    @TempDir
    Path folder;

    private Clips clips;

    @BeforeEach
    void clips() {
        clips = new Clips(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "24000/1001, 24000/1001, 48",
        "24/1, 24/1, 48",
        "25/1, 25/1, 50",
        "30000/1001, 30000/1001, 60",
        "30/1, 30/1, 60",
        "50/1, 50/1, 100",
        "60000/1001, 60000/1001, 120",
        "60/1, 60/1, 120",
        "10/1, 10/1, 20",
        "25/2, 25/2, 25",
        "8797/1000, 8797/1000, 18",
        "120/1, 60/1, 120",
        "1/1, 5/1, 10"
    })
    void aConstantRateIsExactInEveryContainer(String source, String grid, long frames) {
        for (String container : List.of("mp4", "mkv")) {
            VideoTrack video = video(clips.make(
                    "clip." + container, "testsrc2=s=64x64:r=" + source + ":d=2", "-c:v", "libx264", "-g", "50"));
            assertThat(video.frameRate()).isEqualTo(Rational.parse(grid));
            assertThat(video.frames()).isEqualTo(frames);
            assertThat(video.variableFrameRate()).isFalse();
            assertThat(video.seekable()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mov", "mkv", "webm", "ts", "avi"})
    void containersAgreeOnWhatIsInThem(String container) {
        boolean webm = container.equals("webm");
        SourceInfo source = Inspection.of(clips.makeWithAudio(
                "clip." + container,
                "testsrc2=s=160x90:r=30000/1001:d=3",
                "sine=d=3",
                "-c:v",
                webm ? "libvpx-vp9" : container.equals("avi") ? "mpeg4" : "libx264",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                webm ? "libopus" : container.equals("avi") ? "pcm_s16le" : "aac"));
        assertThat(source.video().frames()).isEqualTo(90);
        assertThat(source.video().frameRate()).hasToString("30000/1001");
        assertThat(source.duration()).isCloseTo(3.003, within(0.002));
        assertThat(source.audio()).hasSize(1);
        assertThat(source.video().seekable()).isEqualTo(!List.of("ts", "avi").contains(container));
        assertThat(source.warnings()).isEmpty();
    }

    @Test
    void aFirstFrameThatStandsForLongerMakesNoVariableRate() {
        // AVI has no other way to say that the audio begins first: as it does with what its encoder puts in front.
        SourceInfo source = Inspection.of(clips.makeWithAudio(
                "first.avi", "testsrc2=s=64x64:r=25:d=3", "sine=d=3", "-c:v", "mpeg4", "-c:a", "wmav2"));
        assertThat(source.video().frameRate()).hasToString("25/1");
        assertThat(source.video().frames()).isEqualTo(77);
        assertThat(source.video().pictures()).isEqualTo(75);
        assertThat(source.warnings()).isEmpty();
    }

    @Test
    void aVariableRateGetsAStandardGridOverItsWholeLength() {
        SourceInfo source = Inspection.of(clips.make(
                "vfr.mp4",
                "testsrc2=s=64x64:r=30:d=6,select='not(between(n,40,120))'",
                "-fps_mode",
                "vfr",
                "-c:v",
                "libx264"));
        assertThat(source.video().variableFrameRate()).isTrue();
        assertThat(source.video().frameRate()).hasToString("30/1");
        assertThat(source.video().frames()).isEqualTo(180);
        assertThat(source.warnings())
                .containsExactly(new Warning(
                        "VARIABLE_FRAME_RATE",
                        "The frame rate varies; the video is played at a constant 30 frames per second."));
    }

    @Test
    void timeZeroIsWhatIsSeenOrHeardFirst() {
        Path clip = clips.from(
                "late.mkv",
                List.of(
                        "-itsoffset",
                        "0.6",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=s=64x64:r=25:d=2",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=d=3"),
                "-c:v",
                "libx264",
                "-c:a",
                "flac");
        SourceInfo source = Inspection.of(clip);
        assertThat(source.video().startMicros()).isZero();
        assertThat(source.video().frames()).isEqualTo(75);
        assertThat(source.duration()).isCloseTo(3, within(0.01));
        assertThat(source.timeline()).isEqualTo(new SourceInfo.Timeline(600_000, 2_560_000, true, false));
    }

    @Test
    void framesThatAnEditListHidesDoNotCount() {
        clips.make("whole.mp4", "testsrc2=s=64x64:r=25:d=4", "-c:v", "libx264", "-g", "100", "-bf", "2");
        VideoTrack video = video(clips.from("cut.mp4", List.of("-ss", "2", "-i", "whole.mp4"), "-c", "copy"));
        assertThat(video.frames()).isEqualTo(50);
        assertThat(video.startMicros()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"90, 270", "-90, 90", "180, 180"})
    void aRotatedVideoIsMeasuredAsItIsShown(int counterClockwise, int clockwise) {
        Path flat = clips.make("flat.mp4", "testsrc2=s=320x180:r=25:d=1", "-c:v", "libx264");
        VideoTrack video = video(clips.from(
                "turned.mp4",
                List.of("-display_rotation", Integer.toString(counterClockwise), "-i", flat.toString()),
                "-c",
                "copy"));
        assertThat(video.rotation()).isEqualTo(clockwise);
        assertThat(video.width()).isEqualTo(clockwise == 180 ? 320 : 180);
        assertThat(video.height()).isEqualTo(clockwise == 180 ? 180 : 320);
        assertThat(video.codedWidth()).isEqualTo(320);
    }

    @ParameterizedTest
    @CsvSource({
        "-display_rotation 90, false",
        "-display_rotation 180, false",
        "-display_rotation 0 -display_hflip, true",
        "-display_rotation 0 -display_vflip, true",
        "-display_rotation 90 -display_hflip, true",
        "-display_rotation 0 -display_hflip -display_vflip, false"
    })
    void aMatrixThatMirrorsIsToldFromOneThatTurns(String matrix, boolean mirrored) {
        Path flat = clips.make("flat.mp4", "testsrc2=s=320x180:r=25:d=1", "-c:v", "libx264");
        List<String> input = new ArrayList<>(List.of(matrix.split(" ")));
        input.addAll(List.of("-i", flat.toString()));
        assertThat(video(clips.from("mirrored.mp4", input, "-c", "copy")).mirrored())
                .isEqualTo(mirrored);
    }

    @ParameterizedTest
    @CsvSource({"320x180, 3/2, 480, 180", "321x181, 1/1, 320, 180", "720x480, 8/9, 640, 480", "100x100, 100/1, 100, 100"
    })
    void theSizeShownIsEvenAndOfSquarePixels(String size, String aspect, int width, int height) {
        VideoTrack video = video(clips.make(
                "shape.mp4",
                "testsrc2=s=" + size + ":r=25:d=1,setsar=" + aspect + ",format=yuv444p",
                "-c:v",
                "libx264"));
        assertThat(video.width()).isEqualTo(width);
        assertThat(video.height()).isEqualTo(height);
        assertThat(video.seekable()).as("4:4:4 is not cut").isFalse();
    }

    @Test
    void fieldsAreSeen() {
        Path clip = clips.make(
                "fields.mp4",
                "testsrc2=s=320x240:r=50:d=2,tinterlace=interleave_top,setfield=tff",
                "-c:v",
                "libx264",
                "-flags",
                "+ilme+ildct");
        VideoTrack video = video(clip);
        assertThat(video.interlaced()).isTrue();
        assertThat(video.frameRate()).hasToString("25/1");
        assertThat(video.frames()).isEqualTo(50);
    }

    @Test
    void hdrIsSeen() {
        SourceInfo source = Inspection.of(clips.make(
                "hdr.mp4",
                "testsrc2=s=320x180:r=25:d=1,format=yuv420p10le,"
                        + "setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv",
                "-c:v",
                "libx265",
                "-x265-params",
                "log-level=error"));
        assertThat(source.video().hdr()).isTrue();
        assertThat(source.video().transfer()).isEqualTo("smpte2084");
        assertThat(source.video().pixelFormat()).isEqualTo("yuv420p10le");
        assertThat(source.warnings()).extracting(Warning::code).containsExactly("HDR_TONE_MAPPED");
    }

    @Test
    void audioTracksKeepTheirLanguageAndChannels() {
        Path clip = clips.from(
                "tracks.mkv",
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=s=64x64:d=1",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=d=1",
                        "-f",
                        "lavfi",
                        "-i",
                        "aevalsrc=0|0|0|0|0|0:c=5.1:d=1"),
                "-map",
                "0",
                "-map",
                "1",
                "-map",
                "2",
                "-metadata:s:a:0",
                "language=ger",
                "-disposition:a:1",
                "default",
                "-c:a",
                "ac3");
        SourceInfo source = Inspection.of(clip);
        assertThat(source.audio()).hasSize(2);
        assertThat(source.audio().get(0).language()).isEqualTo("ger");
        assertThat(source.audio().get(0).channels()).isEqualTo(1);
        assertThat(source.audio().get(1).language()).isNull();
        assertThat(source.audio().get(1).channels()).isEqualTo(6);
        assertThat(source.audio().get(1).isDefault()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // dispositions of the first and the second track, and which is the default
        "visual_impaired,         0,       1",
        "default+visual_impaired, default, 1",
        "default+comment,         0,       1",
        "hearing_impaired,        0,       1",
        "0,                       default, 1",
        "default,                 default, 0",
        "visual_impaired, default+comment, 1",
        "visual_impaired,         comment, 0",
    })
    void whatIsForSomeIsNotTheDefaultForAll(String first, String second, int chosen) {
        Path clip = clips.from(
                "tracks.mkv",
                List.of("-f", "lavfi", "-i", "testsrc2=s=64x64:d=1", "-f", "lavfi", "-i", "sine=d=1"),
                "-map",
                "0",
                "-map",
                "1",
                "-map",
                "1",
                "-disposition:a:0",
                first,
                "-disposition:a:1",
                second);
        List<AudioTrack> audio = Inspection.of(clip).audio();
        assertThat(audio).extracting(AudioTrack::isDefault).containsExactly(chosen == 0, chosen == 1);
    }

    @Test
    void theDefaultVideoTrackIsUsed() {
        Path clip = clips.from(
                "two.mkv",
                List.of("-f", "lavfi", "-i", "testsrc2=s=64x64:d=1", "-f", "lavfi", "-i", "testsrc2=s=128x64:d=1"),
                "-map",
                "0",
                "-map",
                "1",
                "-disposition:v:0",
                "0",
                "-disposition:v:1",
                "default");
        assertThat(video(clip).width()).isEqualTo(128);
        assertThat(Inspection.of(clip).warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("VIDEO_TRACK_SKIPPED");
            assertThat(warning.message()).contains("64x64").contains("track 1 is used");
        });
    }

    @ParameterizedTest
    @CsvSource({"mp4, mjpeg", "mov, png", "mkv, mjpeg", "mkv, png"})
    void aCoverThatNobodyMarkedIsNotTheFilm(String container, String codec) {
        Path clip = clips.from(
                "cover." + container,
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "color=red:s=96x96:r=25:d=0.04",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=s=64x64:d=1"),
                "-map",
                "0",
                "-map",
                "1",
                "-c:v:0",
                codec,
                "-c:v:1",
                "libx264",
                "-disposition:v:0",
                "default");
        SourceInfo source = Inspection.of(clip);
        assertThat(source.video().index()).isEqualTo(1);
        assertThat(source.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv"})
    void aFilmInAFormatOfPicturesIsAFilm(String container) {
        Path clip = clips.from(
                "film." + container,
                List.of("-f", "lavfi", "-i", "testsrc2=s=96x96:d=1", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=1"),
                "-map",
                "0",
                "-map",
                "1",
                "-c:v:0",
                "mjpeg",
                "-c:v:1",
                "libx264");
        assertThat(video(clip).index()).isEqualTo(0);
    }

    @Test
    void aClipOfOneFrameIsAClip() {
        assertThat(video(clips.make("one.mp4", "testsrc2=s=64x64:r=25", "-frames:v", "1"))
                        .frames())
                .isEqualTo(1);
    }

    @Test
    void aTruncatedFileIsUsedAsFarAsItGoes() throws IOException {
        Path whole = clips.make(
                "whole.mkv",
                "testsrc2=s=320x180:r=25:d=10",
                "-c:v",
                "libx264",
                "-g",
                "25",
                "-cluster_time_limit",
                "500");
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(folder.resolve("half.mkv"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        SourceInfo source = Inspection.of(half);
        assertThat(source.duration()).isBetween(3.0, 7.0);
        assertThat(source.warnings()).extracting(Warning::code).containsExactly("TRUNCATED_SOURCE_USED_UNTIL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flv", "mov", "mkv", "avi", "wmv", "asf"})
    void onlyAFileThatEndsWithinSomethingIsBrokenOff(String container) throws IOException {
        Path whole = clips.make(
                "whole." + container,
                "testsrc2=s=320x180:r=25:d=8",
                "-c:v",
                container.equals("flv") ? "flv" : "mpeg4",
                "-g",
                "25",
                "-movflags",
                "faststart");
        assertThat(Inspection.of(whole).warnings()).isEmpty();
        byte[] bytes = Files.readAllBytes(whole);
        Path half =
                Files.write(folder.resolve("half." + container), java.util.Arrays.copyOf(bytes, bytes.length / 2 + 7));
        assertThat(Inspection.of(half).warnings())
                .extracting(Warning::code)
                .containsExactly("TRUNCATED_SOURCE_USED_UNTIL");
    }

    @Test
    void titlesAreNamesOnOneLine() {
        String title = "b\nad\u0007 \u202Egpj\u2066";
        Path clip = clips.from(
                "a.mkv",
                List.of("-f", "lavfi", "-i", "testsrc2=s=64x64:r=25:d=1", "-f", "lavfi", "-i", "sine=d=1"),
                "-metadata:s:a:0",
                "title=" + title);
        assertThat(Inspection.of(clip).audio())
                .first()
                .extracting(AudioTrack::title)
                .isEqualTo("b ad  \uFFFDgpj\uFFFD");
    }

    @Test
    void dataThatNobodyMissesIsNotWorthAWarning() throws IOException {
        String chapter = "[CHAPTER]\nTIMEBASE=1/1\nSTART=%d\nEND=%d\ntitle=Part\n";
        clips.write("chapters.txt", ";FFMETADATA1\n" + chapter.formatted(0, 1) + chapter.formatted(1, 2));
        Path clip = clips.from(
                "a.mov",
                List.of("-f", "lavfi", "-i", "testsrc2=s=64x64:r=25:d=2", "-i", "chapters.txt"),
                "-map_metadata",
                "1",
                "-c:v",
                "libx264",
                "-timecode",
                "10:00:00:00");
        SourceInfo source = Inspection.of(clip);
        assertThat(source.text().chapters()).hasSize(2);
        assertThat(source.warnings()).isEmpty();
        byte[] bytes = Files.readAllBytes(clip);
        String unknown = new String(bytes, StandardCharsets.ISO_8859_1).replace("tmcd", "zzzz");
        Path other = Files.write(folder.resolve("b.mov"), unknown.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Inspection.of(other).warnings()).extracting(Warning::code).containsExactly("DATA_TRACK_SKIPPED");
    }

    @Test
    void aClaimAloneRefusesNothing() throws IOException {
        Path clip = clips.make("a.flv", "testsrc2=s=320x180:r=25:d=2", "-c:v", "flv");
        String bytes = new String(Files.readAllBytes(clip), StandardCharsets.ISO_8859_1);
        // The value of "duration" is a double, with its type in front: 108,000 s.
        int at = bytes.indexOf("duration") + "duration".length() + 1;
        byte[] claims = bytes.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer.wrap(claims).putDouble(at, 108_000);
        SourceInfo source = Inspection.of(Files.write(folder.resolve("claims.flv"), claims));
        assertThat(source.duration()).isCloseTo(2, within(0.01));
        assertThat(source.warnings()).isEmpty();
    }

    @Test
    void refusesWhatHasNoVideo() {
        assertRefused(clips.make("tone.mp4", "sine=d=1", "-c:a", "aac"), FailureCode.NO_VIDEO_STREAM);
    }

    @Test
    void refusesACoverAsTheVideo() {
        clips.make("cover.png", "testsrc2=s=64x64", "-frames:v", "1");
        Path album = clips.from(
                "album.mp4",
                List.of("-f", "lavfi", "-i", "sine=d=1", "-i", "cover.png"),
                "-map",
                "0",
                "-map",
                "1",
                "-c:v",
                "copy",
                "-disposition:v",
                "attached_pic");
        assertRefused(album, FailureCode.NO_VIDEO_STREAM);
    }

    @Test
    void refusesAnEmptyFile() {
        assertThatThrownBy(() -> judge().accept(0, "{}", CodecChanges.NONE))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.EMPTY_FILE));
    }

    @Test
    void refusesWhatIsTooLargeTooLongOrTooMany() {
        assertRefused(clips.make("large.mp4", "color=s=1100x1000:d=0.2"), FailureCode.PICTURE_TOO_LARGE);
        List<String> maps = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            maps.addAll(List.of("-map", "0"));
        }
        assertRefused(
                clips.make("many.mp4", "color=s=16x16:d=0.2", maps.toArray(String[]::new)),
                FailureCode.TOO_MANY_STREAMS);
    }

    @Test
    void refusesMorePixelsInAllThanAreWorthIt() throws IOException {
        Path clip = clips.make("small-and-long.mp4", "color=s=64x64:r=25:d=20");
        Prober prober = Inspection.prober();
        FileReport report = judge().accept(1, describe(clip), CodecChanges.NONE);
        Measured times = Inspection.times(prober, clip, report);
        String first = "{\"frames\":[{\"best_effort_timestamp\":0}]}";
        assertThatThrownBy(() -> judge().conclude(report, times, first))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.TOO_MUCH_WORK))
                .hasMessageContaining("64x64 pixels in 500 frames")
                .hasMessageContaining("reelroute.inspect.max-work");
    }

    @Test
    void refusesAFrameThatStandsLongerThanItsFileClaims() throws IOException {
        // 80 s between two frames, in a container without a duration.
        Path clip = clips.make("gap.mkv", "color=s=16x16:r=1/40:d=120", "-c:v", "libx264", "-live", "1");
        assertThat(LIMITS.maxDuration()).isLessThan(Duration.ofSeconds(80));
        Prober prober = Inspection.prober();
        FileReport report = judge().accept(1, describe(clip), CodecChanges.NONE);
        Measured times = Inspection.times(prober, clip, report);
        String first = "{\"frames\":[{\"best_effort_timestamp\":0}]}";
        assertThatThrownBy(() -> judge().conclude(report, times, first))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.DURATION_TOO_LONG));
    }

    @ParameterizedTest
    @CsvSource({"10000000, true", "10000001, false"})
    void aDescriptionMeetsTheLimitOfFramesThatItsUploadWouldMeet(String rate, boolean accepted) {
        InspectProperties limits = new InspectProperties(
                DataSize.ofTerabytes(1), 1000 * 1000, Duration.ofHours(1), 8, Long.MAX_VALUE, Inspection.REACH);
        SourceJudge judge = new SourceJudge(limits, new ObjectMapper());
        SourceDescription said = new SourceDescription(64, 64, 1, rate, null, 1L);
        if (accepted) {
            assertThat(judge.imagine(said).video().pictures()).isEqualTo(10_000_000);
            return;
        }
        assertThatThrownBy(() -> judge.imagine(said))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(FailureCode.OUTPUT_LIMIT_EXCEEDED));
    }

    @Test
    void refusesCodecsThatAreNotOnTheList() {
        assertRefused(clips.make("snow.avi", "color=s=64x64:d=0.2", "-c:v", "snow"), FailureCode.CODEC_NOT_SUPPORTED);
    }

    @Test
    void refusesAnEncryptedFile() {
        Path clip = clips.make(
                "locked.mp4",
                "testsrc2=s=64x64:d=1",
                "-c:v",
                "libx264",
                "-encryption_scheme",
                "cenc-aes-ctr",
                "-encryption_key",
                "76a6c65c5ea762046bd749a2e632ccbb",
                "-encryption_kid",
                "a7e61c373e219033c21091fa607bf3b8");
        assertThatThrownBy(() -> Inspection.of(clip))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.ENCRYPTED_SOURCE));
    }

    @Test
    void refusesAFileWithoutOneFrame() throws IOException {
        Path clip = clips.make("none.mkv", "testsrc2=s=64x64:d=1", "-c:v", "libx264");
        FileReport report = judge().accept(Files.size(clip), describe(clip), CodecChanges.NONE);
        assertThatThrownBy(() -> judge().conclude(report, measured(report), "{}"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.NO_FRAMES));
        assertThatThrownBy(() -> judge().conclude(report, measured(report, "0,0,0,40,0,K__"), "{\"frames\":[]}"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(FailureCode.NO_FRAMES));
    }

    private static Measured measured(FileReport report, String... packets) {
        return new Measured(
                FrameTimes.parse(Stream.of(packets), report, Joints.NONE),
                TrackTimes.parse(Stream.of(packets), report, Joints.NONE),
                Joints.NONE,
                Map.of(),
                Map.of(),
                false,
                1,
                false,
                new TreeMap<>(),
                0);
    }

    private static VideoTrack video(Path clip) {
        return Inspection.of(clip).video();
    }

    private static SourceJudge judge() {
        return new SourceJudge(LIMITS, new ObjectMapper());
    }

    private static String describe(Path clip) {
        return Programs.ffprobe(Inspection.prober().describe(clip, CodecChanges.NONE))
                .succeeded()
                .stdout();
    }

    private static void assertRefused(Path clip, FailureCode code) {
        assertThatThrownBy(() -> judge().accept(Files.size(clip), describe(clip), CodecChanges.NONE))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
