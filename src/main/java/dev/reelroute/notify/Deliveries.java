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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
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

    /** Calls of one receiver at a time, under whatever addresses, so that a slow one leaves capacity for the others. */
    private static final int PER_RECEIVER = 4;

    /** Until a receiver is tried again that must not hold up others. */
    private static final int POSTPONED_SECONDS = 2;

    /** Tardy receivers that are remembered: those that were called last. */
    private static final int MOST_TARDY = 1_000;

    /** News that is looked at together. */
    private static final int MOST_DUE = 64;

    private final Ledger ledger;
    private final NotifyProperties properties;
    private final MeterRegistry registry;

    /** Receivers that were slow to take what they were sent last, or did not take it. */
    private final Set<String> tardy = Collections.synchronizedSet(Collections.newSetFromMap(new Remembered()));
    /** Calls that are under way, by the ids of their news. */
    private final Map<String, Call> calls = new ConcurrentHashMap<>();

    /** @param lost the {@link System#nanoTime()} from which it counts as lost */
    private record Call(String tenant, String receiver, boolean isStep, boolean isTardy, long lost) {}

    /** Of all names that somebody thinks up, those that were called last. */
    private static final class Remembered extends LinkedHashMap<String, Boolean> {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_TARDY;
        }
    }

    Deliveries(Ledger ledger, NotifyProperties properties, MeterRegistry registry) {
        this.ledger = ledger;
        this.properties = properties;
        this.registry = registry;
        // Registered at zero: if a counter appeared only with its first event, increase() would miss that event.
        List.of("delivered", "setback", "failed", "gone").forEach(this::counter);
    }

    /**
     * News that is due, claimed by this process. Receivers that are down hold half of the threads at most, however many they are, and those
     * of one tenant three quarters, even if they answer: the others are for others.
     */
    public List<Delivery> take() {
        long now = System.nanoTime();
        calls.values().removeIf(call -> call.lost() - now < 0);
        List<Delivery> taken = new ArrayList<>();
        Set<String> heard = new HashSet<>();
        boolean isMore = true;
        while (isMore) {
            List<DueDelivery> due = ledger.ask(new DueDeliveries(PER_RECEIVER, crowded(heard), MOST_DUE));
            boolean isFull = due.size() == MOST_DUE;
            for (DueDelivery each : due) {
                if (letsGo(each, isFull)) {
                    claim(each, now).ifPresent(taken::add);
                }
            }
            // One who has so much could hide what others have.
            isMore =
                    isFull && heard.addAll(due.stream().map(DueDelivery::tenant).toList());
        }
        return taken;
    }

    /** Those whose webhooks have to wait, as the question wants it. */
    private @Nullable String crowded(Set<String> heard) {
        if (count(call -> true) >= properties.senders()) {
            return null;
        }
        return Stream.concat(
                        heard.stream(),
                        calls.values().stream().map(Call::tenant).filter(this::isCrowded))
                .distinct()
                .map(tenant -> "<" + tenant + ">")
                .collect(Collectors.joining());
    }

    private boolean isCrowded(String tenant) {
        return count(call -> call.tenant().equals(tenant)) >= Math.max(1, properties.senders() * 3 / 4);
    }

    private long count(Predicate<Call> which) {
        return calls.values().stream()
                .filter(call -> !call.isStep() && which.test(call))
                .count();
    }

    /**
     * Whether news goes now. What must not is put off where it would hide other news, each time that we ask.
     *
     * @param isFull whether there may be other news that was not looked at
     */
    private boolean letsGo(DueDelivery due, boolean isFull) {
        String receiver = Delivery.receiver(due.url());
        long underWay = calls.values().stream()
                .filter(call -> call.receiver().equals(receiver))
                .count();
        if (Delivery.leadsToStep(due.url())) {
            return underWay < PER_RECEIVER;
        }
        boolean isTardy = tardy.contains(receiver);
        if (isTardy && (underWay >= PER_RECEIVER || count(Call::isTardy) >= Math.max(1, properties.senders() / 2))) {
            ledger.run(new PostponeDelivery(due.id(), due.attempt(), POSTPONED_SECONDS));
            return false;
        }
        if (underWay >= PER_RECEIVER) {
            if (isFull) {
                ledger.run(new PostponeDelivery(due.id(), due.attempt(), 0));
            }
            return false;
        }
        return count(call -> true) < properties.senders() && !isCrowded(due.tenant());
    }

    private Optional<Delivery> claim(DueDelivery due, long now) {
        boolean isStep = Delivery.leadsToStep(due.url());
        // Long enough for an attempt, and for the time in which claimed news waits for a free thread.
        Duration lease =
                isStep ? properties.stepTimeout() : properties.timeout().multipliedBy(8);
        if (ledger.run(new ClaimDelivery(due.id(), due.attempt(), (int) lease.toSeconds())) == 0) {
            return Optional.empty();
        }
        String receiver = Delivery.receiver(due.url());
        calls.put(due.id(), new Call(due.tenant(), receiver, isStep, tardy.contains(receiver), now + lease.toNanos()));
        return Optional.of(new Delivery(
                due.id(), due.videoId(), due.type(), due.url(), due.payload(), due.attempt() + 1, due.failures()));
    }

    /** Records how a receiver answered. */
    public void record(Delivery delivery, Answer answer) {
        MDC.put("video", delivery.video());
        try {
            recorded(delivery, answer);
        } finally {
            MDC.remove("video");
        }
    }

    private void recorded(Delivery delivery, Answer answer) {
        calls.remove(delivery.id());
        String receiver = Delivery.receiver(delivery.url());
        // Removed first, so that it is the one that was called last.
        tardy.remove(receiver);
        if (!answer.isPrompt() && !delivery.isStep()) {
            tardy.add(receiver);
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
    }

    private void count(String outcome) {
        counter(outcome).increment();
    }

    private Counter counter(String outcome) {
        return registry.counter("reelroute.webhook.deliveries", "outcome", outcome);
    }
}
