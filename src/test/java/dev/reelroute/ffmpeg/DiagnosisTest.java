package dev.reelroute.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.Outcome.Ending;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real failures of a real FFmpeg; made-up outcomes only for failures that cannot be caused. */
@Timeout(60)
class DiagnosisTest {

    @TempDir
    Path folder;

    private final Diagnosis diagnosis = new Diagnosis();

    /** With threads, FFmpeg tells of it later, and in other words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[vist#0:0/h264 @ 0x55] [dec:h264 @ 0x56] [error] Error submitting packet to decoder: Invalid data found",
                "[vist#0:0/h264 @ 0x55] [dec:h264 @ 0x56] [error] Decoding error: Invalid data found when processing input",
                "[vist#0:0/mpeg4 @ 0x55] [dec:mpeg4 @ 0x56] [warning] corrupt decoded frame"
            })
    void whatADecoderOfFfmpegCouldNotDecodeIsDamage(String line) {
        assertThat(Diagnosis.tellsOfDamage(line)).isTrue();
        assertThat(Diagnosis.tellsOfDamage(line.replaceFirst("\\[vist.*?] \\[dec:", "[")))
                .isFalse();
    }

    @Test
    void textIsNoVideo() throws IOException {
        Path file = Files.writeString(folder.resolve("source.mp4"), "Dear diary, this is no video.\n".repeat(100));

        assertProbeAndEncodeRefused(file, FailureCode.NOT_A_VIDEO);
    }

    @Test
    void anEmptyFileIsNoVideo() throws IOException {
        assertProbeAndEncodeRefused(Files.createFile(folder.resolve("source.mp4")), FailureCode.NOT_A_VIDEO);
    }

    @Test
    void anMp4WithoutItsEndIsNoVideo() throws IOException {
        Path file = testSource("source.mp4", "-c:v", "libx264");
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(cut.length() / 2);
        }

        assertProbeAndEncodeRefused(file, FailureCode.NOT_A_VIDEO);
    }

    @Test
    void anImageIsNotAccepted() {
        assertProbeAndEncodeRefused(testSource("a.webp"), FailureCode.CONTAINER_NOT_ACCEPTED);
    }

    @Test
    void anUnlovedCodecIsNotAccepted() {
        assertRefused(encode(testSource("a.avi", "-c:v", "snow"), "-f", "null", "-"), FailureCode.CODEC_NOT_SUPPORTED);
    }

    @Test
    void aHugeFrameIsNotAccepted() {
        Path file = Bench.clip(
                folder,
                "a.mkv",
                "-f",
                "lavfi",
                "-i",
                "color=size=9000x9000:duration=0.04",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast");

        assertRefused(encode(file, "-f", "null", "-"), FailureCode.PICTURE_TOO_LARGE);
    }

    @Test
    void tooManyTracksAreNotAccepted() {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", "sine=duration=0.1"));
        for (int i = 0; i < 65; i++) {
            arguments.addAll(List.of("-map", "0"));
        }
        Path file = Bench.clip(folder, "a.mp4", arguments.toArray(String[]::new));

        assertProbeAndEncodeRefused(file, FailureCode.TOO_MANY_STREAMS);
    }

    @Test
    void audioAloneHasNoVideo() {
        Path file = Bench.clip(folder, "a.mp4", "-f", "lavfi", "-i", "sine=duration=0.1");

        assertRefused(encode(file, "-map", "0:v:0", "-f", "null", "-"), FailureCode.NO_VIDEO_STREAM);
    }

    @Test
    void whatCannotBeDecodedIsDamaged() {
        String key = "00112233445566778899aabbccddeeff";
        Path file = testSource(
                "a.mp4",
                "-c:v",
                "libx264",
                "-encryption_scheme",
                "cenc-aes-ctr",
                "-encryption_key",
                key,
                "-encryption_kid",
                key);

        assertRefused(encode(file, "-f", "null", "-"), FailureCode.SOURCE_DAMAGED);
    }

    @Test
    void aFullDiskIsASetback() {
        Outcome outcome = run("-f", "lavfi", "-i", "testsrc=duration=1", "-f", "matroska", "-y", "file:/dev/full");

        assertSetback(diagnosis.of(outcome), FailureCode.DISK_FULL);
    }

    @Test
    void aMistakeOfOursIsASetbackWithFfmpegsWords() {
        Failure failure = diagnosis.of(run("-f", "lavfi", "-i", "testsrc=duration=1", "-c:v", "nonsense", "a.mp4"));

        assertSetback(failure, FailureCode.ENCODER_FAILED);
        assertThat(failure.detail()).contains("Unknown encoder 'nonsense'");
    }

    /** Filters that cannot be set up for these colours; FFmpeg says so before the first frame. */
    @Test
    void whatTheSameCommandWillDoAgainIsRefused() {
        Path file = testSource("a.mkv", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        List<String> filters =
                List.of("-vf", "setparams=colorspace=ictcp:color_trc=bt709,zscale=m=bt709", "-f", "null", "-");

        assertRefused(encode(file, filters.toArray(String[]::new)), FailureCode.ENCODER_FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "ENCODE_VIDEO,      [error] Error reinitializing filters!,              true",
        "ENCODE_AUDIO,      [fatal] Conversion failed!,                         true",
        "INSPECT,           [error] something about the file,                   true",
        "ENCODE_AFTER_SEEK, [error] Error reinitializing filters!,              false",
        "MAKE_STILLS,       [error] Error reinitializing filters!,              false",
        "MAKE_MP4,          [error] Error reinitializing filters!,              false",
        "ENCODE_VIDEO,      bwrap: Can't create file,                           false",
        "ENCODE_VIDEO,      [warning] Error reinitializing filters!,            false",
        "ENCODE_VIDEO,      [error] Resource temporarily unavailable,           false",
        "ENCODE_VIDEO,      [error] file:/in/source: No such file or directory, false",
        "ENCODE_VIDEO,      [error] Unknown encoder 'libx264',                  false",
    })
    void theCauseDecidesWhetherItIsTriedAgain(Purpose purpose, String words, boolean permanent) {
        Failure failure = diagnosis.of(new Outcome(
                purpose, 234, "", List.of(words), false, Duration.ofSeconds(3), Duration.ZERO, Ending.EXITED));

        assertThat(failure.code()).isEqualTo(purpose.failure());
        assertThat(failure).isInstanceOf(permanent ? Refused.class : Setback.class);
    }

    @ParameterizedTest
    @CsvSource({
        "KILLED,    137, ENCODER_FAILED,        false",
        "TIMED_OUT, 255, TIME_LIMIT_EXCEEDED,   true",
        "EXITED,    139, ENCODER_FAILED,        true",
        "EXITED,    137, ENCODER_FAILED,        false",
        "EXITED,    152, TIME_LIMIT_EXCEEDED,   false",
        "EXITED,    255, TIME_LIMIT_EXCEEDED,   false",
        "EXITED,    153, OUTPUT_LIMIT_EXCEEDED, true",
        "EXITED,    1,   ENCODER_FAILED,        false"
    })
    void withoutWordsTheCodeDecides(Ending ending, int exitCode, FailureCode code, boolean permanent) {
        Failure failure = diagnosis.of(ended(Purpose.ENCODE, exitCode, ending));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).isInstanceOf(permanent ? Refused.class : Setback.class);
    }

