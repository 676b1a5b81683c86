package dev.reelroute.plan;

import dev.reelroute.failure.Misconfigured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The profiles on offer: one YAML file each, in one folder. */
public final class Profiles {

    private static final String REMEDY = "Point reelroute.plan.profiles to the folder with the ladders.";

    private final List<Profile> profiles;

    private Profiles(List<Profile> profiles) {
        this.profiles = profiles;
    }

    /**
     * Reads all {@code *.yaml} files of a folder.
     *
     * @throws Misconfigured naming the file, the key and what was expected
     */
    public static Profiles load(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new Misconfigured(folder + ": expected a folder with profiles (*.yaml)", REMEDY);
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Profile> profiles = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(ProfileReader::read)
                    .toList();
            if (profiles.isEmpty()) {
                throw new Misconfigured(folder + ": expected at least one profile (*.yaml)", REMEDY);
            }
            return new Profiles(profiles);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All, by name. */
    public List<Profile> all() {
        return profiles;
    }

    public Optional<Profile> find(String name) {
        return profiles.stream().filter(profile -> profile.name().equals(name)).findFirst();
    }
}
