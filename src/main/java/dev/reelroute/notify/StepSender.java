package dev.reelroute.notify;

import dev.reelroute.ledger.Json;
import dev.reelroute.notify.Steps.StepFailed;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Makes one attempt to tell a user's own step. The body is the video, as the API shows it. */
@Component
public class StepSender {

    private final Steps steps;
    private final Json json;

    StepSender(Steps steps, Json json) {
        this.steps = steps;
        this.json = json;
    }

    /** The part of the news that a step gets. */
    private record Message(Map<String, Object> data) {}

    /** Never throws: every failure is an answer. */
    public Answer send(Delivery delivery) {
        try {
            steps.call(
                    delivery.route(),
                    json.read(delivery.payload(), Message.class).data(),
                    Map.of("Reelroute-Event", delivery.type(), "Reelroute-Id", delivery.id()));
            return new Answer(0, "", Duration.ZERO);
        } catch (StepFailed e) {
            return new Answer(0, Objects.requireNonNull(e.getMessage()), Duration.ZERO);
        }
    }
}
