package dev.reelroute.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes small clips with moving video and, when asked, a tone. */
public final class Clips {

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
        arguments.add(name);
        Programs.ffmpeg(folder, arguments).succeeded();
        return folder.resolve(name);
    }
}
