package dev.reelroute.health;

import dev.reelroute.store.SourceCache;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Looks whether there is room on the disk, where work is done or something is kept. */
@Component
class DiskProbe implements Dependencies.Probe {

    private static final long MEGA = 1_000_000;

    private final Disk disk;
    private final SourceCache cache;
    private final boolean isUsed;
    private boolean wasFull;

    DiskProbe(
            Disk disk,
            SourceCache cache,
            @Value("${reelroute.works}") boolean works,
            @Value("${reelroute.embedded.store:false}") boolean isStoreHere,
            @Value("${reelroute.embedded.queue:false}") boolean isQueueHere,
            @Value("${reelroute.embedded.ledger:false}") boolean isLedgerHere) {
        this.disk = disk;
        this.cache = cache;
        this.isUsed = works || isStoreHere || isQueueHere || isLedgerHere;
    }

    @Override
    public synchronized @Nullable String ask() {
        if (isUsed && isShort()) {
            cache.makeRoom(this::isShort);
        }
        wasFull = isUsed && isShort();
        if (!wasFull) {
            return null;
        }
        Disk.Room room = disk.room();
        return room.free() / MEGA + " of " + room.total() / MEGA + " MB are free on the disk of the data folder, and "
                + room.reserve() / MEGA + " MB are kept free.";
    }

    /** Work that fails for it gives room back, and would begin again at once: there must be as much again when it is over. */
    private boolean isShort() {
        return !disk.hasRoomFor(wasFull ? disk.room().reserve() : 1);
    }
}
