package dev.reelroute.check;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One box of a file in the ISO base media file format (ISO/IEC 14496-12 §4.2): a length, a four-letter type, content.
 *
 * @param type four characters, such as {@code moof}
 * @param offset where the box begins, in bytes from the start of what was read
 * @param size of the whole box, in bytes
 * @param content after the header; empty for {@code mdat}, which may be large and is never looked into
 */
record Mp4Box(String type, long offset, long size, ByteBuffer content) {

    /** All boxes but media data are far smaller than this; a larger one has a damaged length. */
    private static final long LARGEST_CONTENT = 64L << 20;

    /** The boxes of a whole file. Media data is measured, not read. */
    static List<Mp4Box> read(Path file) throws IOException, MalformedMp4 {
        try (FileChannel channel = FileChannel.open(file)) {
            List<Mp4Box> boxes = new ArrayList<>();
            long end = channel.size();
            for (long at = 0; at < end; ) {
                Mp4Box box = header(read(channel, at, Math.min(16, end - at)), at, end);
                int head = box.content.position();
                boolean opaque = box.type.equals("mdat");
                if (!opaque && box.size > LARGEST_CONTENT) {
                    throw new MalformedMp4("box " + box.type + " claims " + box.size + " bytes");
                }
                ByteBuffer content = opaque ? ByteBuffer.allocate(0) : read(channel, at + head, box.size - head);
                boxes.add(new Mp4Box(box.type, at, box.size, content));
                at += box.size;
            }
            return boxes;
        }
    }

    /** The boxes that follow each other in {@code buffer}, from its position to its limit. */
    static List<Mp4Box> children(ByteBuffer buffer) throws MalformedMp4 {
        List<Mp4Box> boxes = new ArrayList<>();
        int at = buffer.position();
        while (at < buffer.limit()) {
            Mp4Box box = header(buffer.slice(at, buffer.limit() - at), at, buffer.limit());
            int head = box.content.position();
            boxes.add(new Mp4Box(box.type, at, box.size, buffer.slice(at + head, Math.toIntExact(box.size) - head)));
            at += Math.toIntExact(box.size);
        }
        return boxes;
    }

    static List<Mp4Box> all(List<Mp4Box> boxes, String type) {
        return boxes.stream().filter(box -> box.type.equals(type)).toList();
    }

    /** The one box of that type. */
    static Mp4Box only(List<Mp4Box> boxes, String type) throws MalformedMp4 {
        List<Mp4Box> found = all(boxes, type);
        if (found.size() != 1) {
            throw new MalformedMp4("expected one box " + type + ", found " + found.size());
        }
        return found.get(0);
    }

    /** The one box at the end of a path of types, each within the one before. */
    Mp4Box descend(String... path) throws MalformedMp4 {
        Mp4Box box = this;
        for (String step : path) {
            box = only(children(box.content.duplicate()), step);
        }
        return box;
    }

    /** A view of the content with a position of its own, for reading fields in order. */
    Fields fields() {
        return new Fields(type, content.duplicate());
    }

    /** A box of which only the header was read: the content's position says how long the header was. */
    private static Mp4Box header(ByteBuffer buffer, long at, long end) throws MalformedMp4 {
        Fields fields = new Fields("header", buffer);
        long size = fields.u32();
        byte[] letters = fields.bytes(4);
        String type = new String(letters, StandardCharsets.ISO_8859_1);
        if (size == 1) {
            size = fields.i64();
        }
        if (size < buffer.position() || size > end - at) {
            throw new MalformedMp4("box " + printable(type) + " at byte " + at + " claims " + size + " bytes, "
                    + (end - at) + " are there");
        }
        return new Mp4Box(type, at, size, buffer);
    }

    private static ByteBuffer read(FileChannel channel, long at, long length) throws IOException, MalformedMp4 {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(length));
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at + buffer.position());
            if (count < 0) {
                throw new MalformedMp4("the file ends at byte " + (at + buffer.position()));
            }
        }
        return buffer.flip();
    }

    /** Damaged types go to logs and the ledger, and must be readable there. */
    private static String printable(String type) {
        return type.chars().allMatch(c -> c >= 0x20 && c < 0x7f) ? type : "of an impossible type";
    }

    /** Big-endian fields, read in order. Too few bytes are a {@link MalformedMp4}, not a programming error. */
    static final class Fields {

        private final String of;
        private final ByteBuffer buffer;

        Fields(String of, ByteBuffer buffer) {
            this.of = of;
            this.buffer = buffer;
        }

        int u8() throws MalformedMp4 {
            return read(() -> Byte.toUnsignedInt(buffer.get()));
        }

        int u16() throws MalformedMp4 {
            return read(() -> Short.toUnsignedInt(buffer.getShort()));
        }

        int i32() throws MalformedMp4 {
            return read(buffer::getInt);
        }

        long u32() throws MalformedMp4 {
            return Integer.toUnsignedLong(i32());
        }

        long i64() throws MalformedMp4 {
            return read(buffer::getLong);
        }

        byte[] bytes(int count) throws MalformedMp4 {
            return read(() -> {
                byte[] bytes = new byte[count];
                buffer.get(bytes);
                return bytes;
            });
        }

        Fields skip(int count) throws MalformedMp4 {
            bytes(count);
            return this;
        }

        int remaining() {
            return buffer.remaining();
        }

        ByteBuffer rest() {
            return buffer.slice();
        }

        private <T> T read(Supplier<T> field) throws MalformedMp4 {
            try {
                return field.get();
            } catch (BufferUnderflowException e) {
                throw new MalformedMp4("box " + of + " is too short");
            }
        }
    }
}
