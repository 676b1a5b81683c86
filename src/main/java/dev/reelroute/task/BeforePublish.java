package dev.reelroute.task;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.notify.Outbox.VideoSnapshot;
import dev.reelroute.notify.Steps;
import dev.reelroute.notify.Steps.StepFailed;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Asks a user's own steps whether a video may be published. */
@Component
public class BeforePublish {

    private static final TypeReference<Map<String, Object>> VIDEO = new TypeReference<>() {};
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{2,39}");

    private final Steps steps;
    private final VideoSnapshot snapshot;
    private final Json json;
    private final TaskProperties properties;

    BeforePublish(Steps steps, VideoSnapshot snapshot, Json json, TaskProperties properties) {
        this.steps = steps;
        this.snapshot = snapshot;
        this.json = json;
        this.properties = properties;
    }

    /** Whether there is a step that may refuse a video, or hold it. */
    public boolean decides() {
        return !steps.at(Steps.BEFORE_PUBLISH).isEmpty();
    }

    /**
     * Asks the steps one after the other, in order of their names. For a video that was published before, they are not
     * asked again.
     *
     * @throws Refused REFUSED_BY_STEP with the step's own code; HELD_TOO_LONG; STEP_FAILED for one that does not say clearly what it wants
     * @throws Setback HELD_BY_STEP; STEP_FAILED for one that threw
     */
    public void ask(VideoRow video) {
        if (video.status() == VideoStatus.READY) {
            return;
        }
        for (String step : steps.at(Steps.BEFORE_PUBLISH)) {
            Map<String, Object> body = json.read(json.write(snapshot.view(video)), VIDEO);
            judge(video, step, call(step, body, video.sourceKey()));
        }
    }

    private Map<String, Object> call(String step, Map<String, Object> body, String source) {
        try {
            return steps.call(step, body, Map.of("Reelroute-Event", Steps.BEFORE_PUBLISH, "Reelroute-Source", source));
        } catch (StepFailed e) {
            throw new Setback(FailureCode.STEP_FAILED, step + ": " + e.getMessage(), e);
        }
    }

    /** What is not a clear decision is a mistake in the step, which no further attempt mends, and never a consent. */
    private void judge(VideoRow video, String step, Map<String, Object> said) {
        String reason = String.valueOf(said.getOrDefault("reason", "")).strip();
        if (said.containsKey("refuse")) {
            String code = String.valueOf(said.get("refuse"));
            if (!CODE.matcher(code).matches()) {
                throw mistake(
                        step,
                        "refuse is a code such as NOT_FOR_US, three to forty of A to Z, 0 to 9 and _, and not " + code);
            }
            throw new Refused(FailureCode.REFUSED_BY_STEP, reason.isEmpty() ? code : code + ": " + reason);
        }
        if (isHeld(step, said)) {
            if (video.createdAt().plus(properties.longestHold()).isBefore(Instant.now())) {
                throw new Refused(FailureCode.HELD_TOO_LONG, reason.isEmpty() ? null : reason);
            }
            throw new Setback(FailureCode.HELD_BY_STEP, reason.isEmpty() ? step : step + ": " + reason);
        }
        if (!reason.isEmpty() && !said.containsKey("hold")) {
            throw mistake(step, "it gives a reason, and sets neither refuse nor hold: " + reason);
        }
    }

    private static boolean isHeld(String step, Map<String, Object> said) {
        String hold = String.valueOf(said.getOrDefault("hold", false)).strip().toLowerCase(Locale.ROOT);
        if (!Set.of("true", "false").contains(hold)) {
            throw mistake(step, "hold is true or false, and not " + said.get("hold"));
        }
        return hold.equals("true");
    }

    private static Refused mistake(String step, String what) {
        return new Refused(FailureCode.STEP_FAILED, step + ": " + what);
    }
}
