package dev.reelroute.store;

import dev.reelroute.address.Addresses;
import dev.reelroute.address.PublicAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Signs the URLs that clients upload to. Where clients reach the store themselves (AWS, or a public endpoint), the URL
 * is the store's. Otherwise it is one of ours, under the address of the request, and the upload is passed on.
 */
@Component
public class PresignedUrls {

    /** Prefix of our own upload paths; bucket and key follow. */
    public static final String RELAYED = "/s3";

    private static final String LENGTH = "content-length";
    /** A key, a name and a secret of which nothing is asked but how the address of an object looks. */
    private static final String SAMPLE = "x";

    private final StoreProperties store;
    private final Addresses addresses;
    private final Signing signing;

    private volatile @Nullable String folder;

    PresignedUrls(StoreProperties store, Addresses addresses, Signing signing) {
        this.store = store;
        this.addresses = addresses;
        this.signing = signing;
    }

    /**
     * @param contentType header that the client must send, signed; null for none
     * @param size bytes; signed
     */
    public String put(String key, @Nullable String contentType, long size, Duration validity) {
        Map<String, String> headers = contentType == null
                ? Map.of(LENGTH, Long.toString(size))
                : Map.of(LENGTH, Long.toString(size), "content-type", contentType);
        return signed(key, headers, "", validity);
    }

    /** @param size bytes of the part; signed, as the size of a whole upload is */
    public String part(String key, String uploadId, int number, long size, Duration validity) {
        return signed(key, Map.of(LENGTH, Long.toString(size)), part(number, uploadId), validity);
    }

    private static String part(int number, String uploadId) {
        return "&partNumber=" + number + "&uploadId=" + Signing.encoded(uploadId);
    }

    /**
     * Whether a relayed upload is to an address that we gave, and that has not ended. The store looks as well, but an upload may end
     * others before that. Order and escapes may be a client's own.
     *
     * @param path bucket and key, decoded, with a slash before them
     * @param query as it came
     */
    public boolean isOurs(String path, String query, long size, @Nullable String contentType) {
        try {
            Map<String, String> asked = parameters(query);
            Instant time = Signing.time(asked.getOrDefault("X-Amz-Date", ""));
            Duration validity = Duration.ofSeconds(Long.parseLong(asked.getOrDefault("X-Amz-Expires", "")));
            Map<String, String> headers = new HashMap<>(Map.of(LENGTH, Long.toString(size)));
            if (asked.getOrDefault("X-Amz-SignedHeaders", "").contains("content-type") && contentType != null) {
                headers.put("content-type", contentType);
            }
            @Nullable String upload = asked.get("uploadId");
            String part = upload == null ? "" : part(Integer.parseInt(asked.getOrDefault("partNumber", "")), upload);
            String folder = "/" + store.bucket() + "/";
            String ours = signing.signer("PUT", addresses.current().origin() + folder, headers, time, validity)
                    .url(path.substring(folder.length()), part);
            Map<String, String> given = parameters(ours.substring(ours.indexOf('?') + 1));
            return Instant.now().isBefore(time.plus(validity))
                    && MessageDigest.isEqual(
                            given.toString().getBytes(StandardCharsets.UTF_8),
                            asked.toString().getBytes(StandardCharsets.UTF_8));
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            return false;
        }
    }

    /** @throws IllegalArgumentException when there are two of one name */
    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
            String value = parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
            if (parameters.put(name, value) != null) {
                throw new IllegalArgumentException(name + " is there twice");
            }
        }
        return parameters;
    }

    /**
     * The signature covers origin, bucket and key. Our own prefix is added after signing, and removed when the upload
     * arrives.
     */
    private String signed(String key, Map<String, String> headers, String more, Duration validity) {
        if (!store.isRelayed()) {
            return signing.signer("PUT", folder(), headers, Instant.now(), validity)
                    .url(key, more);
        }
        PublicAddress ours = addresses.current();
        String url = signing.signer("PUT", ours.origin() + "/" + store.bucket() + "/", headers, Instant.now(), validity)
                .url(key, more);
        return ours.base() + RELAYED + url.substring(ours.origin().length());
    }

    /** Address of the bucket as clients reach it, with a slash at the end: its form is the SDK's business. */
    String folder() {
        String known = folder;
        if (known == null) {
            known = folderBySdk();
            folder = known;
        }
        return known;
    }

    private String folderBySdk() {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(store.region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(SAMPLE, SAMPLE)))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(store.pathStyle())
                        .build());
        if (!store.isAws()) {
            builder.endpointOverride(URI.create(store.endpointForBrowsers()));
        }
        try (S3Presigner presigner = builder.build()) {
            String signed = presigner
                    .presignGetObject(presign -> presign.signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(get -> get.bucket(store.bucket()).key(SAMPLE)))
                    .url()
                    .toString();
            return signed.substring(0, signed.indexOf("/" + SAMPLE + "?") + 1);
        }
    }
}
