package dev.reelroute.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** What measurements share: clips, folders, and how thorough they are to be. */
final class Lab {

    private final Path folder;
    private final boolean quick;
    private final List<Path> realClips;
    private final Clips clips;

    /**
     * @param folder for clips, data and logs
     * @param quick few repetitions with short clips: whether it works, not how well
     * @param realClips none, or some, the first of them in 1080p
     */
    Lab(Path folder, boolean quick, List<Path> realClips) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.quick = quick;
        this.realClips = List.copyOf(realClips);
        this.clips = new Clips(folder.resolve("clips"), realClips.isEmpty() ? null : realClips.get(0));
    }

    /** One of two amounts, by how thorough this is to be. */
    int amount(int full, int quickly) {
        return quick ? quickly : full;
    }

    boolean quick() {
        return quick;
    }

    Clips clips() {
        return clips;
    }

    List<Path> realClips() {
        return realClips;
    }

    Path emptyFolder(String name) throws IOException {
        Path empty = folder.resolve(name);
        FileSystemUtils.deleteRecursively(empty);
        return Files.createDirectories(empty);
    }

    /**
     * Starts page, API and workers on an empty data folder.
     *
     * @param settings {@code --key=value}
     */
    Product serve(String... settings) throws IOException {
        return serve(Product.Launch.with(settings));
    }

    /** Starts the same in a way of one's own. */
    Product serve(Product.Launch launch) throws IOException {
        return Product.serve(emptyFolder("product"), launch);
    }

    /** Prints a line for people who watch the run. */
    static void say(String what) {
        System.out.println("    " + what);
    }
}
