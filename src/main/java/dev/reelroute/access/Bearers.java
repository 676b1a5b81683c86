package dev.reelroute.access;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/** Finds out who sends {@code Authorization: Bearer}: the owner of an API key, or of an issuer's token. */
@Component
public class Bearers implements AuthenticationManager {

    private final AccessProperties properties;
    private final Keys keys;
    private final Tokens tokens;

    Bearers(AccessProperties properties, Keys keys, Tokens tokens) {
        this.properties = properties;
        this.keys = keys;
        this.tokens = tokens;
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

    private Caller caller(String text) {
        boolean isKey = text.startsWith(Keys.PREFIX);
        if (!properties.takes(isKey ? AccessMode.KEYS : AccessMode.OIDC)) {
            throw new InvalidBearerTokenException((isKey ? "API keys" : "Tokens") + " are not taken here.");
        }
        try {
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
