package dev.reelroute.publish;

import dev.reelroute.media.Language;
import java.util.Locale;
import java.util.MissingResourceException;

/** What sources say about their tracks, in the forms that playlists, manifests and MP4 files take. */
public final class Labels {

    private Labels() {}

    /** A BCP 47 tag such as {@code de} or {@code pt-BR}; {@code und} for a text that is not a language. */
    public static String bcp47(String language) {
        return Language.bcp47(language);
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
}
