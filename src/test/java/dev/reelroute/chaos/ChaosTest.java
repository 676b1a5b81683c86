package dev.reelroute.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.chaos.Cluster.LedgerKind;
import dev.reelroute.chaos.Storm.Dose;
import dev.reelroute.chaos.Storm.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that was acknowledged ends, and ends whole, whatever happens meanwhile. One of each blow here, each on one of
 * the ledgers; {@code bench/chaos}, which {@code ./verify --long} calls, gives a large dose: {@code -Dchaos.seed, -Dchaos.jobs,
 * -Dchaos.ledger, -Dchaos.record}.
 */
class ChaosTest {

    static Stream<LedgerKind> ledgers() {
        String ledger = System.getProperty("chaos.ledger");
        return ledger == null
                ? Stream.of(LedgerKind.values())
                : Stream.of(LedgerKind.valueOf(ledger.toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @MethodSource("ledgers")
    void nothingIsLost(LedgerKind ledger, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        long seed = Long.getLong("chaos.seed", 1);
        Integer jobs = Integer.getInteger("chaos.jobs");
        Dose dose = jobs == null ? Dose.brief(seed, ledger) : Dose.of(seed, jobs);

        Outcome outcome = new Storm(folder, ledger, Mutant.NONE, dose).run();

        String record = System.getProperty("chaos.record");
        if (record != null) {
            Files.writeString(Path.of(record), Client.json(outcome.record()) + "\n");
        }
        assertThat(outcome.broken()).as(outcome.record().toPrettyString()).isEmpty();
        assertThat(outcome.record().at("/ended/ready").asInt()).isPositive();
    }
}
