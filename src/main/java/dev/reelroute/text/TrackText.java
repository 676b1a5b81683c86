package dev.reelroute.text;

import dev.reelroute.text.CueText.Style;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a text track of a video: the bytes of its packets, each with its time, as they stand in the container. FFmpeg's
 * own WebVTT would not do: it escapes nothing, so that an arrow or a blank line within a subtitle breaks the file.
 *
 * <p>Formats: SubRip and plain text; ASS and SSA in Matroska's order of fields; 3GPP timed text (3GPP TS 26.245 §5.17),
 * which Apple calls mov_text or tx3g; WebVTT, in Matroska as text and in MP4 in boxes (ISO/IEC 14496-30 §7).
 */
public final class TrackText {

    /** Before an event's text, Matroska has: order, layer, style, name, three margins and an effect. */
    private static final int ASS_FIELDS = 8;

    /** In WebVTT all in angle brackets is markup, and only these are taken over. */
    private static final Pattern WEBVTT_TAG = Pattern.compile("<(/?)(?:([biu])\\b)?[^<>]*>");

    private static final Pattern ENTITY =
            Pattern.compile("&(?:(amp|lt|gt|nbsp|lrm|rlm|quot|apos)|#(\\d{1,7})|#[xX](\\p{XDigit}{1,6}));");

    private static final int HEADER = 8;
    private static final int STYLE_RECORD = 12;
    private static final int FONT = 2;
    private static final int SIZE_AND_COLOUR = 5;

    private TrackText() {}

    /**
     * @param codec FFmpeg's name, such as {@code subrip}
     * @param packets FFmpeg's list of the packets (its format {@code framecrc}): of each its times, in ticks, and its
     *     size; {@code #tb} says how long a tick is
     * @param bytes of all packets, one after the other
     * @return in the order of the file, with times as the container has them; each cue once, and none without visible text
     */
    public static List<Cue> read(String codec, List<String> packets, byte[] bytes) {
        List<Cue> cues = new ArrayList<>();
        double tick = 0.001;
        int at = 0;
        for (String line : packets) {
            if (line.startsWith("#tb 0:")) {
                String[] parts = line.substring(line.indexOf(':') + 1).strip().split("/", 2);
                tick = Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
            }
            String[] fields = line.split(",", 6);
            if (line.startsWith("#") || fields.length < 5) {
                continue;
            }
            int size = Math.min(Integer.parseInt(fields[4].strip()), bytes.length - at);
            byte[] packet = new byte[size];
            System.arraycopy(bytes, at, packet, 0, size);
            at += size;
            long start = Long.parseLong(fields[2].strip());
            long length = Long.parseLong(fields[3].strip());
            if (start == Long.MIN_VALUE || length <= 0) {
                continue;
            }
            String text = text(codec, packet);
            Cue cue = new Cue(Math.round(start * tick * 1000), Math.round((start + length) * tick * 1000), "", text);
            // ASS draws a line several times, one above the other, to give it an edge.
            if (!text.isEmpty() && !isRepeated(cue, cues)) {
                cues.add(cue);
            }
        }
        return cues;
    }

    private static boolean isRepeated(Cue cue, List<Cue> before) {
        for (int i = before.size() - 1; i >= 0 && before.get(i).start() == cue.start(); i--) {
            if (before.get(i).equals(cue)) {
                return true;
            }
        }
        return false;
    }

    private static String text(String codec, byte[] packet) {
        return switch (codec) {
            case "ass", "ssa" -> {
                String[] fields = decoded(packet).split(",", ASS_FIELDS + 1);
                yield fields.length > ASS_FIELDS
                        ? new CueText().ass(fields[ASS_FIELDS]).toString()
                        : "";
            }
            case "mov_text" -> timedText(ByteBuffer.wrap(packet));
            case "webvtt" -> webVtt(isBoxed(packet) ? payload(ByteBuffer.wrap(packet)) : decoded(packet));
            default -> new CueText().html(decoded(packet)).toString();
        };
    }

