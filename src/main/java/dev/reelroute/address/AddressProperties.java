package dev.reelroute.address;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The names that this installation is known by.
 *
 * @param publicUrl the address under which clients reach this installation; null or empty: the address of each request
 * @param hosts further names that a request may use, without a port
 * @param proxies addresses and networks of those whose word is taken for where a request came from
 */
@ConfigurationProperties("reelroute.address")
public record AddressProperties(@Nullable String publicUrl, List<String> hosts, List<String> proxies) {

    public AddressProperties {
        hosts = List.copyOf(hosts);
        proxies = List.copyOf(proxies);
    }
}
