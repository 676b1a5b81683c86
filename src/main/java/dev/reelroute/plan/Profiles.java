package dev.reelroute.plan;

import dev.reelroute.failure.Misconfigured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The profiles on offer: one YAML file each, in one folder. They may change; a profile in hand does not. */
@Component
public final class Profiles {

    private static final String REMEDY = "Point reelroute.plan.profiles to the folder with the ladders.";
    private static final String ENDING = ".yaml";

    private final Map<String, Profile> profiles = new ConcurrentSkipListMap<>();
    private final Map<String, String> refused = new ConcurrentSkipListMap<>();

    /**
     * Reads all {@code *.yaml} files of a folder. One that makes no sense is {@link #refused()}: a draft is no reason not to
     * start.
     *
     * @throws Misconfigured when there is no profile; if one was meant to be, naming the file, the line, the key and what was
     *     expected
     */
    public Profiles(@Value("${reelroute.plan.profiles}") Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new Misconfigured(folder + ": expected a folder with profiles (*.yaml)", REMEDY);
        }
        List<Misconfigured> faults = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> isProfile(file.getFileName().toString()))
                    .sorted()
                    .toList()) {
                try {
                    put(file, Files.readString(file));
                } catch (Misconfigured e) {
                    faults.add(e);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (profiles.isEmpty() && !faults.isEmpty()) {
            throw faults.get(0);
        }
        if (profiles.isEmpty()) {
            throw new Misconfigured(folder + ": expected at least one profile (*.yaml)", REMEDY);
        }
    }

    /** Whether a file of this name is a profile. */
    public static boolean isProfile(String filename) {
        return filename.endsWith(ENDING) && !filename.startsWith(".");
    }

    /** What the profile in a file is called. */
    public static String name(Path file) {
        String filename = file.getFileName().toString();
        return filename.substring(0, filename.length() - ENDING.length());
    }

    /** All, by name. */
    public List<Profile> all() {
        return List.copyOf(profiles.values());
    }

    public Optional<Profile> find(String name) {
        return Optional.ofNullable(profiles.get(name));
    }

    /** The files that are not in force as they lie there, by their names, and why; a profile of theirs is an older one. */
    public Map<String, String> refused() {
        return new TreeMap<>(refused);
    }

    /**
     * Puts what a file says in force, beside or instead of what is.
     *
     * @throws Misconfigured naming the file, the line, the key and what was expected; what was in force stays so
     */
    public Profile put(Path file, String text) {
        try {
            Profile profile = ProfileReader.read(file, text);
            profiles.put(profile.name(), profile);
            refused.remove(file.getFileName().toString());
            return profile;
        } catch (Misconfigured e) {
            // Where the folder lies is not for those who ask which profiles there are.
            keep(
                    file,
                    String.valueOf(e.getMessage())
                            .substring(file.toString().length())
                            .replaceFirst("^:? ", ""));
            throw e;
        }
    }

    /** Remembers that a file is not in force as it is. */
    public void keep(Path file, String reason) {
        refused.put(file.getFileName().toString(), reason);
    }

    /** Takes a profile off the offer, after its file. */
    public void remove(Path file) {
        profiles.remove(name(file));
        refused.remove(file.getFileName().toString());
    }
}
