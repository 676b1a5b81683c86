package dev.reelroute.encode;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Colours by the formulae of ITU-T H.273, without any library: what the numbers of a frame mean, and how far two colours
 * are apart. Camera curves (BT.709, 601, 240M, 2020) are shown as displays show them, by BT.1886.
 *
 * @param primaries FFmpeg's name
 * @param transfer FFmpeg's name
 * @param matrix FFmpeg's name
 */
record Colorimetry(String primaries, String transfer, String matrix) {

    static final Colorimetry BT709 = new Colorimetry("bt709", "bt709", "bt709");

    private static final double[] D65 = {0.3127, 0.3290};
    private static final double[] C = {0.310, 0.316};

    /** x and y of red, green, blue and white (table 2). */
    private static final Map<String, double[]> CHROMATICITIES = Map.ofEntries(
            Map.entry("bt709", of(.64, .33, .30, .60, .15, .06, D65)),
            Map.entry("bt470m", of(.67, .33, .21, .71, .14, .08, C)),
            Map.entry("bt470bg", of(.64, .33, .29, .60, .15, .06, D65)),
            Map.entry("smpte170m", of(.630, .340, .310, .595, .155, .070, D65)),
            Map.entry("smpte240m", of(.630, .340, .310, .595, .155, .070, D65)),
            Map.entry("film", of(.681, .319, .243, .692, .145, .049, C)),
            Map.entry("bt2020", of(.708, .292, .170, .797, .131, .046, D65)),
            Map.entry("smpte428", of(1, 0, 0, 1, 0, 0, new double[] {1 / 3., 1 / 3.})),
            Map.entry("smpte431", of(.680, .320, .265, .690, .150, .060, new double[] {.314, .351})),
            Map.entry("smpte432", of(.680, .320, .265, .690, .150, .060, D65)),
            Map.entry("ebu3213", of(.630, .340, .295, .605, .155, .077, D65)));

