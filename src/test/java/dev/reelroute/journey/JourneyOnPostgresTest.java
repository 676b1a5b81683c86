package dev.reelroute.journey;

import dev.reelroute.ledger.Postgres;
import java.util.List;

/** The journey with the ledger in PostgreSQL, as far as SQL decides. */
class JourneyOnPostgresTest extends JourneyTest {

    @Override
    List<String> ledger() {
        return Postgres.ledger();
    }

    @Override
    boolean onItsOwnLedger() {
        return false;
    }
}
