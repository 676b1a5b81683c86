package dev.reelroute.share;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;

/**
 * A file to keep, under a name. Spring's own header writes names that are not ASCII twice, the first time as e-mail does (RFC
 * 2047): {@code curl -OJ} and others that know only the first saved files under that.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6266#appendix-D">RFC 6266, appendix D: advice for who writes this header</a>
 */
final class Attachment {

    /** What RFC 8187 leaves as it is. */
    private static final String PLAIN = "!#$&+-.^_`|~";

    private Attachment() {}

    /** The value of {@code Content-Disposition}. */
    static String header(String name) {
        // Marks that turn the direction of what follows could make it look like another kind of file.
        String clean = name.replaceAll("[\\p{Cf}\\p{Cc}/\\\\]", "");
        return "attachment; filename=\"" + ascii(clean) + "\"; filename*=UTF-8''" + encoded(clean);
    }

    /**
     * As near to the name as ASCII comes. A quote, or a percent sign that some would decode, is none of it, nor a slash, which may come
     * of a wide one.
     */
    private static String ascii(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{Mn}+", "")
                .replaceAll("[^\\x20-\\x7e]+|[\"%/\\\\]", "_");
    }

    private static String encoded(String name) {
        StringBuilder text = new StringBuilder();
        for (byte each : name.getBytes(UTF_8)) {
            char character = (char) (each & 0xff);
            boolean isPlain =
                    character < 128 && (Character.isLetterOrDigit(character) || PLAIN.indexOf(character) >= 0);
            text.append(
                    isPlain
                            ? character
                            : "%" + "0123456789ABCDEF".charAt(character >> 4)
                                    + "0123456789ABCDEF".charAt(character & 15));
        }
        return text.toString();
    }
}
