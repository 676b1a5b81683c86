package dev.reelroute.encode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes into MPEG-2 video that every other frame is shown for three fields (ISO/IEC 13818-2, 6.3.10): film on 60 fields. */
final class RepeatedFields {

    private static final int PICTURE = 0x00;
    private static final int SEQUENCE = 0xB3;
    private static final int EXTENSION = 0xB5;
    private static final int GROUP = 0xB8;

    /** @param place in the order in which pictures are shown */
    private record Picture(int group, int place, int extension) {}

    private RepeatedFields() {}

    /** @param video an elementary stream of whole frames; changed where it is */
    static void write(byte[] video) {
        List<Picture> pictures = new ArrayList<>();
        int group = 0;
        int place = 0;
        for (int i = 0; i + 8 < video.length; i++) {
            if (video[i] != 0 || video[i + 1] != 0 || video[i + 2] != 1) {
                continue;
            }
            int at = i + 4;
            switch (video[i + 3] & 0xFF) {
                // frame_rate_code: 30000/1001 frames, of two fields each
                case SEQUENCE -> video[at + 3] = (byte) ((video[at + 3] & 0xF0) | 4);
                case GROUP -> group++;
                case PICTURE -> place = ((video[at] & 0xFF) << 2) | ((video[at + 1] & 0xFF) >> 6);
                case EXTENSION -> {
                    int kind = (video[at] & 0xFF) >> 4;
                    if (kind == 1) {
                        // progressive_sequence: no fields could be repeated
                        video[at + 1] = (byte) (video[at + 1] & ~0x08);
                    } else if (kind == 8) {
                        pictures.add(new Picture(group, place, at));
                    }
                }
                default -> {}
            }
        }
        pictures.sort(Comparator.comparingInt(Picture::group).thenComparingInt(Picture::place));
        boolean topFirst = true;
        boolean repeat = true;
        for (Picture picture : pictures) {
            int flags = video[picture.extension() + 3] & ~0x82;
            video[picture.extension() + 3] = (byte) (flags | (topFirst ? 0x80 : 0) | (repeat ? 2 : 0));
            topFirst ^= repeat;
            repeat = !repeat;
        }
    }
}
