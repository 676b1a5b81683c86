package dev.reelroute.access;

import dev.reelroute.failure.Misconfigured;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How callers are known. */
public enum AccessMode {
    /** Not at all: whoever reaches the API may do everything. */
    OPEN,
    /** By API keys of the ledger. */
    KEYS,
    /** By tokens of an OpenID Connect issuer. */
    OIDC;

    /**
     * Reads {@code reelroute.access.mode}.
     *
     * @param text words with commas between them; blank: nothing was said
     * @throws Misconfigured for another word, and for open beside the others
     */
    public static Set<AccessMode> of(String text) {
        Set<AccessMode> modes = EnumSet.noneOf(AccessMode.class);
        for (String word : text.isBlank() ? new String[0] : text.strip().split("\\s*,\\s*")) {
            modes.add(Arrays.stream(values())
                    .filter(mode -> mode.name().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> wrong(text)));
        }
        if (modes.contains(OPEN) && modes.size() > 1) {
            throw wrong(text);
        }
        return modes;
    }

    private static Misconfigured wrong(String text) {
        String words = Arrays.stream(values())
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return new Misconfigured(
                "reelroute.access.mode is '" + text + "', which is none of " + words + ".",
                "Say keys for API keys, oidc for tokens of an issuer, keys,oidc for both, or open for neither.");
    }
}
