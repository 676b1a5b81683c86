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
import java.util.stream.Stream;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker of {@link ChaosTest} sees it when a promise is broken. The quickest one here; {@code bench/chaos --mutants} tries all. */
class MutantTest {

    static Stream<Mutant> mutants() {
        return Boolean.getBoolean("chaos.all")
                ? Stream.of(Mutant.values()).filter(mutant -> mutant != Mutant.NONE)
                : Stream.of(Mutant.FAN_IN_TWICE);
    }

    @ParameterizedTest
    @MethodSource("mutants")
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
