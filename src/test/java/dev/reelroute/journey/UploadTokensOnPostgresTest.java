package dev.reelroute.journey;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** Upload tokens with the ledger in PostgreSQL. */
class UploadTokensOnPostgresTest extends UploadTokensTest {

    private @Nullable EmbeddedPostgres postgres;

    @Override
    String[] ledger() throws IOException {
        postgres = EmbeddedPostgres.start();
        return new String[] {
            "--reelroute.ledger.url=" + postgres.getJdbcUrl("postgres", "postgres"),
            "--reelroute.ledger.username=postgres",
            "--reelroute.ledger.password=postgres"
        };
    }

    @AfterAll
    void stopPostgres() throws IOException {
        Objects.requireNonNull(postgres).close();
    }
}
