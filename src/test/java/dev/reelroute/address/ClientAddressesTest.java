package dev.reelroute.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.Misconfigured;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ForwardedHeaderFilter;

/** A client is where our own proxies say it is, and never where it says so itself. */
class ClientAddressesTest {

    private static final String PROXIES = "10.1.0.0/16, 127.0.0.1, ::1";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "203.0.113.9 | - | 203.0.113.9",
                "203.0.113.9 | 198.51.100.1 | 203.0.113.9",
                "127.0.0.1 | - | 127.0.0.1",
                "127.0.0.1 | 203.0.113.9 | 203.0.113.9",
                "127.0.0.1 | 198.51.100.1, 203.0.113.9 | 203.0.113.9",
                "127.0.0.1 | 198.51.100.1,203.0.113.9 , 10.1.2.3 | 203.0.113.9",
                "::1 | 2001:db8::7 | 2001:db8::7",
                "10.1.2.3 | 10.1.2.4 | 10.1.2.4",
                "127.0.0.1 | localhost | 127.0.0.1",
                "127.0.0.1 | 203.0.113.9, unknown | 127.0.0.1",
                "127.0.0.1 | 203.0.113.9, | 127.0.0.1",
                "127.0.0.1 | '' | 127.0.0.1",
            })
    void itIsTheLastThatIsNoProxyOfOurs(String peer, @Nullable String forwarded, String client) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        if (forwarded != null) {
            request.addHeader("X-Forwarded-For", forwarded);
        }
        request.addHeader("Forwarded", "for=192.0.2.1");
        ClientAddresses addresses = addresses(PROXIES.split(", "));
        assertThat(addresses.of(request)).isEqualTo(client);
        assertThat(addresses.of(asLaterCodeSeesIt(request))).isEqualTo(client);
    }

    @Test
    void severalHeadersAreOneWay() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("X-Forwarded-For", "203.0.113.9");
        request.addHeader("X-Forwarded-For", "10.1.2.3");
        assertThat(addresses(PROXIES.split(", ")).of(request)).isEqualTo("203.0.113.9");
        assertThat(addresses("").of(request)).isEqualTo("127.0.0.1");
    }

    @Test
    void whatIsNoNetworkEndsTheStart() {
        assertThatThrownBy(() -> addresses("proxy.example.org"))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("reelroute.address.proxies");
    }

    private static ClientAddresses addresses(String... proxies) {
        return new ClientAddresses(new AddressProperties(null, List.of(), List.of(proxies)));
    }

    private static HttpServletRequest asLaterCodeSeesIt(HttpServletRequest request)
            throws ServletException, IOException {
        AtomicReference<HttpServletRequest> seen = new AtomicReference<>(request);
        new ForwardedHeaderFilter().doFilter(request, new MockHttpServletResponse(), new MockFilterChain() {
            @Override
            public void doFilter(ServletRequest later, ServletResponse response) {
                seen.set((HttpServletRequest) later);
            }
        });
        assertThat(seen.get()).isNotSameAs(request);
        return seen.get();
    }
}
