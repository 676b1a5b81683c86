package dev.reelroute.media;

/**
 * An object as it was when it was made.
 *
 * @param key relative to the video's prefix
 * @param bytes size
 */
public record MadeObject(String key, long bytes, Digest digest) {}
