package dev.reelroute.intake;

/**
 * An object version that an event or the poll has seen.
 *
 * @param etag without quotes; with the key it names the version
 * @param size bytes
 */
public record ObjectSeen(String key, String etag, long size) {}
