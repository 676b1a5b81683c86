package dev.reelroute.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers in a frame mean: primaries, transfer and matrix (ITU-T H.273 §8), as FFmpeg names them, with something
 * plausible for what the file leaves open and for what cannot be converted. {@code docs/media.md} has the table.
 *
 * @param isStrange the frames are marked with a matrix that FFmpeg's scaler does not know: it refuses even to scale them
 * @param isHdr the transfer is PQ or HLG
 * @param converted primaries or transfer are not those of BT.709, or the matrix is strange: it takes more than scaling
 * @param replaced what was said of the colours and is not used, such as {@code matrix gbr (taken for bt709)}
 */
public record Colours(
        String primaries,
        String transfer,
        String matrix,
        String range,
        boolean isHdr,
        boolean isStrange,
        boolean converted,
        List<String> replaced) {

    private static final Set<String> HDR_TRANSFERS = Set.of("smpte2084", "arib-std-b67");

    private static final Set<String> PRIMARIES = Set.of(
            "bt709",
            "bt470m",
            "bt470bg",
            "smpte170m",
            "smpte240m",
            "film",
            "bt2020",
            "smpte428",
            "smpte431",
            "smpte432",
            "ebu3213");

    /** The curve of BT.709 has several numbers: of BT.601, BT.2020 and xvYCC. */
    private static final Set<String> BT709_CURVE =
            Set.of("bt709", "smpte170m", "bt2020-10", "bt2020-12", "iec61966-2-4");

    private static final Set<String> TRANSFERS = Set.of(
            "bt470m",
            "bt470bg",
            "smpte240m",
            "linear",
            "log100",
            "log316",
            "iec61966-2-1",
            "smpte2084",
            "arib-std-b67");

    private static final Set<String> BT601_MATRICES = Set.of("bt470bg", "smpte170m");

    /** What FFmpeg's scaler converts by itself. */
    private static final Set<String> PLAIN_MATRICES =
            Set.of("bt709", "fcc", "bt470bg", "smpte170m", "smpte240m", "bt2020nc");

    private static final Set<String> MATRICES =
            Set.of("ycgco", "bt2020c", "chroma-derived-nc", "chroma-derived-c", "ictcp");

    /** The matrix that goes with primaries, where the file does not tell. */
    private static final Map<String, String> MATRIX_OF = Map.of(
            "bt2020", "bt2020nc",
            "bt470bg", "bt470bg",
            "smpte170m", "smpte170m",
            "smpte240m", "smpte240m",
            "smpte432", "bt709",
            "smpte431", "bt709");

    private static final Pattern RGB = Pattern.compile("rgb|bgr|gbr|pal8");

    /** FFmpeg's older name. */
    private static final Map<String, String> OTHER_NAMES = Map.of("jedec-p22", "ebu3213", "bt470", "bt470bg");

    /**
     * @param width pixels as stored
     * @param height pixels as stored
     */
    static Colours of(
            String pixelFormat,
            int width,
            int height,
            @Nullable String range,
            @Nullable String primaries,
            @Nullable String transfer,
            @Nullable String matrix) {
        List<String> replaced = new ArrayList<>();
        boolean hdr = transfer != null && HDR_TRANSFERS.contains(transfer);
        String curve = transfer == null
                ? "bt709"
                : BT709_CURVE.contains(transfer) || TRANSFERS.contains(transfer)
                        ? transfer
                        : replaced(replaced, "transfer", transfer, "bt709");
        boolean isWide = hdr || (matrix != null && matrix.equals("bt2020c"));
        String usual = isWide ? "bt2020" : "bt709";
        String known = primaries == null ? usual : OTHER_NAMES.getOrDefault(primaries, primaries);
        String gamut = PRIMARIES.contains(known) ? known : replaced(replaced, "primaries", known, usual);
        boolean isRgb = RGB.matcher(pixelFormat).find();
        String coefficients = isRgb
                ? "gbr"
                : matrix(replaced, matrix, usualMatrix(gamut, primaries, matrix, hdr, width, height), hdr, gamut);
        boolean strange = matrix != null && !isRgb && !PLAIN_MATRICES.contains(matrix);
        boolean converted = hdr || strange || !gamut.equals("bt709") || !BT709_CURVE.contains(curve);
        return new Colours(
                gamut,
                curve,
                coefficients,
                Objects.requireNonNullElse(range, isRgb ? "pc" : "tv"),
                hdr,
                strange,
                converted,
                List.copyOf(replaced));
    }

    /** Whether two names of a transfer mean the same curve. */
    static boolean isSameTransfer(String one, String other) {
        return one.equals(other) || (BT709_CURVE.contains(one) && BT709_CURVE.contains(other));
    }

    /** Whether two names of a matrix mean the same coefficients. */
    static boolean isSameMatrix(String one, String other) {
        return one.equals(other) || (BT601_MATRICES.contains(one) && BT601_MATRICES.contains(other));
    }

    private static String matrix(
            List<String> replaced, @Nullable String said, String usual, boolean hdr, String gamut) {
        if (said == null || PLAIN_MATRICES.contains(said)) {
            return Objects.requireNonNullElse(said, usual);
        }
        if (said.equals("chroma-derived-c") && gamut.equals("bt2020")) {
            // The same by definition, and zimg derives it wrongly with PQ and HLG.
            return "bt2020c";
        }
        // ICtCp is defined for PQ and HLG on BT.2020 alone; no YCbCr frame has the matrix of RGB.
        boolean fits = MATRICES.contains(said) && (!said.equals("ictcp") || (hdr && gamut.equals("bt2020")));
        return fits ? said : replaced(replaced, "matrix", said, usual);
    }

    private static String usualMatrix(
            String gamut, @Nullable String primaries, @Nullable String matrix, boolean hdr, int width, int height) {
        if (hdr) {
            return "bt2020nc";
        }
        String byPrimaries = primaries == null ? null : MATRIX_OF.get(gamut);
        boolean isLarge = height > 576 || width > 1024;
        // FFmpeg takes every frame of which nothing is said for BT.601. Players take large ones for BT.709.
        String bySize =
                isLarge || (matrix != null && gamut.equals("bt709") && primaries != null) ? "bt709" : "smpte170m";
        return Objects.requireNonNullElse(byPrimaries, bySize);
    }

    private static String replaced(List<String> replaced, String what, String said, String used) {
        replaced.add(what + " " + said + " (taken for " + used + ")");
        return used;
    }

    /** Of luma that was made of light, and not of what is stored (BT.2020 §5). */
    public boolean isConstantLuminance() {
        return matrix.equals("bt2020c") || matrix.equals("chroma-derived-c");
    }

    public boolean isRgb() {
        return matrix.equals("gbr");
    }
}
