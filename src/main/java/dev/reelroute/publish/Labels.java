package dev.reelroute.publish;

import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;

/** What sources say about their tracks, in the forms that playlists, manifests and MP4 files take. */
public final class Labels {

    /** ISO 639-2 codes by the shortest code for the same language, which is the one that BCP 47 allows. */
    private static final Map<String, String> SHORTEST = shortest();

    private Labels() {}

    /** BCP 47 tag such as {@code de} or {@code pt-BR}; {@code und} for what is none. */
    public static String bcp47(String language) {
        try {
            Locale locale = new Locale.Builder()
                    .setLanguageTag(language.replace('_', '-'))
                    .build();
            String code = SHORTEST.getOrDefault(locale.getLanguage(), locale.getLanguage());
            return new Locale.Builder()
                    .setLocale(locale)
                    .setLanguage(code)
                    .build()
                    .toLanguageTag();
        } catch (IllformedLocaleException e) {
            return "und";
        }
    }

    /** ISO 639-2/T code such as {@code deu}, as the media header of an MP4 track stores it; {@code und} for unknown. */
    static String iso639(String language) {
        try {
            String code = Locale.forLanguageTag(bcp47(language)).getISO3Language();
            return code.isEmpty() ? "und" : code;
        } catch (MissingResourceException e) {
            return "und";
        }
    }

    /** One line, without characters that XML forbids or that end a quoted string of a playlist (RFC 8216 §4.2). */
    static String clean(String label) {
        return label.replaceAll("[\\p{Cntrl}\\p{Cs}\\uFFFE\\uFFFF]+", " ")
                .replace('"', '\'')
                .strip();
    }

    private static Map<String, String> shortest() {
        Map<String, String> codes = new HashMap<>();
        for (String two : Locale.getISOLanguages()) {
            codes.put(Locale.forLanguageTag(two).getISO3Language(), two);
        }
        // ISO 639-2 has two codes for these; Java knows the terminological one, Matroska stores the bibliographic one.
        codes.putAll(Map.of(
                "alb", "sq", "arm", "hy", "baq", "eu", "bur", "my", "chi", "zh", "cze", "cs", "dut", "nl", "fre", "fr",
                "geo", "ka", "ger", "de"));
        codes.putAll(Map.of(
                "gre", "el", "ice", "is", "mac", "mk", "mao", "mi", "may", "ms", "per", "fa", "rum", "ro", "slo", "sk",
                "tib", "bo", "wel", "cy"));
        return codes;
    }
}
