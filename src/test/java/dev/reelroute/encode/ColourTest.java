package dev.reelroute.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.media.Daily;
import dev.reelroute.media.Programs;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patches of known colours through inspection, plan and encoder, compared with {@link Colorimetry}. */
class ColourTest {

    /** Differences that nobody sees side by side; 8 bits and the encoder alone are good for one. */
    private static final double UNSEEN = 2;

    private static final int SIDE = 64;

    /** Red, green and blue as stored, 0 to 255. */
    private static final int[][] PATCHES = {
        {200, 80, 60}, {60, 160, 90}, {70, 90, 180}, {128, 128, 128}, {230, 220, 200}, {220, 190, 60}
    };

    private static final int WIDTH = SIDE * PATCHES.length;

    private static final Profile ONE = new Profile(
            "one",
            "00000000",
            "For tests.",
            60,
            1,
            1,
            1,
            100,
            2,
            Profile.Damaged.TOLERANT,
            false,
            List.of(new Profile.Rung(SIDE, "libx264", "ultrafast", 4, 9_000_000)),
            new Profile.Audio(List.of(new Profile.AudioEncoding("aac", 2, 128_000)), 48_000, null),
            new Profile.Poster(SIDE, 0.1),
            new Profile.Storyboard(SIDE, 5, 2, 20),
            false);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @Daily({1, 3, 7, 10, 13, 15, 17, 18, 21, 25})
    @CsvSource({
        "bt709,     bt709,        bt709",
        "bt709,     bt709,        smpte170m",
        "smpte432,  bt709,        bt709",
        "smpte432,  iec61966-2-1, bt709",
        "smpte431,  bt709,        bt709",
        "smpte170m, smpte170m,    smpte170m",
        "bt470bg,   smpte170m,    bt470bg",
        "bt470bg,   bt470bg,      bt470bg",
        "bt470m,    bt470m,       fcc",
        "smpte240m, smpte240m,    smpte240m",
        "film,      bt709,        bt709",
        "ebu3213,   bt709,        bt709",
        "bt2020,    bt2020-10,    bt2020nc",
        "bt2020,    bt2020-12,    bt2020nc",
        "bt2020,    bt2020-10,    bt2020c",
        "bt2020,    bt709,        chroma-derived-nc",
        "bt709,     bt709,        ycgco",
        "bt709,     iec61966-2-1, bt709",
        "bt709,     bt470m,       bt709",
        "bt709,     bt470bg,      bt709",
        "bt709,     linear,       bt709",
        "bt709,     log100,       bt709",
        "bt709,     log316,       bt709",
        "bt709,     iec61966-2-4, bt709",
        "smpte428,  bt709,        bt709",
    })
    void coloursAreThoseThatWereMeant(String primaries, String transfer, String matrix) throws IOException {
        Colorimetry meant = new Colorimetry(primaries, transfer, matrix);
        Shown shown = shown(meant, primaries, transfer, matrix);

        assertThat(shown.warnings()).isEmpty();
        shown.isLike(meant);
    }

    /** What is written of them in docs/media.md. */
    @ParameterizedTest
    @CsvSource({
        // What the file says, what it is taken for, and how the warning calls that.
        "bt709,  bt1361e,  bt709,     bt709, bt709, bt709,     transfer bt1361e (taken for bt709)",
        "bt709,  smpte428, bt709,     bt709, bt709, bt709,     transfer smpte428 (taken for bt709)",
        "bt709,  bt709,    gbr,       bt709, bt709, bt709,     matrix gbr (taken for bt709)",
        "bt709,  bt709,    smpte2085, bt709, bt709, bt709,     matrix smpte2085 (taken for bt709)",
        "bt709,  bt709,    ictcp,     bt709, bt709, bt709,     matrix ictcp (taken for bt709)",
        "bt2020, bt709,    gbr,      bt2020, bt709, bt2020nc,  matrix gbr (taken for bt2020nc)",
    })
    void whatCannotBeIsTakenForSomethingElse(
            String primaries, String transfer, String matrix, String p, String t, String m, String warning)
            throws IOException {
        Colorimetry taken = new Colorimetry(p, t, m);
        Shown shown = shown(taken, primaries, transfer, matrix);

        assertThat(shown.warnings()).singleElement().satisfies(guessed -> {
            assertThat(guessed.code()).isEqualTo("COLOURS_GUESSED");
            assertThat(guessed.message()).contains(warning);
        });
        shown.isLike(taken);
    }

