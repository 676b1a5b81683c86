package dev.reelroute.access;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/** Finds out who sends {@code Authorization: Bearer}: the owner of an API key, or of an issuer's token, or a page with an upload token. */
@Component
public class Bearers implements AuthenticationManager {

    private final AccessProperties properties;
    private final Keys keys;
    private final Tokens tokens;
    private final UploadTokens uploadTokens;

    Bearers(AccessProperties properties, Keys keys, Tokens tokens, UploadTokens uploadTokens) {
        this.properties = properties;
        this.keys = keys;
        this.tokens = tokens;
        this.uploadTokens = uploadTokens;
    }

    /** Nobody can say now whose key or token it is. */
    public static final class Unknowable extends AuthenticationException {

        private static final long serialVersionUID = 1L;

        private final RuntimeException why;

        Unknowable(RuntimeException why) {
            super("Nobody can say now who calls", why);
            this.why = why;
        }

        public RuntimeException why() {
            return why;
        }
    }

    @Override
    public @Nullable Authentication authenticate(Authentication request) {
        if (!(request instanceof BearerTokenAuthenticationToken bearer)) {
            return null;
        }
        return new CallerToken(caller(bearer.getToken()));
    }

    /** Whether who was let in some time ago still would be. */
    public boolean lets(Caller caller) {
        return caller.uploadToken() == null ? keys.lets(caller) : uploadTokens.lets(caller.uploadToken());
    }

    private Caller caller(String text) {
        boolean isUploadToken = text.startsWith(UploadTokens.PREFIX);
        boolean isKey = text.startsWith(Keys.PREFIX);
        if (!isUploadToken && !properties.takes(isKey ? AccessMode.KEYS : AccessMode.OIDC)) {
            throw new InvalidBearerTokenException(
                    isKey
                            ? "API keys are not taken here."
                            : "This is not an API key: those begin with " + Keys.PREFIX
                                    + ". Tokens are not taken here.");
        }
        try {
            if (isUploadToken) {
                return uploadTokens
                        .find(text)
                        .orElseThrow(() ->
                                new InvalidBearerTokenException("The upload token is unknown, revoked or at its end."));
            }
            return isKey
                    ? keys.find(text)
                            .orElseThrow(() -> new InvalidBearerTokenException("The key is unknown, revoked or over."))
                    : tokens.find(text);
        } catch (AuthenticationException e) {
            throw e;
        } catch (RuntimeException e) {
            // The ledger or the issuer does not answer, or is not there yet.
            throw new Unknowable(e);
        }
    }
}
