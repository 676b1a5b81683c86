package dev.reelroute.journey;

import java.util.List;

/** Upload tokens with the ledger that is embedded. */
class UploadTokensOnH2Test extends UploadTokensTest {

    @Override
    List<String> ledger() {
        return List.of();
    }
}
