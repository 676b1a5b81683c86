package dev.reelroute.media;

import dev.reelroute.ffmpeg.Bench;
import dev.reelroute.ffmpeg.Toolchain;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs the real ffmpeg and ffprobe for tests. */
public final class Programs {

    /** What the product puts before every input, as far as it matters to what comes out. */
    public static final List<String> INPUT_RULES = List.of(
            "-protocol_whitelist",
            "file",
            "-format_whitelist",
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,ogg,asf,mxf");

    private static final Toolchain TOOLCHAIN = Bench.TOOLCHAIN;
    private static final String FFMPEG = TOOLCHAIN.ffmpeg().toString();
    private static final String FFPROBE = TOOLCHAIN.ffprobe().toString();
    /** As the product has it: the libraries that Maven brings do not find each other, and a bare machine lacks some. */
    private static final String LIBRARIES =
            TOOLCHAIN.libraryFolders().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));

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

    /**
     * With these arguments and no others.
     *
     * @param program {@code ffmpeg} or {@code ffprobe}
     */
    public static Result plain(Path directory, String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program.equals("ffmpeg") ? FFMPEG : FFPROBE));
        command.addAll(arguments);
        return run(directory, command);
    }

    public static Result run(Path directory, List<String> command) {
        try {
            Path stdout = Files.createTempFile("stdout", ".txt");
            Path stderr = Files.createTempFile("stderr", ".txt");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectOutput(stdout.toFile())
                        .redirectError(stderr.toFile());
                if (List.of(FFMPEG, FFPROBE).contains(command.get(0))) {
                    builder.environment().put("LD_LIBRARY_PATH", LIBRARIES);
                }
                Process process = builder.start();
                process.getOutputStream().close();
                int exitCode = process.waitFor();
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
