package dev.reelroute.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names as searches compare them: without regard to case, accents, and the ways in which Unicode writes the same. */
public final class Names {

    private static final int LONGEST = 255;
    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern WILD = Pattern.compile("[\\\\%_]");

    private Names() {}

    /** {@code Übersee 2024.MP4} is {@code ubersee 2024.mp4}; at most 255 UTF-16 units. */
    public static String folded(String name) {
        String plain =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
        String folded = BLANKS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll(" ");
        return Characters.keepable(folded.substring(0, Math.min(folded.length(), LONGEST)));
    }

    /** The pattern of SQL's {@code LIKE} for folded names that contain all words of a search, in their order. */
    public static String pattern(String search) {
        return BLANKS.splitAsStream(folded(search))
                .filter(word -> !word.isEmpty())
                .map(word -> WILD.matcher(word).replaceAll("\\\\$0") + "%")
                .collect(Collectors.joining("", "%", ""));
    }
}
