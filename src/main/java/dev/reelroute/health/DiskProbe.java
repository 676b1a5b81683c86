package dev.reelroute.health;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Looks whether there is room on the disk, where work is done or something is kept. */
@Component
class DiskProbe implements Dependencies.Probe {

    private static final long MEGA = 1_000_000;

    private final Disk disk;
    private final boolean isUsed;

    DiskProbe(
            Disk disk,
            @Value("${reelroute.works}") boolean works,
            @Value("${reelroute.embedded.store:false}") boolean isStoreHere,
            @Value("${reelroute.embedded.queue:false}") boolean isQueueHere,
            @Value("${reelroute.embedded.ledger:false}") boolean isLedgerHere) {
        this.disk = disk;
        this.isUsed = works || isStoreHere || isQueueHere || isLedgerHere;
    }

    @Override
    public @Nullable String ask() {
        if (!isUsed || !disk.isFull()) {
            return null;
        }
        Disk.Room room = disk.room();
        return room.free() / MEGA + " of " + room.total() / MEGA + " MB are free on the disk of the data folder, and "
                + (room.free() - room.spare()) / MEGA + " MB are kept free.";
    }
}
