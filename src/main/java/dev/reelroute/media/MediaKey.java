package dev.reelroute.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.CipherOutputStream;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one video whose segments are encrypted as HLS has it (RFC 8216 §4.3.2.4, METHOD=AES-128): each segment as a
 * whole, AES-128 in CBC mode with PKCS#7 padding; the initialization vector is the segment's number in its playlist (§5.2), as
 * 128 bits in big-endian order.
 */
public final class MediaKey {

    /** What players ask for, relative to the video's prefix. No object has this name: the key is in the ledger. */
    public static final String NAME = "key";

    /**
     * The line of a playlist in a folder of the video, which holds for what follows. The header before it is not encrypted; it
     * tells the codec and the size.
     */
    public static final String TAG = "#EXT-X-KEY:METHOD=AES-128,URI=\"../" + NAME + "\"\n";

    private static final int BYTES = 16;
    private static final String ALGORITHM = "AES/CBC/PKCS5Padding";
    private static final SecureRandom RANDOM = new SecureRandom();
    /** A segment's number and, where there is one, its attempt. */
    private static final Pattern SEGMENT = Pattern.compile("(?:.*/)?(\\d+)(?:-\\d+)?\\.m4s");

    private final byte[] secret;

    private MediaKey(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("A key has 128 bits");
        }
        this.secret = secret;
    }

    public static MediaKey random() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new MediaKey(secret);
    }

    /** @param text as {@link #text} gave it */
    public static MediaKey of(String text) {
        return new MediaKey(Base64.getDecoder().decode(text));
    }

    /** Base64, 24 characters. */
    public String text() {
        return Base64.getEncoder().encodeToString(secret);
    }

    /** The 16 bytes that a player asks for. */
    public byte[] bytes() {
        return secret.clone();
    }

    /** Whether an object of this name is encrypted: what is played is, and what leads to it is not. */
    public static boolean isFor(String key) {
        return SEGMENT.matcher(key).matches();
    }

    /**
     * Writes an encrypted copy of a segment.
     *
     * @param key of the object that it becomes, which has its number
     */
    public void encrypt(String key, Path from, Path to) throws IOException {
        try (OutputStream out =
                new CipherOutputStream(Files.newOutputStream(to), cipher(Cipher.ENCRYPT_MODE, number(key)))) {
            Files.copy(from, out);
        }
    }

    /**
     * @param key of the object that the content is of
     * @throws IOException when it was encrypted with another key
     */
    public byte[] decrypt(String key, byte[] content) throws IOException {
        try {
            return cipher(Cipher.DECRYPT_MODE, number(key)).doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IOException(key + " is not encrypted with the key of its video", e);
        }
    }

    private static long number(String key) {
        Matcher segment = SEGMENT.matcher(key);
        if (!segment.matches()) {
            throw new IllegalArgumentException(key + " is no segment");
        }
        return Long.parseLong(segment.group(1));
    }

    private Cipher cipher(int mode, long number) {
        try {
            Cipher cipher = Cipher.getInstance(ALGORITHM);
            byte[] vector =
                    ByteBuffer.allocate(BYTES).putLong(0).putLong(number).array();
            cipher.init(mode, new SecretKeySpec(secret, "AES"), new IvParameterSpec(vector));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES", e);
        }
    }
}
