package dev.reelroute.access;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestTemplate;

/**
 * Tokens of an OpenID Connect issuer: JWTs that it has signed for our audience and that have an end. The issuer is asked for its
 * keys with the first token, and not at the start, which it need not be there for.
 */
@Component
class Tokens {

    private static final String USER = "user:";
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** As the contract has it. */
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final AccessProperties.Oidc settings;
    private final JwtDecoder decoder;

    Tokens(AccessProperties properties) {
        this.settings = properties.oidc();
        this.decoder = new SupplierJwtDecoder(() -> decoder(settings));
    }

    /**
     * Whose token it is.
     *
     * @throws InvalidBearerTokenException when it is not taken
     * @throws Setback ISSUER_UNAVAILABLE
     */
    Caller find(String token) {
        Jwt jwt = decode(token);
        if (jwt.getExpiresAt() == null) {
            throw new InvalidBearerTokenException("The token has no end.");
        }
        Set<Scope> scopes = Scope.of(words(jwt.getClaim(settings.scopesClaim())));
        Caller caller = new Caller(
                USER + Objects.requireNonNullElse(jwt.getSubject(), ""),
                null,
                tenant(jwt),
                scopes,
                jwt.getExpiresAt(),
                null);
        if (caller.tenant() == null && namesTenants() && !caller.may(Scope.OPERATE)) {
            // Else whoever belongs to nobody would meet what belongs to nobody.
            throw new InvalidBearerTokenException("The token names no tenant.");
        }
        return caller;
    }

    private Jwt decode(String token) {
        try {
            return decoder.decode(token);
        } catch (BadJwtException e) {
            throw new InvalidBearerTokenException("The token is not of the issuer, not for this audience, or over.", e);
        } catch (JwtException | JwtDecoderInitializationException e) {
            throw new Setback(FailureCode.ISSUER_UNAVAILABLE, null, e);
        }
    }

    private @Nullable String tenant(Jwt jwt) {
        @Nullable Object tenant = namesTenants() ? jwt.getClaim(String.valueOf(settings.tenantClaim())) : null;
        if (tenant == null) {
            return null;
        }
        if (!TENANT.matcher(tenant.toString()).matches()) {
            throw new InvalidBearerTokenException("The token's tenant is not the name of one.");
        }
        return tenant.toString();
    }

    private boolean namesTenants() {
        return settings.tenantClaim() != null && !settings.tenantClaim().isBlank();
    }

    private static Stream<String> words(@Nullable Object claim) {
        if (claim instanceof Collection<?> list) {
            return list.stream().map(String::valueOf);
        }
        return claim == null ? Stream.empty() : Arrays.stream(claim.toString().split(" "));
    }

    private static JwtDecoder decoder(AccessProperties.Oidc settings) {
        String issuer = Objects.requireNonNull(settings.issuer());
        String audience = Objects.requireNonNull(settings.audience());
        SimpleClientHttpRequestFactory http = new SimpleClientHttpRequestFactory();
        http.setConnectTimeout(PATIENCE);
        http.setReadTimeout(PATIENCE);
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(issuer)
                .restOperations(new RestTemplate(http))
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer(issuer),
                new JwtClaimValidator<List<String>>(
                        JwtClaimNames.AUD, named -> named != null && named.contains(audience))));
        return decoder;
    }
}
