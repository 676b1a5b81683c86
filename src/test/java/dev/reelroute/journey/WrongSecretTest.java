package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A secret that cannot be read stops the start with one line, which says what to do and nothing of the secret. */
@ExtendWith(OutputCaptureExtension.class)
class WrongSecretTest {

    private static final String SECRET = "UPIAUPIAUPIAUPIAUPIAUPIAUPIAUPIAUPIAUPIAGMk";

    @ParameterizedTest
    @CsvSource({
        "notify.secrets, whsec_, \\=, backslash",
        "notify.secrets, whsec_, ?, openssl rand",
        "playback.keys, '', \\=, backslash",
    })
    void oneLineSaysWhatToDo(
            String setting, String before, String after, String remedy, @TempDir Path folder, CapturedOutput output) {
        Throwable failure = catchThrowable(() -> Application.start(
                        folder, "--reelroute.role=api", "--reelroute." + setting + "=" + before + SECRET + after)
                .close());

        assertThat(failure).isNotNull();
        assertThat(output.getAll().lines().filter(line -> !line.isBlank()))
                .singleElement()
                .asString()
                .contains("Reelroute cannot start. reelroute." + setting + ": expected", remedy)
                .doesNotContain("UPIA", "base64 character");
    }
}
