package dev.reelroute.store;

/** Content types and cache headers, by the name of an object. */
public final class ObjectTypes {

    private ObjectTypes() {}

    /** Segments and init segments: RFC 8216 and ISO 23009-1 leave {@code video/mp4} to both players. */
    public static String contentType(String key) {
        return switch (key.substring(key.lastIndexOf('.') + 1)) {
            case "m3u8" -> "application/vnd.apple.mpegurl";
            case "mpd" -> "application/dash+xml";
            case "m4s" -> "video/iso.segment";
            case "mp4" -> "video/mp4";
            case "jpg" -> "image/jpeg";
            case "vtt" -> "text/vtt; charset=utf-8";
            default -> "application/octet-stream";
        };
    }

    /** Whatever carries its attempt or digest in its name never changes; a retried video's other files may. */
    public static String cacheControl(String key) {
        return key.endsWith(".m4s") || key.substring(key.lastIndexOf('/') + 1).startsWith("init-")
                ? "public, max-age=31536000, immutable"
                : "public, max-age=60";
    }
}
