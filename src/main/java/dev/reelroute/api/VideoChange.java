package dev.reelroute.api;

import dev.reelroute.ledger.Visibility;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client changes in a video; null leaves it as it is.
 *
 * @param metadata instead of all that was there
 */
public record VideoChange(
        @Nullable String filename,
        @Nullable Map<String, String> metadata,
        @Nullable Visibility visibility) {}
