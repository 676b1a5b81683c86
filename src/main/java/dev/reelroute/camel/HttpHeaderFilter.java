package dev.reelroute.camel;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.stereotype.Component;

/**
 * Which headers pass between HTTP and the routes. Camel's own default copies the request's headers into the response
 * (cookies and authorization among them), and lets a request set headers that steer components.
 */
@Component
class HttpHeaderFilter implements HeaderFilterStrategy {

    private static final Set<String> ANSWER = Set.of("content-type", "location", "retry-after", "cache-control");
    /** Query parameters are not among them: {@link ContractValidator} sets those that it has found valid. */
    private static final Set<String> REQUEST = Set.of("content-type", "accept", "idempotency-key");

    /** @return true to drop it */
    @Override
    public boolean applyFilterToCamelHeaders(String headerName, Object headerValue, Exchange exchange) {
        return !ANSWER.contains(headerName.toLowerCase(Locale.ROOT));
    }

    /** @return true to drop it */
    @Override
    public boolean applyFilterToExternalHeaders(String headerName, Object headerValue, Exchange exchange) {
        return !REQUEST.contains(headerName.toLowerCase(Locale.ROOT));
    }
}
