package dev.reelroute.store;

import dev.reelroute.address.Addresses;
import dev.reelroute.address.PublicAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
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

    private static final int MOST_ORIGINS = 32;
    /** A key of which nothing is asked but how the address of an object looks. */
    private static final String SAMPLE = "x";

    private final StoreProperties store;
    private final Addresses addresses;
    private final AwsCredentialsProvider credentials;
    /**
     * One presigner for each origin: the host is one of the few names that are ours, but a client can claim any port.
     */
    private final Map<String, S3Presigner> presigners =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, S3Presigner> eldest) {
                    return size() > MOST_ORIGINS;
                }
            });

    private volatile @Nullable String folder;

    PresignedUrls(StoreProperties store, Addresses addresses, AwsCredentialsProvider storeCredentials) {
        this.store = store;
        this.addresses = addresses;
        this.credentials = storeCredentials;
    }

    /**
     * @param contentType header that the client must send, signed; null for none
     * @param size bytes; signed
     */
    public String put(String key, @Nullable String contentType, long size, Duration validity) {
        PublicAddress ours = addresses.current();
        return ours(
                ours,
                presigner(ours)
                        .presignPutObject(presign -> presign.signatureDuration(validity)
                                .putObjectRequest(put -> put.bucket(store.bucket())
                                        .key(key)
                                        .contentType(contentType)
                                        .contentLength(size)))
                        .url()
                        .toString());
    }

    /** @param size bytes of the part; signed, as the size of a whole upload is */
    public String part(String key, String uploadId, int number, long size, Duration validity) {
        PublicAddress ours = addresses.current();
        return ours(
                ours,
                presigner(ours)
                        .presignUploadPart(presign -> presign.signatureDuration(validity)
                                .uploadPartRequest(part -> part.bucket(store.bucket())
                                        .key(key)
                                        .uploadId(uploadId)
                                        .partNumber(number)
                                        .contentLength(size)))
                        .url()
                        .toString());
    }

    /** Address of the bucket as clients reach it, with a slash at the end: its form is the SDK's business. */
    String folder() {
        String known = folder;
        if (known == null) {
            String signed = presigner(addresses.current())
                    .presignGetObject(presign -> presign.signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(get -> get.bucket(store.bucket()).key(SAMPLE)))
                    .url()
                    .toString();
            known = signed.substring(0, signed.indexOf("/" + SAMPLE + "?") + 1);
            folder = known;
        }
        return known;
    }

    /**
     * The signature covers origin, bucket and key. Our own prefix is added after signing, and removed when the upload
     * arrives.
     */
    private String ours(PublicAddress ours, String signed) {
        return store.isRelayed()
                ? ours.base() + RELAYED + signed.substring(ours.origin().length())
                : signed;
    }

    private S3Presigner presigner(PublicAddress ours) {
        String endpoint = store.isRelayed() ? ours.origin() : store.endpointForBrowsers();
        return presigners.computeIfAbsent(endpoint, this::presigner);
    }

    private S3Presigner presigner(String endpoint) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(store.region()))
                .credentialsProvider(credentials)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(store.pathStyle())
                        .build());
        if (!store.isAws()) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return builder.build();
    }
}