    @ParameterizedTest
    @EnumSource
    void whateverEndsARunTheWordsSayWhatWasUnderWay(Purpose purpose) {
        List<Failure> failures = List.of(
                diagnosis.of(ended(purpose, 137, Ending.KILLED)),
                diagnosis.of(ended(purpose, 255, Ending.TIMED_OUT)),
                diagnosis.of(ended(purpose, 128 + 11, Ending.EXITED)),
                diagnosis.of(ended(purpose, 128 + 9, Ending.EXITED)),
                diagnosis.of(ended(purpose, 128 + 24, Ending.EXITED)),
                diagnosis.of(ended(purpose, 1, Ending.EXITED)));

        assertThat(failures)
                .extracting(Failure::detail)
                .allMatch(detail -> detail.contains(" while " + purpose.activity()));
        boolean encoding = purpose.failure() == FailureCode.ENCODER_FAILED;
        assertThat(failures)
                .extracting(Failure::getMessage)
                .allMatch(words -> encoding || !words.contains("encode this"));
    }

    @ParameterizedTest
    @CsvSource({
        "INSPECT,    137, INSPECTION_FAILED,  FFmpeg could not inspect this file. FFmpeg was killed while inspecting",
        "CHECK_VIDEO, 137, CHECK_NOT_FINISHED, 'The check of what was encoded did not come to its end. FFmpeg was killed'",
        "MAKE_MP4,   137, PUBLISHING_FAILED,  What was encoded could not be put together for publishing. FFmpeg was killed",
        "ENCODE_AUDIO, 137, ENCODER_FAILED,   FFmpeg could not encode this video. FFmpeg was killed while encoding the audio"
    })
    void theCodeSaysItToo(Purpose purpose, int exitCode, FailureCode code, String words) {
        Failure failure = diagnosis.of(ended(purpose, exitCode, Ending.EXITED));

        assertSetback(failure, code);
        assertThat(failure).hasMessageStartingWith(words);
    }

