package dev.reelroute.intake;

import dev.reelroute.store.ObjectStore;
import dev.reelroute.store.ObjectStore.Stored;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The poll: reads the listing of the upload prefix, and says which objects are new and whole. An object is whole when
 * it has the same size and ETag in two polls in a row, because some servers and tools show objects that are only half
 * written. A listing of many parts costs time and money, and is read less often.
 */
@Component
public class BucketWatch {

    /** What a store lists in one answer. */
    private static final int PART = 1_000;
    /** Of the time, at most this part goes into listings of more than that. */
    private static final int SHARE = 20;

    private final Intake intake;
    private final ObjectStore uploads;
    private final String prefix;
    private final Set<ObjectSeen> done = new HashSet<>();
    private Map<String, ObjectSeen> before = new HashMap<>();
    private Map<String, ObjectSeen> now = new HashMap<>();
    /** When the next listing is due, on the clock of {@link System#nanoTime}. */
    private long due = System.nanoTime();

    BucketWatch(Intake intake, ObjectStore uploads, IntakeProperties properties) {
        this.intake = intake;
        this.uploads = uploads;
        this.prefix = properties.prefix();
    }

    /**
     * Looks at the listing, and returns the objects that are new and whole. Whether one is new is asked when its turn comes: what is
     * held back since is not asked for.
     */
    public Iterator<ObjectSeen> arrivals() {
        long begun = System.nanoTime();
        if (begun - due < 0) {
            return Collections.emptyIterator();
        }
        Map<String, Stored> listing = uploads.versions(prefix);
        due = System.nanoTime();
        if (listing.size() > PART) {
            due += (SHARE - 1) * (due - begun);
        }
        before = now;
        // An object that is gone may come again, as the same file under the same name.
        done.retainAll(before.values());
        now = new HashMap<>();
        List<ObjectSeen> whole = new ArrayList<>();
        listing.forEach((key, stored) -> {
            ObjectSeen object = new ObjectSeen(key, stored.etag(), stored.size());
            if (isFolder(object) || isHidden(key)) {
                return;
            }
            now.put(key, object);
            if (!done.contains(object) && object.equals(before.get(key))) {
                whole.add(object);
            }
        });
        intake.lookAgain(whole);
        return whole.stream().filter(this::isNew).iterator();
    }

    private boolean isNew(ObjectSeen object) {
        if (intake.holdsBack(object)) {
            return false;
        }
        boolean isKnown = intake.knows(object);
        if (isKnown) {
            done.add(object);
        }
        return !isKnown;
    }

    // Consoles make these, to show a folder.
    private static boolean isFolder(ObjectSeen object) {
        return object.key().endsWith("/") && object.size() == 0;
    }

    // .DS_Store, .part and similar files are no uploads.
    private static boolean isHidden(String key) {
        return key.substring(key.lastIndexOf('/') + 1).startsWith(".");
    }
}
