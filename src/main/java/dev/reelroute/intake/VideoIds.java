package dev.reelroute.intake;

import java.security.SecureRandom;
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
}
