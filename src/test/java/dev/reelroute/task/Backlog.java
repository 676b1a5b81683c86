package dev.reelroute.task;

import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.PlainLedger;
import dev.reelroute.ledger.Statements.BringForward;
import dev.reelroute.ledger.Statements.ChargeShare;
import dev.reelroute.ledger.Statements.ClaimTask;
import dev.reelroute.ledger.Statements.CompleteUpload;
import dev.reelroute.ledger.Statements.DueInLane;
import dev.reelroute.ledger.Statements.ExpireLeases;
import dev.reelroute.ledger.Statements.FinishTask;
import dev.reelroute.ledger.Statements.InsertTask;
import dev.reelroute.ledger.Statements.OpenShares;
import dev.reelroute.ledger.Statements.RegisterVideo;
import dev.reelroute.ledger.Statements.RequeueTask;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.ledger.Visibility;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/**
 * A model of a lane with more work than places: no encoder and no clock, a piece takes as many seconds as it weighs. Who
 * goes next is decided by an {@link Order}, the product's own being the statements of its ledger.
 */
public final class Backlog {

    private final Order order;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::number));
    private final List<Piece> running = new ArrayList<>();
    private final Map<Video, Double> videoDone = new LinkedHashMap<>();
    private final Map<Video, Double> ready = new LinkedHashMap<>();
    private final Set<Video> begun = new LinkedHashSet<>();
    private Predicate<Piece> fails = piece -> false;
    private int places;
    private int mostBegun;
    private long number;

    private Backlog(Order order, int places) {
        this.order = order;
        this.places = places;
    }

    /** When each video is ready, in seconds since it came. */
    public static Outcome run(Order order, int places, List<Video> videos) {
        return new Backlog(order, places).run(videos);
    }

    /**
     * The same with a machine on which things go wrong.
     *
     * @param fails which pieces have a setback at their end
     * @param changes how many places there are from a second on; a place that goes takes its worker along
     */
    static Outcome run(
            Order order, int places, List<Video> videos, Predicate<Piece> fails, Map<Double, Integer> changes) {
        Backlog backlog = new Backlog(order, places);
        backlog.fails = fails;
        changes.forEach((at, count) -> backlog.at(at, now -> backlog.resize(count, now)));
        return backlog.run(videos);
    }

    /** Shortest remaining first where any place can do any fraction of any piece: nothing has a smaller mean. */
    public static double leastMean(int places, List<Video> videos) {
        Map<Video, Double> rest = new LinkedHashMap<>();
        List<Video> coming = new ArrayList<>(videos);
        coming.sort(Comparator.comparingDouble(Video::at));
        double now = 0;
        double waited = 0;
        while (!coming.isEmpty() || !rest.isEmpty()) {
            double next =
                    coming.isEmpty() ? Double.POSITIVE_INFINITY : coming.get(0).at();
            Optional<Map.Entry<Video, Double>> least = rest.entrySet().stream().min(Map.Entry.comparingByValue());
            if (least.isPresent() && now + least.get().getValue() / places <= next) {
                now += least.get().getValue() / places;
                Video video = least.get().getKey();
                rest.remove(video);
                waited += now - video.at();
            } else {
                double gone = next - now;
                least.ifPresent(entry -> entry.setValue(entry.getValue() - gone * places));
                now = next;
                Video come = coming.remove(0);
                rest.put(come, come.weight());
            }
        }
        return waited / videos.size();
    }

    private Outcome run(List<Video> videos) {
        for (Video video : videos) {
            at(video.at(), now -> order.arrived(video, video.pieces(), now));
        }
        while (!events.isEmpty()) {
            double now = events.peek().at();
            while (!events.isEmpty() && events.peek().at() <= now) {
                events.remove().what().happen(now);
            }
            fill(now);
        }
        Map<Video, Double> waited = new LinkedHashMap<>();
        Map<Video, Double> tails = new LinkedHashMap<>();
        for (Video video : videos) {
            double end = Objects.requireNonNull(ready.get(video), video::name);
            waited.put(video, end - video.at());
            tails.put(video, end - Objects.requireNonNull(videoDone.get(video)));
        }
        return new Outcome(waited, tails, mostBegun);
    }

    private void at(double time, Happening what) {
        events.add(new Event(time, number++, what));
    }

    private void fill(double now) {
        while (running.size() < places) {
            Piece piece = order.next(now).orElse(null);
            if (piece == null) {
                return;
            }
            running.add(piece);
            begun.add(piece.video);
            mostBegun = Math.max(mostBegun, begun.size());
            int attempt = ++piece.attempts;
            at(now + piece.weight, then -> ended(piece, attempt, then));
        }
    }

    private void ended(Piece piece, int attempt, double now) {
        if (piece.attempts != attempt || !running.remove(piece)) {
            return;
        }
        if (fails.test(piece)) {
            double due = now + Math.pow(2, attempt);
            order.setBack(piece, due);
            at(due, then -> order.due(piece, then));
            return;
        }
        piece.done = true;
        order.finished(piece);
        if (piece.kind == TaskKind.ENCODE_VIDEO) {
            videoDone.put(piece.video, now);
        }
        if (piece.siblings().stream().allMatch(sibling -> sibling.done)) {
            ready.put(piece.video, now);
            begun.remove(piece.video);
        }
    }

    private void resize(int count, double now) {
        places = count;
        while (running.size() > places) {
            // Its worker is gone without a word.
            order.lost(running.remove(running.size() - 1), now);
        }
    }

    private interface Happening {
        void happen(double now);
    }

    private record Event(double at, long number, Happening what) {}

    /**
     * What somebody sent.
     *
     * @param at seconds
     * @param chunks seconds that a place takes for each
     * @param audio seconds that a place takes for it
     */
    public record Video(String name, double at, int priority, String tenant, List<Double> chunks, double audio) {

        private static final double CHUNK = 12;
        private static final double STILLS = 0.5;

        /** 1080p in three renditions: about as TaskPlanner weighs it. */
        public static Video of(String name, double at, double seconds) {
            List<Double> chunks = new ArrayList<>();
            for (double from = 0; from < seconds; from += CHUNK) {
                chunks.add(0.1 + 1.5 * Math.min(CHUNK, seconds - from));
            }
            return new Video(name, at, 0, "", chunks, 0.1 + 0.04 * seconds);
        }

        Video by(String tenant) {
            return new Video(name, at, priority, tenant, chunks, audio);
        }

        Video urgent(int priority) {
            return new Video(name, at, priority, tenant, chunks, audio);
        }

        double weight() {
            return chunks.stream().mapToDouble(Double::doubleValue).sum() + audio + STILLS;
        }

        List<Piece> pieces() {
            List<Piece> all = new ArrayList<>();
            all.add(new Piece(this, TaskKind.ENCODE_AUDIO, 0, audio, all));
            for (int i = 0; i < chunks.size(); i++) {
                all.add(new Piece(this, TaskKind.ENCODE_VIDEO, i, chunks.get(i), all));
            }
            all.add(new Piece(this, TaskKind.STILLS, 0, STILLS, all));
            return all;
        }

        /** Of what is not video. */
        double rest() {
            return audio + STILLS;
        }
    }

    /** One piece of a video; the list of its siblings has it, too. */
    static final class Piece {

        final Video video;
        final TaskKind kind;
        final double weight;
        private final int ordinal;
        private final List<Piece> siblings;
        int attempts;
        private boolean done;

        Piece(Video video, TaskKind kind, int ordinal, double weight, List<Piece> siblings) {
            this.video = video;
            this.kind = kind;
            this.ordinal = ordinal;
            this.weight = weight;
            this.siblings = siblings;
        }

        private List<Piece> siblings() {
            return siblings;
        }
    }

    /**
     * What became of them, in seconds.
     *
     * @param waited from when each came until it was ready
     * @param tails from when the video chunks of each were done until it was ready
     * @param mostBegun how many had been begun and were not ready at a time
     */
    public record Outcome(Map<Video, Double> waited, Map<Video, Double> tails, int mostBegun) {

        public double mean() {
            return mean(video -> true);
        }

        double mean(Predicate<Video> which) {
            return of(which).average().orElseThrow();
        }

        double longest(Predicate<Video> which) {
            return of(which).max().orElseThrow();
        }

        /** When the last one was ready. */
        double end() {
            return waited.entrySet().stream()
                    .mapToDouble(entry -> entry.getKey().at() + entry.getValue())
                    .max()
                    .orElseThrow();
        }

        double readyAt(Video video) {
            return video.at() + Objects.requireNonNull(waited.get(video));
        }

        private DoubleStream of(Predicate<Video> which) {
            return waited.entrySet().stream()
                    .filter(entry -> which.test(entry.getKey()))
                    .mapToDouble(Map.Entry::getValue);
        }
    }

    /** Who goes next. */
    public interface Order {

        void arrived(Video video, List<Piece> pieces, double now);

        /** Takes the piece that a free place does next, if there is any. */
        Optional<Piece> next(double now);

        void finished(Piece piece);

        /** It failed, and is due again later. */
        void setBack(Piece piece, double due);

        void due(Piece piece, double now);

        /** Its worker is gone. */
        void lost(Piece piece, double now);
    }

    /** By a figure of the video, the least first; of one video the largest piece first. */
    private abstract static class ByVideo implements Order {

        private final List<Piece> queued = new ArrayList<>();

        abstract double figure(Piece piece);

        @Override
        public void arrived(Video video, List<Piece> pieces, double now) {
            queued.addAll(pieces);
        }

        @Override
        public Optional<Piece> next(double now) {
            Optional<Piece> next = queued.stream()
                    .min(Comparator.comparingDouble(this::figure)
                            .thenComparingDouble(piece -> piece.video.at())
                            .thenComparing(piece -> piece.video.name())
                            .thenComparingDouble(piece -> -piece.weight));
            next.ifPresent(queued::remove);
            return next;
        }

        @Override
        public void finished(Piece piece) {
            // Nothing to note.
        }

        @Override
        public void setBack(Piece piece, double due) {
            // Nothing before it is due.
        }

        @Override
        public void due(Piece piece, double now) {
            queued.add(piece);
        }

        @Override
        public void lost(Piece piece, double now) {
            queued.add(piece);
        }
    }

    public static Order firstCome() {
        return by(piece -> piece.video.at());
    }

    /** Of what is not done yet, whoever works on it. */
    public static Order shortestRemaining() {
        return by(piece -> piece.siblings().stream()
                .filter(sibling -> !sibling.done)
                .mapToDouble(sibling -> sibling.weight)
                .sum());
    }

    /** Whoever had the least pieces begun. */
    static Order round() {
        return by(piece -> piece.siblings().stream()
                .mapToDouble(sibling -> sibling.attempts)
                .sum());
    }

    private interface Figure {
        double of(Piece piece);
    }

    private static Order by(Figure figure) {
        return new ByVideo() {
            @Override
            double figure(Piece piece) {
                return figure.of(piece);
            }
        };
    }

    /** By the same rule without a database. */
    static Order byTurns() {
        Turns<Piece> turns = new Turns<>();
        return new Order() {
            @Override
            public void arrived(Video video, List<Piece> pieces, double now) {
                pieces.forEach(piece -> turns.queue(
                        piece,
                        video.name(),
                        video.tenant(),
                        video.priority(),
                        piece.weight,
                        piece.ordinal,
                        video.weight(),
                        ByLedger.BEGIN + now));
            }

            @Override
            public Optional<Piece> next(double now) {
                return turns.next();
            }

            @Override
            public void finished(Piece piece) {
                turns.finish(piece);
            }

            @Override
            public void setBack(Piece piece, double due) {
                // Nothing before it is due.
            }

            @Override
            public void due(Piece piece, double now) {
                turns.comeBack(piece);
            }

            @Override
            public void lost(Piece piece, double now) {
                turns.comeBack(piece);
            }
        };
    }

    /** By the product's own statements. Their clock is the database's: what they wrote of it is moved to the model's. */
    public static Order byLedger(PlainLedger ledger) {
        return new ByLedger(ledger);
    }

    private static final class ByLedger implements Order {

        /** When the model begins; any time but that of what comes back. */
        private static final double BEGIN = 1e6;

        private static final Lane LANE = Lane.BULK;
        private static final int LEASE = 3600;

        private final PlainLedger ledger;
        private final Map<String, Piece> pieces = new LinkedHashMap<>();

        ByLedger(PlainLedger ledger) {
            this.ledger = ledger;
            ledger.sql("DELETE FROM video");
            ledger.sql("DELETE FROM share");
        }

        @Override
        public void arrived(Video video, List<Piece> made, double now) {
            String id = video.name();
            ledger.run(new RegisterVideo(
                    id,
                    id,
                    id,
                    null,
                    null,
                    "p@1",
                    "{}",
                    id,
                    1,
                    null,
                    null,
                    60,
                    null,
                    null,
                    null,
                    video.priority(),
                    video.tenant(),
                    Visibility.PUBLIC,
                    null));
            ledger.run(new CompleteUpload(id, video.tenant(), "etag", 1));
            ledger.run(new OpenShares(id));
            for (Piece piece : made) {
                pieces.put(task(piece), piece);
                ledger.run(new InsertTask(
                        task(piece),
                        id,
                        piece.kind,
                        piece.ordinal,
                        LANE,
                        TaskState.QUEUED,
                        piece.weight,
                        video.weight()));
            }
            ledger.sql(
                    "UPDATE task SET turn = ? + ROUND(turn - EXTRACT(EPOCH FROM not_before), 3) WHERE video_id = ?",
                    BEGIN + now,
                    id);
        }

        /** As Claims takes it. */
        @Override
        public Optional<Piece> next(double now) {
            return ledger.ask(new DueInLane(LANE)).stream().findFirst().map(due -> {
                Piece piece = Objects.requireNonNull(pieces.get(due.id()));
                if (ledger.run(new ClaimTask(due.id(), "worker", LEASE)) != 1) {
                    throw new IllegalStateException("Nobody else claims " + due);
                }
                ledger.run(new ChargeShare(due.id()));
                ledger.run(new BringForward(piece.video.name(), LANE));
                return piece;
            });
        }

        @Override
        public void finished(Piece piece) {
            if (ledger.run(new FinishTask(task(piece), piece.attempts, "{}")) != 1) {
                throw new IllegalStateException(task(piece) + " was not running");
            }
        }

        @Override
        public void setBack(Piece piece, double due) {
            ledger.run(new RequeueTask(task(piece), piece.attempts, 1, LEASE, "CODE", "message", null));
        }

        @Override
        public void due(Piece piece, double now) {
            ledger.sql("UPDATE task SET not_before = CURRENT_TIMESTAMP WHERE id = ?", task(piece));
        }

        @Override
        public void lost(Piece piece, double now) {
            ledger.sql("UPDATE task SET lease_until = not_before - INTERVAL '1' DAY WHERE id = ?", task(piece));
            ledger.run(new ExpireLeases());
        }

        private static String task(Piece piece) {
            return piece.video.name() + "." + piece.kind + "." + piece.ordinal;
        }
    }
}
