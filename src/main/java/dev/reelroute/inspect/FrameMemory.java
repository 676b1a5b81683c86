package dev.reelroute.inspect;

import java.util.regex.Pattern;

/** How much memory decoded frames take, by FFmpeg's name of their pixel format. Pure. */
public final class FrameMemory {

    /**
     * Frames of the source that one FFmpeg may hold at a time: a decoder keeps up to 16 as references (H.264, annex A;
     * the same in HEVC), 8 wait before the filters, and filters and encoders hold some more.
     */
    private static final int AT_A_TIME = 32;

    /** Address space for programs, libraries, stacks and buffers; 650 MB were measured with small frames. */
    private static final long BASE = 1L << 30;

    private static final Pattern TWO_BYTES =
            Pattern.compile("(?:9|10|12|14|16)(?:le|be)?$|^(?:p[024]1[026]|x2|y21|rgb48|bgr48)|64");
    private static final Pattern FOUR_BYTES = Pattern.compile("f32|f16");
    private static final Pattern PACKED = Pattern.compile("^(?:0?rgb|0?bgr|gbr|argb|abgr|x2)|444|xyz");
    private static final Pattern ALPHA = Pattern.compile("yuva|gbrap|rgba|argb|bgra|abgr|0rgb|0bgr|rgb0|bgr0|^ya|pal8");

    private FrameMemory() {}

    /**
     * Bytes of one decoded frame. For a format that is not listed here, as much as any ordinary format takes.
     *
     * @param pixelFormat FFmpeg's name, such as {@code yuv420p10le}; empty when it is not known
     */
    public static long frame(int width, int height, String pixelFormat) {
        double samples = samples(pixelFormat) + (ALPHA.matcher(pixelFormat).find() ? 1 : 0);
        int bytes = FOUR_BYTES.matcher(pixelFormat).find()
                ? 4
                : TWO_BYTES.matcher(pixelFormat).find() ? 2 : 1;
        return Math.round((double) width * height * samples * bytes);
    }

    /** Address space of an FFmpeg that decodes such frames. */
    public static long decoding(long frameSize) {
        return BASE + AT_A_TIME * frameSize;
    }

    private static double samples(String pixelFormat) {
        if (PACKED.matcher(pixelFormat).find()) {
            return 3;
        }
        if (pixelFormat.matches(".*(?:420|410|411|nv12|nv21|p01\\d).*")) {
            return 1.5;
        }
        if (pixelFormat.matches(".*(?:422|440|nv16|nv20|p21\\d|yuyv|uyvy|y21).*")) {
            return 2;
        }
        // pal8: its colours become full pixels at the first filter.
        return pixelFormat.matches("(?:gray|mono|ya).*") ? 1 : 3;
    }
}
