package dev.reelroute.work;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.store.SourceCache;
import dev.reelroute.store.StoreProperties;
import dev.reelroute.store.UploadDesk;
import dev.reelroute.task.Work;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The source of a piece of work: its local copy, and how to get it. */
@Component
public class Sources {

    private final SourceCache cache;
    private final String bucket;

    Sources(SourceCache cache, StoreProperties store) {
        this.cache = cache;
        this.bucket = store.bucket();
    }

    /** The local copy, linked into the work's folder; null when it must be fetched. */
    public @Nullable Path find(Work work) {
        return cache.link(work.video().sourceKey(), etag(work), work.source()) ? work.source() : null;
    }

    /**
     * The request for exactly the object version that the video was made of.
     *
     * @throws Refused EMPTY_FILE
     */
    public GetObjectRequest request(Work work) {
        Long size = work.video().sourceSize();
        if (size != null && size == 0) {
            throw new Refused(FailureCode.EMPTY_FILE);
        }
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucket).key(work.video().sourceKey());
        return UploadDesk.isEtag(etag(work))
                ? request.ifMatch("\"" + etag(work) + "\"").build()
                : request.build();
    }

    /** Keeps what the store sent and links it into the work's folder. */
    public Path keep(Work work, ResponseInputStream<GetObjectResponse> content) {
        long size = content.response().contentLength();
        cache.keep(work.video().sourceKey(), etag(work), size, content);
        cache.link(work.video().sourceKey(), etag(work), work.source());
        return work.source();
    }

    private static String etag(Work work) {
        String etag = work.video().sourceEtag();
        if (etag == null) {
            throw new IllegalStateException(
                    "Work on a video that was not uploaded: " + work.claim().token());
        }
        return etag;
    }
}
