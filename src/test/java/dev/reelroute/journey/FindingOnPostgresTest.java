package dev.reelroute.journey;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** On PostgreSQL. */
class FindingOnPostgresTest extends FindingTest {

    @SuppressWarnings("NullAway.Init") // by database()
    private EmbeddedPostgres postgres;

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
        postgres.close();
    }
}
