package dev.reelroute.access;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/** Finds out who sends {@code Authorization: Bearer}: the owner of an API key. */
@Component
public class Bearers implements AuthenticationManager {

    private final AccessProperties properties;
    private final Keys keys;

    Bearers(AccessProperties properties, Keys keys) {
        this.properties = properties;
        this.keys = keys;
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

    private Caller caller(String token) {
        if (!properties.takes(AccessMode.KEYS)) {
            throw new InvalidBearerTokenException("Keys are not taken here.");
        }
        try {
            return keys.find(token)
                    .orElseThrow(() -> new InvalidBearerTokenException("The key is unknown, revoked or over."));
        } catch (DataAccessException e) {
            throw new Unknowable(e);
        }
    }
}
