package dev.reelroute.notify;

import dev.reelroute.ledger.PlainLedger;
import java.sql.SQLException;

/** Which news goes next, on the embedded database. */
class LinesOnH2Test extends LinesTest {

    @Override
    PlainLedger database() throws SQLException {
        return PlainLedger.inMemory("lines");
    }
}
