package dev.reelroute.task;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who goes next in a lane, as {@code due-in-lane.sql}, {@code charge-share.sql} and {@code bring-forward.sql} say it, without
 * a database: for models with so many tasks that a statement for each would take hours. {@code BacklogTest} compares it with
 * these statements.
 *
 * @param <T> a task
 */
public final class Turns<T> {

    private static final double PATIENCE = 20;
    private static final double MOST_BEHIND = 90;
    private static final double BEGINNING = 0.1;
    private static final double MOST_SIZE = 60;

    private final Map<String, Share> shares = new TreeMap<>();
    private final Map<Integer, Double> mostGiven = new HashMap<>();
    private final Map<T, Entry> running = new HashMap<>();
    private long number;
    private int queued;

    /** What one tenant was given of one priority, and what it has queued. */
    private final class Share {
        final int priority;
        final TreeSet<Entry> tasks = new TreeSet<>(Comparator.<Entry>comparingDouble(entry -> entry.turn)
                .thenComparingDouble(entry -> -entry.weight)
                .thenComparingInt(entry -> entry.ordinal)
                .thenComparingLong(entry -> entry.number));
        final Map<String, Work> videos = new HashMap<>();
        double given;

        Share(int priority) {
            this.priority = priority;
        }

        double counted() {
            return Math.max(given, mostGiven.getOrDefault(priority, 0.0) - MOST_BEHIND);
        }

        double figure(Entry head) {
            return counted() + Math.min(head.size, MOST_SIZE);
        }
    }

    /** What a video has queued. */
    private final class Work {
        final TreeSet<Entry> inTurn = new TreeSet<>(Comparator.<Entry>comparingDouble(entry -> entry.turn)
                .thenComparingDouble(entry -> -entry.weight)
                .thenComparingInt(entry -> entry.ordinal)
                .thenComparingLong(entry -> entry.number));
        double weight;
    }

    private final class Entry {
        final T task;
        final String video;
        final Share share;
        final double weight;
        final int ordinal;
        final long number;
        double turn;
        double size;

        Entry(T task, String video, Share share, double weight, int ordinal, double size, double turn) {
            this.task = task;
            this.video = video;
            this.share = share;
            this.weight = weight;
            this.ordinal = ordinal;
            this.size = size;
            this.turn = turn;
            this.number = Turns.this.number++;
        }

        void enter() {
            share.tasks.add(this);
            Work work = share.videos.computeIfAbsent(video, any -> new Work());
            work.weight += weight;
            if (turn > 0) {
                work.inTurn.add(this);
            }
            queued++;
        }

        void leave() {
            share.tasks.remove(this);
            Work work = Objects.requireNonNull(share.videos.get(video));
            work.weight -= weight;
            work.inTurn.remove(this);
            queued--;
        }
    }

    /** @param now seconds, more than 0 */
    public void queue(
            T task, String video, String tenant, int priority, double weight, int ordinal, double size, double now) {
        Share share = shares.computeIfAbsent(priority + " " + tenant, any -> new Share(priority));
        new Entry(task, video, share, weight, ordinal, size, now + PATIENCE * size).enter();
    }

    public int queued() {
        return queued;
    }

    /** Takes the task that is begun next. */
    public Optional<T> next() {
        @Nullable Entry best = null;
        for (Share share : shares.values()) {
            if (!share.tasks.isEmpty()) {
                Entry head = share.tasks.first();
                best = best == null || isBefore(head, best) ? head : best;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        best.leave();
        running.put(best.task, best);
        Share share = best.share;
        share.given = share.counted() + BEGINNING + best.weight;
        mostGiven.merge(share.priority, share.given, Math::max);
        bringForward(share, best.video);
        return Optional.of(best.task);
    }

    private boolean isBefore(Entry one, Entry other) {
        return Comparator.<Entry>comparingInt(entry -> -entry.share.priority)
                        .thenComparingInt(entry -> entry.turn == 0 ? 0 : 1)
                        .thenComparingDouble(entry -> entry.share.figure(entry))
                        .thenComparingDouble(entry -> entry.turn)
                        .thenComparingLong(entry -> entry.number)
                        .compare(one, other)
                < 0;
    }

    private void bringForward(Share share, String video) {
        Work work = Objects.requireNonNull(share.videos.get(video));
        if (work.inTurn.isEmpty()) {
            return;
        }
        Entry next = work.inTurn.first();
        double left = work.weight;
        next.leave();
        next.turn -= PATIENCE * (next.size - 0.5 * left);
        next.size = 0.5 * left;
        next.enter();
    }

    /** It is done. */
    public void finish(T task) {
        running.remove(task);
    }

    /** It comes back from a worker that is gone, or after a setback. */
    public void comeBack(T task) {
        Entry entry = Objects.requireNonNull(running.remove(task));
        entry.turn = 0;
        entry.size = 0;
        entry.enter();
    }
}
