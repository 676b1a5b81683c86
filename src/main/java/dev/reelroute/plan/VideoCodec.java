package dev.reelroute.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Codecs that a ladder can ask for, the most widely played first. */
public enum VideoCodec {
    H264("libx264", 51),
    HEVC("libx265", 51),
    AV1("libsvtav1", 63);

    private static final Set<String> PRESETS_OF_X26X =
            Set.of("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow");

    /** Presets from 10 on are for tests of the encoder, as the encoder itself says. */
    private static final Set<String> PRESETS_OF_SVT = Set.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    private final String encoder;
    private final int worstCrf;

    VideoCodec(String encoder, int worstCrf) {
        this.encoder = encoder;
        this.worstCrf = worstCrf;
    }

    /** @param encoder FFmpeg's, such as {@code libx264} */
    public static VideoCodec of(String encoder) {
        return Arrays.stream(values())
                .filter(codec -> codec.encoder.equals(encoder))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No video encoder: " + encoder));
    }

    static Set<String> encoders() {
        return Arrays.stream(values()).map(codec -> codec.encoder).collect(Collectors.toUnmodifiableSet());
    }

    /** Its name in the contract and in file names: {@code h264}, {@code hevc}, {@code av1}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The largest constant rate factor of its encoder. */
    int worstCrf() {
        return worstCrf;
    }

    /** The presets of its encoder. */
    Set<String> presets() {
        return this == AV1 ? PRESETS_OF_SVT : PRESETS_OF_X26X;
    }
}
