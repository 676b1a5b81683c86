package dev.reelroute.task;

import static java.util.Objects.requireNonNullElse;

import dev.reelroute.failure.Failure;
import dev.reelroute.health.Dependencies;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.FindRefusal;
import dev.reelroute.ledger.Statements.InsertRefusal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Input that cannot be used: messages that cannot be read, objects that cannot be taken. Each is reported once, in one
 * line of the log and as a dead letter, however often it comes.
 */
@Component
public class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    /** What would end a line, or is not a valid character. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private static final int MOST_SHOWN = 200;

    private final Ledger ledger;
    private final Causes causes;
    private final TaskMetrics metrics;
    private final Dependencies dependencies;

    Refusals(Ledger ledger, Causes causes, TaskMetrics metrics, Dependencies dependencies) {
        this.ledger = ledger;
        this.causes = causes;
        this.metrics = metrics;
        this.dependencies = dependencies;
    }

    /**
     * Refuses a message.
     *
     * @param queue that it came from
     * @param id the queue's own, which stays the same when the message is delivered again
     */
    public void message(String queue, String id, Throwable cause) {
        refuse("message " + id, queue, causes.of(cause));
    }

    /**
     * Refuses an object.
     *
     * @throws Failure the same, when it is this process whom the store refuses: the object may be a good one
     */
    public void object(String key, Failure failure) {
        if (dependencies.met(
                failure.code(),
                requireNonNullElse(failure.detail(), failure.code().message()))) {
            throw failure;
        }
        refuse(idOf(key), key, failure);
    }

    /** Whether an object was refused. */
    public boolean hasObject(String key) {
        return ledger.askOne(new FindRefusal(idOf(key))).isPresent();
    }

    private void refuse(String id, String origin, Failure failure) {
        String from = shown(origin);
        String detail = failure.detail() == null ? null : shown(failure.detail());
        String code = failure.code().name();
        String message = failure.code().message();
        if (ledger.run(new InsertRefusal(id, from, code, message, detail)) == 1) {
            metrics.failed(failure.code());
            LOG.warn("Refused: {} {} {} ({})", code, message, detail == null ? "" : detail, from);
        }
    }

    private static String idOf(String key) {
        return "object " + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    }

    /** In one line, and shortened. */
    private static String shown(String text) {
        String start = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
        return UNFIT.matcher(start)
                .replaceAll(unfit ->
                        String.format(Locale.ROOT, "\\\\u%04x", unfit.group().codePointAt(0)));
    }
}
