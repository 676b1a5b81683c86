package dev.reelroute.journey;

/** The journey with the ledger that is embedded: an H2 file. */
class JourneyOnH2Test extends JourneyTest {

    @Override
    String[] ledger() {
        return new String[0];
    }

    @Override
    boolean onItsOwnLedger() {
        return true;
    }
}
