package dev.reelroute.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names as searches compare them: without regard to case, accents, and the ways in which Unicode writes the same. */
public final class Names {

    private static final int LONGEST = 255;
    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    private static final String EVERYTHING = "%";
    private static final Pattern WILD = Pattern.compile("[\\\\%_]");

    private Names() {}

    /** {@code Übersee 2024.MP4} is {@code ubersee 2024.mp4}; at most 255 UTF-16 units. */
    public static String folded(String name) {
        String plain =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
        String folded = BLANKS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll(" ");
        return Characters.keepable(folded.substring(0, Math.min(folded.length(), LONGEST)));
    }

    /**
     * Patterns of SQL's {@code LIKE} for folded names that have all words of a search, in whatever order. Of more than four
     * words the fourth and what follows have to stand side by side.
     *
     * <p>Each is looked for by itself: one pattern of many words is tried in all ways in which these could be in a name, which is
     * {@code 255^words}, and somebody's choice.
     */
    public record Words(String first, String second, String third, String rest) {

        public static Words of(String search) {
            String[] words = folded(search).strip().split(" ", 4);
            String[] patterns = new String[4];
            for (int i = 0; i < patterns.length; i++) {
                patterns[i] = i < words.length ? containing(words[i]) : EVERYTHING;
            }
            return new Words(patterns[0], patterns[1], patterns[2], patterns[3]);
        }

        private static String containing(String word) {
            return word.isEmpty() ? EVERYTHING : "%" + WILD.matcher(word).replaceAll("\\\\$0") + "%";
        }
    }
}
