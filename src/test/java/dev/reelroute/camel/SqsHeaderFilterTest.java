package dev.reelroute.camel;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The filter works even when a route asks Camel for all attributes of a message. */
class SqsHeaderFilterTest {

    private final SqsHeaderFilter filter = new SqsHeaderFilter();

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @ParameterizedTest
    @ValueSource(strings = {"CamelExecCommandArgs", "CamelAwsS3Key", "CamelJdbcParameters", "video", "X-Anything"})
    void nothingPassesInEitherDirection(String name) {
        assertThat(filter.applyFilterToExternalHeaders(name, "value", exchange))
                .as("from a message")
                .isTrue();
        assertThat(filter.applyFilterToCamelHeaders(name, "value", exchange))
                .as("into a message")
                .isTrue();
    }
}
