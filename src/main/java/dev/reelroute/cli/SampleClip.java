package dev.reelroute.cli;

import dev.reelroute.ffmpeg.FfmpegRunner;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Invocation.Limits;
import dev.reelroute.ffmpeg.Invocation.Program;
import dev.reelroute.ffmpeg.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A clip for users who have none at hand: FFmpeg's moving test pattern, 1280x720, 20 seconds, with a tone. */
final class SampleClip {

    private static final Limits LIMITS = new Limits(Duration.ofMinutes(5), Duration.ofMinutes(10), 8L << 30, 1L << 30);

    private SampleClip() {}

    /** @param folder that it is written to */
    static Path make(FfmpegRunner ffmpeg, Path folder) throws IOException {
        String name = "sample.mp4";
        List<String> arguments = List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=1280x720:rate=25:duration=20",
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=440:duration=20",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                name);
        Outcome outcome = ffmpeg.run(new Invocation("sample", Program.FFMPEG, arguments, folder, List.of(), LIMITS));
        if (!outcome.succeeded()) {
            throw new IOException("FFmpeg could not make a sample clip: " + String.join("\n", outcome.lastLines()));
        }
        return folder.resolve(name);
    }
}
