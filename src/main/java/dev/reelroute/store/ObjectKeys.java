package dev.reelroute.store;

import java.text.Normalizer;

/** Where things lie in the bucket. */
public final class ObjectKeys {

    private static final int LONGEST_NAME = 100;

    private ObjectKeys() {}

    /** {@code videos/{id}/}, with everything that a player may read. */
    public static String videoPrefix(String video) {
        return "videos/" + video + "/";
    }

    /** Key of an upload that the API registered. Keys are ASCII: some servers fail on others under a C locale. */
    public static String upload(String prefix, String video, String filename) {
        String ascii = Normalizer.normalize(filename, Normalizer.Form.NFKD).replaceAll("[^\\x20-\\x7e]", "");
        String safe = ascii.replaceAll("[^A-Za-z0-9._-]+", "-");
        String tail = safe.substring(Math.max(0, safe.length() - LONGEST_NAME)).replaceAll("^[-.]+|-+$", "");
        return prefix + video + "/" + (tail.isEmpty() ? "source" : tail);
    }

    /** The file name that a key ends in. */
    public static String filename(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        return name.length() > 255 ? name.substring(name.length() - 255) : name;
    }
}
