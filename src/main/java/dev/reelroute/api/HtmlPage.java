package dev.reelroute.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;

/** A page with gaps, {@code {{name}}}, in {@code src/main/resources}. */
public final class HtmlPage {

    private static final Pattern GAP = Pattern.compile("\\{\\{(\\w+)}}");

    private final String text;

    /** @param path such as {@code /share/watch.html} */
    public HtmlPage(String path) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(path)) {
            this.text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param markup for each gap */
    public String with(Map<String, String> markup) {
        return GAP.matcher(text).replaceAll(gap -> Matcher.quoteReplacement(markup.get(gap.group(1))));
    }

    /** Plain text, for the content of an element or a quoted attribute. */
    public static String text(String plain) {
        return HtmlUtils.htmlEscape(plain, StandardCharsets.UTF_8.name());
    }

    /** JSON, for the content of a script element: nothing in it ends the element or begins a comment. */
    public static String data(String json) {
        return json.replace("<", "\\u003c");
    }
}
