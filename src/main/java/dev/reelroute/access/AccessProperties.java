package dev.reelroute.access;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who may call.
 *
 * @param mode empty: open, which only the loopback interface is without saying so
 * @param operatorKey the key of the first operator, written to the ledger at each start where it is not there yet
 * @param remember for how long a process does not ask the ledger again for a key
 */
@ConfigurationProperties("reelroute.access")
public record AccessProperties(
        Set<AccessMode> mode, @Nullable String operatorKey, Duration remember, Oidc oidc) {

    public AccessProperties {
        mode = Set.copyOf(mode);
    }

    /**
     * Tokens of an issuer.
     *
     * @param issuer its address, as in the claim {@code iss}
     * @param audience what {@code aud} must name
     * @param tenantClaim that names the tenant; empty: tokens are of no tenant
     * @param scopesClaim that holds the scopes: a text with blanks, or a list
     */
    public record Oidc(
            @Nullable String issuer,
            @Nullable String audience,
            @Nullable String tenantClaim,
            String scopesClaim) {}

    public boolean isOpen() {
        return mode.isEmpty() || mode.contains(AccessMode.OPEN);
    }

    public boolean takes(AccessMode other) {
        return mode.contains(other);
    }
}
