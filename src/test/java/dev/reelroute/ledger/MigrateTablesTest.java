package dev.reelroute.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.ledger.Statements.InsertWorker;
import dev.reelroute.ledger.Statements.ListWorkers;
import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class MigrateTablesTest {

    @TempDir
    private static Path folder;

    /** The second time there is nothing to do, and what was there stays. */
    @RepeatedTest(2)
    void theTablesAreThere() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("ledger")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";

        MigrateTables.main(new String[] {
            "--reelroute.data=" + folder.resolve("data"),
            "--reelroute.ledger.url=" + url,
            "--reelroute.ledger.username=sa",
            "--reelroute.ledger.password="
        });

        try (PlainLedger ledger = PlainLedger.asItIs(url, "sa", "")) {
            ledger.run(new InsertWorker("host-1", "FAST=1", 0, 1, 1));
            assertThat(ledger.ask(new ListWorkers())).hasSize(1);
        }
    }
}
