package dev.reelroute.plan;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Misconfigured;
import dev.reelroute.failure.Refused;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The profiles that can be used: one YAML file each, in one folder. The set may change; a {@link Profile} that was
 * handed out does not.
 */
@Component
public final class Profiles {

    private static final String REMEDY = "Point reelroute.plan.profiles to the folder with the ladders.";
    private static final String ENDING = ".yaml";

    private final Map<String, Profile> profiles = new ConcurrentSkipListMap<>();
    private final Map<String, String> refused = new ConcurrentSkipListMap<>();

    /**
     * Reads all {@code *.yaml} files of a folder. An invalid file is {@link #refused()}: a draft must not stop the
     * start.
     *
     * @throws Misconfigured when there is no valid profile; if there is an invalid one, with the file, the line, the
     *     key and what was expected
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

    /** The name of the profile in a file. */
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

    /** @throws Refused UNKNOWN_PROFILE, with the names of those that there are */
    public Profile require(String name) {
        return find(name)
                .orElseThrow(() -> new Refused(
                        FailureCode.UNKNOWN_PROFILE,
                        profiles.keySet().stream()
                                .collect(Collectors.joining(", ", "'" + name + "' is none of ", "."))));
    }

    /** Names of the files that are not in force, and why. Where such a file has a profile, it is an older version. */
    public Map<String, String> refused() {
        return new TreeMap<>(refused);
    }

    /**
     * Puts the profile of a file in force; it is added, or replaces the one of the same name.
     *
     * @throws Misconfigured with the file, the line, the key and what was expected; then nothing changes
     */
    public Profile put(Path file, String text) {
        try {
            Profile profile = ProfileReader.read(file, text);
            profiles.put(profile.name(), profile);
            refused.remove(file.getFileName().toString());
            return profile;
        } catch (Misconfigured e) {
            // Users who ask for the profiles must not see the path of the folder.
            keep(
                    file,
                    String.valueOf(e.getMessage())
                            .substring(file.toString().length())
                            .replaceFirst("^:? ", ""));
            throw e;
        }
    }

    /** Records that a file is not in force. */
    public void keep(Path file, String reason) {
        refused.put(file.getFileName().toString(), reason);
    }

    /** Removes the profile of a file that is gone. */
    public void remove(Path file) {
        profiles.remove(name(file));
        refused.remove(file.getFileName().toString());
    }
}
