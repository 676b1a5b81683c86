package dev.reelroute.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The MD5 of an object. S3 checks it on arrival ({@code Content-MD5}) and returns it as the ETag of objects that were
 * uploaded in one piece. It guards against damage, not against an attacker.
 *
 * @param hex 32 lower-case digits
 */
public record Digest(String hex) {

    /** Reads a stream to its end, and writes what it read. */
    public static Digest copy(InputStream from, OutputStream to) throws IOException {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            from.transferTo(new DigestOutputStream(to, md5));
            return new Digest(HexFormat.of().formatHex(md5.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    /** As header {@code Content-MD5} has it (RFC 1864). */
    public String base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    /**
     * Whether an ETag proves that an object is another one. For objects that were uploaded in parts, or are encrypted
     * with a key of KMS, the ETag is not an MD5 and proves nothing.
     */
    public boolean isContradictedBy(@Nullable String etag) {
        return etag != null && etag.matches("[0-9a-f]{32}") && !etag.equals(hex);
    }
}
