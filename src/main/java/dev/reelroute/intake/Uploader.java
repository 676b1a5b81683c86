package dev.reelroute.intake;

import org.jspecify.annotations.Nullable;

/**
 * Who may send a file.
 *
 * @param tenant whose video it becomes; empty when nobody knows
 * @param token id of the upload token that registered it; null for none
 */
public record Uploader(String tenant, @Nullable String token) {

    public static final Uploader UNKNOWN = new Uploader("", null);
}
