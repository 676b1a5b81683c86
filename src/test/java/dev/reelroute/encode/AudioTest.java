package dev.reelroute.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelroute.media.Clips;
import dev.reelroute.media.Daily;
import dev.reelroute.media.Programs;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Profile;
import dev.reelroute.plan.Profile.AudioEncoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Encodes audio tracks of all kinds with the real FFmpeg, and measures what a decoder makes of the result. */
class AudioTest {

    private static final int RATE = 48_000;

    /** Samples of one AAC frame: what audio may be off against the video. */
    private static final double ONE_FRAME = 1024.0 / RATE;

    private static final String VIDEO = "color=gray:s=64x64:d=6:r=";

    /** 40 ms of 1 kHz at each full second but 0. */
    private static final String BEEPS = "aevalsrc=0.5*sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.04)*gte(t\\,1):d=6:s=";

    private static final AudioEncoding STEREO = new AudioEncoding("aac", 2, 128_000);
    private static final AudioEncoding SURROUND = new AudioEncoding("aac", 6, 384_000);
    private static final AudioEncoding OPUS = new AudioEncoding("libopus", 2, 96_000);
    private static final AudioEncoding OPUS_SURROUND = new AudioEncoding("libopus", 6, 256_000);

    @TempDir
    Path folder;

    private Clips clips;

    @BeforeEach
    void clips() {
        clips = new Clips(folder);
    }

    static Stream<Arguments> steps() {
        return Stream.of(
                // seconds by which video and audio begin late; the first of them at a frame of the grid
                step("a.mp4", "AAC with its priming in the edit list", "30000/1001", 0, 0, RATE, "aac"),
                step("a.mkv", "Opus", "24000/1001", 0, 0, RATE, "libopus"),
                step("a.mkv", "late audio", "25", 0, 0.7, 44_100, "flac"),
                step("a.mp4", "late audio in MP4", "25", 0, 0.7, 44_100, "aac"),
                step("a.mkv", "early audio", "60000/1001", 0.7, 0, RATE, "ac3"),
                step("a.mp4", "early audio in MP4", "25", 0.8, 0, RATE, "aac"),
                step("a.ts", "MPEG-TS", "30", 0, 0, RATE, "aac"),
                step("late.ts", "MPEG-TS, late audio", "30", 0, 0.5, RATE, "mp2"),
                step("a.avi", "AVI", "25", 0, 0, 44_100, "pcm_s16le"),
                step("a.mov", "PCM of 8 kHz", "25", 0, 0, 8_000, "pcm_s16be"),
                step("a.mkv", "FLAC of 192 kHz", "25", 0, 0, 192_000, "flac"),
                step("a.webm", "WebM", "25", 0, 0, RATE, "libopus"));
    }

    private static Arguments step(
            String name,
            String label,
            String rate,
            double videoDelay,
            double audioDelay,
            int sampleRate,
            String codec) {
        return Arguments.of(label, name, rate, videoDelay, audioDelay, sampleRate, codec);
    }

    @ParameterizedTest(name = "{0}")
    @Daily({1, 4, 5, 8})
    @MethodSource("steps")
    void audioIsInStepWithTheVideo(
            String label, String name, String rate, double videoDelay, double audioDelay, int sampleRate, String codec)
            throws IOException {
        Path source = clips.from(
                name,
                List.of(
                        "-itsoffset",
                        Double.toString(videoDelay),
                        "-f",
                        "lavfi",
                        "-i",
                        VIDEO + rate,
                        "-itsoffset",
                        Double.toString(audioDelay),
                        "-f",
                        "lavfi",
                        "-i",
                        BEEPS + sampleRate),
                "-c:v",
                name.endsWith("webm") ? "libvpx" : "libx264",
                "-bf",
                "0",
                "-c:a",
                codec);
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(profile(null, STEREO, OPUS));
        for (AudioRendition audio : plan.audio()) {
            pipeline.audio(plan, audio);
            List<Double> beeps = beeps(samples(pipeline.joined(audio.name()), 1));
            assertThat(beeps).as(label + " as " + audio.codec()).hasSizeGreaterThanOrEqualTo(4);
            for (int i = 0; i < beeps.size(); i++) {
                double expected = 1 + i + audioDelay - Math.min(audioDelay, videoDelay);
                assertThat(beeps.get(i)).isCloseTo(expected, within(ONE_FRAME / 2));
            }
        }
    }

