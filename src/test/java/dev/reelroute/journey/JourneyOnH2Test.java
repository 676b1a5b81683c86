package dev.reelroute.journey;

import java.util.List;
import java.util.stream.Stream;

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

    @Override
    List<String> servers() {
        return Stream.concat(super.servers().stream(), Stream.of("reelroute.embedded.ledger-port"))
                .toList();
    }
}
