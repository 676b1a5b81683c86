package dev.reelroute.store;

import dev.reelroute.failure.Misconfigured;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Signs addresses at which players read objects from the store itself, thousands at a time: a playlist has one for each
 * segment. All but the key is the same for the addresses of one playlist, and prepared once.
 */
@Component
public class PresignedReads {

    /** S3's limit. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final StoreProperties store;
    private final PresignedUrls urls;
    private final Signing signing;

    PresignedReads(StoreProperties store, PresignedUrls urls, Signing signing) {
        this.store = store;
        this.urls = urls;
        this.signing = signing;
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
    public Reads until(Instant expires) {
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        Duration validity = Duration.between(hour, expires);
        return reads(urls.folder(), hour, validity.compareTo(LONGEST) > 0 ? LONGEST : validity);
    }

    /** @param folder address of the bucket, with a slash at the end */
    Reads reads(String folder, Instant time, Duration validity) {
        return new Reads(signing.signer("GET", folder, Map.of(), time, validity));
    }

    /** For one thread. */
    public static final class Reads {

        private final Signer signer;
        private @Nullable String lastControl;
        private String asked = "";

        private Reads(Signer signer) {
            this.signer = signer;
        }

        /**
         * @param cacheControl what the store is to answer with instead of the object's own; null: the object's own
         */
        public String url(String objectKey, @Nullable String cacheControl) {
            if (!Objects.equals(cacheControl, lastControl)) {
                lastControl = cacheControl;
                asked = cacheControl == null ? "" : "&response-cache-control=" + Signing.encoded(cacheControl);
            }
            return signer.url(objectKey, asked);
        }
    }
}
