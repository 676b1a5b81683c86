package dev.reelroute.text;

import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Which characters a text from outside may contain. PostgreSQL does not accept U+0000, and no encoder can write half of
 * a surrogate pair. A name must not contain characters that are invisible, or that show the rest of it in another
 * order.
 */
public final class Characters {

    private static final String REPLACEMENT = "\uFFFD";

    /** What Unicode calls explicit directional formatting: embeddings, overrides, isolates and their ends. */
    private static final Set<Integer> TURNING =
            Set.of(0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069);

    private Characters() {}

    /** The first character that cannot be kept, such as {@code U+0000}; empty when all can. */
    public static Optional<String> unkeepable(String text) {
        return first(text, Characters::isUnkeepable);
    }

    /** The first character that a name must not contain, such as {@code U+202E}; empty when there is none. */
    public static Optional<String> unfitForName(String text) {
        return first(text, Characters::isUnfitForName);
    }

    /** Nothing of it would be visible. */
    public static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(each -> Character.isWhitespace(each)
                        || Character.isSpaceChar(each)
                        || Character.getType(each) == Character.FORMAT);
    }

    /** The text with a replacement character for each that cannot be kept. */
    public static String keepable(String text) {
        return replaced(text, Characters::isUnkeepable);
    }

    /** The text with a replacement character for each that a name must not contain. */
    public static String name(String text) {
        return replaced(text, Characters::isUnfitForName);
    }

    private static Optional<String> first(String text, IntPredicate unfit) {
        return text.codePoints()
                .filter(unfit)
                .mapToObj(each -> String.format("U+%04X", each))
                .findFirst();
    }

    private static String replaced(String text, IntPredicate unfit) {
        if (text.codePoints().noneMatch(unfit)) {
            return text;
        }
        StringBuilder fit = new StringBuilder();
        text.codePoints().forEach(each -> {
            if (unfit.test(each)) {
                fit.append(REPLACEMENT);
            } else {
                fit.appendCodePoint(each);
            }
        });
        return fit.toString();
    }

    /** A surrogate that is a code point of its own is half of a pair without the other half. */
    private static boolean isUnkeepable(int character) {
        return character == 0 || Character.getType(character) == Character.SURROGATE;
    }

    private static boolean isUnfitForName(int character) {
        return isUnkeepable(character)
                || Character.isISOControl(character)
                || Character.getType(character) == Character.LINE_SEPARATOR
                || Character.getType(character) == Character.PARAGRAPH_SEPARATOR
                || TURNING.contains(character);
    }
}
