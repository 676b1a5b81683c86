package dev.reelroute.health;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * The disk of the data folder. A part of it is kept free: a piece of work that fills a disk does no harm, but the embedded ledger
 * closes when it cannot write.
 */
@Component
public class Disk {

    private static final Logger LOG = LoggerFactory.getLogger(Disk.class);

    /** What the system says when there is none. */
    public static final String NO_SPACE = "No space left on device";

    /** Of a small disk, a twentieth. */
    private static final long RESERVE = DataSize.ofMegabytes(512).toBytes();

    private static final int SHARE = 20;

    /**
     * @param free bytes that may be written
     * @param total bytes that there are
     */
    public record Room(long free, long total) {

        /** What is left before the reserve is touched; none: zero or less. */
        public long spare() {
            return free - reserve();
        }

        /** The most that could ever be put there. */
        public long capacity() {
            return total - reserve();
        }

        long reserve() {
            return Math.min(RESERVE, total / SHARE);
        }
    }

    private final Path data;

    public Disk(@Value("${reelroute.data}") Path data) {
        this.data = data;
    }

    /** Where it cannot be told, nothing of nothing, which is not taken for full. */
    public Room room() {
        try {
            FileStore store = Files.getFileStore(data);
            return new Room(store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException e) {
            LOG.debug("How full the disk of {} is cannot be told: {}", data, e.toString());
            return new Room(0, 0);
        }
    }

    /** Whether nothing more should be put there. */
    public boolean isFull() {
        return !hasRoomFor(1);
    }

    /** Whether so many bytes can be put there, and the reserve stays. */
    public boolean hasRoomFor(long bytes) {
        Room room = room();
        return room.total() == 0 || room.spare() >= bytes;
    }
}
