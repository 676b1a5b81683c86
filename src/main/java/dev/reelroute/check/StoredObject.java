package dev.reelroute.check;

import org.jspecify.annotations.Nullable;

/**
 * An object as the store has it.
 *
 * @param bytes size
 * @param etag without quotes, null where the store has none
 * @param contentType null where the store was not asked: a listing does not tell
 * @param cacheControl null likewise
 */
public record StoredObject(
        long bytes,
        @Nullable String etag,
        @Nullable String contentType,
        @Nullable String cacheControl) {}
