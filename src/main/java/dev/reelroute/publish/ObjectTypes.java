package dev.reelroute.publish;

import java.util.Map;

/** The content type of each kind of object that a player fetches, by the ending of its key. */
public final class ObjectTypes {

    private static final Map<String, String> BY_ENDING = Map.of(
            "m3u8", "application/vnd.apple.mpegurl",
            "mpd", "application/dash+xml",
            "m4s", "video/iso.segment",
            "mp4", "video/mp4",
            "vtt", "text/vtt; charset=utf-8",
            "jpg", "image/jpeg");

    private ObjectTypes() {}

    /**
     * @throws IllegalArgumentException for a key of no known kind: it would be served as a download
     */
    public static String of(String key) {
        String type = BY_ENDING.get(key.substring(key.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalArgumentException("No content type is known for " + key);
        }
        return type;
    }
}
