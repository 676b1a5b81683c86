package dev.reelroute.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Finds out the encoding of a text file. A byte order mark tells it. Without one, the text is UTF-8 if it is valid
 * UTF-8, because text in other encodings is never valid UTF-8 by chance; otherwise Windows-1252, the encoding of most
 * old subtitle files.
 */
final class Encoding {

    static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private Encoding() {}

    static String decode(byte[] bytes) throws UnreadableText {
        String text;
        if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
            text = decode(bytes, StandardCharsets.UTF_8, "UTF-8, as its byte order mark says");
        } else if (startsWith(bytes, 0xff, 0xfe)) {
            text = decode(bytes, StandardCharsets.UTF_16LE, "UTF-16, as its byte order mark says");
        } else if (startsWith(bytes, 0xfe, 0xff)) {
            text = decode(bytes, StandardCharsets.UTF_16BE, "UTF-16, as its byte order mark says");
        } else {
            text = withoutMark(bytes);
        }
        if (text.indexOf('\0') >= 0) {
            throw new UnreadableText("The file is not text. Send it as UTF-8.");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String withoutMark(byte[] bytes) throws UnreadableText {
        try {
            return strictly(bytes, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            return decode(bytes, WINDOWS_1252, "UTF-8, UTF-16 with a byte order mark, or Windows-1252");
        }
    }

    private static String decode(byte[] bytes, Charset charset, String name) throws UnreadableText {
        try {
            return strictly(bytes, charset);
        } catch (CharacterCodingException e) {
            throw new UnreadableText("The file is not " + name + ". Send it as UTF-8.");
        }
    }

    /** A new decoder reports what it cannot read; {@code new String} would put replacement characters. */
    private static String strictly(byte[] bytes, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
