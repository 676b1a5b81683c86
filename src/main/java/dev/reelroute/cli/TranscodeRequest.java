package dev.reelroute.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is to be transcoded.
 *
 * @param video absolute; null to make a sample
 * @param out absolute folder for the results; files of the same names are replaced
 * @param profile name; null for the default
 */
record TranscodeRequest(
        @Nullable Path video, Path out, @Nullable String profile) {

    /** What is wrong with the request, in one sentence; null when it is valid. */
    @Nullable
    String fault() {
        if (video != null && !Files.isRegularFile(video)) {
            return Files.isDirectory(video)
                    ? video + " is a folder. Name one file."
                    : "There is no file " + video + ".";
        }
        return Files.exists(out) && !Files.isDirectory(out) ? out + " is not a folder." : null;
    }
}
