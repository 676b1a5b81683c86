package dev.reelroute.notify;

import dev.reelroute.address.Networks;
import dev.reelroute.failure.Misconfigured;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Which addresses may be called. A user chooses a webhook's address, and must not make us call what only we can reach:
 * this machine, our network, the cloud's metadata service.
 */
final class AddressRules {

    /**
     * All addresses that are not global unicast: of IPv6 all but {@code 2000::/3}, and within that and of IPv4 the special-purpose
     * registries of IANA (RFC 6890 and its updates), and the ranges that carry an IPv4 address within an IPv6 one.
     */
    private static final List<IpAddressMatcher> FORBIDDEN = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "::/3",
                    "4000::/2",
                    "8000::/1")
            .map(IpAddressMatcher::new)
            .toList();

    private final List<IpAddressMatcher> allowed;

    /** @throws Misconfigured naming the entry that is not a network */
    AddressRules(List<String> allowed) {
        try {
            this.allowed = allowed.stream()
                    .filter(text -> !text.isBlank())
                    .map(text -> Networks.of(text.strip()))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new Misconfigured(
                    "reelroute.notify.allow: " + e.getMessage(), "List networks such as 10.1.0.0/16, or addresses.", e);
        }
    }

    boolean allows(InetAddress address) {
        // Without the interface (fe80::1%eth0), which is not part of the address.
        String literal = address.getHostAddress().split("%", 2)[0];
        return allowed.stream().anyMatch(network -> network.matches(literal))
                || FORBIDDEN.stream().noneMatch(network -> network.matches(literal));
    }
}
