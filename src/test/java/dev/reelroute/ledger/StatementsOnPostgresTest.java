package dev.reelroute.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** The statements on PostgreSQL. */
class StatementsOnPostgresTest extends StatementsTest {

    private @Nullable EmbeddedPostgres postgres;

    @Override
    List<String> database() throws IOException {
        postgres = EmbeddedPostgres.start();
        return List.of(
                "--reelroute.ledger.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--reelroute.ledger.username=postgres",
                "--reelroute.ledger.password=postgres");
    }

    @AfterAll
    void stopPostgres() throws IOException {
        Objects.requireNonNull(postgres).close();
    }
}
