package dev.reelroute.journey;

import dev.reelroute.ledger.Postgres;
import java.util.List;

/** Quotas with the ledger in PostgreSQL, and two processes. */
class QuotasOnPostgresTest extends QuotasTest {

    @Override
    List<String> ledger() {
        return Postgres.ledger();
    }

    @Override
    boolean isShared() {
        return true;
    }
}
