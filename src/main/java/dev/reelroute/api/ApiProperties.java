package dev.reelroute.api;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who may call from a browser.
 *
 * @param allowedOrigins of pages elsewhere, such as {@code https://shop.example.org}
 */
@ConfigurationProperties("reelroute.api")
public record ApiProperties(List<String> allowedOrigins) {

    public ApiProperties {
        allowedOrigins = List.copyOf(allowedOrigins);
    }
}
