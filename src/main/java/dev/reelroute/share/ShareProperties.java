package dev.reelroute.share;

import dev.reelroute.failure.Misconfigured;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Pages to hand on.
 *
 * @param embedAncestors whose pages may frame a video, as {@code frame-ancestors} of a Content-Security-Policy says it
 */
@ConfigurationProperties("reelroute.share")
record ShareProperties(String embedAncestors) {

    private static final Pattern ANCESTOR =
            Pattern.compile("\\*|'self'|'none'|https?://(\\*\\.)?[A-Za-z0-9.-]+(:[0-9]+)?");

    ShareProperties {
        embedAncestors = embedAncestors.strip();
        if (!Stream.of(embedAncestors.split("\\s+"))
                .allMatch(one -> ANCESTOR.matcher(one).matches())) {
            throw new Misconfigured(
                    "reelroute.share.embed-ancestors is '" + embedAncestors + "', which is no list of sites.",
                    "Write * for any site, or sites with blanks between them: https://shop.example.org https://*.example.org");
        }
    }
}
