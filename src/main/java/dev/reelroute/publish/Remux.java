package dev.reelroute.publish;

import java.util.List;
import java.util.Map;

/**
 * How the progressive MP4 is made from segments that are there already.
 *
 * @param files to be put together in the work directory: name to keys of its pieces, relative to the video's prefix
 * @param arguments for FFmpeg, run in the work directory
 */
public record Remux(Map<String, List<String>> files, List<String> arguments) {

    /** Keys of all pieces, in the order in which they are put together. */
    public List<String> objects() {
        return files.values().stream().flatMap(List::stream).toList();
    }

    /** Name of the file that an object is a piece of. */
    public String fileOf(String key) {
        return files.entrySet().stream()
                .filter(file -> file.getValue().contains(key))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
