package dev.reelroute.intake;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Makes ids: UUIDs of version 7 (RFC 9562), which sort by time, so that a page of videos needs no second key. */
final class VideoIds {

    private static final SecureRandom RANDOM = new SecureRandom();

    private VideoIds() {}

    static String next() {
        long high = System.currentTimeMillis() << 16 | 0x7000 | RANDOM.nextInt(1 << 12);
        long low = RANDOM.nextLong() >>> 2 | 1L << 63;
        return new UUID(high, low).toString();
    }

    /** When an id was made; empty for an id that is not ours. */
    static Optional<Instant> time(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.version() == 7
                    ? Optional.of(Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
