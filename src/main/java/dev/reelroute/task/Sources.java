package dev.reelroute.task;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.health.Disk;
import dev.reelroute.store.BucketFiles;
import dev.reelroute.store.ObjectStore;
import dev.reelroute.store.SourceCache;
import dev.reelroute.store.StoreProperties;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The source of a piece of work: its local copy, and how to get it. */
@Component
public class Sources {

    private static final long MEGA = 1_000_000;

    private final SourceCache cache;
    private final Disk disk;
    private final BucketFiles files;
    private final boolean areFilesHere;
    private final String bucket;

    Sources(
            SourceCache cache,
            Disk disk,
            BucketFiles files,
            StoreProperties store,
            @Value("${reelroute.embedded.store:false}") boolean areFilesHere) {
        this.cache = cache;
        this.disk = disk;
        this.files = files;
        this.areFilesHere = areFilesHere;
        this.bucket = store.bucket();
    }

    /** The local copy, linked into the work's folder; null when it must be fetched. */
    public @Nullable Path find(Work work) {
        return cache.link(work.video().sourceKey(), etag(work), work.source()) ? work.source() : null;
    }

    /**
     * The request for the object that the video was made of.
     *
     * @throws Refused EMPTY_FILE
     */
    public GetObjectRequest request(Work work) {
        Long size = work.video().sourceSize();
        if (size != null && size == 0) {
            throw new Refused(FailureCode.EMPTY_FILE);
        }
        return GetObjectRequest.builder()
                .bucket(bucket)
                .key(work.video().sourceKey())
                .build();
    }

    /**
     * Keeps the object that the store sent and links it into the work's folder.
     *
     * @throws Refused SOURCE_CHANGED when it is not the version that the video was made of
     * @throws Setback DISK_TOO_SMALL, WAITS_FOR_ROOM, and what {@link SourceCache#keep} throws
     */
    public Path keep(Work work, ResponseInputStream<GetObjectResponse> content) {
        GetObjectResponse object = content.response();
        long size = object.contentLength();
        if (!ObjectStore.version(object.eTag(), object.lastModified(), size).equals(etag(work))) {
            content.abort();
            throw new Refused(FailureCode.SOURCE_CHANGED, work.video().sourceKey());
        }
        if (isAtHand(work, object)) {
            content.abort();
        } else {
            cache.keep(work.video().sourceKey(), etag(work), size, content, () -> makeRoom(size));
        }
        if (!cache.link(work.video().sourceKey(), etag(work), work.source())) {
            throw new Setback(FailureCode.WAITS_FOR_ROOM, "Its copy has made room for another one.");
        }
        return work.source();
    }

    /**
     * Before anything is fetched: it would fill the disk, and take other work with it.
     *
     * @throws Setback DISK_TOO_SMALL, of which another worker may know nothing; WAITS_FOR_ROOM
     */
    private void makeRoom(long size) {
        Disk.Room room = disk.room();
        if (room.total() != 0 && size > room.capacity()) {
            throw new Setback(
                    FailureCode.DISK_TOO_SMALL,
                    "The source has %d MB, and the disk of this worker takes %d."
                            .formatted(size / MEGA, room.capacity() / MEGA));
        }
        if (disk.hasRoomFor(size - cache.spareBytes())) {
            cache.makeRoom(() -> !disk.hasRoomFor(size));
        }
        if (!disk.hasRoomFor(size)) {
            throw new Setback(
                    FailureCode.WAITS_FOR_ROOM,
                    "The source has %d MB, and the disk of this worker takes %d more."
                            .formatted(size / MEGA, Math.max(0, disk.room().spare()) / MEGA));
        }
    }

    /**
     * Whether the object's own file became the copy. Not in a folder where people put files with tools other than S3's:
     * those write in place.
     */
    private boolean isAtHand(Work work, GetObjectResponse object) {
        String key = work.video().sourceKey();
        return areFilesHere
                && work.video().registered()
                && object.eTag() != null
                && cache.adopt(key, etag(work), object.contentLength(), files.file(key));
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
