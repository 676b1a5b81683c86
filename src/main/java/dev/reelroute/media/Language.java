package dev.reelroute.media;

import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;

/** Language tags, in the many forms in which files store them. */
public final class Language {

    /** The shortest code for each language of ISO 639-2, which is the one that BCP 47 allows. */
    private static final Map<String, String> SHORTEST = shortest();

    private Language() {}

    /** A BCP 47 tag such as {@code de} or {@code pt-BR}; {@code und} for a text that is not a language. */
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