    @Test
    void aGapIsSilenceAndWhatFollowsIsInStep() throws IOException {
        Path source = clips.makeWithAudio(
                "gap.mkv",
                VIDEO + "25",
                BEEPS + RATE + ",aselect='not(between(t,2.2,2.75))*not(between(t,3.5,3.55))'",
                "-c:v",
                "libx264",
                "-c:a",
                "pcm_s16le");
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(profile(null, STEREO));
        pipeline.audio(plan, plan.audio().get(0));
        assertThat(beeps(samples(pipeline.joined("audio-0"), 1)))
                .usingElementComparator((a, b) -> Math.abs(a - b) < ONE_FRAME / 2 ? 0 : 1)
                .containsExactly(1.0, 2.0, 3.0, 4.0, 5.0);
    }

    @Test
    void aClockThatDriftsIsFollowed() throws IOException {
        // Ten milliseconds a second: each beep of the source comes a little later than it should.
        Path source = clips.makeWithAudio(
                "drift.mkv", VIDEO + "25", BEEPS + RATE + ",asetpts=PTS*1.01", "-c:v", "libx264", "-c:a", "pcm_s16le");
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(profile(null, STEREO));
        pipeline.audio(plan, plan.audio().get(0));
        List<Double> beeps = beeps(samples(pipeline.joined("audio-0"), 1));
        for (int i = 0; i < 5; i++) {
            assertThat(beeps.get(i)).isCloseTo((1 + i) * 1.01, within(ONE_FRAME));
        }
    }

    @ParameterizedTest(name = "{0}")
    @Daily({1, 6, 9})
    @CsvSource(delimiter = '|', textBlock = """
        # times of packets     | file   | codec   | seconds | as an expression
        late at random         | a.mkv  | aac     | 0.05    | N*1024+floor(2400*random(0))
        late one by one        | a.mkv  | aac     | 0.024   | N*1024+mod(N*7919\\,5)*288
        the same for two       | a.mkv  | aac     | 0.022   | floor(N/2)*2048
        the same for four      | a.flv  | aac     | 0.064   | floor(N/4)*4096
        the same for ten       | a.flv  | aac     | 0.192   | floor(N/10)*10240
        on a grid of 40 ms     | a.flv  | aac     | 0.04    | floor(N*1024/1920)*1920
        late in MPEG-TS        | a.ts   | aac     | 0.05    | N*1024+floor(2400*random(0))
        three of Opus          | a.webm | libopus | 0.04    | floor(N/3)*60
        late Opus              | a.webm | libopus | 0.025   | N*20+floor(25*random(0))
        """)
    void timesThatTrembleMakeNoHoles(String label, String name, String codec, double seconds, String times)
            throws IOException {
        Pipeline pipeline = new Pipeline(withTimes(name, codec, times), folder);
        Plan plan = pipeline.plan(profile(null, STEREO));
        // Its check listens as well.
        pipeline.published(plan);
        for (Path made : List.of(folder.resolve("published/video.mp4"), pipeline.early(plan))) {
            float[] samples = samples(made, 1);
            List<Double> beeps = loud(samples);
            assertThat(beeps).as(made.toString()).hasSize(5);
            for (int i = 0; i < 5; i++) {
                assertThat(beeps.get(i)).isCloseTo(1 + i, within(ONE_FRAME + seconds));
            }
            assertThat(holes(samples, 0.1, 5.9)).as(made.toString()).isEmpty();
        }
    }

    /** FFmpeg's own muxer does not know how long the only frame of a fragment is. */
    @Test
    void fragmentsOfOneFrameMakeNoHoles() throws IOException {
        Path even = withTimes("a.mkv", "aac", "PTS");
        Path source = clips.from(
                "fragments.mp4",
                List.of("-i", even.toString()),
                "-c",
                "copy",
                "-movflags",
                "cmaf+frag_every_frame+empty_moov");
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(profile(null, STEREO));
        pipeline.published(plan);
        float[] samples = samples(folder.resolve("published/video.mp4"), 1);
        assertThat(loud(samples))
                .usingElementComparator((a, b) -> Math.abs(a - b) < 2 * ONE_FRAME ? 0 : 1)
                .containsExactly(1.0, 2.0, 3.0, 4.0, 5.0);
        assertThat(holes(samples, 0.1, 5.9)).isEmpty();
    }

