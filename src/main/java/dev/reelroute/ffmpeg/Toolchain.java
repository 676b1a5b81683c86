package dev.reelroute.ffmpeg;

import dev.reelroute.ffmpeg.Invocation.Program;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The FFmpeg of this machine: tried, new enough, and with the encoders that every ladder needs.
 *
 * @param version as it calls itself, such as {@code 8.1.2}
 * @param origin where it came from
 * @param libraryFolders where it finds libraries besides those of the system; none for an installed FFmpeg
 */
public record Toolchain(Path ffmpeg, Path ffprobe, String version, Origin origin, List<Path> libraryFolders) {

    public enum Origin {
        CONFIGURED("configured"),
        BUNDLED("bundled with Maven"),
        PATH("on the PATH");

        private final String words;

        Origin(String words) {
            this.words = words;
        }
    }

    public Path program(Program program) {
        return program == Program.FFPROBE ? ffprobe : ffmpeg;
    }

    /** One phrase for the console and for health, such as {@code FFmpeg 8.1.2 (bundled with Maven)}. */
    public String describe() {
        return "FFmpeg " + version + " (" + origin.words + ")";
    }

    /** Whether it can decode its own output in the same run. */
    boolean loopsBack() {
        return FfmpegVersion.parse("ffmpeg version " + version)
                .map(FfmpegVersion::loopsBack)
                .orElse(false);
    }

    /**
     * The environment of FFmpeg's processes: messages in English, how to allocate memory, and where its libraries are.
     */
    Map<String, String> environment() {
        return environment(libraryFolders);
    }

    static Map<String, String> environment(List<Path> libraryFolders) {
        // Otherwise glibc would reserve 64 MB of address space for nearly each thread, and the limit would not measure
        // real need.
        Map<String, String> environment = new HashMap<>(Map.of("LC_ALL", "C", "MALLOC_ARENA_MAX", "4"));
        if (!libraryFolders.isEmpty()) {
            environment.put(
                    "LD_LIBRARY_PATH",
                    libraryFolders.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        }
        return environment;
    }
}
