package dev.reelroute.trace;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.web.util.UriUtils;

/**
 * Where traces go.
 *
 * @param endpoint OTLP over HTTP, such as {@code http://localhost:4318/v1/traces}; empty: there are none
 * @param headers sent with them, such as a key of the service that takes them: {@code name=value,name=value}, as
 *     OTEL_EXPORTER_OTLP_HEADERS has them
 */
@ConfigurationProperties("reelroute.trace")
record TraceProperties(String endpoint, String headers) {

    Map<String, String> headersByName() {
        return Stream.of(headers.split(","))
                .map(header -> header.split("=", 2))
                .filter(header -> header.length == 2)
                .collect(Collectors.toMap(
                        header -> header[0].strip(),
                        header -> UriUtils.decode(header[1].strip(), StandardCharsets.UTF_8),
                        (a, b) -> b));
    }

    /** Without the headers, which are secrets. */
    @Override
    public String toString() {
        return "TraceProperties[endpoint=" + endpoint + "]";
    }
}
