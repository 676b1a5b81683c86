package dev.reelroute.notify;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.ClaimDelivery;
import dev.reelroute.ledger.Statements.DelayDelivery;
import dev.reelroute.ledger.Statements.DelayFollowers;
import dev.reelroute.ledger.Statements.DeliveriesOfVideo;
import dev.reelroute.ledger.Statements.DeliveryRow;
import dev.reelroute.ledger.Statements.DueDelivery;
import dev.reelroute.ledger.Statements.DueOutOfLine;
import dev.reelroute.ledger.Statements.ExpireDeliveries;
import dev.reelroute.ledger.Statements.FirstInLine;
import dev.reelroute.ledger.Statements.ForgetDeliveries;
import dev.reelroute.ledger.Statements.GiveUpDelivery;
import dev.reelroute.ledger.Statements.GiveUpReceiver;
import dev.reelroute.ledger.Statements.HastenFollowers;
import dev.reelroute.ledger.Statements.MarkDelivered;
import dev.reelroute.ledger.Statements.NoteGoneReceiver;
import dev.reelroute.ledger.Statements.ReceiversCalled;
import dev.reelroute.ledger.Statements.ResendDelivery;
import dev.reelroute.ledger.Statements.StandInLine;
import dev.reelroute.ledger.Statements.WaitingLines;
import dev.reelroute.ledger.Statements.WelcomeReceiverBack;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

    /** Tardy receivers that are remembered: those that were called last. */
    private static final int MOST_TARDY = 1_000;

    /** News that is put in line in one look: what comes back after a setback. */
    private static final int MOST_NEW = 64;

    /** Lines that are passed in one look. Whoever thinks up more hosts than that makes looks slow for nobody. */
    private static final int MOST_LINES = 1_000;

    private final Ledger ledger;
    private final NotifyProperties properties;
    private final MeterRegistry registry;

    /** Receivers that were slow to take what they were sent last, or did not take it. */
    private final Set<String> tardy = Collections.synchronizedSet(Collections.newSetFromMap(new Remembered()));
    /** Calls that are under way, by the ids of their news. */
    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    /** The line with which the next look begins. */
    private String goOnAt = Line.FIRST;

    /** @param lost the {@link System#nanoTime()} from which it counts as lost */
    private record Call(Line line, boolean isTardy, long lost) {}

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
        ledger.run(new ExpireDeliveries());
        ledger.ask(new DueOutOfLine(MOST_NEW))
                .forEach(each -> ledger.run(new StandInLine(
                        each.id(), Line.of(each.url(), each.tenant()).text())));
        Map<String, Long> called = ledger.ask(new ReceiversCalled()).stream()
                .collect(Collectors.groupingBy(each -> Line.receiver(each.url()), Collectors.counting()));
        List<Delivery> taken = new ArrayList<>();
        for (Line line : lines()) {
            long room = Math.min(PER_RECEIVER - called.getOrDefault(line.receiver(), 0L), room(line));
            if (room > 0) {
                List<Delivery> claimed = ledger.ask(new FirstInLine(line.text(), (int) room)).stream()
                        .flatMap(due -> claim(line, due, now).stream())
                        .toList();
                taken.addAll(claimed);
                called.merge(line.receiver(), (long) claimed.size(), Long::sum);
            }
        }
        return taken;
    }

    /** Those in which news waits: first of the tenants that have the fewest calls, and otherwise by lot. */
    private List<Line> lines() {
        List<Line> lines = ledger.ask(new WaitingLines(goOnAt, MOST_LINES)).stream()
                .map(each -> Line.of(each.line()))
                .collect(Collectors.toCollection(ArrayList::new));
        // Those that are left come next.
        goOnAt = lines.size() < MOST_LINES
                ? Line.FIRST
                : lines.get(lines.size() - 1).next();
        Collections.shuffle(lines);
        Map<String, Long> busy = calls.values().stream()
                .filter(call -> !call.line().leadsToStep())
                .collect(Collectors.groupingBy(call -> call.line().tenant(), Collectors.counting()));
        lines.sort(Comparator.comparing(line -> busy.getOrDefault(line.tenant(), 0L)));
        return lines;
    }

    /** How many more calls this process may make for a line, whatever its receiver may get. */
    private long room(Line line) {
        if (line.leadsToStep()) {
            return PER_RECEIVER;
        }
        int all = properties.senders();
        long room = Math.min(
                all - count(call -> true),
                Math.max(1, all * 3 / 4) - count(call -> call.line().tenant().equals(line.tenant())));
        return tardy.contains(line.receiver()) ? Math.min(room, Math.max(1, all / 2) - count(Call::isTardy)) : room;
    }

    private long count(Predicate<Call> which) {
        return calls.values().stream()
                .filter(call -> !call.line().leadsToStep() && which.test(call))
                .count();
    }

    private Optional<Delivery> claim(Line line, DueDelivery due, long now) {
        // Long enough for an attempt, and for the time in which claimed news waits for a free thread.
        Duration lease = line.leadsToStep()
                ? properties.stepTimeout()
                : properties.timeout().multipliedBy(8);
        int rows = ledger.run(
                new ClaimDelivery(due.id(), due.attempt(), (int) lease.toSeconds(), line.receiver(), PER_RECEIVER));
        if (rows == 0) {
            return Optional.empty();
        }
        calls.put(due.id(), new Call(line, tardy.contains(line.receiver()), now + lease.toNanos()));
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
        String receiver = Line.receiver(delivery.url());
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
            if (ledger.run(new DelayDelivery(
                            delivery.id(), delivery.attempt(), answer.status(), answer.error(), (int) millis))
                    > 0) {
                ledger.run(new DelayFollowers(delivery.id(), delivery.video(), delivery.url()));
            }
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
            ledger.run(new HastenFollowers(delivery, video, tenant));
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