    @Test
    void aHoleAmongTimesThatTrembleIsSilence() throws IOException {
        // Behind 2.1 seconds, one is missing.
        Path source = withTimes("a.mkv", "aac", "N*1024+floor(2400*random(0))+gte(N\\,100)*48000");
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(profile(null, STEREO));
        pipeline.published(plan);
        float[] samples = samples(folder.resolve("published/video.mp4"), 1);
        assertThat(loud(samples))
                .usingElementComparator((a, b) -> Math.abs(a - b) < ONE_FRAME + 0.05 ? 0 : 1)
                .containsExactly(1.0, 2.0, 4.0, 5.0, 6.0);
        List<Double> holes = holes(samples, 0.1, 6.9);
        assertThat(holes.get(0)).isCloseTo(2.13, within(ONE_FRAME + 0.06));
        assertThat(holes.get(holes.size() - 1)).isCloseTo(3.13, within(ONE_FRAME + 0.06));
        assertThat(holes).hasSizeBetween(180, 215);
    }

    /** Six seconds of a soft tone, and a loud beep at each full second but 0. */
    private Path withTimes(String name, String codec, String times) {
        boolean isOpus = codec.equals("libopus");
        Path even = clips.makeWithAudio(
                isOpus ? "even.webm" : "even.mp4",
                VIDEO + "25",
                "aevalsrc=sin(2*PI*1000*t)*(0.06+0.44*lt(mod(t\\,1)\\,0.04)*gte(t\\,1)):d=6:s=" + RATE,
                "-c:v",
                isOpus ? "libvpx" : "libx264",
                "-c:a",
                codec);
        return clips.from(name, List.of("-i", even.toString()), "-c", "copy", "-bsf:a", "setts=ts=" + times);
    }

    /** The tone begins with a click. */
    private static List<Double> loud(float[] samples) {
        return beeps(samples).stream().filter(at -> at > 0.5).toList();
    }

    /** Times at which nothing is heard for 5 ms. */
    private static List<Double> holes(float[] samples, double from, double to) {
        int window = RATE / 200;
        List<Double> holes = new ArrayList<>();
        for (int i = (int) (from * RATE); i + window < to * RATE; i += window) {
            double peak = 0;
            for (int at = i; at < i + window; at++) {
                peak = Math.max(peak, Math.abs(samples[at]));
            }
            if (peak < 0.03) {
                holes.add(i / (double) RATE);
            }
        }
        return holes;
    }

