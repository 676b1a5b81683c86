package dev.reelroute.journey;

import dev.reelroute.ledger.Postgres;
import java.util.List;

/** On PostgreSQL. */
class FindingOnPostgresTest extends FindingTest {

    @Override
    List<String> database() {
        return Postgres.ledger();
    }
}