    /** HDR is made darker on purpose; but it must not matter in which matrix it is stored. */
    @ParameterizedTest
    @CsvSource({
        "arib-std-b67, gbr",
        "smpte2084, ictcp",
        "smpte2084, chroma-derived-nc",
        "arib-std-b67, chroma-derived-nc"
    })
    void hdrIsTheSameInEveryMatrix(String transfer, String matrix) throws IOException {
        Colorimetry usual = new Colorimetry("bt2020", transfer, "bt2020nc");
        boolean impossible = matrix.equals("gbr");
        Shown one = shown(usual, "bt2020", transfer, "bt2020nc");
        Shown other =
                shown(impossible ? usual : new Colorimetry("bt2020", transfer, matrix), "bt2020", transfer, matrix);

        assertThat(other.warnings())
                .extracting(Warning::code)
                .isEqualTo(impossible ? List.of("COLOURS_GUESSED", "HDR_TONE_MAPPED") : List.of("HDR_TONE_MAPPED"));
        for (int i = 0; i < PATCHES.length; i++) {
            assertThat(Colorimetry.difference(one.light(i), other.light(i)))
                    .as("patch " + i)
                    .isLessThan(UNSEEN + 1);
        }
    }

    /** Browsers do as well. */
    @ParameterizedTest
    @CsvSource({
        // What the container says, and how the warning calls that.
        "mp4, bt2020,  smpte2084, bt2020nc,  transfer smpte2084 (the stream itself says bt709)",
        "mkv, bt2020,  smpte2084, bt2020nc,  transfer smpte2084 (the stream itself says bt709)",
        "mp4, bt470bg, bt709,     smpte170m, primaries bt470bg (the stream itself says bt709)",
    })
    void theStreamKnowsItsColoursBetterThanItsContainer(
            String container, String primaries, String transfer, String matrix, String warning) throws IOException {
        Path own = patches(
                Colorimetry.BT709, "bt709", "bt709", "bt709", List.of("-c:v", "libx264", "-qp", "2", "stream.mp4"));
        Programs.ffmpeg(
                        own,
                        "-i",
                        "stream.mp4",
                        "-c",
                        "copy",
                        "-color_primaries",
                        primaries,
                        "-color_trc",
                        transfer,
                        "-colorspace",
                        matrix,
                        "source." + container)
                .succeeded();
        Shown shown = shown(own, "source." + container, stored(Colorimetry.BT709));

        assertThat(shown.warnings()).singleElement().satisfies(guessed -> {
            assertThat(guessed.code()).isEqualTo("COLOURS_GUESSED");
            assertThat(guessed.message()).contains(warning);
        });
        shown.isLike(Colorimetry.BT709);
    }

    /** A check that cannot fail proves nothing. */
    @Test
    void theMeasureSeesWhatPeopleSee() {
        Colorimetry p3 = new Colorimetry("smpte432", "bt709", "bt709");
        double[] red = {200 / 255., 80 / 255., 60 / 255.};

        assertThat(Colorimetry.difference(p3.light(red), Colorimetry.BT709.light(red)))
                .isGreaterThan(UNSEEN);
        assertThat(Colorimetry.difference(p3.light(red), p3.light(red))).isCloseTo(0, within(1e-9));
        assertThat(p3.toRgb(p3.toYuv(red))).containsExactly(red, within(1e-9));
    }

    private record Shown(Path frame, List<double[]> stored, List<Warning> warnings) {

        void isLike(Colorimetry meant) throws IOException {
            for (int i = 0; i < PATCHES.length; i++) {
                assertThat(Colorimetry.difference(light(i), meant.light(meant.toRgb(stored.get(i)))))
                        .as("patch " + i)
                        .isLessThan(UNSEEN);
            }
        }