    /** What is not valid UTF-8 comes from a file of the time before it. */
    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (java.nio.charset.CharacterCodingException e) {
            return new String(bytes, Encoding.WINDOWS_1252);
        }
    }

    /** Its length and the text, then boxes; {@code styl} has runs of characters, and of each its bold, italic … bits. */
    private static String timedText(ByteBuffer sample) {
        if (sample.remaining() < 2) {
            return "";
        }
        byte[] bytes = new byte[Math.min(Short.toUnsignedInt(sample.getShort()), sample.remaining())];
        sample.get(bytes);
        int[] characters = timedCharacters(bytes).codePoints().toArray();
        int[] faces = new int[characters.length];
        while (sample.remaining() >= HEADER) {
            int size = sample.getInt();
            int type = sample.getInt();
            if (size < HEADER || size - HEADER > sample.remaining()) {
                break;
            }
            ByteBuffer box = sample.slice().limit(size - HEADER);
            sample.position(sample.position() + size - HEADER);
            if (type == fourCharacters("styl")) {
                styles(box, faces);
            }
        }
        CueText text = new CueText();
        for (int from = 0, to; from < characters.length; from = to) {
            to = from + 1;
            while (to < characters.length && faces[to] == faces[from]) {
                to++;
            }
            text.style(Style.BOLD, (faces[from] & 1) != 0);
            text.style(Style.ITALIC, (faces[from] & 2) != 0);
            text.style(Style.UNDERLINED, (faces[from] & 4) != 0);
            text.html(new String(characters, from, to - from));
        }
        return text.toString();
    }

    private static String timedCharacters(byte[] bytes) {
        boolean marked = bytes.length >= 2 && (bytes[0] & 0xff) >= 0xfe && (bytes[1] & 0xff) >= 0xfe;
        Charset utf16 = StandardCharsets.UTF_16;
        return marked ? new String(bytes, utf16) : decoded(bytes);
    }

    /**
     * A record has the first character (2 bytes), the one after the last (2), the font (2), the face (1), and size and colour (5); we want
     * the face.
     */
    private static void styles(ByteBuffer box, int[] faces) {
        int records = box.remaining() < 2 ? 0 : Short.toUnsignedInt(box.getShort());
        for (int i = 0; i < records && box.remaining() >= STYLE_RECORD; i++) {
            int from = Short.toUnsignedInt(box.getShort());
            int to = Math.min(faces.length, Short.toUnsignedInt(box.getShort()));
            int bits = box.position(box.position() + FONT).get();
            box.position(box.position() + SIZE_AND_COLOUR);
            for (int at = from; at < to; at++) {
                faces[at] = bits;
            }
        }
    }

    private static boolean isBoxed(byte[] packet) {
        return packet.length >= HEADER
                && packet[4] == 'v'
                && packet[5] == 't'
                && packet[6] == 't'
                && ByteBuffer.wrap(packet).getInt() <= packet.length;
    }

    /** The text of all cues of a sample: {@code payl} in {@code vttc}. */
    private static String payload(ByteBuffer boxes) {
        List<String> texts = new ArrayList<>();
        while (boxes.remaining() >= HEADER) {
            int size = boxes.getInt();
            int type = boxes.getInt();
            if (size < HEADER || size - HEADER > boxes.remaining()) {
                break;
            }
            ByteBuffer box = boxes.slice().limit(size - HEADER);
            boxes.position(boxes.position() + size - HEADER);
            if (type == fourCharacters("vttc")) {
                texts.add(payload(box));
            } else if (type == fourCharacters("payl")) {
                byte[] text = new byte[box.remaining()];
                box.get(text);
                texts.add(decoded(text));
            }
        }
        return String.join("\n", texts);
    }

    private static int fourCharacters(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)).getInt();
    }

    private static String webVtt(String source) {
        CueText text = new CueText();
        Matcher tag = WEBVTT_TAG.matcher(source);
        int from = 0;
        while (tag.find()) {
            text.plain(unescaped(source.substring(from, tag.start())));
            if (tag.group(2) != null) {
                text.style(Style.of(tag.group(2)), tag.group(1).isEmpty());
            }
            from = tag.end();
        }
        text.plain(unescaped(source.substring(from)));
        return text.toString();
    }

    private static String unescaped(String text) {
        return ENTITY.matcher(text).replaceAll(entity -> {
            if (entity.group(1) == null) {
                int character = entity.group(2) != null
                        ? Integer.parseInt(entity.group(2))
                        : Integer.parseInt(entity.group(3), 16);
                return Character.isValidCodePoint(character)
                        ? Matcher.quoteReplacement(Character.toString(character))
                        : "";
            }
            return switch (entity.group(1)) {
                case "lt" -> "<";
                case "gt" -> ">";
                case "nbsp" -> "\u00A0";
                case "lrm" -> "\u200E";
                case "rlm" -> "\u200F";
                case "quot" -> "\"";
                case "apos" -> "'";
                default -> "&";
            };
        });
    }
}
