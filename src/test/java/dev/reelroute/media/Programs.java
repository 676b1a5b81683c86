package dev.reelroute.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/** Runs the real ffmpeg and ffprobe for tests. */
public final class Programs {

    /** What the product puts before every input, as far as it matters to what comes out. */
    public static final List<String> INPUT_RULES = List.of(
            "-protocol_whitelist",
            "file",
            "-format_whitelist",
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,ogg,asf,mxf");

    private static final String FFMPEG = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
    private static final String FFPROBE = Loader.load(org.bytedeco.ffmpeg.ffprobe.class);

    private Programs() {}

    /**
     * @param exitCode as the program gave it
     * @param stdout what it printed
     * @param stderr warnings and errors, one a line
     */
    public record Result(int exitCode, String stdout, List<String> stderr) {

        /** @throws AssertionError when the program failed */
        public Result succeeded() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + ": " + String.join("\n", stderr));
            }
            return this;
        }
    }

    public static Result ffmpeg(Path directory, List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of(FFMPEG, "-hide_banner", "-nostdin", "-nostats", "-v", "warning"));
        command.addAll(arguments);
        return run(directory, command);
    }

    public static Result ffmpeg(Path directory, String... arguments) {
        return ffmpeg(directory, List.of(arguments));
    }

    public static Result ffprobe(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(FFPROBE, "-hide_banner", "-v", "warning"));
        command.addAll(arguments);
        return run(Path.of("."), command);
    }

    public static Result run(Path directory, List<String> command) {
        try {
            Path stdout = Files.createTempFile("stdout", ".txt");
            Path stderr = Files.createTempFile("stderr", ".txt");
            try {
                int exitCode = new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(stdout.toFile())
                        .redirectError(stderr.toFile())
                        .start()
                        .waitFor();
                return new Result(
                        exitCode,
                        Files.readString(stdout, StandardCharsets.UTF_8),
                        Files.readAllLines(stderr, StandardCharsets.ISO_8859_1));
            } finally {
                Files.delete(stdout);
                Files.delete(stderr);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