    private static final Map<String, DoubleUnaryOperator> TO_LIGHT = Map.of(
            "iec61966-2-1", v -> v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4),
            "bt470m", v -> Math.pow(v, 2.2),
            "bt470bg", v -> Math.pow(v, 2.8),
            "linear", v -> v,
            "log100", v -> v <= 0 ? 0 : Math.pow(10, 2 * (v - 1)),
            "log316", v -> v <= 0 ? 0 : Math.pow(10, 2.5 * (v - 1)));

    private static final Map<String, double[]> KR_KB = Map.of(
            "bt709", new double[] {.2126, .0722},
            "fcc", new double[] {.30, .11},
            "bt470bg", new double[] {.299, .114},
            "smpte170m", new double[] {.299, .114},
            "smpte240m", new double[] {.212, .087},
            "bt2020nc", new double[] {.2627, .0593});

    private static double[] of(double a, double b, double c, double d, double e, double f, double[] white) {
        return new double[] {a, b, c, d, e, f, white[0], white[1]};
    }

    /** Red, green and blue as stored, 0 to 1, to Y from 0 to 1 and the two others from -0.5 to 0.5. */
    double[] toYuv(double[] rgb) {
        double r = rgb[0];
        double g = rgb[1];
        double b = rgb[2];
        if (matrix.equals("ycgco")) {
            return new double[] {r / 4 + g / 2 + b / 4, -r / 4 + g / 2 - b / 4, r / 2 - b / 2};
        }
        if (matrix.equals("bt2020c")) {
            double y = camera(.2627 * film(r) + .6780 * film(g) + .0593 * film(b));
            double u = b - y;
            double v = r - y;
            return new double[] {y, u / (u <= 0 ? 1.9404 : 1.5816), v / (v <= 0 ? 1.7184 : 0.9936)};
        }
        if (matrix.equals("ictcp")) {
            double[] lms = times(
                    new double[][] {
                        {1688 / 4096., 2146 / 4096., 262 / 4096.},
                        {683 / 4096., 2951 / 4096., 462 / 4096.},
                        {99 / 4096., 309 / 4096., 3688 / 4096.}
                    },
                    new double[] {pqLight(r), pqLight(g), pqLight(b)});
            return times(
                    new double[][] {
                        {.5, .5, 0},
                        {6610 / 4096., -13613 / 4096., 7003 / 4096.},
                        {17933 / 4096., -17390 / 4096., -543 / 4096.}
                    },
                    new double[] {pq(lms[0]), pq(lms[1]), pq(lms[2])});
        }
        double[] k = coefficients();
        double y = k[0] * r + (1 - k[0] - k[1]) * g + k[1] * b;
        return new double[] {y, (b - y) / (2 * (1 - k[1])), (r - y) / (2 * (1 - k[0]))};
    }

    double[] toRgb(double[] yuv) {
        double y = yuv[0];
        if (matrix.equals("ycgco")) {
            double t = y - yuv[1];
            return new double[] {t + yuv[2], y + yuv[1], t - yuv[2]};
        }
        if (matrix.equals("bt2020c")) {
            double b = y + yuv[1] * (yuv[1] <= 0 ? 1.9404 : 1.5816);
            double r = y + yuv[2] * (yuv[2] <= 0 ? 1.7184 : 0.9936);
            return new double[] {r, camera((film(y) - .2627 * film(r) - .0593 * film(b)) / .6780), b};
        }
        double[] k = coefficients();
        double r = y + 2 * (1 - k[0]) * yuv[2];
        double b = y + 2 * (1 - k[1]) * yuv[1];
        return new double[] {r, (y - k[0] * r - k[1] * b) / (1 - k[0] - k[1]), b};
    }

    private double[] coefficients() {
        if (matrix.equals("chroma-derived-nc")) {
            double[][] xyz = toXyz(CHROMATICITIES.get(primaries));
            return new double[] {xyz[1][0], xyz[1][2]};
        }
        return KR_KB.get(matrix);
    }

    /** SMPTE ST 2084, of light from 0 to 1. */
    private static double pq(double light) {
        double power = Math.pow(light, 0.1593017578125);
        return Math.pow((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power), 78.84375);
    }

    private static double pqLight(double v) {
        double root = Math.pow(v, 1 / 78.84375);
        return Math.pow(Math.max(0, root - 0.8359375) / (18.8515625 - 18.6875 * root), 1 / 0.1593017578125);
    }

    /** What constant luminance is computed with: the curve of the camera (BT.2020, table 4). */
    private static double camera(double light) {
        return light < 0.018054 ? 4.5 * light : 1.099297 * Math.pow(light, 0.45) - 0.099297;
    }

    private static double film(double v) {
        return v < 4.5 * 0.018054 ? v / 4.5 : Math.pow((v + 0.099297) / 1.099297, 1 / 0.45);
    }

    /** Linear light with the primaries of BT.709, cut to what a display of BT.709 can show. */
    double[] light(double[] rgb) {
        DoubleUnaryOperator curve = TO_LIGHT.getOrDefault(transfer, v -> Math.pow(v, 2.4));
        double[] own = new double[3];
        for (int i = 0; i < 3; i++) {
            own[i] = curve.applyAsDouble(Math.max(0, Math.min(1, rgb[i])));
        }
        double[] chromaticities = CHROMATICITIES.get(primaries);
        double[] xyz = times(adapted(chromaticities), times(toXyz(chromaticities), own));
        double[] display = times(inverse(toXyz(CHROMATICITIES.get("bt709"))), xyz);
        for (int i = 0; i < 3; i++) {
            display[i] = Math.max(0, Math.min(1, display[i]));
        }
        return display;
    }

    private static double[][] toXyz(double[] c) {
        double[][] columns = new double[3][3];
        for (int i = 0; i < 3; i++) {
            double x = c[2 * i];
            double y = c[2 * i + 1];
            columns[0][i] = x;
            columns[1][i] = y;
            columns[2][i] = 1 - x - y;
        }
        double[] scale = times(inverse(columns), white(c));
        for (double[] row : columns) {
            for (int i = 0; i < 3; i++) {
                row[i] *= scale[i];
            }
        }
        return columns;
    }

    private static double[] white(double[] c) {
        return new double[] {c[6] / c[7], 1, (1 - c[6] - c[7]) / c[7]};
    }

    /** Bradford's way from one white to D65. */
    private static double[][] adapted(double[] c) {
        double[][] cones = {{.8951, .2664, -.1614}, {-.7502, 1.7135, .0367}, {.0389, -.0685, 1.0296}};
        double[] from = times(cones, white(c));
        double[] to = times(cones, white(of(0, 0, 0, 0, 0, 0, D65)));
        double[][] scaled = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                scaled[i][j] = cones[i][j] * to[i] / from[i];
            }
        }
        double[][] back = inverse(cones);
        double[][] all = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                all[i][j] = back[i][0] * scaled[0][j] + back[i][1] * scaled[1][j] + back[i][2] * scaled[2][j];
            }
        }
        return all;
    }

    private static double[] times(double[][] m, double[] v) {
        double[] product = new double[3];
        for (int i = 0; i < 3; i++) {
            product[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
        }
        return product;
    }

    private static double[][] inverse(double[][] m) {
        double[][] inverse = new double[3][3];
        double det = 0;
        for (int i = 0; i < 3; i++) {
            det += m[0][i] * (m[1][(i + 1) % 3] * m[2][(i + 2) % 3] - m[1][(i + 2) % 3] * m[2][(i + 1) % 3]);
        }
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                inverse[i][j] = (m[(j + 1) % 3][(i + 1) % 3] * m[(j + 2) % 3][(i + 2) % 3]
                                - m[(j + 1) % 3][(i + 2) % 3] * m[(j + 2) % 3][(i + 1) % 3])
                        / det;
            }
        }
        return inverse;
    }

    /** CIEDE2000 (Sharma, Wu, Dalal 2005) of two colours in linear light of BT.709. */
    static double difference(double[] one, double[] other) {
        double[] a = lab(one);
        double[] b = lab(other);
        double mean = (Math.hypot(a[1], a[2]) + Math.hypot(b[1], b[2])) / 2;
        double g = 0.5 * (1 - Math.sqrt(Math.pow(mean, 7) / (Math.pow(mean, 7) + Math.pow(25, 7))));
        double a1 = a[1] * (1 + g);
        double a2 = b[1] * (1 + g);
        double c1 = Math.hypot(a1, a[2]);
        double c2 = Math.hypot(a2, b[2]);
        double h1 = degrees(a[2], a1);
        double h2 = degrees(b[2], a2);
        double turn = c1 * c2 == 0 ? 0 : h2 - h1 > 180 ? h2 - h1 - 360 : h2 - h1 < -180 ? h2 - h1 + 360 : h2 - h1;
        double dh = 2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(turn / 2));
        double l = (a[0] + b[0]) / 2;
        double c = (c1 + c2) / 2;
        double h = c1 * c2 == 0
                ? h1 + h2
                : Math.abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
        double t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.20 * cos(4 * h - 63);
        double sl = 1 + 0.015 * Math.pow(l - 50, 2) / Math.sqrt(20 + Math.pow(l - 50, 2));
        double sc = 1 + 0.045 * c;
        double sh = 1 + 0.015 * c * t;
        double rc = 2 * Math.sqrt(Math.pow(c, 7) / (Math.pow(c, 7) + Math.pow(25, 7)));
        double rt = -Math.sin(Math.toRadians(60 * Math.exp(-Math.pow((h - 275) / 25, 2)))) * rc;
        double dl = (b[0] - a[0]) / sl;
        double dc = (c2 - c1) / sc;
        return Math.sqrt(dl * dl + dc * dc + dh / sh * (dh / sh) + rt * dc * (dh / sh));
    }

    private static double degrees(double y, double x) {
        double angle = Math.toDegrees(Math.atan2(y, x));
        return angle < 0 ? angle + 360 : angle;
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }

    private static double[] lab(double[] light) {
        double[] xyz = times(toXyz(CHROMATICITIES.get("bt709")), light);
        double[] white = white(of(0, 0, 0, 0, 0, 0, D65));
        double[] f = new double[3];
        for (int i = 0; i < 3; i++) {
            double t = xyz[i] / white[i];
            f[i] = t > 216 / 24389. ? Math.cbrt(t) : (24389 / 27. * t + 16) / 116;
        }
        return new double[] {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
    }
}
