package dev.reelroute.plan;

import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.AudioTrack;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.media.Rational;
import java.util.List;

/** Sources as the inspection would describe them. */
final class Sources {

    private Sources() {}

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
                2);
        return new SourceInfo(
                1_000_000, "mov,mp4,m4a,3gp,3g2,mj2", seconds, video, List.of(audio), SourceInfo.Text.NONE, List.of());
    }

    static SourceInfo of(int width, int height) {
        return of(width, height, "25/1", 60, true);
    }
}
