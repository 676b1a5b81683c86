package dev.reelroute.encode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.media.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a viewer sees and hears of a file, or of a playlist, in seconds since its first frame.
 *
 * @param frames how many there are
 * @param end of the last one
 * @param audioEnd of the last sample; 0 without audio
 * @param flashes when a white frame follows another
 * @param beeps when a tone follows silence
 */
record Watched(int frames, double end, double audioEnd, List<Double> flashes, List<Double> beeps) {

    private static final int RATE = 48_000;

    /** A frame is made this wide and high to be looked at. */
    private static final int SIDE = 16;

    static Watched of(Path folder, Path video, @Nullable Path audio) {
        try {
            List<Double> times = times(video);
            Path raw = folder.resolve("looked-at.raw");
            Programs.ffmpeg(
                            folder,
                            "-y",
                            "-copyts",
                            "-probesize",
                            "50M",
                            "-i",
                            video.toString(),
                            "-map",
                            "0:v:0",
                            "-fps_mode",
                            "passthrough",
                            "-vf",
                            "scale=" + SIDE + ":" + SIDE + ":flags=area,format=gray",
                            "-f",
                            "rawvideo",
                            raw.toString())
                    .succeeded();
            byte[] pixels = Files.readAllBytes(raw);
            int frames = pixels.length / SIDE / SIDE;
            assertThat(frames).as("frames that are decoded").isEqualTo(times.size());
            double zero = times.get(0);
            List<Double> flashes = new ArrayList<>();
            boolean before = false;
            for (int i = 0; i < frames; i++) {
                boolean white = isWhite(pixels, i * SIDE * SIDE);
                if (white && !before) {
                    flashes.add(times.get(i) - zero);
                }
                before = white;
            }
            double step = frames < 2 ? 0 : (times.get(frames - 1) - times.get(0)) / (frames - 1);
            float[] samples = audio == null ? new float[0] : samples(folder, audio);
            return new Watched(
                    frames,
                    times.get(frames - 1) + step - zero,
                    samples.length / (double) RATE - zero,
                    flashes,
                    beeps(samples, zero));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Double> times(Path video) {
        return Programs.ffprobe(List.of(
                        "-select_streams",
                        "v:0",
                        "-show_entries",
                        "frame=pts_time",
                        "-of",
                        "csv=p=0",
                        video.toString()))
                .succeeded()
                .stdout()
                .lines()
                .map(line -> line.replace(",", "").strip())
                .filter(line -> !line.isEmpty())
                .map(Double::valueOf)
                .toList();
    }

    /** In the middle: there may be bars around it. */
    private static boolean isWhite(byte[] pixels, int at) {
        int sum = 0;
        for (int y = SIDE / 4; y < SIDE * 3 / 4; y++) {
            for (int x = SIDE * 3 / 8; x < SIDE * 5 / 8; x++) {
                sum += pixels[at + y * SIDE + x] & 0xFF;
            }
        }
        return sum / (SIDE / 2 * SIDE / 4) > 225;
    }

    private static float[] samples(Path folder, Path audio) throws IOException {
        Path raw = folder.resolve("heard.raw");
        Programs.ffmpeg(
                        folder,
                        "-y",
                        "-copyts",
                        "-i",
                        audio.toString(),
                        "-map",
                        "0:a:0",
                        "-af",
                        "aresample=" + RATE + ":async=1:first_pts=0",
                        "-ac",
                        "1",
                        "-f",
                        "f32le",
                        raw.toString())
                .succeeded();
        FloatBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(raw))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] samples = new float[buffer.remaining()];
        buffer.get(samples);
        return samples;
    }

    private static List<Double> beeps(float[] samples, double zero) {
        List<Double> beeps = new ArrayList<>();
        double until = -1;
        for (int i = 0; i < samples.length; i++) {
            if (Math.abs(samples[i]) > 0.1) {
                double time = i / (double) RATE - zero;
                if (time > until) {
                    beeps.add(time);
                }
                until = time + 0.3;
            }
        }
        return beeps;
    }
}
