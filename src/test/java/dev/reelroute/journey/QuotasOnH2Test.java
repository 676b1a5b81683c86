package dev.reelroute.journey;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** Quotas with the ledger that is embedded, which one process serves from. */
@Tag("long")
class QuotasOnH2Test extends QuotasTest {

    @Override
    List<String> ledger() {
        return List.of();
    }

    @Override
    boolean isShared() {
        return false;
    }
}
