package dev.reelroute.text;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Writes WebVTT. */
public final class WebVtt {

    private WebVtt() {}

    /** The cues as they are shown in a video: moved, cut to its length, in the order in which they begin. */
    public static List<Cue> within(List<Cue> cues, long zeroMillis, long durationMillis) {
        return cues.stream()
                .map(cue -> new Cue(
                        Math.max(0, cue.start() - zeroMillis),
                        Math.min(durationMillis, cue.end() - zeroMillis),
                        cue.settings(),
                        cue.text()))
                .filter(cue -> cue.end() > cue.start())
                .sorted(Comparator.comparingLong(Cue::start))
                .toList();
    }

    /**
     * For HLS as well: the header maps the text's clock to that of the segments; both begin at zero (RFC 8216 §3.5).
     */
    public static String subtitles(List<Cue> cues) {
        return write("WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n", cues);
    }

    public static String chapters(List<Cue> cues) {
        return write("WEBVTT\n", cues);
    }

    /** Plain text as cue text: markup, and what would end a cue, become plain text. */
    public static String escaped(String text) {
        return text.replaceAll("\\s+", " ")
                .strip()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    private static String write(String head, List<Cue> cues) {
        StringBuilder text = new StringBuilder(head);
        for (Cue cue : cues) {
            text.append('\n').append(time(cue.start())).append(" --> ").append(time(cue.end()));
            text.append(cue.settings().isEmpty() ? "" : " ").append(cue.settings());
            text.append('\n').append(cue.text()).append('\n');
        }
        return text.toString();
    }

    private static String time(long millis) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }
}
