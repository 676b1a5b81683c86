package dev.reelroute.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file to which a recorder appended further recordings, byte by byte. FFmpeg ends where the first one of FLV ends, and where the
 * second one of Matroska ends. This makes one recording of it: of FLV (Adobe's specification, version 10.1, annex E) the later headers
 * are taken out; of Matroska (RFC 9559, RFC 8794) the lengths of the segments, since FFmpeg reads on where there is none.
 */
public final class Appended {

    private static final int FLV = 'F' << 16 | 'L' << 8 | 'V';
    private static final int FLV_HEADER = 9;
    private static final int FLV_TAG = 11;
    private static final int EBML = 0x1A45DFA3;
    private static final int SEGMENT = 0x18538067;
    private static final int CLUSTER = 0x1F43B675;
    private static final int TRACKS = 0x1654AE6B;
    private static final int TRACK = 0xAE;
    private static final int TRACK_TYPE = 0x83;
    private static final int CODEC_PRIVATE = 0x63A2;
    private static final int FRAMES = 0xE0;
    private static final int WIDTH = 0xB0;
    private static final int HEIGHT = 0xBA;
    private static final int VIDEO = 1;

    /** Parameter sets have a hundred bytes. */
    private static final int LONGEST_SETTINGS = 1 << 20;

    /** More elements, or tags, are not walked through. */
    private static final int MOST = 20_000_000;

    /** Nobody appends that many recordings; the list of their places is kept in memory. */
    private static final int MOST_PLACES = 100_000;

    /** Headers of FLV have nine bytes; one that claims more than this is none. */
    private static final int LONGEST_HEADER = 1 << 16;

    private static final int BUFFER = 1 << 20;

    /** @param length bytes that are to go, or to be overwritten */
    private record Place(long at, int length) {}

    private final RandomAccessFile file;
    private final long size;
    private final byte[] window = new byte[1 << 16];
    private long windowAt;
    private int windowLength;
    private int elements;

    private Appended(RandomAccessFile file) throws IOException {
        this.file = file;
        this.size = file.length();
    }

    /** Whether it is such a file. */
    public static boolean isIn(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            Appended appended = new Appended(file);
            return !appended.headers().isEmpty() || !appended.lengths().isEmpty();
        }
    }

    /**
     * @param at byte of the file at which the recording's list of tracks begins
     * @param width pixels of its first video track
     * @param decoder of what the decoder of that track must know beforehand (CodecPrivate); a file may have a great many
     */
    public record Settings(long at, long width, long height, Digest decoder) {

        public boolean isOfTheSameSize(Settings other) {
            return width == other.width && height == other.height;
        }
    }

    /** Of each recording of a Matroska file that was made one of several; those of the first count for FFmpeg. */
    public static List<Settings> settings(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            return new Appended(file).settings();
        }
    }

    /** Makes one recording of such a file, in place; leaves any other as it is. */
    public static void straighten(Path path) throws IOException {
        List<Place> headers;
        List<Place> lengths;
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            Appended appended = new Appended(file);
            headers = appended.headers();
            lengths = appended.lengths();
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (!headers.isEmpty()) {
                takeOut(channel, headers);
            }
            for (Place place : lengths) {
                byte[] unknown = new byte[place.length()];
                Arrays.fill(unknown, (byte) 0xff);
                unknown[0] = (byte) (0xff >> (place.length() - 1));
                channel.write(ByteBuffer.wrap(unknown), place.at());
            }
        }
    }

    private static void takeOut(FileChannel channel, List<Place> places) throws IOException {
        long size = channel.size();
        long to = places.get(0).at();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        for (int i = 0; i < places.size(); i++) {
            long from = places.get(i).at() + places.get(i).length();
            long end = i + 1 < places.size() ? places.get(i + 1).at() : size;
            while (from < end) {
                buffer.clear().limit((int) Math.min(BUFFER, end - from));
                int count = channel.read(buffer, from);
                buffer.flip();
                for (int done = 0; done < count; ) {
                    done += channel.write(buffer, to + done);
                }
                from += count;
                to += count;
            }
        }
        channel.truncate(to);
    }

    /** Headers of FLV but the first, each with the number behind it. */
    private List<Place> headers() throws IOException {
        List<Place> headers = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < MOST && at + FLV_HEADER + 4 <= size; i++) {
            boolean isHeader = number(at, 3) == FLV && number(at + 3, 1) == 1;
            int type = (int) number(at, 1) & 0x1f;
            if (isHeader) {
                long length = number(at + 5, 4) + 4;
                if (length > Math.min(LONGEST_HEADER, size - at)) {
                    break;
                }
                if (at > 0) {
                    headers.add(new Place(at, (int) length));
                }
                if (headers.size() > MOST_PLACES) {
                    return List.of();
                }
                at += length;
            } else if (at == 0 || (type != 8 && type != 9 && type != 18)) {
                break;
            } else {
                at += FLV_TAG + number(at + 1, 3) + 4;
            }
        }
        return headers;
    }

    /** Of segments of Matroska that tell their length, where there are several; one that does not ends where the next one begins. */
    private List<Place> lengths() throws IOException {
        List<Place> lengths = new ArrayList<>();
        int recordings = 0;
        long at = 0;
        for (int i = 0; i < MOST && at + 12 <= size; i++) {
            int idLength = Integer.numberOfLeadingZeros((int) number(at, 1)) - 23;
            int sizeLength = idLength > 4 ? 9 : Integer.numberOfLeadingZeros((int) number(at + idLength, 1)) - 23;
            if (sizeLength > 8) {
                break;
            }
            int id = (int) number(at, idLength);
            if (at == 0 && id != EBML) {
                break;
            }
            long unknown = (1L << (7 * sizeLength)) - 1;
            long length = number(at + idLength, sizeLength) & unknown;
            recordings += id == EBML ? 1 : 0;
            at += idLength;
            if (length == unknown && id != SEGMENT && id != CLUSTER) {
                break;
            }
            if (id == SEGMENT && length != unknown) {
                lengths.add(new Place(at, sizeLength));
            }
            if (lengths.size() > MOST_PLACES) {
                return List.of();
            }
            at += sizeLength + (length == unknown ? 0 : Math.min(length, Long.MAX_VALUE / 2 - at));
        }
        return recordings > 1 ? lengths : List.of();
    }

    private List<Settings> settings() throws IOException {
        List<Settings> settings = new ArrayList<>();
        if (number(0, 4) != EBML) {
            return settings;
        }
        for (Element element = element(0); element != null; element = element(element.end())) {
            Settings video = element.id() == TRACKS && element.known() ? ofVideo(element) : null;
            if (video != null && settings.size() < MOST_PLACES) {
                settings.add(video);
            }
        }
        return settings;
    }

    private @Nullable Settings ofVideo(Element tracks) throws IOException {
        for (Element track = element(tracks.data());
                track != null && track.end() <= tracks.end();
                track = element(track.end())) {
            boolean isVideo = false;
            byte[] decoder = {};
            long width = 0;
            long height = 0;
            for (Element field = element(track.data());
                    track.id() == TRACK && field != null && field.end() <= track.end();
                    field = element(field.end())) {
                isVideo |= field.id() == TRACK_TYPE && number(field.data(), 1) == VIDEO;
                if (field.id() == CODEC_PRIVATE && field.length() < LONGEST_SETTINGS) {
                    decoder = new byte[(int) field.length()];
                    file.seek(field.data());
                    file.readFully(decoder);
                }
                for (Element side = element(field.data());
                        field.id() == FRAMES && side != null && side.end() <= field.end();
                        side = element(side.end())) {
                    int length = (int) Math.min(4, side.length());
                    width = side.id() == WIDTH ? number(side.data(), length) : width;
                    height = side.id() == HEIGHT ? number(side.data(), length) : height;
                }
            }
            if (isVideo) {
                return new Settings(
                        tracks.data(),
                        width,
                        height,
                        Digest.copy(new ByteArrayInputStream(decoder), OutputStream.nullOutputStream()));
            }
        }
        return null;
    }

    /** @param length bytes of what it holds; negative where it does not tell */
    private record Element(int id, long data, long length) {

        boolean known() {
            return length >= 0;
        }

        long end() {
            return data + Math.max(0, length);
        }
    }

    /** Null where there is none that is whole, or too many were before. */
    private @Nullable Element element(long at) throws IOException {
        if (++elements > MOST) {
            return null;
        }
        int idLength = Integer.numberOfLeadingZeros((int) number(at, 1)) - 23;
        int sizeLength = idLength > 4 ? 9 : Integer.numberOfLeadingZeros((int) number(at + idLength, 1)) - 23;
        if (sizeLength > 8) {
            return null;
        }
        long unknown = (1L << (7 * sizeLength)) - 1;
        long length = number(at + idLength, sizeLength) & unknown;
        long data = at + idLength + sizeLength;
        return data > size || (length != unknown && length > size - data)
                ? null
                : new Element((int) number(at, idLength), data, length == unknown ? -1 : length);
    }

    /** Big endian, without a sign for less than eight bytes; zeroes behind the end. */
    private long number(long at, int bytes) throws IOException {
        if (at < windowAt || at + bytes > windowAt + windowLength) {
            file.seek(at);
            windowAt = at;
            windowLength = Math.max(0, file.read(window));
        }
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            long offset = at - windowAt + i;
            number = number << 8 | (offset < windowLength ? window[(int) offset] & 0xff : 0);
        }
        return number;
    }
}
