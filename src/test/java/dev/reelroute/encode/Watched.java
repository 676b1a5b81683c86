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
 * @param begin of the first frame, by the clock of the file
 * @param frames in the order in which they are shown
 * @param end of the last one
 * @param audioEnd of the last sample; 0 without audio
 * @param beeps when a tone follows silence
 */
record Watched(double begin, List<Frame> frames, double end, double audioEnd, List<Double> beeps) {

    private static final int RATE = 48_000;

    /** A frame is made this wide and high to be looked at. */
    private static final int SIDE = 64;

    /**
     * @param at when it is shown
     * @param luma {@value #SIDE} rows of as many pixels
     */
    record Frame(double at, ByteBuffer luma) {

        /** In the middle: there may be bars around it. */
        boolean isWhite() {
            int sum = 0;
            for (int y = SIDE / 4; y < SIDE * 3 / 4; y++) {
                for (int x = SIDE * 3 / 8; x < SIDE * 5 / 8; x++) {
                    sum += luma.get(y * SIDE + x) & 0xFF;
                }
            }
            return sum / (SIDE / 2 * SIDE / 4) > 225;
        }

        /** Whether it is bright at a place, given in parts of its width and height. */
        boolean isBright(double x, double y) {
            int row = (int) (y * SIDE);
            int column = (int) (x * SIDE);
            return (luma.get(row * SIDE + column) & 0xFF) > 128;
        }
    }

    /** When a white frame follows another. */
    List<Double> flashes() {
        List<Double> flashes = new ArrayList<>();
        boolean before = false;
        for (Frame frame : frames) {
            boolean white = frame.isWhite();
            if (white && !before) {
                flashes.add(frame.at());
            }
            before = white;
        }
        return flashes;
    }

    @Override
    public String toString() {
        return frames.size() + " frames from " + begin + " s on until " + end + ", audio until " + audioEnd
                + ", flashes " + flashes() + ", beeps " + beeps;
    }

    static Watched of(Path folder, Path video, @Nullable Path audio) {
        List<String> arguments =
                new ArrayList<>(List.of("-y", "-threads", "1", "-copyts", "-probesize", "50M", "-i", video.toString()));
        if (audio != null && !audio.equals(video)) {
            arguments.addAll(List.of("-threads", "1", "-i", audio.toString()));
        }
        arguments.addAll(List.of("-map", "0:v:0", "-fps_mode", "passthrough", "-vf"));
        arguments.add("scale=" + SIDE + ":" + SIDE + ":flags=area,format=gray");
        arguments.addAll(List.of("-stats_enc_pre", "seen.times", "-stats_enc_pre_fmt", "{ti}"));
        arguments.addAll(List.of("-f", "rawvideo", "seen.raw"));
        if (audio != null) {
            arguments.addAll(List.of("-map", audio.equals(video) ? "0:a:0" : "1:a:0"));
            arguments.addAll(List.of("-af", "aresample=" + RATE + ":async=1:first_pts=0", "-ac", "1"));
            arguments.addAll(List.of("-f", "f32le", "heard.raw"));
        }
        Programs.ffmpeg(folder, arguments).succeeded();
        try {
            List<Double> times = Files.readAllLines(folder.resolve("seen.times")).stream()
                    .map(Double::valueOf)
                    .toList();
            byte[] pixels = Files.readAllBytes(folder.resolve("seen.raw"));
            int count = times.size();
            assertThat(pixels.length).as("pixels of %d frames", count).isEqualTo(count * SIDE * SIDE);
            double zero = times.get(0);
            List<Frame> frames = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ByteBuffer luma = ByteBuffer.wrap(pixels).slice(i * SIDE * SIDE, SIDE * SIDE);
                frames.add(new Frame(times.get(i) - zero, luma));
            }
            double end = frames.get(count - 1).at();
            double step = count < 2 ? 0 : end / (count - 1);
            float[] samples = audio == null ? new float[0] : samples(folder.resolve("heard.raw"));
            return new Watched(zero, frames, end + step, samples.length / (double) RATE - zero, beeps(samples, zero));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] samples(Path raw) throws IOException {
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
