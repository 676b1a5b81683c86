package dev.reelroute.check;

import org.jspecify.annotations.Nullable;

/**
 * An object as the store lists it.
 *
 * @param bytes size
 * @param contentType null where the store was not asked: a listing does not tell
 */
public record StoredObject(long bytes, @Nullable String contentType) {}
