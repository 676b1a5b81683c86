package dev.reelroute.intake;

import java.util.List;

/**
 * The key of an object as an event names it. S3 encodes keys as in URLs, some other stores do not, and an event does not
 * tell.
 *
 * @param readings what the key can be, the likeliest first
 * @param readable it is encoded as the event's format wants it
 */
public record AnnouncedKey(List<String> readings, boolean readable) {

    static AnnouncedKey plain(String key) {
        return new AnnouncedKey(List.of(key), true);
    }
}
