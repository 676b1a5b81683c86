package dev.reelroute.store;

import dev.reelroute.failure.Misconfigured;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Signs addresses at which players read objects from the store itself, thousands at a time: a playlist has one for each
 * segment. Signature Version 4 in the query ("Authenticating Requests: Using Query Parameters" of the Amazon S3 API reference).
 * All but the key is the same for the addresses of one playlist, and prepared once; the SDK prepares it for each.
 */
@Component
public class PresignedReads {

    /** S3's limit. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private final StoreProperties store;
    private final PresignedUrls urls;
    private final AwsCredentialsProvider credentials;

    PresignedReads(StoreProperties store, PresignedUrls urls, AwsCredentialsProvider storeCredentials) {
        this.store = store;
        this.urls = urls;
        this.credentials = storeCredentials;
    }

    /**
     * Makes sure that players reach the store.
     *
     * @throws Misconfigured when they do not
     */
    public void requireReachable() {
        if (store.isRelayed()) {
            throw new Misconfigured(
                    "reelroute.playback.way is bucket, and nobody but us is told where the bucket is.",
                    "Set reelroute.store.public-endpoint to the address under which players reach the store.");
        }
    }

    /**
     * Ready to sign addresses that hold until a time, of a week at most. Within an hour they are the same for the same time,
     * so that players know a segment again when they ask for a playlist that grows.
     */
    public Signer until(Instant expires) {
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        Duration validity = Duration.between(hour, expires);
        return signer(urls.folder(), hour, validity.compareTo(LONGEST) > 0 ? LONGEST : validity);
    }

    /** @param folder address of the bucket, with a slash at the end */
    Signer signer(String folder, Instant time, Duration validity) {
        AwsCredentials who = credentials.resolveCredentials();
        String stamp = TIME.format(time);
        String scope = stamp.substring(0, 8) + "/" + store.region() + "/s3/aws4_request";
        // In the order of their names, as they are signed.
        String query = "X-Amz-Algorithm=" + ALGORITHM
                + "&X-Amz-Credential=" + encoded(who.accessKeyId() + "/" + scope)
                + "&X-Amz-Date=" + stamp
                + "&X-Amz-Expires=" + validity.toSeconds()
                + (who instanceof AwsSessionCredentials session
                        ? "&X-Amz-Security-Token=" + encoded(session.sessionToken())
                        : "")
                + "&X-Amz-SignedHeaders=host";
        byte[] key = ("AWS4" + who.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(mac(key), part);
        }
        return new Signer(folder, query, ALGORITHM + "\n" + stamp + "\n" + scope + "\n", mac(key));
    }

    /** For one thread. */
    public static final class Signer {

        private final String origin;
        private final String path;
        private final String query;
        private final String head;
        private final String tail;
        private final Mac mac;
        private final MessageDigest digest;
        private @Nullable String lastControl;
        private String asked;

        private Signer(String folder, String query, String head, Mac mac) {
            int slash = folder.indexOf('/', folder.indexOf("//") + 2);
            this.origin = folder.substring(0, slash);
            this.path = folder.substring(slash);
            this.query = query;
            this.asked = query;
            this.head = head;
            this.tail = "\nhost:" + origin.substring(origin.indexOf("//") + 2) + "\n\nhost\nUNSIGNED-PAYLOAD";
            this.mac = mac;
            try {
                this.digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every JVM has SHA-256", e);
            }
        }

        /**
         * @param cacheControl what the store is to answer with instead of the object's own; null: the object's own
         */
        public String url(String objectKey, @Nullable String cacheControl) {
            if (!Objects.equals(cacheControl, lastControl)) {
                lastControl = cacheControl;
                asked = cacheControl == null ? query : query + "&response-cache-control=" + encoded(cacheControl);
            }
            String address = path + (isPlain(objectKey) ? objectKey : SdkHttpUtils.urlEncodeIgnoreSlashes(objectKey));
            String request = "GET\n" + address + "\n" + asked + tail;
            String hash = HexFormat.of().formatHex(digest.digest(request.getBytes(StandardCharsets.ISO_8859_1)));
            return origin + address + "?" + asked + "&X-Amz-Signature="
                    + HexFormat.of().formatHex(hmac(mac, head + hash));
        }
    }

    /** Whether it needs no escapes in a path, as all names that we give ourselves; a thousand calls of the encoder take a millisecond. */
    private static boolean isPlain(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '-' && c <= '9' || c >= 'A' && c <= 'Z' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    private static String encoded(String text) {
        return SdkHttpUtils.urlEncode(text);
    }

    private static byte[] hmac(Mac mac, String text) {
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HMAC-SHA256", e);
        }
    }
}
