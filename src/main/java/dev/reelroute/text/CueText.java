package dev.reelroute.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Builds the text of one WebVTT cue: bold, italic and underlined text in tags that are closed in their order, and
 * everything else escaped, so that nothing in it can end the cue or begin another one.
 */
final class CueText {

    /** Its tag is its first letter. */
    enum Style {
        BOLD,
        ITALIC,
        UNDERLINED;

        String tag() {
            return name().substring(0, 1).toLowerCase(Locale.ROOT);
        }

        static Style of(String letter) {
            return switch (letter.toLowerCase(Locale.ROOT)) {
                case "b" -> BOLD;
                case "i" -> ITALIC;
                default -> UNDERLINED;
            };
        }
    }

    /** An override block of ASS. Players of SubRip understand it, too. */
    private static final Pattern BLOCK = Pattern.compile("\\{([^{}]*)}");

    private static final Pattern ARGUMENTS = Pattern.compile("\\([^()]*\\)");

    /** {@code \b1}, {@code \i0}, {@code \p1}, and {@code \r}, with or without a style; {@code \bord2} is none of them. */
    private static final Pattern OVERRIDE = Pattern.compile("\\\\(?:([biup])(\\d+)(?![\\w.])|(r))");

    private static final Pattern ESCAPE = Pattern.compile("\\\\([Nnh{}])");

    /** What SubRip has of HTML; other things in angle brackets are text. */
    private static final Pattern HTML = Pattern.compile("(?i)<(?:(/?)([biu])|/?font\\b[^<>]*)>");

    private static final Pattern TAG = Pattern.compile("</?[biu]>");

    private final StringBuilder text = new StringBuilder();
    private final Set<Style> wanted = EnumSet.noneOf(Style.class);
    private final Deque<Style> open = new ArrayDeque<>();
    private boolean drawing;

    /** Text with tags of SubRip. */
    CueText html(String source) {
        blocks(source, false);
        return this;
    }

    /**
     * Text of an ASS event. Drawings are left out: their commands are no text. So are comments, which ASS has in braces
     * as well.
     */
    CueText ass(String source) {
        blocks(source, true);
        return this;
    }

    private void blocks(String source, boolean ass) {
        Matcher block = BLOCK.matcher(source);
        int from = 0;
        while (block.find()) {
            boolean overrides = block.group(1).startsWith("\\");
            if (overrides || ass) {
                lines(source.substring(from, block.start()), ass);
                overrides(block.group(1));
                from = block.end();
            }
        }
        lines(source.substring(from), ass);
    }

    private void overrides(String block) {
        String left = block;
        // Animations have arguments with arguments: \t(0,500,\clip(…)).
        while (ARGUMENTS.matcher(left).find()) {
            left = ARGUMENTS.matcher(left).replaceAll("");
        }
        Matcher override = OVERRIDE.matcher(left);
        while (override.find()) {
            if (override.group(3) != null) {
                wanted.clear();
            } else if (override.group(1).equals("p")) {
                drawing = override.group(2).chars().anyMatch(digit -> digit != '0');
            } else {
                style(Style.of(override.group(1)), !override.group(2).equals("0"));
            }
        }
    }

    private void lines(String source, boolean ass) {
        if (drawing) {
            return;
        }
        String unescaped = ass
                ? ESCAPE.matcher(source).replaceAll(escape -> switch (escape.group(1)) {
                    case "N", "n" -> "\n";
                    case "h" -> "\u00A0";
                    default -> escape.group(1);
                })
                : source;
        Matcher tag = HTML.matcher(unescaped);
        int from = 0;
        while (tag.find()) {
            plain(unescaped.substring(from, tag.start()));
            if (tag.group(2) != null) {
                style(Style.of(tag.group(2)), tag.group(1).isEmpty());
            }
            from = tag.end();
        }
        plain(unescaped.substring(from));
    }

    void style(Style style, boolean on) {
        if (on) {
            wanted.add(style);
        } else {
            wanted.remove(style);
        }
    }

    /** Text without any markup. */
    void plain(String source) {
        if (source.isEmpty()) {
            return;
        }
        while (!wanted.containsAll(open)) {
            text.append("</").append(open.pop().tag()).append('>');
        }
        for (Style style : wanted) {
            if (!open.contains(style)) {
                open.push(style);
                text.append('<').append(style.tag()).append('>');
            }
        }
        source.replace("\r\n", "\n").codePoints().forEach(character -> {
            switch (character) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '\n', '\r', '\u2028', '\u2029', '\u000B', '\f', '\u0085' -> text.append('\n');
                case '\t' -> text.append(' ');
                default -> {
                    if (!Character.isISOControl(character) && Character.getType(character) != Character.SURROGATE) {
                        text.appendCodePoint(character);
                    }
                }
            }
        });
    }

    /** Without blank lines, which would end the cue; empty when nothing would be visible. */
    @Override
    public String toString() {
        StringBuilder closed = new StringBuilder(text);
        open.forEach(style -> closed.append("</").append(style.tag()).append('>'));
        String all = closed.toString()
                .lines()
                .map(String::strip)
                .filter(line -> !Characters.isBlank(line))
                .collect(Collectors.joining("\n"));
        return Characters.isBlank(TAG.matcher(all).replaceAll("")) ? "" : all;
    }
}
