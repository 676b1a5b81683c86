package dev.reelroute.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.Misconfigured;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses may be called. All are literals, as they would stand in a webhook's URL: nothing is looked up. */
class AddressRulesTest {

    private final AddressRules rules = new AddressRules(List.of(""));

    @ParameterizedTest
    @ValueSource(
            strings = {
                // This machine, in every notation that Java reads
                "127.0.0.1",
                "127.255.255.255",
                "127.1",
                "127.0.1",
                "2130706433",
                "0.0.0.0",
                "0",
                "0.255.255.255",
                "[::1]",
                "[::]",
                "[0:0:0:0:0:0:0:1]",
                // Private networks
                "10.0.0.0",
                "10.255.255.255",
                "010.0.0.1",
                "10.1",
                "167772161",
                "172.16.0.0",
                "172.31.255.255",
                "192.168.0.0",
                "192.168.255.255",
                "192.168.257",
                "100.64.0.0",
                "100.127.255.255",
                "[fc00::1]",
                "[fdff:ffff::1]",
                "[fec0::1]",
                // The link, with the metadata services of clouds
                "169.254.0.0",
                "169.254.169.254",
                "169.254.255.255",
                "2852039166",
                "[fe80::1]",
                "[febf::1]",
                "[fd00:ec2::254]",
                "[::ffff:0:7f00:1]",
                "[64:ff9c::1]",
                "[100:0:0:1::]",
                "[4000::1]",
                "[fbff::1]",
                "192.0.0.192",
                "100.100.100.200",
                // Kept for protocols, documentation and measurements
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "[100::1]",
                "[2001::1]",
                "[2001:10::1]",
                "[2001:db8::1]",
                "[3fff::1]",
                "[5f00::1]",
                // To many, or to nobody
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "[ff02::1]",
                // IPv4 within IPv6: mapped, compatible, NAT64 (both prefixes), 6to4, Teredo
                "[::ffff:127.0.0.1]",
                "[::ffff:10.0.0.1]",
                "[::ffff:a9fe:a9fe]",
                "[0:0:0:0:0:ffff:7f00:1]",
                "[::127.0.0.1]",
                "[::10.0.0.1]",
                "[64:ff9b::127.0.0.1]",
                "[64:ff9b::a9fe:a9fe]",
                "[64:ff9b:1::10.0.0.1]",
                "[2002:7f00:1::]",
                "[2002:a9fe:a9fe::1]",
                "[2001:0:7f00:1::]"
            })
    void whatOnlyWeCanReachIsRefused(String host) throws UnknownHostException {
        assertThat(rules.allows(literal(host))).isFalse();
    }

    /** The last before, and the first after, what is refused. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.0.3.0",
                "192.88.98.255",
                "192.88.100.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.99.255",
                "198.51.101.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255",
                "[::ffff:8.8.8.8]",
                "[2001:200::1]",
                "[2001:db9::1]",
                "[2003::1]",
                "[2606:4700::1111]",
                "[3ffe:ffff::1]"
            })
    void whatAllCanReachIsAllowed(String host) throws UnknownHostException {
        assertThat(rules.allows(literal(host))).isTrue();
    }

    @Test
    void anAddressOfAnInterfaceIsRefusedLikeAnyOther() throws UnknownHostException {
        byte[] link = literal("[fe80::1]").getAddress();

        // There need be no interface of this number.
        assertThat(rules.allows(Inet6Address.getByAddress(null, link, 4711))).isFalse();
    }

    /** Java makes an IPv4 address of one; who builds it by hand gets it as it is. */
    @Test
    void aMappedAddressIsTheOneThatItStandsFor() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};

        assertThat(rules.allows(Inet6Address.getByAddress(null, mapped, -1))).isFalse();
    }

    @Test
    void anOperatorAllowsNetworksAndAddresses() throws UnknownHostException {
        AddressRules open = new AddressRules(List.of("10.1.0.0/16", " 192.168.7.7 ", "fd00:1::/32", "::1"));

        for (String host : List.of("10.1.0.0", "10.1.255.255", "192.168.7.7", "[fd00:1:ffff::1]", "[::1]", "8.8.8.8")) {
            assertThat(open.allows(literal(host))).as(host).isTrue();
        }
        for (String host : List.of("10.2.0.0", "192.168.7.8", "[fd00:2::1]", "127.0.0.1")) {
            assertThat(open.allows(literal(host))).as(host).isFalse();
        }
    }

    /** None of them is looked up: otherwise a name server would decide what may be called. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost/8",
                "example.org",
                "dead.beef",
                "1a2b3c4d5",
                "10x0x0x1",
                "10.1",
                "10",
                "2130706433",
                "256.0.0.1",
                "010.0.0.1",
                "[::1]",
                "fe80::1%eth0",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "/8"
            })
    void whatIsNoAddressIsNamedAtStart(String entry) {
        assertThatThrownBy(() -> new AddressRules(List.of(entry)))
                .isInstanceOf(Misconfigured.class)
                .hasMessage(
                        "reelroute.notify.allow: expected an address or a network such as 10.1.0.0/16, found " + entry);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "::/129", "1::2::3", ":"})
    void whatOnlyLooksLikeAnAddressIsNoneEither(String entry) {
        assertThatThrownBy(() -> new AddressRules(List.of(entry)))
                .isInstanceOf(Misconfigured.class)
                .hasMessageStartingWith("reelroute.notify.allow: ");
    }

    private static InetAddress literal(String host) throws UnknownHostException {
        assertThat(host).matches("\\[[0-9a-f:.]+]|[0-9.]+");
        return InetAddress.getByName(host);
    }
}
