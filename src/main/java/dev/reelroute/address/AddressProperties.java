package dev.reelroute.address;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The names that this installation is known by.
 *
 * @param publicUrl what the world reaches us at; null or empty: whatever each request says
 * @param hosts further names that a request may use, without a port
 */
@ConfigurationProperties("reelroute.address")
public record AddressProperties(@Nullable String publicUrl, List<String> hosts) {

    public AddressProperties {
        hosts = List.copyOf(hosts);
    }
}
