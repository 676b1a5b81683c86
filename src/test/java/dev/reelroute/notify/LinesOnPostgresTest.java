package dev.reelroute.notify;

import dev.reelroute.ledger.PlainLedger;
import dev.reelroute.ledger.Postgres;
import java.sql.SQLException;

/** Which news goes next, on PostgreSQL. */
class LinesOnPostgresTest extends LinesTest {

    @Override
    PlainLedger database() throws SQLException {
        return PlainLedger.of(Postgres.database(), "postgres", "");
    }
}
