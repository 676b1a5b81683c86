package dev.reelroute.plan;

import dev.reelroute.inspect.HeavyProperties;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.AudioTrack;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.media.Rational;
import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** Sources as the inspection would describe them. */
final class Sources {

    /** As in {@code config/application.yaml}. */
    static final HeavyProperties HEAVY = new HeavyProperties(
            DataSize.ofMegabytes(46), 1_000_000_000, 300, Duration.ofMinutes(1), Duration.ofMinutes(20));

    private Sources() {}

    /**
     * A source as its cost depends on it.
     *
     * @param rate frames per second, stored in the file; the grid has 5 to 60
     */
    static SourceInfo of(String pixelFormat, int width, int height, double rate, double seconds, long bytes) {
        Rational grid = rate < 5 ? new Rational(5, 1) : new Rational(Math.round(Math.min(rate, 60) * 1000), 1000);
        VideoTrack usual = of(width, height, grid.toString(), seconds, true).video();
        VideoTrack video = new VideoTrack(
                0,
                "h264",
                "High",
                pixelFormat,
                width,
                height,
                usual.sampleAspect(),
                0,
                false,
                width,
                height,
                grid,
                false,
                usual.frames(),
                0,
                0,
                false,
                false,
                false,
                "tv",
                "bt709",
                "bt709",
                "bt709",
                false,
                true,
                2,
                Math.max(1, Math.round(rate * seconds)));
        return new SourceInfo(bytes, "mov", seconds, video, List.of(), SourceInfo.Text.NONE, List.of(), null, 0, null);
    }

    static SourceInfo of(int width, int height, String rate, double seconds, boolean seekable, AudioTrack... audio) {
        Rational frameRate = Rational.parse(rate);
        VideoTrack video = new VideoTrack(
                0,
                "h264",
                "High",
                "yuv420p",
                width,
                height,
                new Rational(1, 1),
                0,
                false,
                width,
                height,
                frameRate,
                false,
                Math.round(seconds * frameRate.value()),
                0,
                0,
                false,
                false,
                false,
                "tv",
                "bt709",
                "bt709",
                "bt709",
                false,
                seekable,
                2,
                Math.round(seconds * frameRate.value()));
        return new SourceInfo(
                1_000_000,
                "mov,mp4,m4a,3gp,3g2,mj2",
                seconds,
                video,
                List.of(audio),
                SourceInfo.Text.NONE,
                List.of(),
                null,
                0,
                null);
    }

    static SourceInfo of(int width, int height) {
        return of(width, height, "25/1", 60, true);
    }
}
