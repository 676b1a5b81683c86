package dev.reelroute.camel;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Of parallel branches, keeps the reply of the first one; the others only help it. */
@Component
class FirstReply implements AggregationStrategy {

    @Override
    public Exchange aggregate(@Nullable Exchange first, Exchange other) {
        return first == null ? other : first;
    }
}
