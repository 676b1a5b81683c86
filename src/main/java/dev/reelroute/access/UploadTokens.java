package dev.reelroute.access;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.FindUploadToken;
import dev.reelroute.ledger.Statements.FindVideoOfUploadToken;
import dev.reelroute.ledger.Statements.InsertUploadToken;
import dev.reelroute.ledger.Statements.RevokeUploadToken;
import dev.reelroute.ledger.Statements.UploadTokenRow;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Tokens with which a page brings videos, as a server has said beforehand. As of keys, the ledger has the SHA-256 of each; it is
 * asked at every call, so that a revoked one ends at once.
 */
@Component
public class UploadTokens {

    /** What a token begins with, so that a scanner of secrets knows one. */
    public static final String PREFIX = "rru_";

    private static final String BEARER = "Bearer ";

    private final Ledger ledger;

    UploadTokens(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * A token that was just made.
     *
     * @param token to be shown once: nobody can tell it again
     */
    public record Issued(UploadTokenRow row, String token) {}

    /** Whether a request brings one, which it is then answered for or refused by, whoever may call without. */
    public static boolean isIn(HttpServletRequest request) {
        String header = Objects.requireNonNullElse(request.getHeader(HttpHeaders.AUTHORIZATION), "");
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length()) && header.startsWith(PREFIX, BEARER.length());
    }

    /**
     * @param by who asks for it: with a key that is revoked, its tokens are
     * @param tenant whose its videos are; null: nobody's
     * @param origin of the pages that may use it; null: any
     * @param terms JSON
     * @param validity for registering
     * @param grace after that, to bring and watch what was registered
     */
    public Issued issue(
            Caller by,
            @Nullable String tenant,
            @Nullable String origin,
            String terms,
            int videos,
            Duration validity,
            Duration grace) {
        String token = Keys.random(PREFIX);
        ledger.run(new InsertUploadToken(
                UUID.randomUUID().toString(),
                Keys.hash(token),
                Objects.requireNonNullElse(tenant, ""),
                by.subject().startsWith(Caller.KEY) ? by.subject().substring(Caller.KEY.length()) : null,
                origin,
                terms,
                videos,
                (int) validity.toSeconds(),
                (int) grace.toSeconds()));
        return new Issued(row(token).orElseThrow(() -> new Refused(FailureCode.UNAUTHENTICATED)), token);
    }

    /**
     * Ends a token. Doing so again changes nothing.
     *
     * @param tenant whose it must be; null: anybody's
     * @throws Refused NOT_FOUND
     */
    public void revoke(String id, @Nullable String tenant) {
        if (ledger.run(new RevokeUploadToken(id, tenant)) == 0) {
            throw new Refused(FailureCode.NOT_FOUND);
        }
    }

    /** Who calls with it; empty when it is unknown, revoked or at its end. */
    Optional<Caller> find(String token) {
        return row(token)
                .map(row -> new Caller(
                        "upload-token:" + row.id(),
                        null,
                        row.tenant().isEmpty() ? null : row.tenant(),
                        Set.of(),
                        row.endsAt(),
                        row));
    }

    boolean lets(UploadTokenRow token) {
        return ledger.askOne(new FindUploadToken(token.hash())).isPresent();
    }

    /** Whether a video was registered with this token. */
    boolean isOwn(UploadTokenRow token, String video) {
        return ledger.askOne(new FindVideoOfUploadToken(video, token.tenant(), token.id()))
                .isPresent();
    }

    private Optional<UploadTokenRow> row(String token) {
        return ledger.askOne(new FindUploadToken(Keys.hash(token)));
    }
}
