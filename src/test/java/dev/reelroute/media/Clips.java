package dev.reelroute.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Makes small clips with moving video and, when asked, a tone; quickly, where nothing else is asked for: FFmpeg's own presets
 * would take three times the processor time of these, which have B-frames as well, and the threads of libvpx, which wait for
 * each other by asking again and again, seven times. What was made once in this process is not encoded again: many of
 * the recordings that tests append to each other are the same.
 */
public final class Clips {

    private static final Map<String, List<String>> QUICKLY = Map.of(
            "libx264", List.of("-preset", "superfast"),
            "libx265", List.of("-preset", "ultrafast"),
            "libvpx", List.of("-cpu-used", "8", "-threads", "1"),
            "libvpx-vp9", List.of("-cpu-used", "8", "-threads", "1"));

    /** Small files that FFmpeg made of nothing but its own sources: what they are called, and their bytes. */
    private static final Map<List<String>, byte[]> MADE = new ConcurrentHashMap<>();

    private static final long SMALL = 4 << 20; // bytes

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
        List<String> recipe = new ArrayList<>(arguments);
        recipe.add(name.replaceFirst(".*\\.", "."));
        arguments.add(name);
        Path clip = folder.resolve(name);
        try {
            byte[] known = MADE.get(recipe);
            if (known != null) {
                return Files.write(clip, known);
            }
            Programs.ffmpeg(folder, arguments).succeeded();
            if (isOfNoFile(inputs) && Files.size(clip) < SMALL) {
                MADE.put(recipe, Files.readAllBytes(clip));
            }
            return clip;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfNoFile(List<String> inputs) {
        return IntStream.range(0, inputs.size())
                .filter(at -> inputs.get(at).equals("-i"))
                .allMatch(at -> at > 0 && inputs.get(at - 1).equals("lavfi"));
    }

    private static List<String> quickly(String name, List<String> options) {
        int codec = options.indexOf("-c:v") + 1;
        boolean isDefault = !options.contains("-c") && name.matches(".*\\.(mp4|mov|mkv)");
        List<String> quickly =
                QUICKLY.getOrDefault(codec > 0 ? options.get(codec) : isDefault ? "libx264" : "", List.of());
        return quickly.stream().anyMatch(options::contains) ? List.of() : quickly;
    }
}
