package dev.reelroute.http;

import dev.reelroute.intake.Uploader;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the places of the relay. An upload may take hours, so that nobody can wait for a place: when all are taken, who has
 * most of them makes room for others.
 */
final class UploadPlaces {

    /** An upload that is slower than this, in bytes per second, makes room for one of somebody who has as many places. */
    private static final double SLOW = 100_000;

    /** Younger uploads have not shown yet how fast they are. */
    private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final int places;
    private final LongSupplier nanoTime;
    private final Set<Upload> taken = new HashSet<>();

    /** @param nanoTime {@link System#nanoTime} */
    UploadPlaces(int places, LongSupplier nanoTime) {
        this.places = places;
        this.nanoTime = nanoTime;
    }

    /** Why an upload ends before its end. */
    enum Reason {
        ANOTHER,
        NO_ROOM
    }

    /** One upload on its way to the store. */
    static final class Upload {

        private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(10);

        private final String target;
        private final String video;
        private final Uploader uploader;
        private final Consumer<Reason> end;
        private long begun;
        private long bytes;
        /** Of ten to twenty seconds ago, while bytes come: what came fast long ago does not count. */
        private long bytesBefore;

        private long before;
        private long bytesOfSample;
        private long sample;
        /** Its client may have gone before it began. */
        private boolean isOver;

        /**
         * @param target bucket and key, and the number of the part
         * @param video the folder of the key
         * @param end ends it, for a reason
         */
        Upload(String target, String video, Uploader uploader, Consumer<Reason> end) {
            this.target = target;
            this.video = video;
            this.uploader = uploader;
            this.end = end;
        }

        private void begin(long now) {
            begun = now;
            before = now;
            sample = now;
        }

        private void passed(int count, long now) {
            if (now - sample > SAMPLE_NANOS) {
                before = sample;
                bytesBefore = bytesOfSample;
                sample = now;
                bytesOfSample = bytes;
            }
            bytes += count;
        }

        private double rate(long now) {
            return now - begun < YOUNG_NANOS ? Double.MAX_VALUE : (bytes - bytesBefore) * 1e9 / (now - before);
        }

        private boolean isOfTenant(Upload other) {
            return uploader.tenant().equals(other.uploader.tenant());
        }

        private boolean isOfUploader(Upload other) {
            return isOfTenant(other) && Objects.equals(uploader.token(), other.uploader.token());
        }

        private boolean isOfVideo(Upload other) {
            return isOfUploader(other) && video.equals(other.video);
        }
    }

    /** What somebody holds: of two, who has more as a tenant has more, then as an upload token, then of one video. */
    private record Share(Upload upload, long tenant, long uploader, long video, double rate) {

        static final Comparator<Share> BY_COUNT = Comparator.comparingLong(Share::tenant)
                .thenComparingLong(Share::uploader)
                .thenComparingLong(Share::video);
    }

    /**
     * An upload begins whose address is one of ours. Another one to the same target ends: its client has lost the connection and tries
     * again, most likely, and does not know that we still wait for more.
     */
    void enter(Upload upload) {
        @Nullable Upload out;
        Reason reason = Reason.ANOTHER;
        long now = nanoTime.getAsLong();
        synchronized (this) {
            if (upload.isOver) {
                return;
            }
            out = taken.stream()
                    .filter(each -> each.target.equals(upload.target))
                    .findAny()
                    .orElse(null);
            upload.begin(now);
            taken.add(upload);
            if (out == null && taken.size() > places) {
                reason = Reason.NO_ROOM;
                out = whoMakesRoomFor(upload, now);
            }
            if (out != null) {
                taken.remove(out);
            }
        }
        if (out != null) {
            out.end.accept(reason);
        }
    }

    /** More of an upload has come. */
    synchronized void passed(Upload upload, int count) {
        upload.passed(count, nanoTime.getAsLong());
    }

    synchronized void leave(Upload upload) {
        upload.isOver = true;
        taken.remove(upload);
    }

    private Upload whoMakesRoomFor(Upload upload, long now) {
        List<Share> shares = taken.stream().map(each -> share(each, now)).toList();
        // Of those with most places the slowest, and of those that are new the newest.
        Share most = shares.stream()
                .max(Share.BY_COUNT
                        .thenComparing(Comparator.comparingDouble(Share::rate).reversed())
                        .thenComparingLong(share -> share.upload().begun - now))
                .orElseThrow();
        boolean hasMore = Share.BY_COUNT.compare(most, share(upload, now)) > 0;
        return hasMore || most.rate() < SLOW ? most.upload() : upload;
    }

    private Share share(Upload upload, long now) {
        return new Share(
                upload,
                taken.stream().filter(upload::isOfTenant).count(),
                taken.stream().filter(upload::isOfUploader).count(),
                taken.stream().filter(upload::isOfVideo).count(),
                upload.rate(now));
    }
}