    @Test
    void whatIsSaidOfOurOwnFilesIsNoJudgementOnTheSource() {
        List<String> lines = List.of("[error] Error opening input: Invalid data found when processing input");

        for (Purpose purpose : Purpose.values()) {
            Failure failure = diagnosis.of(
                    new Outcome(purpose, 183, "", lines, false, Duration.ofSeconds(3), Duration.ZERO, Ending.EXITED));
            if (purpose.readsSource()) {
                assertRefused(failure, FailureCode.NOT_A_VIDEO);
            } else {
                assertSetback(failure, purpose.failure());
            }
        }
    }

    @Test
    void aFullDiskIsOneWhateverWasUnderWay() {
        List<String> lines = List.of("[error] Error writing trailer: No space left on device");

        for (Purpose purpose : Purpose.values()) {
            assertSetback(
                    diagnosis.of(new Outcome(
                            purpose, 228, "", lines, false, Duration.ofSeconds(3), Duration.ZERO, Ending.EXITED)),
                    FailureCode.DISK_FULL);
        }
    }

    private static Outcome ended(Purpose purpose, int exitCode, Ending ending) {
        return new Outcome(purpose, exitCode, "", List.of(), false, Duration.ofSeconds(3), Duration.ZERO, ending);
    }

    @Test
    void detailPrefersErrorsToWarnings() {
        List<String> lines = new ArrayList<>(List.of("[error] first cause"));
        for (int i = 0; i < 30; i++) {
            lines.add("[warning] noise " + i);
        }

        Failure failure = diagnosis.of(
                new Outcome(Purpose.ENCODE, 1, "", lines, false, Duration.ofSeconds(3), Duration.ZERO, Ending.EXITED));

        assertThat(failure.detail()).contains("first cause").doesNotContain("noise");
    }

    @Test
    void requireLetsSuccessPass() {
        Outcome good = ended(Purpose.INSPECT, 0, Ending.EXITED);
        Outcome killed = ended(Purpose.INSPECT, 0, Ending.KILLED);

        assertThat(diagnosis.require(good)).isSameAs(good);
        assertThatThrownBy(() -> diagnosis.require(killed)).isInstanceOf(Setback.class);
    }

    private void assertProbeAndEncodeRefused(Path file, FailureCode code) {
        List<String> arguments = new ArrayList<>(new InputRules(Bench.SETTINGS).input(file));
        arguments.add("-show_streams");
        assertRefused(diagnosis.of(Bench.runner().run(Bench.ffprobe(folder, arguments))), code);
        assertRefused(encode(file, "-f", "null", "-"), code);
    }

    private static void assertRefused(Failure failure, FailureCode code) {
        assertThat(failure.code()).as("%s", failure.getMessage()).isEqualTo(code);
        assertThat(failure).isInstanceOf(Refused.class);
        assertThat(failure.detail()).contains("[error]");
    }

    private static void assertSetback(Failure failure, FailureCode code) {
        assertThat(failure.code()).as("%s", failure.getMessage()).isEqualTo(code);
        assertThat(failure).isInstanceOf(Setback.class);
    }

    private Failure encode(Path file, String... output) {
        List<String> arguments = new ArrayList<>(new InputRules(Bench.SETTINGS).input(file));
        arguments.addAll(List.of(output));
        return diagnosis.of(run(arguments.toArray(String[]::new)));
    }

    private Outcome run(String... arguments) {
        return Bench.runner().run(Bench.ffmpeg(folder, arguments));
    }

    private Path testSource(String name, String... codec) {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", "testsrc=size=160x120:duration=1"));
        arguments.addAll(List.of(codec));
        return Bench.clip(folder, name, arguments.toArray(String[]::new));
    }
}
