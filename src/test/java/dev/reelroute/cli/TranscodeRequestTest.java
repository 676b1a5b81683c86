package dev.reelroute.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscodeRequestTest {

    @TempDir
    private Path folder;

    @Test
    void pathsAreRelativeToWhereTheUserStands() throws IOException {
        Files.createFile(folder.resolve("clip.mp4"));

        TranscodeRequest request =
                TranscodeRequest.parse(List.of("clip.mp4", "--out", "a/b", "--profile", "preview"), folder);

        assertThat(request)
                .isEqualTo(new TranscodeRequest(folder.resolve("clip.mp4"), folder.resolve("a/b"), "preview"));
    }

    @Test
    void nothingNeedsToBeSaid() {
        assertThat(TranscodeRequest.parse(List.of(), folder))
                .isEqualTo(new TranscodeRequest(null, folder.resolve("out"), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing.mp4         | There is no file",
                "--fast              | no option '--fast'",
                "file file           | One video at a time",
                "file --out          | A value is missing after --out",
                "file --out file     | is not a folder",
            })
    void whatMakesNoSenseIsNamed(String arguments, String reason) throws IOException {
        Files.createFile(folder.resolve("file"));

        assertThatExceptionOfType(WrongUsage.class)
                .isThrownBy(() -> TranscodeRequest.parse(List.of(arguments.split(" ")), folder))
                .withMessageContaining(reason);
    }
}
