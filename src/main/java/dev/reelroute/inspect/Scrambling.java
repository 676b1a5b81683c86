package dev.reelroute.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells from the headers of MPEG streams whether what they carry is scrambled: of broadcasts (ISO/IEC 13818-1 §2.4.3.3,
 * transport_scrambling_control) and of DVDs (§2.4.3.7, PES_scrambling_control). FFmpeg does not tell; it only finds
 * nothing to decode.
 */
final class Scrambling {

    /** So much of a file is looked at. */
    private static final int START = 8 << 20;

    /** A recording may begin within a pack: the next one is so near. */
    private static final int FIRST_PACK = 64 << 10;

    private static final int SYNC = 0x47;
    private static final int PACKET = 188;
    /** Packets in a row that begin with the sync byte: not by chance. */
    private static final int IN_A_ROW = 5;
    /** Below are tables, which are never scrambled; the last one is padding. */
    private static final int FIRST_STREAM = 0x20;

    private static final int PADDING = 0x1fff;

    private Scrambling() {}

    static boolean isIn(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] bytes = content.readNBytes(START);
            // Plain, with a time before each packet (Blu-ray), with check bytes behind each (DVB).
            for (int length : new int[] {PACKET, PACKET + 4, PACKET + 16}) {
                for (int offset = 0; offset < length; offset++) {
                    if (isSynchronous(bytes, offset, length)) {
                        return transport(bytes, offset, length);
                    }
                }
            }
            return isProgram(bytes) && program(bytes);
        }
    }

    /** Whether a pack begins a program stream (§2.5.3.3); what looks like its packets is in files of every kind by chance. */
    private static boolean isProgram(byte[] bytes) {
        for (int at = 0; at + 4 < Math.min(bytes.length, FIRST_PACK); at++) {
            boolean isPack = bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1 && bytes[at + 3] == (byte) 0xba;
            // Of MPEG-2, of MPEG-1.
            if (isPack && ((bytes[at + 4] & 0xc4) == 0x44 || (bytes[at + 4] & 0xf1) == 0x21)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSynchronous(byte[] bytes, int offset, int length) {
        for (int i = 0; i < IN_A_ROW; i++) {
            if (offset + i * length >= bytes.length || bytes[offset + i * length] != SYNC) {
                return false;
            }
        }
        return true;
    }

    private static boolean transport(byte[] bytes, int offset, int length) {
        int scrambled = 0;
        int clear = 0;
        for (int at = offset; at + 3 < bytes.length; at += length) {
            int pid = ((bytes[at + 1] & 0x1f) << 8) | (bytes[at + 2] & 0xff);
            boolean hasPayload = (bytes[at + 3] & 0x10) != 0;
            if (bytes[at] == SYNC && hasPayload && pid >= FIRST_STREAM && pid != PADDING) {
                if ((bytes[at + 3] & 0xc0) != 0) {
                    scrambled++;
                } else {
                    clear++;
                }
            }
        }
        return scrambled > clear;
    }

    /** Video and audio, of which the headers themselves are never scrambled. */
    private static boolean program(byte[] bytes) {
        int scrambled = 0;
        int clear = 0;
        for (int at = 0; at + 6 < bytes.length; at++) {
            boolean isPacket = bytes[at] == 0
                    && bytes[at + 1] == 0
                    && bytes[at + 2] == 1
                    && ((bytes[at + 3] & 0xe0) == 0xc0
                            || (bytes[at + 3] & 0xf0) == 0xe0
                            || bytes[at + 3] == (byte) 0xbd)
                    && (bytes[at + 6] & 0xc0) == 0x80;
            if (isPacket && (bytes[at + 6] & 0x30) != 0) {
                scrambled++;
            } else if (isPacket) {
                clear++;
            }
        }
        return scrambled > clear;
    }
}
