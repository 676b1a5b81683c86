package dev.reelroute.journey;

import java.util.List;

/** The journey with the ledger that is embedded: an H2 file. */
class JourneyOnH2Test extends JourneyTest {

    @Override
    List<String> ledger() {
        return List.of();
    }

    @Override
    boolean onItsOwnLedger() {
        return true;
    }
}
