package dev.reelroute.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
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

    /**
     * @param directory that relative paths start from
     * @throws WrongUsage with what is wrong
     */
    static TranscodeRequest parse(List<String> arguments, Path directory) {
        Path from = directory.toAbsolutePath();
        Path video = null;
        Path out = from.resolve("out");
        String profile = null;
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--out" -> out = from.resolve(value(word, words));
                case "--profile" -> profile = value(word, words);
                default -> {
                    if (word.startsWith("-")) {
                        throw new WrongUsage("There is no option '" + word + "'.");
                    }
                    if (video != null) {
                        throw new WrongUsage("One video at a time: '" + word + "' is one too many.");
                    }
                    video = from.resolve(word);
                }
            }
        }
        if (video != null && !Files.isRegularFile(video)) {
            throw new WrongUsage("There is no file " + video + ".");
        }
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new WrongUsage(out + " is not a folder.");
        }
        return new TranscodeRequest(video, out.normalize(), profile);
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new WrongUsage("A value is missing after " + option + ".");
        }
        return words.next();
    }
}
