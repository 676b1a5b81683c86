package dev.reelroute.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Signs addresses of the store: Signature Version 4 in the query ("Authenticating Requests: Using Query Parameters" of the
 * Amazon S3 API reference). The SDK goes through all that a request of its own needs for each address, which is a tenth of a
 * registration, and for a playlist it would be done a thousand times.
 */
@Component
class Signing {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String HMAC = "HmacSHA256";
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private final String region;
    private final AwsCredentialsProvider credentials;

    private volatile @Nullable DayKey last;

    /** What a day's signatures of one secret are made with. */
    private record DayKey(String secret, String scope, Key key) {

        static DayKey of(String secret, String scope) {
            Key key = hmacKey(("AWS4" + secret).getBytes(StandardCharsets.UTF_8));
            for (String part : scope.split("/", -1)) {
                key = hmacKey(mac(key).doFinal(part.getBytes(StandardCharsets.UTF_8)));
            }
            return new DayKey(secret, scope, key);
        }
    }

    Signing(StoreProperties store, AwsCredentialsProvider storeCredentials) {
        this.region = store.region();
        this.credentials = storeCredentials;
    }

    /**
     * @param folder address of the bucket, with a slash at the end
     * @param headers that the request must have, by their names in lower case; the host is always among them
     */
    Signer signer(String method, String folder, Map<String, String> headers, Instant time, Duration validity) {
        AwsCredentials who = credentials.resolveCredentials();
        String stamp = TIME.format(time);
        String scope = stamp.substring(0, 8) + "/" + region + "/s3/aws4_request";
        int slash = folder.indexOf('/', folder.indexOf("//") + 2);
        SortedMap<String, String> signed = new TreeMap<>(headers);
        signed.put("host", folder.substring(folder.indexOf("//") + 2, slash));
        String names = String.join(";", signed.keySet());
        // In the order of their names, as they are signed.
        String query = "X-Amz-Algorithm=" + ALGORITHM
                + "&X-Amz-Credential=" + encoded(who.accessKeyId() + "/" + scope)
                + "&X-Amz-Date=" + stamp
                + "&X-Amz-Expires=" + validity.toSeconds()
                + (who instanceof AwsSessionCredentials session
                        ? "&X-Amz-Security-Token=" + encoded(session.sessionToken())
                        : "")
                + "&X-Amz-SignedHeaders=" + encoded(names);
        String tail = signed.entrySet().stream()
                        .map(header -> header.getKey() + ":"
                                + header.getValue().strip().replaceAll("\\s+", " ") + "\n")
                        .collect(Collectors.joining())
                + "\n" + names + "\nUNSIGNED-PAYLOAD";
        return new Signer(
                method,
                folder.substring(0, slash),
                folder.substring(slash),
                query,
                tail,
                ALGORITHM + "\n" + stamp + "\n" + scope + "\n",
                mac(key(who.secretAccessKey(), scope)));
    }

    private Key key(String secret, String scope) {
        DayKey known = last;
        if (known == null || !known.scope().equals(scope) || !known.secret().equals(secret)) {
            known = DayKey.of(secret, scope);
            last = known;
        }
        return known.key();
    }

    /** @throws java.time.DateTimeException when a signature's time is not written like one */
    static Instant time(String stamp) {
        return TIME.parse(stamp, Instant::from);
    }

    static String encoded(String text) {
        return SdkHttpUtils.urlEncode(text);
    }

    private static Key hmacKey(byte[] bytes) {
        return new SecretKeySpec(bytes, HMAC);
    }

    private static Mac mac(Key key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HMAC-SHA256", e);
        }
    }
}
