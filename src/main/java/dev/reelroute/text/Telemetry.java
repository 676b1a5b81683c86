package dev.reelroute.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Recognises a text track that a machine has written: drones, dashboard and action cameras note there where they are
 * and how they are set, many times a second. Every maker has a format of its own, and changes it, so that no list of formats would do.
 * What they have in common is what this looks for: positions, or the same words around other numbers in every cue.
 */
public final class Telemetry {

    private static final String NUMBER = "[-+]?\\d+(?:[.,]\\d+)?";

    /** Digits behind the point by which two numbers are taken for a place: 0.001 degrees are 100 m. */
    private static final String DEGREES = "[-+]?\\d{1,3}\\.\\d{3,}";

    private static final String NAMED = "[\"'\\]]?\\s*[:=(\\s]\\s*[\"']?(?:[NSEW]\\s*)?" + NUMBER;

    private static final List<Pattern> POSITIONS = List.of(
            // NMEA 0183: a talker, a sentence, fields.
            Pattern.compile("\\$(?:G[APBLNQ]|BD|QZ|II|P[A-Z])[A-Z]{2,4},"),
            Pattern.compile("(?is)\\blat(?:itude)?" + NAMED + ".*?\\b(?:lon(?:g(?:t?itude)?)?|lng)" + NAMED),
            Pattern.compile("(?is)\\b(?:lon(?:g(?:t?itude)?)?|lng)" + NAMED + ".*?\\blat(?:itude)?" + NAMED),
            Pattern.compile("(?i)\\b(?:GPS|HOME|POS(?:ITION)?|COORD\\w*|geo)\\s*[:=]?\\s*[(\\[]?\\s*(?:[NSEW]:?\\s*)?"
                    + "[-+]?\\d+\\.\\d+°?\\s*[NSEW]?[,;\\s]+(?:[NSEW]:?\\s*)?[-+]?\\d+\\.\\d+"),
            Pattern.compile("(?i)\\b[NS]\\s*:?\\s*" + NUMBER + "[°º]?[\\s,;/]+[EW]\\s*:?\\s*" + NUMBER),
            Pattern.compile("(?i)" + DEGREES + "[°º]?\\s*[NS][\\s,;/]+" + DEGREES + "[°º]?\\s*[EW]"),
            Pattern.compile("\\d{1,3}\\s*[°º]\\s*\\d{1,2}(?:\\.\\d+)?\\s*['′’].*?[NSEW]"),
            // ISO 6709, as phones and cameras write it.
            Pattern.compile("[-+]\\d{1,2}\\.\\d{3,}[-+]\\d{1,3}\\.\\d{3,}"),
            Pattern.compile("(?<![\\d.])" + DEGREES + "\\s*[,;/]\\s*" + DEGREES + "(?![\\d.])"));

    private static final Pattern NUMBERS = Pattern.compile(NUMBER);
    private static final Pattern MARKUP = Pattern.compile("</?[biu]>");

    /** Of all cues, the share with a position that speech has at most: it, too, names a place now and then. */
    private static final double SHARE_OF_SPEECH = 0.1;

    /** Of all cues, the share that has the words of another cue around its numbers … */
    private static final double SHARE_ALIKE = 0.8;

    /** … which are so many in each. */
    private static final int MANY_NUMBERS = 4;

    /** Fewer cues than this have no shape in common. */
    private static final int ENOUGH = 3;

    private Telemetry() {}

    /** @param cues of a whole track, with WebVTT's markup */
    public static boolean isIn(List<Cue> cues) {
        int places = 0;
        Map<String, Integer> shapes = new HashMap<>();
        for (Cue cue : cues) {
            String text = MARKUP.matcher(cue.text())
                    .replaceAll("")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">");
            if (POSITIONS.stream().anyMatch(position -> position.matcher(text).find())) {
                places++;
            }
            if (NUMBERS.matcher(text).results().count() >= MANY_NUMBERS) {
                shapes.merge(NUMBERS.matcher(text).replaceAll("#"), 1, Integer::sum);
            }
        }
        int alike = shapes.values().stream()
                .filter(count -> count > 1)
                .mapToInt(Integer::intValue)
                .sum();
        return places > SHARE_OF_SPEECH * cues.size() || (cues.size() >= ENOUGH && alike >= SHARE_ALIKE * cues.size());
    }
}
