package dev.reelroute.share;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.reelroute.api.HtmlPage;
import dev.reelroute.api.VideoView.Playback;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What other sites are told of a page that was posted there. */
final class Preview {

    /** Where other sites ask. */
    static final String OEMBED = "/oembed";

    /** Of a video whose size is not known yet. */
    private static final int WIDTH = 1280;

    private static final int HEIGHT = 720;

    /**
     * An answer of the type {@code video}.
     *
     * @see <a href="https://oembed.com/">oEmbed 1.0</a>
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OEmbed(
            String version,
            String type,
            String title,
            @JsonProperty("provider_name") String providerName,
            @JsonProperty("provider_url") String providerUrl,
            int width,
            int height,
            String html) {}

    private Preview() {}

    /** With the pixels that the other site has for it. */
    static OEmbed oEmbed(SharedVideo video, Playback playback, int mostWidth, int mostHeight) {
        int width = width(video);
        int height = height(video);
        double scale = Math.min(1, Math.min((double) mostWidth / width, (double) mostHeight / height));
        int shownWidth = Math.max(1, (int) Math.round(width * scale));
        int shownHeight = Math.max(1, (int) Math.round(height * scale));
        String html = "<iframe src=\"" + HtmlPage.text(playback.embed()) + "\" width=\"" + shownWidth + "\" height=\""
                + shownHeight + "\" title=\"" + HtmlPage.text(video.title())
                + "\" allow=\"autoplay; picture-in-picture\" allowfullscreen style=\"border: 0\"></iframe>";
        return new OEmbed("1.0", "video", video.title(), "Reelroute", video.base(), shownWidth, shownHeight, html);
    }

    /**
     * Elements for the head of the page: Open Graph, the like for Twitter's successors, and where the oEmbed answer is.
     *
     * @see <a href="https://ogp.me/">The Open Graph protocol</a>
     */
    static String head(SharedVideo video) {
        @Nullable Playback shown = video.playback();
        @Nullable String page = shown == null ? null : shown.page();
        return shown == null || page == null
                ? "<meta name=\"robots\" content=\"noindex\">"
                : head(video, shown, video.base() + OEMBED + "?url=" + URLEncoder.encode(page, StandardCharsets.UTF_8));
    }

    private static String head(SharedVideo video, Playback playback, String oEmbed) {
        Map<String, @Nullable String> properties = new TreeMap<>();
        properties.put("og:type", "video.other");
        properties.put("og:title", video.title());
        properties.put("og:url", playback.page());
        properties.put("og:image", playback.poster());
        if (playback.mp4() != null) {
            properties.put("og:video", playback.mp4());
            properties.put("og:video:type", "video/mp4");
            properties.put("og:video:width", String.valueOf(width(video)));
            properties.put("og:video:height", String.valueOf(height(video)));
        }
        properties.put("twitter:card", "player");
        properties.put("twitter:title", video.title());
        properties.put("twitter:image", playback.poster());
        properties.put("twitter:player", playback.embed());
        properties.put("twitter:player:width", String.valueOf(width(video)));
        properties.put("twitter:player:height", String.valueOf(height(video)));
        return properties.entrySet().stream()
                .filter(property -> property.getValue() != null)
                .map(property -> "<meta %s=\"%s\" content=\"%s\">"
                        .formatted(
                                property.getKey().startsWith("og:") ? "property" : "name",
                                property.getKey(),
                                HtmlPage.text(String.valueOf(property.getValue()))))
                .collect(Collectors.joining(
                        "\n  ",
                        "",
                        "\n  <link rel=\"alternate\" type=\"application/json+oembed\" href=\"" + HtmlPage.text(oEmbed)
                                + "\" title=\"" + HtmlPage.text(video.title()) + "\">"));
    }

    private static int width(SharedVideo video) {
        return video.width() == null ? WIDTH : video.width();
    }

    private static int height(SharedVideo video) {
        return video.height() == null ? HEIGHT : video.height();
    }
}
