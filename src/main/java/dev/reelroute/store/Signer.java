package dev.reelroute.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Signs addresses of one bucket that differ in the object's key and in what is asked of the store besides. For one thread. */
final class Signer {

    private final String method;
    private final String origin;
    private final String path;
    private final String query;
    private final String tail;
    private final String head;
    private final Mac mac;
    private final MessageDigest digest;

    /**
     * @param path the bucket's, with a slash at the end
     * @param query of all addresses, up to the signature
     * @param tail what is signed after the query
     * @param head what is signed before the digest of all that
     */
    Signer(String method, String origin, String path, String query, String tail, String head, Mac mac) {
        this.method = method;
        this.origin = origin;
        this.path = path;
        this.query = query;
        this.tail = tail;
        this.head = head;
        this.mac = mac;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    /**
     * @param more further parameters, encoded and in the order of their names, which come after {@code X}; each with a
     *     {@code &} before it
     */
    String url(String objectKey, String more) {
        String address = path + (isPlain(objectKey) ? objectKey : SdkHttpUtils.urlEncodeIgnoreSlashes(objectKey));
        String asked = query + more;
        String request = method + "\n" + address + "\n" + asked + "\n" + tail;
        String hash = HexFormat.of().formatHex(digest.digest(request.getBytes(StandardCharsets.UTF_8)));
        byte[] signature = mac.doFinal((head + hash).getBytes(StandardCharsets.UTF_8));
        return origin + address + "?" + asked + "&X-Amz-Signature="
                + HexFormat.of().formatHex(signature);
    }

    /** Whether it needs no escapes in a path, as all names that we give ourselves; a thousand calls of the encoder take a millisecond. */
    private static boolean isPlain(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '-' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_')) {
                return false;
            }
        }
        return true;
    }
}
