package dev.reelroute.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FFmpeg's own DASH muxer is the second opinion: it writes the codecs of what it has just encoded. */
class CodecStringTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "avc1.42c0, -c:v libx264 -profile:v baseline -pix_fmt yuv420p",
        "avc1.6400, -c:v libx264 -profile:v high -pix_fmt yuv420p",
        "avc1.6e00, -c:v libx264 -profile:v high10 -pix_fmt yuv420p10le",
        "hvc1.1.6.L, -c:v libx265 -tag:v hvc1 -pix_fmt yuv420p -x265-params log-level=none",
        "hvc1.2.4.L, -c:v libx265 -tag:v hvc1 -pix_fmt yuv420p10le -x265-params log-level=none",
        "av01.0., -c:v libsvtav1 -preset 12 -pix_fmt yuv420p10le"
    })
    void videoAsFfmpegNamesIt(String start, String encoder) throws IOException {
        String ours = encoded("testsrc2=size=320x180:rate=25:duration=0.4", encoder);

        assertThat(ours).startsWith(start).isEqualTo(ffmpegs());
    }

    @ParameterizedTest
    @CsvSource({"mp4a.40.2, -c:a aac", "opus, -c:a libopus", "mp4a.6b, -c:a libmp3lame"})
    void audioAsFfmpegNamesIt(String expected, String encoder) throws IOException {
        String ours = encoded("sine=duration=0.4:sample_rate=48000", encoder);

        assertThat(ours).isEqualTo(expected);
        if (!ours.equals("mp4a.6b")) {
            assertThat(ours).isEqualTo(ffmpegs());
        }
    }

    @Test
    void aCodecThatIsNotPlannedIsRefused() {
        assertThatThrownBy(() -> encoded("sine=duration=0.4:sample_rate=48000", "-c:a flac -strict -2"))
                .hasMessageContaining("unexpected sample entry fLaC");
    }

    private String encoded(String source, String encoder) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-f", "lavfi", "-i", source));
        arguments.addAll(Arrays.asList(encoder.split(" ")));
        arguments.addAll(List.of(
                "-f",
                "dash",
                "-dash_segment_type",
                "mp4",
                "-init_seg_name",
                "init.mp4",
                "-media_seg_name",
                "$Number$.m4s",
                "m.mpd"));
        SampleVideo.Result result = SampleVideo.run(folder, "ffmpeg", arguments);
        assertThat(result.exitCode()).as(result.errors()).isZero();
        try {
            return InitSegment.read(folder.resolve("init.mp4")).codecs();
        } catch (MalformedMp4 e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private String ffmpegs() throws IOException {
        Matcher codecs = Pattern.compile("codecs=\"([^\"]+)\"").matcher(Files.readString(folder.resolve("m.mpd")));
        assertThat(codecs.find()).isTrue();
        return codecs.group(1);
    }
}