        /** The middle of a patch, as a display of BT.709 shows it. */
        double[] light(int patch) throws IOException {
            byte[] bytes = Files.readAllBytes(frame);
            int x = patch * SIDE + SIDE / 2;
            int luma = bytes[SIDE / 2 * WIDTH + x] & 0xff;
            int chroma = WIDTH * SIDE + SIDE / 4 * (WIDTH / 2) + x / 2;
            int u = bytes[chroma] & 0xff;
            int v = bytes[chroma + WIDTH * SIDE / 4] & 0xff;
            return Colorimetry.BT709.light(
                    Colorimetry.BT709.toRgb(new double[] {(luma - 16) / 219., (u - 128) / 224., (v - 128) / 224.}));
        }
    }

    private Shown shown(Colorimetry meant, String primaries, String transfer, String matrix) throws IOException {
        Path own = patches(meant, primaries, transfer, matrix, List.of("-c:v", "ffv1", "source.mkv"));
        return shown(own, "source.mkv", stored(meant));
    }

    /** What is stored of each patch: 8 bits of luma and of both differences. */
    private static List<long[]> bytes(Colorimetry meant) {
        List<long[]> bytes = new ArrayList<>();
        for (int[] patch : PATCHES) {
            double[] yuv = meant.toYuv(new double[] {patch[0] / 255., patch[1] / 255., patch[2] / 255.});
            bytes.add(new long[] {
                Math.round(16 + 219 * yuv[0]), Math.round(128 + 224 * yuv[1]), Math.round(128 + 224 * yuv[2])
            });
        }
        return bytes;
    }

    private static List<double[]> stored(Colorimetry meant) {
        return bytes(meant).stream()
                .map(yuv -> new double[] {(yuv[0] - 16) / 219., (yuv[1] - 128) / 224., (yuv[2] - 128) / 224.})
                .toList();
    }

    /**
     * @param output options of the encoder, and the file
     * @return the folder of the file
     */
    private Path patches(Colorimetry meant, String primaries, String transfer, String matrix, List<String> output)
            throws IOException {
        byte[] frame = new byte[WIDTH * SIDE * 3 / 2];
        List<long[]> bytes = bytes(meant);
        for (int i = 0; i < PATCHES.length; i++) {
            for (int row = 0; row < SIDE; row++) {
                for (int x = i * SIDE; x < (i + 1) * SIDE; x++) {
                    frame[row * WIDTH + x] = (byte) bytes.get(i)[0];
                    frame[WIDTH * SIDE + row / 2 * (WIDTH / 2) + x / 2] = (byte) bytes.get(i)[1];
                    frame[WIDTH * SIDE * 5 / 4 + row / 2 * (WIDTH / 2) + x / 2] = (byte) bytes.get(i)[2];
                }
            }
        }
        Path own = Files.createTempDirectory(folder, "patches");
        Files.write(own.resolve("patches.yuv"), frame);
        List<String> make = new ArrayList<>(List.of("-f", "rawvideo", "-pix_fmt", "yuv420p", "-r", "5"));
        make.addAll(List.of("-s", WIDTH + "x" + SIDE, "-i", "patches.yuv"));
        make.addAll(List.of(
                "-vf",
                "setparams=color_primaries=" + primaries + ":color_trc=" + transfer + ":colorspace=" + matrix
                        + ":range=tv,loop=4:1"));
        make.addAll(output);
        Programs.ffmpeg(own, make).succeeded();
        return own;
    }

    private static Shown shown(Path own, String source, List<double[]> stored) throws IOException {
        Pipeline pipeline = new Pipeline(own.resolve(source), own);
        Plan plan = pipeline.plan(ONE);
        pipeline.chunks(plan);
        Path raw = own.resolve("shown.yuv");
        Programs.ffmpeg(
                        own,
                        "-i",
                        pipeline.joined(SIDE + "p").toString(),
                        "-frames:v",
                        "1",
                        "-f",
                        "rawvideo",
                        raw.toString())
                .succeeded();
        return new Shown(raw, stored, plan.source().warnings());
    }
}
