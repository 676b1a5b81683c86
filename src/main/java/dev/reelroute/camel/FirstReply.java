package dev.reelroute.camel;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Of branches side by side, what the first one says goes on; the others help it. */
@Component
class FirstReply implements AggregationStrategy {

    @Override
    public Exchange aggregate(@Nullable Exchange first, Exchange other) {
        return first == null ? other : first;
    }
}
