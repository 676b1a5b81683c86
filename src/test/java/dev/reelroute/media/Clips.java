package dev.reelroute.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes small clips with moving video and, when asked, a tone; quickly, where nothing else is asked for: FFmpeg's own presets
 * would take three times the processor time of these, which have B-frames as well, and the threads of libvpx, which wait for
 * each other by asking again and again, seven times.
 */
public final class Clips {

    private static final Map<String, List<String>> QUICKLY = Map.of(
            "libx264", List.of("-preset", "superfast"),
            "libx265", List.of("-preset", "ultrafast"),
            "libvpx", List.of("-cpu-used", "8", "-threads", "1"),
            "libvpx-vp9", List.of("-cpu-used", "8", "-threads", "1"));

    private final Path folder;

    public Clips(Path folder) {
        this.folder = folder;
    }

    /** {@code make("a.mp4", "testsrc2=s=320x180:r=25:d=4", "-c:v", "libx264")} */
    public Path make(String name, String video, String... options) {
        return run(name, List.of("-f", "lavfi", "-i", video), options);
    }

    /** With a second input, the audio. */
    public Path makeWithAudio(String name, String video, String audio, String... options) {
        return run(name, List.of("-f", "lavfi", "-i", video, "-f", "lavfi", "-i", audio), options);
    }

    /** From any inputs. */
    public Path from(String name, List<String> inputs, String... options) {
        return run(name, inputs, options);
    }

    /** A file of text beside the clips, such as subtitles. */
    public Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path run(String name, List<String> inputs, String... options) {
        List<String> arguments = new ArrayList<>(List.of("-y"));
        arguments.addAll(inputs);
        arguments.addAll(List.of(options));
        arguments.addAll(quickly(name, List.of(options)));
        arguments.add(name);
        Programs.ffmpeg(folder, arguments).succeeded();
        return folder.resolve(name);
    }

    private static List<String> quickly(String name, List<String> options) {
        int codec = options.indexOf("-c:v") + 1;
        boolean isDefault = !options.contains("-c") && name.matches(".*\\.(mp4|mov|mkv)");
        List<String> quickly =
                QUICKLY.getOrDefault(codec > 0 ? options.get(codec) : isDefault ? "libx264" : "", List.of());
        return quickly.stream().anyMatch(options::contains) ? List.of() : quickly;
    }
}
