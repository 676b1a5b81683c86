package dev.reelroute.inspect;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * How much is missing of what a file's container has begun. A header may claim any duration; a box that is larger than
 * what is left of the file was broken off.
 */
final class Ending {

    /** More boxes, or tags, at the top level are not walked through. */
    private static final int MOST_BOXES = 1_000_000;

    private static final long SEGMENT = 0x18538067;
    private static final int FLV_TAG_HEADER = 11;

    private final RandomAccessFile file;
    private final long size;

    private Ending(RandomAccessFile file) throws IOException {
        this.file = file;
        this.size = file.length();
    }

    /**
     * Bytes that are missing at the end, at least 1 when some are; otherwise 0.
     *
     * @param container FFmpeg's short name of the demuxer; of others than these, nobody can tell
     */
    static long missing(Path path, String container) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            Ending ending = new Ending(file);
            return switch (container) {
                case "mov,mp4,m4a,3gp,3g2,mj2" -> ending.inBox();
                case "matroska,webm" -> ending.inSegment();
                case "avi" -> ending.inRiff();
                case "asf" -> ending.inAsfObject();
                case "flv" -> ending.inFlvTag() ? 1 : 0;
                default -> 0;
            };
        }
    }

    /** ISO/IEC 14496-12, 4.2: size 1 means that a longer one follows, size 0 the rest of the file. */
    private long inBox() throws IOException {
        long at = 0;
        for (int i = 0; i < MOST_BOXES && at + 8 <= size; i++) {
            ByteBuffer header = read(at, 16);
            long length = Integer.toUnsignedLong(header.getInt(0));
            length = length == 1 ? header.getLong(8) : length;
            if (length < 8) {
                return 0;
            }
            at = after(at, length);
        }
        return Math.max(0, at - size);
    }

    /** RFC 8794: the first 1 in an element's size tells its own length; nothing but 1 is an unknown size. */
    private long inSegment() throws IOException {
        long at = 0;
        for (int i = 0; i < MOST_BOXES && at + 12 <= size; i++) {
            ByteBuffer header = read(at, 16);
            int idLength = Integer.numberOfLeadingZeros(header.get(0) & 0xFF) - 23;
            if (idLength > 4) {
                return 0;
            }
            long id = 0;
            for (int k = 0; k < idLength; k++) {
                id = (id << 8) | (header.get(k) & 0xFF);
            }
            int sizeLength = Integer.numberOfLeadingZeros(header.get(idLength) & 0xFF) - 23;
            if (sizeLength > 8) {
                return 0;
            }
            long length = header.get(idLength) & (0xFF >> sizeLength);
            for (int k = 1; k < sizeLength; k++) {
                length = (length << 8) | (header.get(idLength + k) & 0xFF);
            }
            if (length == (1L << (7 * sizeLength)) - 1) {
                return 0;
            }
            at = after(at, idLength + sizeLength + length);
            if (id == SEGMENT) {
                break;
            }
        }
        return Math.max(0, at - size);
    }

    /** Files of more than a gigabyte have several of these chunks. */
    private long inRiff() throws IOException {
        long at = 0;
        while (at + 12 <= size) {
            ByteBuffer header = read(at, 8).order(ByteOrder.LITTLE_ENDIAN);
            if (header.getInt(0) != 'R' + ('I' << 8) + ('F' << 16) + ('F' << 24) || header.getInt(4) == 0) {
                return 0;
            }
            at = after(at, 8 + Integer.toUnsignedLong(header.getInt(4)));
        }
        return Math.max(0, at - size);
    }

    private long inAsfObject() throws IOException {
        long at = 0;
        for (int i = 0; i < MOST_BOXES && at + 24 <= size; i++) {
            long length = read(at, 24).order(ByteOrder.LITTLE_ENDIAN).getLong(16);
            if (length < 24) {
                return 0;
            }
            at = after(at, length);
        }
        return Math.max(0, at - size);
    }

    /** A length can be anything; from here on, all of them are beyond the end. */
    private static long after(long at, long length) {
        return at + Math.min(length, Long.MAX_VALUE / 2);
    }

    /** The last four bytes tell how long the tag before them is; that tag tells it as well. */
    private boolean inFlvTag() throws IOException {
        if (size < FLV_TAG_HEADER + 4) {
            return true;
        }
        long length = Integer.toUnsignedLong(read(size - 4, 4).getInt(0));
        long at = size - 4 - length;
        return length < FLV_TAG_HEADER || at < 0 || (read(at, 4).getInt(0) & 0xFFFFFF) != length - FLV_TAG_HEADER;
    }

    /** As many bytes as there are, then zeroes. */
    private ByteBuffer read(long at, int count) throws IOException {
        byte[] bytes = new byte[count];
        file.seek(at);
        int done = 0;
        for (int n = 0; n >= 0 && done < count; done += Math.max(0, n)) {
            n = file.read(bytes, done, count - done);
        }
        return ByteBuffer.wrap(bytes);
    }
}
