package dev.reelroute.intake;

import dev.reelroute.store.StoreProperties;
import dev.reelroute.store.UploadDesk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The poll: reads the listing of the upload prefix, page by page, and says which objects are new and whole. Whole
 * means: the same size and ETag on two polls in a row, because some servers and tools let half-written objects be seen.
 */
@Component
public class BucketWatch {

    private final Intake intake;
    private final String bucket;
    private final String prefix;
    private final Set<ObjectSeen> done = new HashSet<>();
    private Map<String, ObjectSeen> before = new HashMap<>();
    private Map<String, ObjectSeen> now = new HashMap<>();

    BucketWatch(Intake intake, StoreProperties store, IntakeProperties properties) {
        this.intake = intake;
        this.bucket = store.bucket();
        this.prefix = properties.prefix();
    }

    /** The request for the page after this one, or for the first page. */
    public ListObjectsV2Request page(@Nullable ListObjectsV2Response previous) {
        if (previous == null) {
            before = now;
            now = new HashMap<>();
        }
        return ListObjectsV2Request.builder()
                .bucket(bucket)
                .prefix(prefix)
                .continuationToken(previous == null ? null : previous.nextContinuationToken())
                .build();
    }

    /** The objects of a page that are new and whole. */
    public List<ObjectSeen> arrivals(ListObjectsV2Response page) {
        List<ObjectSeen> arrivals = new ArrayList<>();
        for (S3Object each : page.contents()) {
            ObjectSeen object = new ObjectSeen(each.key(), UploadDesk.unquoted(each.eTag()), each.size());
            if (object.key().endsWith("/") || isHidden(object.key()) || done.contains(object)) {
                continue;
            }
            now.put(object.key(), object);
            if (object.equals(before.get(object.key()))) {
                if (intake.knows(object)) {
                    done.add(object);
                } else {
                    arrivals.add(object);
                }
            }
        }
        return arrivals;
    }

    /** Whether the poll was at its end with this page. */
    public boolean isLast(ListObjectsV2Response page) {
        return !Boolean.TRUE.equals(page.isTruncated());
    }

    // .DS_Store, .part and the like are no uploads.
    private static boolean isHidden(String key) {
        return key.substring(key.lastIndexOf('/') + 1).startsWith(".");
    }
}
