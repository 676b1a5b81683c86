package dev.reelroute.api;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.text.Characters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The API key that somebody wants.
 *
 * @param tenant whose videos it is for; null: those of no tenant
 * @param scopes their words
 * @param expiresInDays null: never
 */
public record KeyRequest(
        String name,
        @Nullable String tenant,
        List<String> scopes,
        @Nullable Integer expiresInDays) {

    /**
     * What the contract's schema cannot say of a name.
     *
     * @throws Refused INVALID_REQUEST
     */
    void requireReadable() {
        Characters.unfitForName(name).ifPresent(character -> {
            throw new Refused(FailureCode.INVALID_REQUEST, "name must not hold the character " + character + ".");
        });
        if (Characters.isBlank(name)) {
            throw new Refused(FailureCode.INVALID_REQUEST, "name has characters that can be seen.");
        }
    }
}
