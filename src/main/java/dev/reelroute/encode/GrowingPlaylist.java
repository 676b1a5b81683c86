package dev.reelroute.encode;

import dev.reelroute.media.MediaKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What FFmpeg has written so far, read from the playlist that it keeps beside its segments; and the playlist of a
 * stream that grows while it is watched.
 *
 * @param segments that are whole, in order
 * @param ended no segment will be added
 */
public record GrowingPlaylist(List<Segment> segments, boolean ended) {

    private static final String END = "#EXT-X-ENDLIST\n";

    /** @param seconds as FFmpeg wrote them */
    public record Segment(String name, String seconds) {}

    /** @param playlist that FFmpeg replaces as a whole with each segment; it does not exist before the first one */
    public static GrowingPlaylist read(Path playlist) {
        try {
            return read(Files.exists(playlist) ? Files.readAllLines(playlist) : List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GrowingPlaylist read(List<String> lines) {
        List<Segment> segments = new ArrayList<>();
        String seconds = "";
        for (String line : lines) {
            if (line.startsWith("#EXTINF:")) {
                seconds = line.substring("#EXTINF:".length()).replace(",", "");
            } else if (!line.startsWith("#") && !line.isBlank()) {
                segments.add(new Segment(line, seconds));
            }
        }
        return new GrowingPlaylist(List.copyOf(segments), lines.contains(END.strip()));
    }

    /** The text of a playlist to which nothing will be added. */
    static String ended(String text) {
        return text.contains(END) ? text : text + END;
    }

    /**
     * HLS text (RFC 8216) of the first {@code count} segments.
     *
     * @param longest seconds of the longest segment to come: the number must not change while the playlist grows
     * @param encrypted whether the segments are, see {@link MediaKey}
     * @param last no segment will follow
     */
    public String text(String init, int count, int longest, boolean encrypted, boolean last) {
        return "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n"
                // Players join a playlist without an end near its end; a viewer of an upload wants to see its
                // beginning.
                + "#EXT-X-START:TIME-OFFSET=0\n#EXT-X-TARGETDURATION:" + longest
                + "\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-MAP:URI=\"" + init + "\"\n"
                + (encrypted ? MediaKey.TAG : "")
                + segments.stream()
                        .limit(count)
                        .map(segment -> "#EXTINF:" + segment.seconds() + ",\n" + segment.name() + "\n")
                        .collect(Collectors.joining())
                + (last ? END : "");
    }
}
