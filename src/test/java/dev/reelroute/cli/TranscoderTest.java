package dev.reelroute.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** {@code reelroute transcode} where it does not come to a video. {@code TranscodeTest} has it in a process of its own. */
@ExtendWith(OutputCaptureExtension.class)
class TranscoderTest {

    @TempDir
    private Path folder;

    @Test
    void aFileThatIsNoVideoFailsWithItsCode(CapturedOutput output) throws IOException {
        Files.writeString(folder.resolve("notes.mp4"), "This is no video.");

        assertThat(reelroute("transcode", "notes.mp4", "--out", "result")).isEqualTo(1);

        assertThat(output.getAll()).contains("The file is not a video we can read.", "NOT_A_VIDEO");
        assertNothingIsLeftIn(folder.resolve("result"));
    }

    @Test
    void aProfileThatThereIsNotIsNamed(CapturedOutput output) throws IOException {
        assertThat(reelroute("transcode", "--profile", "cinema")).isEqualTo(2);

        assertThat(output.getAll())
                .contains("There is no profile 'cinema'. Choose one of: efficient, preview, standard.")
                .doesNotContain("\tat ");
        assertNothingIsLeftIn(folder.resolve("out"));
    }

    private static void assertNothingIsLeftIn(Path result) throws IOException {
        try (Stream<Path> files = Files.list(result)) {
            assertThat(files).isEmpty();
        }
    }

    private int reelroute(String... arguments) {
        CommandLine commands = new CommandLine(
                folder,
                request ->
                        new Transcoder(request, new ProgressDisplay(System.out, false), System.out, System.err).run(),
                settings -> fail("It began to serve"),
                settings -> fail("It began to move"),
                () -> null);
        return commands.parser
                .setOut(new PrintWriter(System.out, true))
                .setErr(new PrintWriter(System.err, true))
                .execute(arguments);
    }
}
