package dev.reelroute.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No library of the class path is older than {@code floors.txt} says. This uses no network: the file has what a person
 * has looked up once, so that no change of a dependency brings an old version back. A library without a floor was not
 * looked up.
 */
class LibraryFloorsTest {

    private static final Path FLOORS = Path.of("src/test/resources/floors.txt");
    private static final Pattern LINE =
            Pattern.compile("(?<group>[\\w.-]+):(?<artifact>[\\w.-]+|\\*) >= (?<version>\\S+)  (?<why>\\S.*)");

    /**
     * In a Maven repository, the folder is group, artifact and version; from the name of a file alone one could only
     * guess.
     */
    private static final Pattern FOLDER =
            Pattern.compile(".*/(?<artifact>[^/]+)/(?<version>[^/]+)/\\k<artifact>-[^/]+\\.jar");

    private record Floor(String group, String artifact, Version version, String why) {

        static Floor read(String line) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("Expected group:artifact >= version  reason, found " + line);
            }
            return new Floor(
                    matcher.group("group"),
                    matcher.group("artifact"),
                    Version.parse(matcher.group("version")),
                    matcher.group("why"));
        }

        boolean isOf(Library library) {
            return library.path().contains("/" + group.replace('.', '/') + "/" + library.artifact() + "/")
                    && (artifact.equals("*") || artifact.equals(library.artifact()));
        }
    }

    private record Library(String path, String artifact, Version version) {

        /**
         * @return null for what is not in a Maven repository, such as our own classes
         */
        static Library of(String path) {
            Matcher matcher = FOLDER.matcher(path.replace('\\', '/'));
            return matcher.matches()
                    ? new Library(matcher.group(), matcher.group("artifact"), Version.parse(matcher.group("version")))
                    : null;
        }
    }

    @Test
    void noLibraryIsOlderThanItsFloor() {
        List<Floor> floors = floors(House.read(FLOORS));
        List<Library> libraries =
                libraries(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));

        assertThat(libraries).hasSizeGreaterThan(100);
        assertThat(faults(floors, libraries)).isEmpty();
        long looked = libraries.stream()
                .filter(library -> floors.stream().anyMatch(floor -> floor.isOf(library)))
                .count();
        System.out.printf(
                "    %d of %d libraries have a floor; the others were not looked at%n", looked, libraries.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/m2/repository/org/mozilla/rhino/1.7.7.2/rhino-1.7.7.2.jar",
                "/m2/repository/org/mozilla/rhino/1.7.15-RC1/rhino-1.7.15-RC1.jar",
                "C:\\m2\\org\\mozilla\\rhino\\1.7.15\\rhino-1.7.15-sources.jar"
            })
    void anOldLibraryIsCaughtWithTheReason(String path) {
        assertThat(faults(floors("org.mozilla:rhino >= 1.7.15.1  CVE-1"), libraries(List.of(path))))
                .singleElement()
                .asString()
                .contains("rhino", "1.7.15.1", "CVE-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/m2/repository/org/mozilla/rhino/1.7.15.1/rhino-1.7.15.1.jar",
                "/m2/repository/org/mozilla/rhino/1.10.0/rhino-1.10.0.jar"
            })
    void aNewerLibraryPasses(String path) {
        assertThat(faults(floors("org.mozilla:* >= 1.7.15.1  CVE-1"), libraries(List.of(path, "target/classes"))))
                .isEmpty();
    }

    @Test
    void aFloorOfNothingIsCaught() {
        String other = "/m2/repository/com/mozilla/rhino/1.0/rhino-1.0.jar";

        assertThat(faults(floors("org.mozilla:rhino >= 1.7.15.1  CVE-1"), libraries(List.of(other))))
                .singleElement()
                .asString()
                .contains("is not there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rhino >= 1.7  CVE-1", "org.mozilla:rhino > 1.7  CVE-1", "org.mozilla:rhino >= 1.7"})
    void aFloorWithoutItsReasonIsNone(String line) {
        assertThatThrownBy(() -> floors(line)).hasMessageContaining(line);
    }

    private static List<Floor> floors(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Floor::read)
                .toList();
    }

    private static List<Library> libraries(List<String> classPath) {
        return classPath.stream()
                .map(Library::of)
                .filter(library -> library != null)
                .toList();
    }

    private static List<String> faults(List<Floor> floors, List<Library> libraries) {
        List<String> faults = new ArrayList<>();
        for (Floor floor : floors) {
            if (libraries.stream().noneMatch(floor::isOf)) {
                faults.add(floor + ": is not there any more");
            }
            libraries.stream()
                    .filter(floor::isOf)
                    .filter(library -> library.version().compareTo(floor.version()) < 0)
                    .forEach(library -> faults.add(library + " is older than " + floor));
        }
        return faults;
    }
}
