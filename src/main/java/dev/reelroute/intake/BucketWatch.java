package dev.reelroute.intake;

import dev.reelroute.store.StoreProperties;
import dev.reelroute.store.UploadDesk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The poll: reads the listing of the upload prefix, page by page, and says which objects are new and whole. Whole
 * means: the same size and ETag on two polls in a row, because some servers and tools let half-written objects be seen.
 */
@Component
public class BucketWatch {

    private static final int PAGE = 1000;

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

    /** Begins a round: the request for the first page. */
    public ListObjectsRequest firstPage() {
        before = now;
        // What is gone may come again, as the same file under the same name.
        done.retainAll(before.values());
        now = new HashMap<>();
        return ListObjectsRequest.builder()
                .bucket(bucket)
                .prefix(prefix)
                .maxKeys(PAGE)
                .build();
    }

    /** Whether there may be a page after this one. */
    public boolean hasMore(List<S3Object> page) {
        return page.size() == PAGE;
    }

    /** The request for the page after this one. */
    public ListObjectsRequest nextPage(List<S3Object> page) {
        return ListObjectsRequest.builder()
                .bucket(bucket)
                .prefix(prefix)
                .maxKeys(PAGE)
                .marker(page.get(page.size() - 1).key())
                .build();
    }

    /** The objects of a page that are new and whole. */
    public List<ObjectSeen> arrivals(List<S3Object> page) {
        List<ObjectSeen> arrivals = new ArrayList<>();
        for (S3Object each : page) {
            ObjectSeen object = new ObjectSeen(
                    each.key(), UploadDesk.version(each.eTag(), each.lastModified(), each.size()), each.size());
            if (isFolder(object) || isHidden(object.key())) {
                continue;
            }
            now.put(object.key(), object);
            if (!done.contains(object) && object.equals(before.get(object.key()))) {
                if (intake.knows(object)) {
                    done.add(object);
                } else {
                    arrivals.add(object);
                }
            }
        }
        return arrivals;
    }

    // What consoles make, so that a folder is to be seen.
    private static boolean isFolder(ObjectSeen object) {
        return object.key().endsWith("/") && object.size() == 0;
    }

    // .DS_Store, .part and the like are no uploads.
    private static boolean isHidden(String key) {
        return key.substring(key.lastIndexOf('/') + 1).startsWith(".");
    }
}
