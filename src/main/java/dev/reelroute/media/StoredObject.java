package dev.reelroute.media;

import org.jspecify.annotations.Nullable;

/**
 * An object as the store has it.
 *
 * @param bytes size
 * @param etag without quotes, null for a file that was copied into the folder of an embedded store
 * @param contentType null when the store was not asked: a listing does not include it
 * @param cacheControl null likewise
 */
public record StoredObject(
        long bytes,
        @Nullable String etag,
        @Nullable String contentType,
        @Nullable String cacheControl) {}
