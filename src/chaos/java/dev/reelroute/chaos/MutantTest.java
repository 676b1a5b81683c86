package dev.reelroute.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.chaos.Cluster.LedgerKind;
import dev.reelroute.chaos.Storm.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The checker of {@link ChaosTest} notices when a promise is broken: {@code bench/chaos --mutants}, which {@code
 * ./verify --long} calls. {@link PatchTest} checks every day that each mutant can still be made.
 */
@Tag("long")
class MutantTest {

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void aBrokenPromiseIsSeen(Mutant mutant, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        Outcome outcome = new Storm(folder, LedgerKind.H2, mutant, mutant.dose(Long.getLong("chaos.seed", 1))).run();

        List<String> faults = outcome.verdicts().get(mutant.promise());
        String record = System.getProperty("chaos.record");
        if (record != null) {
            Map<String, Object> line = new TreeMap<>();
            line.put("mutant", mutant.name());
            line.put("caught", !faults.isEmpty());
            line.put("promise", mutant.promise());
            line.put("faults", outcome.record().path("faults"));
            Files.writeString(
                    Path.of(record), Client.json(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        assertThat(faults).as(outcome.record().toPrettyString()).isNotEmpty();
    }
}
