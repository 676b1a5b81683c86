package dev.reelroute.ffmpeg;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folders in which programs are looked for.
 *
 * @param folders as the variable {@code PATH} gives them; null when it is not set
 */
record SearchPath(@Nullable String folders) {

    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    static SearchPath ofThisProcess() {
        return new SearchPath(System.getenv("PATH"));
    }

    /** The absolute path of a program, by its full file name. */
    Optional<Path> find(String program) {
        return SEPARATOR
                .splitAsStream(folders == null ? "" : folders)
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program).toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst();
    }
}
