package dev.reelroute.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.Misconfigured;
import dev.reelroute.plan.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFilesTest {

    @TempDir
    Path folder;

    @Test
    void aStartWithoutTheDefaultProfileSaysWhy() throws IOException {
        Files.copy(Path.of("config/profiles/standard.yaml"), folder.resolve("standard.yaml"));
        Files.writeString(folder.resolve("draft.yaml"), "- a");

        assertThatThrownBy(() -> start("draft"))
                .isInstanceOfSatisfying(
                        Misconfigured.class, fault -> assertThat(fault.remedy()).endsWith("to one of standard."))
                .hasMessage(folder + ": no profile that can be used is called draft; draft.yaml, "
                        + "expected keys and values");
        assertThatThrownBy(() -> start("none")).hasMessageEndingWith("is called none");
        start("standard");
    }

    private void start(String defaultProfile) {
        new ProfileFiles(new Profiles(folder), folder, defaultProfile).look();
    }
}
