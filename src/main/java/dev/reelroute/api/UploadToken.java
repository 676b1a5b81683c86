package dev.reelroute.api;

import java.time.Instant;

/**
 * An upload token, as whoever asked for it gets it.
 *
 * @param token in this answer alone
 * @param videos how many it registers
 * @param expiresAt when it registers nothing more
 * @param endsAt until when what it has registered is uploaded and watched
 */
public record UploadToken(String id, String token, int videos, Instant expiresAt, Instant endsAt) {}
