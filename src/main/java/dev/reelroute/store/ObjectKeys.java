package dev.reelroute.store;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of objects in the bucket. */
public final class ObjectKeys {

    private static final int LONGEST_NAME = 100;
    /** S3's limit. */
    private static final int MOST_KEY_BYTES = 1024;
    /** The longest name that file systems accept. */
    private static final int MOST_SEGMENT_BYTES = 255;

    /** Control characters, halves of characters, ends of lines and of paragraphs. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private ObjectKeys() {}

    /** {@code videos/{id}/}, with everything that a player may read. */
    public static String videoPrefix(String video) {
        return "videos/" + video + "/";
    }

    /**
     * Key of an upload that the API registered. Keys are ASCII: some servers fail on other characters under a C locale.
     */
    public static String upload(String prefix, String video, String filename) {
        String ascii = Normalizer.normalize(filename, Normalizer.Form.NFKD).replaceAll("[^\\x20-\\x7e]", "");
        String safe = ascii.replaceAll("[^A-Za-z0-9._-]+", "-");
        String tail = safe.substring(Math.max(0, safe.length() - LONGEST_NAME)).replaceAll("^[-.]+|-+$", "");
        return prefix + video + "/" + (tail.isEmpty() ? "source" : tail);
    }

    /**
     * What is wrong with the key of an object from another tool. Stores and tools read such keys in different ways, as
     * the path of another object, or not at all. Empty for a key that they all read in the same way.
     */
    public static Optional<String> fault(String key) {
        if (key.getBytes(StandardCharsets.UTF_8).length > MOST_KEY_BYTES) {
            return Optional.of("It is longer than " + MOST_KEY_BYTES + " bytes.");
        }
        if (UNFIT.matcher(key).find()) {
            return Optional.of("It has a control character, or one that is none.");
        }
        if (key.indexOf('\\') >= 0) {
            return Optional.of("It has a backslash.");
        }
        for (String segment : key.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return Optional.of("Between its slashes there is nothing, or only dots.");
            }
            if (segment.getBytes(StandardCharsets.UTF_8).length > MOST_SEGMENT_BYTES) {
                return Optional.of("It has more than " + MOST_SEGMENT_BYTES + " bytes between two slashes.");
            }
        }
        return Optional.empty();
    }

    /** The file name that a key ends in, of at most 255 characters. */
    public static String filename(String key) {
        int[] name = key.substring(key.lastIndexOf('/') + 1).codePoints().toArray();
        int length = Math.min(255, name.length);
        return new String(name, name.length - length, length);
    }
}
