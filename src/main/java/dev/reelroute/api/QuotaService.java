package dev.reelroute.api;

import dev.reelroute.access.Callers;
import dev.reelroute.failure.Refused;
import dev.reelroute.quota.Quotas;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a caller may ask about quotas. */
@Component
public class QuotaService {

    private final Quotas quotas;
    private final Callers callers;

    QuotaService(Quotas quotas, Callers callers) {
        this.quotas = quotas;
        this.callers = callers;
    }

    /**
     * What a tenant may use, and has used.
     *
     * @param asked null: that of the caller
     * @throws Refused TENANT_REFUSED when it is not the caller's
     */
    public QuotaView show(@Nullable String asked) {
        String tenant = Objects.requireNonNullElse(callers.current().tenantFor(asked), "");
        return QuotaView.of(tenant, quotas.limits(tenant), quotas.used(tenant), quotas.stored(tenant));
    }
}
