package dev.reelroute.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputRulesTest {

    /** Other builds of FFmpeg have these instead of their own, or besides. */
    private static final Set<String> OF_OTHER_BUILDS = Set.of(
            "libdav1d",
            "libvorbis",
            "libopus",
            "libvpx-vp9",
            "libvpx",
            "libspeex",
            "libopencore_amrnb",
            "libopencore_amrwb");

    @TempDir
    Path folder;

    @Test
    void namesOnlyContainersAndDecodersThatThereAre() {
        assertThat(listed("-codec_whitelist").stream().filter(name -> !OF_OTHER_BUILDS.contains(name)))
                .isSubsetOf(known("-decoders", "^ [VAS][A-Z.]{5} (\\S+)"));
        assertThat(listed("-format_whitelist")).isSubsetOf(known("-demuxers", "^ D[ d.]+ (\\S+)"));
    }

    @Test
    void takesWhatPeopleSend() {
        for (List<String> clip : List.of(
                List.of("a.mp4", "libx264", "aac"),
                List.of("a.mov", "prores", "pcm_s16le"),
                List.of("a.mkv", "libx265", "flac"),
                List.of("a.webm", "libvpx-vp9", "libopus"),
                List.of("b.mp4", "libsvtav1", "aac"),
                List.of("a.ts", "mpeg2video", "mp2"),
                List.of("a.avi", "mpeg4", "libmp3lame"),
                List.of("a.flv", "flv", "libmp3lame"),
                List.of("a.wmv", "wmv2", "wmav2"),
                List.of("a.mpg", "mpeg1video", "mp2"),
                List.of("a.mxf", "mpeg2video", "pcm_s16le"))) {
            Path file = Bench.clip(
                    folder,
                    clip.get(0),
                    "-f",
                    "lavfi",
                    "-i",
                    "testsrc=size=352x288:rate=25:duration=0.4",
                    "-f",
                    "lavfi",
                    "-i",
                    "sine=sample_rate=48000:duration=0.4",
                    "-c:v",
                    clip.get(1),
                    "-c:a",
                    clip.get(2));
            List<String> arguments = new ArrayList<>(new InputRules(Bench.SETTINGS).input(file));
            arguments.addAll(List.of("-f", "null", "-"));

            Outcome outcome = Bench.runner().run(Bench.ffmpeg(folder, arguments.toArray(String[]::new)));

            assertThat(outcome.succeeded()).as("%s: %s", clip, outcome).isTrue();
        }
    }

    @Test
    void spellsTheProtocolOut() {
        assertThat(InputRules.url(Path.of("/work/-y"))).isEqualTo("file:/work/-y");
    }

    private static List<String> listed(String flag) {
        List<String> arguments = new InputRules(Bench.SETTINGS).arguments();
        return List.of(arguments.get(arguments.indexOf(flag) + 1).split(","));
    }

    private static Set<String> known(String list, String row) {
        ShortRun run = ShortRun.of(
                List.of(Bench.TOOLCHAIN.ffmpeg().toString(), "-hide_banner", list), Bench.TOOLCHAIN.environment());
        return Pattern.compile(row, Pattern.MULTILINE)
                .matcher(run.output())
                .results()
                .flatMap(result -> Stream.of(result.group(1).split(",")))
                .collect(Collectors.toSet());
    }
}
