package dev.reelroute.journey;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** Upload tokens with the ledger that is embedded. */
@Tag("long")
class UploadTokensOnH2Test extends UploadTokensTest {

    @Override
    List<String> ledger() {
        return List.of();
    }
}
