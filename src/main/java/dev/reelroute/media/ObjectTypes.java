package dev.reelroute.media;

import java.util.Map;

/** Content type and cache header of each kind of object that a player fetches, by its key. */
public final class ObjectTypes {

    private static final Map<String, String> BY_ENDING = Map.of(
            "m3u8", "application/vnd.apple.mpegurl",
            "mpd", "application/dash+xml",
            "m4s", "video/iso.segment",
            "mp4", "video/mp4",
            "vtt", "text/vtt; charset=utf-8",
            "jpg", "image/jpeg");

    private ObjectTypes() {}

    /** @throws IllegalArgumentException for a key of unknown kind: players would get it as a download */
    public static String of(String key) {
        String type = BY_ENDING.get(key.substring(key.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalArgumentException("No content type is known for " + key);
        }
        return type;
    }

    /** Objects with an attempt or a digest in their name never change; the other files may, when a video is retried. */
    public static String cacheControl(String key) {
        if (key.startsWith("early-") && key.endsWith(".m3u8")) {
            return "no-cache"; // it grows
        }
        boolean named = key.endsWith(".m4s")
                || key.substring(key.lastIndexOf('/') + 1).startsWith("init-")
                || (key.startsWith("subtitles-") && key.endsWith(".vtt"));
        return named ? "public, max-age=31536000, immutable" : "public, max-age=60";
    }

    /**
     * What holds instead for one viewer alone: playlists and manifests are asked for each time, because they lead to
     * everything else, and nothing is kept for others.
     */
    public static String privateCacheControl(String key) {
        return key.endsWith(".m3u8") || key.endsWith(".mpd")
                ? "private, no-store"
                : cacheControl(key).replace("public", "private");
    }
}
