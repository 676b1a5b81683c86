package dev.reelroute.ledger;

import java.util.List;

/** The statements on the embedded database, with the product's own settings of it. */
class StatementsOnH2Test extends StatementsTest {

    @Override
    List<String> database() {
        return List.of();
    }
}
