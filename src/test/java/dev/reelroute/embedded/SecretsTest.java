package dev.reelroute.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in {@code secrets.properties} can be copied from there to where it is needed. */
class SecretsTest {

    @TempDir
    private Path data;

    @Test
    void valuesStandThereAsTheyAre() throws IOException {
        Properties secrets = EmbeddedEnvironment.secrets(data);

        assertThat(secrets.getProperty("notify.secret")).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(Files.readAllLines(file()))
                .containsAll(secrets.stringPropertyNames().stream()
                        .map(name -> name + "=" + secrets.getProperty(name))
                        .toList());
        assertThat(EmbeddedEnvironment.secrets(data)).isEqualTo(secrets);
    }

    /** With a backslash before what Java's own format escapes. */
    @Test
    void aFileOfAFormerVersionIsReadAndWrittenAnew() throws IOException {
        Files.writeString(file(), "#Made at first start.\nnotify.secret=whsec_AAAA\\=\nledger.password=a\\:b\\\\c \n");

        Properties secrets = EmbeddedEnvironment.secrets(data);

        assertThat(secrets)
                .containsEntry("notify.secret", "whsec_AAAA=")
                .containsEntry("ledger.password", "a:b\\c ")
                .containsKey("playback.keys");
        assertThat(file()).content().contains("notify.secret=whsec_AAAA=\n");
        assertThat(EmbeddedEnvironment.secrets(data)).isEqualTo(secrets);
    }

    @Test
    void ofACompleteFileOnlyTheBackslashesGo() throws IOException {
        Properties secrets = EmbeddedEnvironment.secrets(data);
        Files.writeString(file(), Files.readString(file()).replaceAll("=(?=\n)", "\\\\="));
        assertThat(file()).content().contains("\\=");

        assertThat(EmbeddedEnvironment.secrets(data)).isEqualTo(secrets);
        assertThat(file()).content().doesNotContain("\\");
    }

    private Path file() {
        return data.resolve("secrets.properties");
    }
}
