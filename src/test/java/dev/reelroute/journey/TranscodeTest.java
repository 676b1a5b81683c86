package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.cli.CommandLine;
import dev.reelroute.media.Built;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as the start script runs it, in a JVM of its own. {@code TranscoderTest} has what goes wrong in it. */
class TranscodeTest {

    @TempDir
    private Path folder;

    private record Ended(int exitCode, String output) {}

    @Test
    void aClipBecomesAFolderThatPlays() throws Exception {
        new Clips(folder)
                .makeWithAudio(
                        "clip.mp4", "testsrc2=s=640x360:r=25:d=3", "sine=d=3", "-pix_fmt", "yuv420p", "-c:a", "aac");

        step("on-ready-told", "direct:on-ready-told", "setBody: { constant: told }");
        step("before-publish-asked", "direct:before-publish-asked", "setBody: { constant: asked }");

        Ended ended = reelroute("transcode", "clip.mp4", "--out", "result", "--profile", "preview");

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        // Its addresses end with the process: there is nothing to tell.
        assertThat(folder.resolve("before-publish-asked")).exists();
        assertThat(folder.resolve("on-ready-told")).doesNotExist();
        assertThat(ended.output()).contains("360p", "100 %");
        Path result = folder.resolve("result");
        assertThat(result).isDirectoryContaining("glob:**/poster.jpg").isDirectoryContaining("glob:**/storyboard.vtt");
        for (String entry : List.of("video.mp4", "master.m3u8")) {
            assertThat(frames(result.resolve(entry))).as(entry).isEqualTo(75);
        }
        assertThat(Files.readString(result.resolve("manifest.mpd"))).contains("<MPD");
        assertNothingIsLeftIn(result);
        // A start that decides its beans anew does all of this, too, and is slower: nobody would see it.
        assertThat(Files.readString(folder.resolve("classes.txt")))
                .contains("dev.reelroute.Reelroute__ApplicationContextInitializer ");
    }

    /** The build has decided the beans of the whole application, and not of this one. */
    @Test
    void aMoveHasBeansOfItsOwn() throws Exception {
        Path nothing = folder.resolve("nothing");

        Ended ended = reelroute("move", "--reelroute.data=" + nothing);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains("There is no embedded ledger in " + nothing + ".")
                .doesNotContain("\tat ");
    }

    private static void assertNothingIsLeftIn(Path result) throws IOException {
        try (Stream<Path> files = Files.list(result)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(".") || name.startsWith("early-"));
        }
    }

    private static int frames(Path entry) {
        String count = Programs.ffprobe(List.of(
                        "-count_frames",
                        "-select_streams",
                        "v:0",
                        "-of",
                        "csv=p=0",
                        "-show_entries",
                        "stream=nb_read_frames",
                        "-allowed_extensions",
                        "ALL",
                        entry.toString()))
                .succeeded()
                .stdout();
        return Integer.parseInt(count.lines().findFirst().orElseThrow().replace(",", ""));
    }

    /** A step of the user's own, that leaves a file of its name. */
    private void step(String name, String from, String step) throws IOException {
        Files.writeString(folder.resolve(name + ".camel.yaml"), """
                - route:
                    id: %s
                    routeConfigurationId: leave-to-the-caller
                    from:
                      uri: %s
                      steps:
                        - %s
                        - to: file:%s?fileName=%s
                """.formatted(name, from, step, folder, name));
    }

    private Ended reelroute(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Built.java());
        command.add("-Xlog:class+load:file=" + folder.resolve("classes.txt"));
        command.addAll(List.of("-Dreelroute.directory=" + folder, CommandLine.class.getName()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .put("CAMEL_MAIN_ROUTESINCLUDEPATTERN", "file:routes/*.camel.yaml,file:" + folder + "/*.camel.yaml");
        int exitCode = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        return new Ended(exitCode, Files.readString(output, StandardCharsets.UTF_8));
    }
}
