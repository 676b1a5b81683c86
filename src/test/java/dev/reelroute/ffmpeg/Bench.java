package dev.reelroute.ffmpeg;

import dev.reelroute.ffmpeg.FfmpegProperties.SandboxMode;
import dev.reelroute.ffmpeg.Invocation.Limits;
import dev.reelroute.ffmpeg.Invocation.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** The FFmpeg that Maven brings, and invocations of it with roomy limits, for tests. */
public final class Bench {

    public static final FfmpegProperties SETTINGS = settings();
    public static final Toolchain TOOLCHAIN = new ToolchainFinder(SETTINGS).find();
    static final Sandbox LIMITS_ONLY = Sandbox.choose(SandboxMode.OFF, TOOLCHAIN);
    public static final Limits ROOMY = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(60), 4L << 30, 1L << 30);

    private Bench() {}

    private static FfmpegProperties settings() {
        return new FfmpegProperties(
                null,
                null,
                Path.of("target", "ffmpeg").toAbsolutePath(),
                SandboxMode.OFF,
                35_389_440,
                64,
                DataSize.ofMegabytes(512),
                DataSize.ofMegabytes(20),
                Duration.ofSeconds(20));
    }

    public static FfmpegRunner runner() {
        return new FfmpegRunner(TOOLCHAIN, LIMITS_ONLY);
    }

    public static Invocation ffmpeg(Path folder, String... arguments) {
        return new Invocation("test", Program.FFMPEG, List.of(arguments), folder, List.of(), ROOMY);
    }

    public static Invocation ffprobe(Path folder, List<String> arguments) {
        return new Invocation("test", Program.FFPROBE, arguments, folder, List.of(), ROOMY);
    }

    /** Makes a clip in {@code folder} from FFmpeg's own test sources. */
    static Path clip(Path folder, String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("-y");
        all.add(name);
        Outcome outcome = runner().run(new Invocation("clip", Program.FFMPEG, all, folder, List.of(), ROOMY));
        if (!outcome.succeeded()) {
            throw new AssertionError(outcome);
        }
        return folder.resolve(name);
    }
}
