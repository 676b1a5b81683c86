package dev.reelroute.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads WebVTT (W3C "WebVTT: The Web Video Text Tracks Format") and SubRip, cue by cue. Both are blocks of lines with
 * blank lines between; the first line tells which of the two a file is. Notes, styles and regions of WebVTT are left
 * out: only text is served, and the player decides how it looks.
 */
public final class CueReader {

    private static final String TIME = "((?:\\d+:)?\\d{1,2}:\\d{1,2}(?:[.,]\\d{1,3})?)";
    private static final Pattern TIMING = Pattern.compile("\\s*" + TIME + "\\s*-->\\s*" + TIME + "(?:\\s+(.*))?");
    private static final Pattern NOT_A_CUE = Pattern.compile("(NOTE|STYLE|REGION)(\\s.*)?");

    /** Tags that WebVTT knows as well; SubRip's others (colours, fonts) are not text. */
    private static final Pattern KNOWN_TAG = Pattern.compile("</?[biu]>");

    private static final Pattern SUBRIP_TAG = Pattern.compile("</?[A-Za-z][^<>]*>|\\{\\\\[^{}]*}");

    private static final int MOST_CUES = 50_000;

    private final List<String> lines;
    private final boolean webVtt;
    private final List<Cue> cues = new ArrayList<>();
    private int at;

    private CueReader(String text) {
        this.lines = text.lines().toList();
        this.webVtt = text.startsWith("WEBVTT");
    }

    /**
     * @param file in UTF-8, UTF-16 with a byte order mark, or Windows-1252
     * @return in the file's order
     */
    public static List<Cue> read(byte[] file) throws UnreadableText {
        return read(Encoding.decode(file));
    }

    public static List<Cue> read(String text) throws UnreadableText {
        CueReader reader = new CueReader(text);
        reader.blocks();
        return List.copyOf(reader.cues);
    }

    private void blocks() throws UnreadableText {
        if (webVtt) {
            if (!lines.get(0).matches("WEBVTT([ \\t].*)?")) {
                throw expected("WEBVTT alone, or a space after it");
            }
            skipBlock();
        }
        while (at < lines.size()) {
            if (lines.get(at).isBlank()) {
                at++;
            } else if (webVtt && NOT_A_CUE.matcher(lines.get(at)).matches()) {
                skipBlock();
            } else {
                cue();
            }
        }
        if (!webVtt && cues.isEmpty()) {
            throw new UnreadableText("Line 1: expected WEBVTT, or the number of SubRip's first subtitle.");
        }
    }

    private void cue() throws UnreadableText {
        if (!lines.get(at).contains("-->")) {
            // A name or a number, to which nothing refers.
            at++;
        }
        Matcher timing = TIMING.matcher(at < lines.size() ? lines.get(at) : "");
        if (!timing.matches()) {
            throw expected("a time such as 00:01:02.500 --> 00:01:04.000");
        }
        long start = millis(timing.group(1));
        long end = millis(timing.group(2));
        if (end < start) {
            throw expected("an end that is not before the start");
        }
        String settings = webVtt && timing.group(3) != null ? timing.group(3).strip() : "";
        at++;
        List<String> text = new ArrayList<>();
        while (at < lines.size() && !lines.get(at).isBlank()) {
            if (lines.get(at).contains("-->")) {
                throw expected("a blank line before the next time");
            }
            text.add(webVtt ? lines.get(at) : fromSubRip(lines.get(at)));
            at++;
        }
        if (cues.size() == MOST_CUES) {
            throw expected("at most " + MOST_CUES + " subtitles");
        }
        if (end > start) {
            cues.add(new Cue(start, end, settings, String.join("\n", text)));
        }
    }

    private void skipBlock() {
        while (at < lines.size() && !lines.get(at).isBlank()) {
            at++;
        }
    }

    private long millis(String time) throws UnreadableText {
        String[] parts = time.split("[.,]", -1);
        String[] clock = parts[0].split(":", -1);
        long seconds = 0;
        try {
            for (String part : clock) {
                seconds = seconds * 60 + Integer.parseInt(part);
            }
        } catch (NumberFormatException e) {
            throw expected("a time of less than a million hours");
        }
        String fraction = parts.length == 1 ? "0" : parts[1];
        return seconds * 1000 + Long.parseLong((fraction + "00").substring(0, 3));
    }

    /** Bold, italic and underlined stay; all else that could be taken for markup is text. */
    private static String fromSubRip(String line) {
        StringBuilder text = new StringBuilder();
        Matcher tag = SUBRIP_TAG.matcher(line);
        int from = 0;
        while (tag.find()) {
            text.append(escaped(line.substring(from, tag.start())));
            String lower = tag.group().toLowerCase(java.util.Locale.ROOT);
            if (KNOWN_TAG.matcher(lower).matches()) {
                text.append(lower);
            }
            from = tag.end();
        }
        return text.append(escaped(line.substring(from))).toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private UnreadableText expected(String what) {
        return new UnreadableText("Line " + (Math.min(at, lines.size()) + 1) + ": expected " + what + ".");
    }
}
