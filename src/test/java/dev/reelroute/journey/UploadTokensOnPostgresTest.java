package dev.reelroute.journey;

import dev.reelroute.ledger.Postgres;
import java.util.List;

/** Upload tokens with the ledger in PostgreSQL. */
class UploadTokensOnPostgresTest extends UploadTokensTest {

    @Override
    List<String> ledger() {
        return Postgres.ledger();
    }
}
