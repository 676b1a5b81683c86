package dev.reelroute.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.chaos.Cluster.LedgerKind;
import dev.reelroute.chaos.Storm.Dose;
import dev.reelroute.chaos.Storm.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that was acknowledged ends, and ends whole, whatever happens meanwhile. Without settings it deals one of each blow, on
 * PostgreSQL, which may be away by itself; {@code bench/chaos}, which {@code ./verify --long} calls for each ledger, gives a large dose:
 * {@code -Dchaos.seed, -Dchaos.jobs, -Dchaos.ledger, -Dchaos.record}.
 */
@Tag("long")
class ChaosTest {

    @Test
    void nothingIsLost(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        long seed = Long.getLong("chaos.seed", 1);
        Integer jobs = Integer.getInteger("chaos.jobs");
        LedgerKind ledger = LedgerKind.valueOf(
                System.getProperty("chaos.ledger", "postgres").toUpperCase(Locale.ROOT));
        Dose dose = jobs == null ? Dose.brief(seed) : Dose.of(seed, jobs);

        Outcome outcome = new Storm(folder, ledger, Mutant.NONE, dose).run();

        String record = System.getProperty("chaos.record");
        if (record != null) {
            Files.writeString(Path.of(record), Client.json(outcome.record()) + "\n");
        }
        assertThat(outcome.broken()).as(outcome.record().toPrettyString()).isEmpty();
        assertThat(outcome.record().at("/ended/ready").asInt()).isPositive();
    }
}
