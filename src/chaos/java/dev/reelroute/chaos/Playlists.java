package dev.reelroute.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a video's entry point leads to (RFC 8216).
 *
 * @param named keys relative to the video's folder, with the playlists themselves
 * @param missing those that are not there
 * @param growing playlists that are not at their end
 */
record Playlists(Set<String> named, List<String> missing, List<String> growing) {

    private static final Pattern URI = Pattern.compile("URI=\"([^\"]+)\"");

    boolean isWhole() {
        return missing.isEmpty() && growing.isEmpty();
    }

    /** @param entry key of the playlist to begin with */
    static Playlists read(Path video, String entry) {
        Set<String> named = new TreeSet<>();
        List<String> missing = new ArrayList<>();
        List<String> growing = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>(List.of(entry));
        while (!open.isEmpty()) {
            String key = open.remove();
            Path file = video.resolve(key);
            if (!named.add(key)) {
                continue;
            }
            if (!Files.isRegularFile(file)) {
                missing.add(key);
            } else if (key.endsWith(".m3u8")) {
                Path parent = Path.of(key).getParent();
                List<String> lines = lines(file);
                if (lines.stream().anyMatch(line -> line.startsWith("#EXTINF")) && !lines.contains("#EXT-X-ENDLIST")) {
                    growing.add(key);
                }
                for (String reference : references(lines)) {
                    open.add(
                            parent == null
                                    ? reference
                                    : parent.resolve(reference).normalize().toString());
                }
            }
        }
        return new Playlists(named, missing, growing);
    }

    private static List<String> lines(Path playlist) {
        try {
            return Files.readAllLines(playlist);
        } catch (IOException e) {
            // The playlist was swept while it was read; its references do not matter any more.
            return List.of();
        }
    }

    private static List<String> references(List<String> lines) {
        List<String> references = new ArrayList<>();
        for (String line : lines) {
            Matcher uri = URI.matcher(line);
            if (line.startsWith("#")) {
                while (uri.find()) {
                    references.add(uri.group(1));
                }
            } else if (!line.isBlank()) {
                references.add(line);
            }
        }
        return references;
    }
}