    @ParameterizedTest
    @CsvSource({"3, 6", "6, 3"})
    void audioIsAsLongAsTheLongerOfBoth(int audioSeconds, int videoSeconds) throws IOException {
        Path source = clips.makeWithAudio(
                "a.mkv",
                "color=gray:s=64x64:r=25:d=" + videoSeconds,
                "sine=f=440:d=" + audioSeconds,
                "-c:v",
                "libx264",
                "-c:a",
                "flac");
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(profile(null, STEREO, OPUS));
        for (AudioRendition audio : plan.audio()) {
            pipeline.audio(plan, audio);
            float[] samples = samples(pipeline.joined(audio.name()), 1);
            assertThat(samples.length / (double) RATE).isBetween(6.0, 6 + 2 * ONE_FRAME);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        # layout    | where the tone is     | left and right of it, in dB
        5.1         | c2=c0                 | -3, -3
        5.1(side)   | c2=c0                 | -3, -3
        5.1         | c0=c0                 | 0, -inf
        5.1         | c4=c0                 | -3, -inf
        7.1         | c2=c0                 | -3, -3
        3.0         | c2=c0                 | -3, -3
        quad        | c1=c0                 | -inf, 0
        6.1         | c2=c0                 | -3, -3
        5.1         | c3=c0                 | -inf, -inf
        """)
    void manyChannelsAreMixedDownAtTheUsualLevels(String layout, String where, String levels) throws IOException {
        Path source = clips.makeWithAudio(
                "a.mov",
                "color=gray:s=64x64:r=25:d=2",
                "aevalsrc=0.25*sin(2*PI*440*t):d=2:s=48000,pan=" + layout + "|" + where,
                "-c:v",
                "libx264",
                "-c:a",
                "pcm_s24le");
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(profile(null, STEREO));
        pipeline.audio(plan, plan.audio().get(0));
        float[] samples = samples(pipeline.joined("audio-0"), 2);
        double tone = 20 * Math.log10(0.25);
        String[] expected = levels.split(", ");
        for (int channel = 0; channel < 2; channel++) {
            double level = 20 * Math.log10(steady(samples, channel)) - tone;
            if (expected[channel].equals("-inf")) {
                assertThat(level).as("channel " + channel).isLessThan(-40);
            } else {
                assertThat(level)
                        .as("channel " + channel)
                        .isCloseTo(Double.parseDouble(expected[channel]), within(0.6));
            }
        }
    }

    @Test
    void aLoudMixDoesNotClip() throws IOException {
        Path source = surround("0.9*sin(2*PI*440*t)");
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(profile(null, STEREO));
        pipeline.audio(plan, plan.audio().get(0));
        assertThat(peak(samples(pipeline.joined("audio-0"), 2), 0)).isBetween(0.8, 0.95);
    }

    @Test
    void surroundIsKeptBesideStereoWhereTheProfileSaysSo() throws IOException {
        Path source = surround("0.1*sin(2*PI*440*t)");
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(profile(null, STEREO, SURROUND, OPUS, OPUS_SURROUND));
        assertThat(plan.audio())
                .extracting(AudioRendition::group, AudioRendition::channels)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("aac-2", 2),
                        org.assertj.core.groups.Tuple.tuple("aac-6", 6),
                        org.assertj.core.groups.Tuple.tuple("libopus-2", 2),
                        org.assertj.core.groups.Tuple.tuple("libopus-6", 6));
        List<String> made = new ArrayList<>();
        for (AudioRendition audio : plan.audio()) {
            pipeline.audio(plan, audio);
            made.add(describe(pipeline.joined(audio.name())));
        }
        assertThat(made)
                .containsExactly("aac,48000,2,stereo", "aac,48000,6,5.1", "opus,48000,2,stereo", "opus,48000,6,5.1");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2", "5, 2", "7, 2", "9, 2", "11, 2", "16, 2"})
    void channelsOfNoKnownLayoutAreTaken(int channels, int expected) throws IOException {
        Path raw = folder.resolve("raw.pcm");
        Files.write(raw, new byte[RATE * 2 * channels]);
        Path source = clips.from(
                "a.mkv",
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "color=gray:s=64x64:r=25:d=1",
                        "-f",
                        "s16le",
                        "-ar",
                        "48000",
                        "-ch_layout",
                        channels + "C",
                        "-i",
                        raw.toString()),
                "-c:v",
                "libx264",
                "-c:a",
                "copy");
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(profile(null, STEREO));
        pipeline.audio(plan, plan.audio().get(0));
        assertThat(describe(pipeline.joined("audio-0"))).startsWith("aac,48000," + expected);
    }

    @ParameterizedTest
    @CsvSource({"0.02, 1", "0.6, 1", "0.1, 2"})
    void loudnessIsBroughtToTheTarget(double amplitude, int channels) throws IOException {
        String tone = amplitude + "*sin(2*PI*997*t)";
        Path source = clips.makeWithAudio(
                "a.mkv",
                "color=gray:s=64x64:r=25:d=5",
                "aevalsrc=" + (channels == 1 ? tone : tone + "|" + tone) + ":d=5:s=48000",
                "-c:v",
                "libx264",
                "-c:a",
                "flac");
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(profile(-16.0, STEREO));
        pipeline.audio(plan, plan.audio().get(0));
        assertThat(loudness(pipeline.joined("audio-0"))).isCloseTo(-16, within(0.5));
    }

    @Test
    void loudnessStopsWherePeaksWouldClip() throws IOException {
        // A click of full scale in a soft tone.
        Path source = clips.makeWithAudio(
                "a.mkv",
                "color=gray:s=64x64:r=25:d=5",
                "aevalsrc=0.01*sin(2*PI*997*t)+0.5*between(t\\,2\\,2.01)*sin(2*PI*400*t):d=5:s=48000",
                "-c:v",
                "libx264",
                "-c:a",
                "flac");
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(profile(-16.0, STEREO));
        pipeline.audio(plan, plan.audio().get(0));
        float[] samples = samples(pipeline.joined("audio-0"), 1);
        assertThat(peak(samples, 0)).isBetween(0.75, 1.0);
        assertThat(loudness(pipeline.joined("audio-0"))).isLessThan(-20);
    }

    @Test
    void silenceStaysSilent() throws IOException {
        Path source = clips.makeWithAudio(
                "a.mkv", "color=gray:s=64x64:r=25:d=2", "anullsrc=d=2", "-c:v", "libx264", "-c:a", "flac");
        Pipeline pipeline = new Pipeline(source, folder);
        Plan plan = pipeline.plan(profile(-16.0, STEREO));
        pipeline.audio(plan, plan.audio().get(0));
        assertThat(peak(samples(pipeline.joined("audio-0"), 2), 0)).isLessThan(0.001);
    }

    /** The same in all six channels. */
    private Path surround(String tone) {
        return clips.makeWithAudio(
                "a.mkv",
                "color=gray:s=64x64:r=25:d=2",
                "aevalsrc=" + String.join("|", java.util.Collections.nCopies(6, tone)) + ":c=5.1:d=2:s=48000",
                "-c:v",
                "libx264",
                "-c:a",
                "flac");
    }

    private static Profile profile(@Nullable Double loudness, AudioEncoding... encodings) {
        return new Profile(
                "audio",
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
                List.of(new Profile.Rung(64, "libx264", "ultrafast", 20, 200_000)),
                new Profile.Audio(List.of(encodings), RATE, loudness),
                new Profile.Poster(64, 0.1),
                new Profile.Storyboard(64, 5, 2, 20),
                false);
    }

    private static String describe(Path file) {
        return Programs.ffprobe(List.of(
                        "-show_entries",
                        "stream=codec_name,sample_rate,channels,channel_layout",
                        "-of",
                        "csv=p=0",
                        file.toString()))
                .succeeded()
                .stdout()
                .strip();
    }

    private double loudness(Path file) {
        return Loudness.read(Programs.ffmpeg(
                                folder,
                                "-v",
                                "info",
                                "-i",
                                file.toString(),
                                "-af",
                                "ebur128=dualmono=true",
                                "-f",
                                "null",
                                "-")
                        .succeeded()
                        .stderr())
                .integrated();
    }

    /** Times at which beeps begin, of one channel. */
    private static List<Double> beeps(float[] samples) {
        List<Double> beeps = new ArrayList<>();
        double until = 0;
        for (int i = 0; i < samples.length; i++) {
            double time = i / (double) RATE;
            if (Math.abs(samples[i]) > 0.1) {
                if (time > until) {
                    beeps.add(time);
                }
                until = time + 0.3;
            }
        }
        return beeps;
    }

    /** Interleaved, 48 kHz, the first at time zero of the file's clock. */
    private float[] samples(Path file, int channels) throws IOException {
        Path raw = folder.resolve("samples.raw");
        Programs.ffmpeg(
                        folder,
                        "-y",
                        "-copyts",
                        "-i",
                        file.toString(),
                        "-af",
                        "aresample=48000:async=1:first_pts=0",
                        "-ac",
                        Integer.toString(channels),
                        "-f",
                        "f32le",
                        raw.toString())
                .succeeded();
        FloatBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(raw))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] samples = new float[buffer.remaining()];
        buffer.get(samples);
        return samples;
    }

    /** Amplitude of a tone in the middle of two channels. */
    private static double steady(float[] samples, int channel) {
        double sum = 0;
        int count = 0;
        for (int i = samples.length / 8 * 2 + channel; i < samples.length / 8 * 6; i += 2) {
            sum += samples[i] * samples[i];
            count++;
        }
        return Math.sqrt(2 * sum / count);
    }

    private static double peak(float[] samples, int channel) {
        double most = 0;
        for (int i = channel; i < samples.length; i += 2) {
            most = Math.max(most, Math.abs(samples[i]));
        }
        return most;
    }
}
