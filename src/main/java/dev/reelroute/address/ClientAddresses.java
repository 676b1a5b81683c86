package dev.reelroute.address;

import dev.reelroute.failure.Misconfigured;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/**
 * Tells from which address a request came. Of {@code X-Forwarded-For} only that is believed which our own proxies have
 * written: they append the address that they see, and what stands before it was written by whoever called them.
 */
@Component
public class ClientAddresses {

    private static final String FORWARDED = "X-Forwarded-For";

    private final List<IpAddressMatcher> proxies;

    ClientAddresses(AddressProperties properties) {
        try {
            this.proxies = properties.proxies().stream()
                    .filter(text -> !text.isBlank())
                    .map(text -> Networks.of(text.strip()))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new Misconfigured(
                    "reelroute.address.proxies: " + e.getMessage(),
                    "List networks such as 10.1.0.0/16, or addresses.",
                    e);
        }
    }

    /** The last address on the way here that is none of our proxies', in digits. */
    public String of(HttpServletRequest request) {
        HttpServletRequest received = asReceived(request);
        Deque<String> way = new ArrayDeque<>();
        for (String header : Collections.list(received.getHeaders(FORWARDED))) {
            for (String each : header.split(",", -1)) {
                way.addLast(each.strip());
            }
        }
        String client = received.getRemoteAddr();
        while (isProxy(client) && !way.isEmpty()) {
            String before = way.removeLast();
            if (!Networks.isAddress(before)) {
                return client;
            }
            client = before;
        }
        return client;
    }

    private boolean isProxy(String address) {
        return proxies.stream().anyMatch(proxy -> proxy.matches(address));
    }

    /** What reads the forwarded headers for links takes them away, and believes them all. */
    private static HttpServletRequest asReceived(HttpServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        return inner instanceof HttpServletRequest received ? received : request;
    }
}
