package dev.reelroute.inspect;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether what stands before the key frames of a video (the sequence header of MPEG-2, the parameter set of H.264 and HEVC) is
 * not the same everywhere: then the frames may change their shape, which only a decoder can tell.
 */
final class SequenceHeaders {

    /** A header stands right before its frame. */
    private static final int WINDOW = 512;

    /** The shape of pixels is among the first bytes. */
    private static final int LONGEST = 48;

    private static final int SHORTEST = 4;

    private static final Set<String> CODECS = Set.of("mpeg1video", "mpeg2video", "mpeg4", "h264", "hevc");

    private SequenceHeaders() {}

    /** Whether it has such. */
    static boolean areOf(String codec) {
        return CODECS.contains(codec);
    }

    /** @param positions of the key frames in the file, ascending */
    static boolean differ(Path file, String codec, long[] positions) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            byte[] first = null;
            byte[] window = new byte[WINDOW];
            for (long position : positions) {
                content.seek(position);
                int count = Math.max(0, content.read(window));
                byte[] header = find(Arrays.copyOf(window, count), codec);
                if (header != null && first != null && !Arrays.equals(first, header)) {
                    return true;
                }
                first = first == null ? header : first;
            }
        }
        return false;
    }

    /** Whether there is one before the frame at that byte of the file. */
    static boolean isAt(Path file, String codec, long position) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            byte[] window = new byte[WINDOW];
            content.seek(position);
            int count = Math.max(0, content.read(window));
            return find(Arrays.copyOf(window, count), codec) != null;
        }
    }

    private static byte @Nullable [] find(byte[] bytes, String codec) {
        for (int at = 4; at + SHORTEST < bytes.length; at++) {
            if (!begins(bytes[at] & 0xff, codec)) {
                continue;
            }
            boolean started = bytes[at - 3] == 0 && bytes[at - 2] == 0 && bytes[at - 1] == 1;
            // Matroska and MP4 give the length instead.
            int length = bytes[at - 4] == 0 && bytes[at - 3] == 0
                    ? ((bytes[at - 2] & 0xff) << 8) + (bytes[at - 1] & 0xff)
                    : 0;
            if (started) {
                return Arrays.copyOfRange(bytes, at, end(bytes, at));
            }
            if (length >= SHORTEST && at + length <= bytes.length) {
                return Arrays.copyOfRange(bytes, at, at + Math.min(length, LONGEST));
            }
        }
        return null;
    }

    private static boolean begins(int value, String codec) {
        return switch (codec) {
            case "mpeg1video", "mpeg2video" -> value == 0xb3;
            case "mpeg4" -> (value & 0xf0) == 0x20;
            case "h264" -> (value & 0x9f) == 7;
            case "hevc" -> value == 33 << 1;
            default -> false;
        };
    }

    private static int end(byte[] bytes, int at) {
        int end = at + SHORTEST;
        while (end < Math.min(bytes.length, at + LONGEST)
                && !(bytes[end] == 0 && end + 1 < bytes.length && bytes[end + 1] == 0)) {
            end++;
        }
        return end;
    }
}
