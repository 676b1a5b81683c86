package dev.reelroute.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.access.AccessMode;
import dev.reelroute.access.AccessProperties;
import dev.reelroute.access.AccessProperties.Oidc;
import dev.reelroute.ledger.PlainLedger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class LimitsTest {

    private static final Limits EACH = new Limits(10L, 5L, -1L, DataSize.ofBytes(7), null, 3L);

    @Test
    void whatATenantsOwnDoNotNameIsAsForEach() throws SQLException {
        Limits own = new Limits(-1L, null, 4L, DataSize.ofBytes(-1), 0L, null);
        assertThat(quotas(Hold.ALWAYS, Set.of(), new QuotaProperties.Own("acme", own))
                        .limits("acme"))
                .isEqualTo(new Limits(null, 5L, 4L, null, 0L, 3L));
        assertThat(quotas(Hold.ALWAYS, Set.of(), new QuotaProperties.Own(null, own))
                        .limits("")
                        .uploadsPerDay())
                .as("of whoever has no tenant")
                .isEqualTo(4);
        assertThat(quotas(Hold.ALWAYS, Set.of(), new QuotaProperties.Own("acme", own))
                        .limits("acm"))
                .isEqualTo(new Limits(10L, 5L, null, DataSize.ofBytes(7), null, 3L));
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, , false",
        "AUTO, OPEN, false",
        "AUTO, KEYS, true",
        "AUTO, OIDC, true",
        "ALWAYS, , true",
        "NEVER, KEYS, false"
    })
    void tenantsAreHeldWhereTheyAreKnown(Hold hold, @Nullable AccessMode mode, boolean held) throws SQLException {
        Quotas quotas = quotas(hold, mode == null ? Set.of() : Set.of(mode));
        assertThat(quotas.limits("acme").equals(Limits.NONE)).isNotEqualTo(held);
    }

    /** The ledger is closed: nothing is asked of it. */
    @Test
    void whoIsNotHeldCostsNothing() throws SQLException {
        try (PlainLedger ledger = PlainLedger.inMemory("closed")) {
            ledger.connection().close();
            Quotas quotas = quotas(ledger, Hold.NEVER, Set.of());
            quotas.require("acme", 1);
            quotas.requireMinutes("acme", 1);
            quotas.requireAnotherUnderWay("acme");
            assertThat(quotas.register("acme", 1, () -> 1)).isEqualTo(1);
            assertThat(new RequestRates(quotas, ledger).take("acme")).isZero();
        }
    }

    private static Quotas quotas(Hold hold, Set<AccessMode> mode, QuotaProperties.Own... own) throws SQLException {
        try (PlainLedger ledger = PlainLedger.inMemory("limits")) {
            return quotas(ledger, hold, mode, own);
        }
    }

    private static Quotas quotas(PlainLedger ledger, Hold hold, Set<AccessMode> mode, QuotaProperties.Own... own) {
        return new Quotas(
                ledger,
                new QuotaProperties(hold, 10L, EACH, List.of(own)),
                new AccessProperties(mode, null, Duration.ZERO, new Oidc(null, null, null, "scope")));
    }
}
