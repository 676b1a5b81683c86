package dev.reelroute.journey;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** Quotas with the ledger in PostgreSQL, and two processes. */
class QuotasOnPostgresTest extends QuotasTest {

    private @Nullable EmbeddedPostgres postgres;

    @Override
    List<String> ledger() throws IOException {
        postgres = EmbeddedPostgres.start();
        return List.of(
                "--reelroute.ledger.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--reelroute.ledger.username=postgres",
                "--reelroute.ledger.password=postgres");
    }

    @Override
    boolean isShared() {
        return true;
    }

    @AfterAll
    void stopPostgres() throws IOException {
        Objects.requireNonNull(postgres).close();
    }
}
