package dev.reelroute.notify;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.ClaimDelivery;
import dev.reelroute.ledger.Statements.DelayDelivery;
import dev.reelroute.ledger.Statements.DeliveriesOfVideo;
import dev.reelroute.ledger.Statements.DeliveryRow;
import dev.reelroute.ledger.Statements.DueDeliveries;
import dev.reelroute.ledger.Statements.DueDelivery;
import dev.reelroute.ledger.Statements.ForgetDeliveries;
import dev.reelroute.ledger.Statements.GiveUpDelivery;
import dev.reelroute.ledger.Statements.GiveUpReceiver;
import dev.reelroute.ledger.Statements.MarkDelivered;
import dev.reelroute.ledger.Statements.NoteGoneReceiver;
import dev.reelroute.ledger.Statements.PostponeDelivery;
import dev.reelroute.ledger.Statements.ResendDelivery;
import dev.reelroute.ledger.Statements.WelcomeReceiverBack;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The steps of {@code notify.camel.yaml}: which news is due, and how receivers answered. Each piece of news is
 * delivered at least once, and in order for each video and receiver: later news waits until earlier ones are accepted or
 * given up.
 */
@Component
public class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    /** A receiver that answers this is not called again (Standard Webhooks 1.0.0). */
    private static final int GONE = 410;

    /** Calls of one receiver at a time, so that a slow one leaves capacity for the others. */
    private static final int PER_RECEIVER = 4;

    /** Until a receiver is tried again that must not hold up others. */
    private static final int POSTPONED_SECONDS = 2;

    /** Tardy receivers that are remembered; of addresses that are called no more, too. */
    private static final int MOST_TARDY = 1_000;

    private final Ledger ledger;
    private final NotifyProperties properties;
    private final MeterRegistry registry;

    /** Receivers that were slow to take what they were sent last, or did not take it. */
    private final Set<String> tardy = ConcurrentHashMap.newKeySet();
    /** Calls of tardy receivers that are under way, and the {@link System#nanoTime()} from which they count as lost. */
    private final Map<String, Long> tardyCalls = new ConcurrentHashMap<>();

    Deliveries(Ledger ledger, NotifyProperties properties, MeterRegistry registry) {
        this.ledger = ledger;
        this.properties = properties;
        this.registry = registry;
        // Registered at zero: if a counter appeared only with its first event, increase() would miss that event.
        List.of("delivered", "setback", "failed", "gone").forEach(this::counter);
    }

    /**
     * News that is due, claimed by this process. Receivers that are down hold half of the threads at most, however many they are: the others
     * are for those that answer.
     */
    public List<Delivery> take() {
        long now = System.nanoTime();
        tardyCalls.values().removeIf(lost -> lost - now < 0);
        // Long enough for an attempt, and for the time in which claimed news waits for a free thread.
        int webhook = (int) properties.timeout().multipliedBy(8).toSeconds();
        int step = (int) properties.stepTimeout().toSeconds();
        Map<String, Integer> calls = new HashMap<>();
        return ledger.ask(new DueDeliveries(PER_RECEIVER)).stream()
                .filter(due -> calls.merge(due.url(), 1, Integer::sum) <= PER_RECEIVER)
                .filter(this::letsGo)
                .filter(due -> ledger.run(new ClaimDelivery(
                                due.id(), due.attempt(), due.url().startsWith(Delivery.STEP) ? step : webhook))
                        == 1)
                .map(due -> claimed(due, now + TimeUnit.SECONDS.toNanos(webhook)))
                .toList();
    }

    /** Puts off what must not go now. */
    private boolean letsGo(DueDelivery due) {
        if (!tardy.contains(due.url()) || tardyCalls.size() < Math.max(1, properties.senders() / 2)) {
            return true;
        }
        // Else the oldest news would be theirs, each time that we ask.
        ledger.run(new PostponeDelivery(due.id(), due.attempt(), POSTPONED_SECONDS));
        return false;
    }

    /** Records how a receiver answered. */
    public void record(Delivery delivery, Answer answer) {
        tardyCalls.remove(delivery.id());
        if (answer.isPrompt()) {
            tardy.remove(delivery.url());
        } else if (!delivery.isStep()) {
            tardy.add(delivery.url());
        }
        if (answer.isTaken()) {
            ledger.run(new MarkDelivered(delivery.id(), delivery.attempt(), answer.status()));
            count("delivered");
        } else if (answer.status() == GONE) {
            ledger.atomically(() -> {
                ledger.run(new GiveUpDelivery(delivery.id(), delivery.attempt(), GONE, answer.error()));
                ledger.run(new NoteGoneReceiver(delivery.url()));
                return ledger.run(new GiveUpReceiver(delivery.url(), answer.error()));
            });
            LOG.warn("Receiver {} answered 410: it gets no more news", delivery.url());
            count("gone");
        } else if (delivery.failures() < properties.schedule().size()) {
            Duration wait = properties.schedule().get(delivery.failures());
            // What failed together must not be tried again at the same moment.
            long millis = (long) (wait.toMillis() * ThreadLocalRandom.current().nextDouble(0.9, 1.1));
            ledger.run(new DelayDelivery(
                    delivery.id(), delivery.attempt(), answer.status(), answer.error(), (int) millis));
            if (delivery.isStep()) {
                LOG.warn("{} is called again in {} s: {}", delivery.url(), wait.toSeconds(), answer.error());
            }
            count("setback");
        } else {
            ledger.run(new GiveUpDelivery(delivery.id(), delivery.attempt(), answer.status(), answer.error()));
            LOG.warn("{} to {} is given up: {}", delivery.type(), delivery.url(), answer.error());
            count("failed");
        }
    }

    /**
     * The delivery log of a video, newest first.
     *
     * @param tenant whose it must be; null: anybody's
     */
    public List<DeliveryRow> log(String video, @Nullable String tenant) {
        return ledger.ask(new DeliveriesOfVideo(video, tenant));
    }

    /**
     * Sends it again, at once.
     *
     * @param tenant whose it must be; null: anybody's
     * @throws Refused {@code NOT_FOUND} or, while it is being sent, {@code STATE_CONFLICT}
     */
    public void resend(String video, String delivery, @Nullable String tenant) {
        int rows = ledger.atomically(() -> {
            ledger.run(new WelcomeReceiverBack(delivery, video, tenant));
            return ledger.run(new ResendDelivery(delivery, video, tenant));
        });
        if (rows == 0) {
            boolean known = log(video, tenant).stream().anyMatch(row -> row.id().equals(delivery));
            throw known
                    ? new Refused(FailureCode.STATE_CONFLICT, "It is being sent just now.")
                    : new Refused(FailureCode.NOT_FOUND, "The video has no such delivery.");
        }
    }

    /** Removes entries older than the log is kept. */
    public void forget() {
        ledger.run(new ForgetDeliveries(properties.keepDays()));
        if (tardy.size() > MOST_TARDY) {
            tardy.clear();
        }
    }

    private void count(String outcome) {
        counter(outcome).increment();
    }

    private Counter counter(String outcome) {
        return registry.counter("reelroute.webhook.deliveries", "outcome", outcome);
    }

    private Delivery claimed(DueDelivery due, long lost) {
        if (tardy.contains(due.url())) {
            tardyCalls.put(due.id(), lost);
        }
        return new Delivery(due.id(), due.type(), due.url(), due.payload(), due.attempt() + 1, due.failures());
    }
}
