package dev.reelroute.access;

import dev.reelroute.access.Operations.Operation;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Statements.UploadTokenRow;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param subject {@code key:} and the id of an API key, or the subject of a token
 * @param name of the key; null for what has none
 * @param tenant whose videos are the caller's; null: those that belong to no tenant
 * @param scopes none for an upload token, which has calls of its own
 * @param until when a token ends; null: a key, of which the ledger tells
 * @param uploadToken that the call was made with; null: none
 */
public record Caller(
        String subject,
        @Nullable String name,
        @Nullable String tenant,
        Set<Scope> scopes,
        @Nullable Instant until,
        @Nullable UploadTokenRow uploadToken) {

    static final String KEY = "key:";

    /** Where access is open: nobody is known, and everybody may do everything. */
    public static final Caller ANYBODY = new Caller("anybody", null, null, Set.of(Scope.values()), null, null);

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.OPERATE);
    }

    /** Whether an operation of the contract is for this caller. */
    boolean mayCall(Operation operation) {
        return uploadToken == null ? may(operation.scope()) : operation.isForUploadTokens();
    }

    /** The tenant that statements are bound to: empty for the videos of no tenant, null for an operator, who sees all. */
    public @Nullable String wall() {
        return may(Scope.OPERATE) ? null : Objects.requireNonNullElse(tenant, "");
    }

    /**
     * Whose a new video is.
     *
     * @param asked what the call says; null: nothing
     * @throws Refused TENANT_REFUSED when it is not the caller's
     */
    public @Nullable String tenantFor(@Nullable String asked) {
        if (asked == null || asked.equals(tenant)) {
            return tenant;
        }
        if (!may(Scope.OPERATE)) {
            throw new Refused(
                    FailureCode.TENANT_REFUSED,
                    "Leave tenant out: it is " + (tenant == null ? "none" : tenant) + " for all that you register.");
        }
        return asked;
    }
}
