package dev.reelroute.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The playlist of a stream that grows while it is watched, made of the one that FFmpeg keeps beside its segments.
 *
 * @param segments that are whole, in order
 * @param ended nothing will be added
 */
public record EarlyPlaylist(List<Segment> segments, boolean ended) {

    /** @param seconds as FFmpeg wrote them */
    public record Segment(String name, String seconds) {}

    public static EarlyPlaylist read(List<String> lines) {
        List<Segment> segments = new ArrayList<>();
        String seconds = "";
        for (String line : lines) {
            if (line.startsWith("#EXTINF:")) {
                seconds = line.substring("#EXTINF:".length()).replace(",", "");
            } else if (!line.startsWith("#") && !line.isBlank()) {
                segments.add(new Segment(line, seconds));
            }
        }
        return new EarlyPlaylist(List.copyOf(segments), lines.contains("#EXT-X-ENDLIST"));
    }

    /**
     * HLS text (RFC 8216) of the first {@code count} segments.
     *
     * @param longest seconds of the longest segment to come: the number must not change while the playlist grows
     */
    public String text(String init, int count, int longest) {
        return "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n"
                // Players join a playlist without an end near its end; a viewer of an upload wants its beginning.
                + "#EXT-X-START:TIME-OFFSET=0\n#EXT-X-TARGETDURATION:" + longest
                + "\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-MAP:URI=\"" + init + "\"\n"
                + segments.stream()
                        .limit(count)
                        .map(segment -> "#EXTINF:" + segment.seconds() + ",\n" + segment.name() + "\n")
                        .collect(Collectors.joining())
                + (ended && count == segments.size() ? "#EXT-X-ENDLIST\n" : "");
    }
}
