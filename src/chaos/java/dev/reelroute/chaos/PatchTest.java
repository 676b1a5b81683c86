package dev.reelroute.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.chaos.Mutant.Patch;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Every mutant can be made from the current sources. {@link MutantTest} runs them only in the long run, so nothing else
 * would notice that a line has changed which a patch quotes.
 */
class PatchTest {

    @TempDir
    private Path folder;

    /** It throws where a patch finds nothing to change, and where what it makes does not compile. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void aMutantCanBeMade(Mutant mutant) throws IOException {
        mutant.patchClassPath(folder.resolve("classes"));
        mutant.patchRoutes(folder.resolve("routes"));

        // Each patch starts from the product's file: of two patches for one file, the first would be lost.
        assertThat(mutant.patches()).isNotEmpty().extracting(Patch::target).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"what nobody has written, whatever", "direct:plan-video, direct:plan-video"})
    void aPatchThatChangesNothingIsTold(String from, String to) {
        assertThatThrownBy(() -> Patch.route("plan", from, to).apply(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("plan.camel.yaml");
    }
}
