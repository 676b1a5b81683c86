package dev.reelroute.inspect;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The codecs that the tags of FLV name (Adobe's specification, version 10.1, annex E.4; Enhanced RTMP, version 2). FFmpeg makes a
 * track of each, but looks for no further one when it has two.
 */
final class FlvTags {

    private static final int TAG = 11;
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int SCRIPT = 18;

    /** Of the content: what tells the codec. */
    private static final int TOLD = 5;

    private static final int BUFFER = 1 << 20;

    /** A day has fifteen million. More are not walked through. */
    private static final int MOST = 20_000_000;

    private FlvTags() {}

    static boolean areIn(byte[] start) {
        return start.length > TAG && start[0] == 'F' && start[1] == 'L' && start[2] == 'V' && start[3] == 1;
    }

    /** Whether audio or video is of more than one codec. */
    static boolean change(Path file) throws IOException {
        Map<Integer, String> codecs = new HashMap<>();
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            byte[] tag = new byte[TAG + TOLD];
            content.readNBytes(tag, 0, TAG);
            content.skipNBytes(Math.max(0, number(tag, 5, 4) - TAG + 4));
            for (int i = 0; i < MOST && content.readNBytes(tag, 0, TAG) == TAG; i++) {
                int type = tag[0] & 0x1f;
                long length = number(tag, 1, 3);
                if (type != AUDIO && type != VIDEO && type != SCRIPT) {
                    break;
                }
                int read = (int) Math.min(TOLD, length);
                if (content.readNBytes(tag, TAG, read) < read) {
                    break;
                }
                if (type != SCRIPT && read == TOLD) {
                    String codec = codec(type, tag);
                    String known = codecs.putIfAbsent(type, codec);
                    if (known != null && !known.equals(codec)) {
                        return true;
                    }
                }
                content.skipNBytes(length - read + 4);
            }
        } catch (EOFException e) {
            // It ends within a tag: the ones before count.
        }
        return false;
    }

    private static String codec(int type, byte[] tag) {
        int first = tag[TAG] & 0xff;
        boolean isEnhanced = type == AUDIO ? first >> 4 == 9 : first >= 0x80;
        String old = Integer.toString(type == AUDIO ? first >> 4 : first & 0x0f);
        return isEnhanced ? "enhanced " + number(tag, TAG + 1, 4) : old;
    }

    private static long number(byte[] bytes, int at, int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 8 | (bytes[at + i] & 0xff);
        }
        return number;
    }
}
