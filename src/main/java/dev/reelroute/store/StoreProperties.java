package dev.reelroute.store;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * The S3 bucket that holds everything.
 *
 * @param endpoint {@code aws}, or the URL of an S3 server
 * @param publicEndpoint where clients upload to, when they reach the store directly
 * @param accessKey null or empty: the machine's own role
 * @param pathStyle bucket in the path, not in the host name
 * @param cacheSize of local copies of sources; the least recently used are removed first
 */
@ConfigurationProperties("reelroute.store")
public record StoreProperties(
        String endpoint,
        @Nullable String publicEndpoint,
        String region,
        String bucket,
        @Nullable String accessKey,
        @Nullable String secretKey,
        boolean pathStyle,
        DataSize cacheSize) {

    boolean isAws() {
        return endpoint.equals("aws");
    }

    /** Whether uploads come to us and are passed on, because clients do not reach the store directly. */
    public boolean isRelayed() {
        return !isAws() && pathStyle && (publicEndpoint == null || publicEndpoint.isBlank());
    }

    /** Origin that browsers upload to, for a content security policy; empty when it is the page's own. */
    public String originForBrowsers() {
        return isRelayed() ? "" : isAws() ? "https://*.amazonaws.com" : endpointForBrowsers();
    }

    String endpointForBrowsers() {
        return publicEndpoint == null || publicEndpoint.isBlank() ? endpoint : publicEndpoint;
    }
}
