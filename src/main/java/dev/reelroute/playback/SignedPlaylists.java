package dev.reelroute.playback;

import dev.reelroute.media.MediaKey;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our playlists and manifests with other addresses for the files of media that they name. Playlists that they name stay where
 * they are: those are answered in the same way. What is read was written by us ({@code HlsWriter}, {@code GrowingPlaylist},
 * {@code DashWriter}), so that this looks for what these write, and for nothing else.
 */
final class SignedPlaylists {

    private static final String PLAYLIST = ".m3u8";
    private static final Pattern HLS_URI = Pattern.compile("URI=\"([^\"]+)\"");
    /** Segments, their headers, and texts in one file; not the manifest's own folder. */
    private static final Pattern DASH_ADDRESS = Pattern.compile(
            "(?<=\\b(?:media|sourceURL)=\")([^\"]+)(?=\")|(?<=<BaseURL>)(?!\\./<)([^<]+)(?=</BaseURL>)");

    private SignedPlaylists() {}

    static boolean isPlaylist(String name) {
        return name.endsWith(PLAYLIST) || name.endsWith(".mpd");
    }

    /**
     * @param name of the file, relative to the video's prefix
     * @param text of it
     * @param address of a file, by its name relative to the video's prefix
     */
    static String rewritten(String name, String text, UnaryOperator<String> address) {
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        return name.endsWith(PLAYLIST)
                ? hls(text, file -> staysHere(file) ? file : address.apply(folder + file))
                : dash(text, file -> address.apply(folder + file));
    }

    /** Answered by us, in the same way: other playlists, and the key. */
    private static boolean staysHere(String file) {
        return file.endsWith(PLAYLIST) || file.equals("../" + MediaKey.NAME);
    }

    private static String hls(String text, UnaryOperator<String> address) {
        StringBuilder out = new StringBuilder(text.length() * 4);
        text.lines().forEach(line -> {
            if (line.startsWith("#")) {
                out.append(
                        line.contains("URI=")
                                ? replaced(HLS_URI, line, file -> "URI=\"" + address.apply(file) + '"')
                                : line);
            } else {
                out.append(line.isEmpty() ? line : address.apply(line));
            }
            out.append('\n');
        });
        return out.toString();
    }

    private static String dash(String text, UnaryOperator<String> address) {
        return replaced(DASH_ADDRESS, text, file -> address.apply(file).replace("&", "&amp;"));
    }

    private static String replaced(Pattern pattern, String text, UnaryOperator<String> replacement) {
        return pattern.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        replacement.apply(found.group(1) == null ? found.group(2) : found.group(1))));
    }
}
