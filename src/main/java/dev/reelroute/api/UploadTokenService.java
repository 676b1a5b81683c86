package dev.reelroute.api;

import dev.reelroute.access.Caller;
import dev.reelroute.access.Callers;
import dev.reelroute.access.UploadTokens;
import dev.reelroute.address.PageOrigin;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.intake.Intake;
import dev.reelroute.intake.IntakeProperties;
import dev.reelroute.intake.UploadTerms;
import dev.reelroute.ledger.Json;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What servers may ask for about upload tokens. All methods throw {@link Refused} with the code that the contract names. */
@Component
public class UploadTokenService {

    private static final int HOUR = 3600;

    private final UploadTokens tokens;
    private final Intake intake;
    private final Callers callers;
    private final Json json;
    private final Duration grace;

    UploadTokenService(UploadTokens tokens, Intake intake, Callers callers, Json json, IntakeProperties properties) {
        this.tokens = tokens;
        this.intake = intake;
        this.callers = callers;
        this.json = json;
        // What is registered at the last moment has as long as every upload.
        this.grace = properties.uploadExpiry();
    }

    public UploadToken create(UploadTerms asked) {
        intake.requireUsable(asked);
        Caller caller = callers.current();
        UploadTerms terms = asked.of(caller.tenantFor(asked.tenant()));
        UploadTokens.Issued issued = tokens.issue(
                caller,
                terms.tenant(),
                origin(terms.origin()),
                json.write(terms),
                Objects.requireNonNullElse(terms.videos(), 1),
                Duration.ofSeconds(Objects.requireNonNullElse(terms.expiresIn(), HOUR)),
                grace);
        return new UploadToken(
                issued.row().id(),
                issued.token(),
                issued.row().videos(),
                issued.row().expiresAt(),
                issued.row().endsAt());
    }

    /** Ends a token at once, in all processes. */
    public void revoke(String id) {
        tokens.revoke(id, callers.current().wall());
    }

    private static @Nullable String origin(@Nullable String asked) {
        try {
            return asked == null ? null : PageOrigin.of(asked);
        } catch (IllegalArgumentException e) {
            throw new Refused(FailureCode.INVALID_REQUEST, "origin: " + e.getMessage() + ".", e);
        }
    }
}
