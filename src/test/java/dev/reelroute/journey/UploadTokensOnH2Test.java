package dev.reelroute.journey;

/** Upload tokens with the ledger that is embedded. */
class UploadTokensOnH2Test extends UploadTokensTest {

    @Override
    String[] ledger() {
        return new String[0];
    }
}
