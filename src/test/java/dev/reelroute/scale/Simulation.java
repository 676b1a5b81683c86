package dev.reelroute.scale;

import dev.reelroute.cost.CostModel;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.PlannedTask;
import dev.reelroute.task.Turns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One run. Whoever has a place free in a lane takes its next task at once: messages are not what anybody waits for. */
public final class Simulation {

    /** From what makes a task due until somebody begins it: a commit, a message and a claim. */
    private static final double DOORBELL = 0.04;

    /** Of an early stream that has to be encoded; a copied one is cut where its key frames are. */
    private static final double FIRST_SEGMENT = 2;

    /** Of FFmpeg, until the first segment is in the bucket and the ledger knows. */
    private static final double EARLY_START = 0.3;

    private static final double RENEW_PERIOD = 1;
    private static final double REPORT_PERIOD = 5;
    private static final double LONG_POLL = 20;
    private static final double SHUTDOWN_GRACE = 90;
    private static final double HOUR = 3600;

    /** Statements that write: claim-task, charge-share, bring-forward, mark-rung. */
    private static final int WRITES_TO_BEGIN = 4;

    /** finish-task, touch-video, charge-video, queue-publish. */
    private static final int WRITES_TO_END = 4;

    /** plan-video; insert-task is counted for each task. */
    private static final int WRITES_OF_A_PLAN = 1;

    /** To send, to receive and to delete a message. */
    private static final int REQUESTS_OF_A_MESSAGE = 3;

    private static final double THOUSAND_GETS = 0.0004;
    private static final double MILLION_MESSAGES = 0.40;

    private final Settings settings;
    private final CostModel costs;
    private final double putPrice;
    private final double processorHour;
    private final double bits;
    private final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::number));
    private final Map<Lane, Turns<Task>> turns = new EnumMap<>(Lane.class);
    private final Map<Lane, List<Worker>> places = new EnumMap<>(Lane.class);
    private final Rates ledgerWrites = new Rates();
    private final Rates puts = new Rates();
    private final Rates gets = new Rates();
    private final Rates messages = new Rates();
    private final List<Double> playable = new ArrayList<>();
    private final List<Double> ready = new ArrayList<>();
    private long number;
    private int unfinished;
    private int deepest;
    private int lost;
    private double putsOfOne;
    private double busySeconds;
    private double now;

    private record Event(double at, long number, Runnable what) {}

    private static final class Video {
        final Upload upload;
        final String name;
        final Rates puts = new Rates();
        int left;
        boolean isPlayable;
        /** Publishing is begun once. */
        @Nullable
        Task publish;

        Video(Upload upload, String name) {
            this.upload = upload;
            this.name = name;
        }
    }

    private static final class Task {
        final Video video;
        final TaskKind kind;
        final Lane lane;
        final double processorSeconds;
        final @Nullable PlannedTask planned;
        int attempt;

        Task(Video video, TaskKind kind, Lane lane, double processorSeconds, @Nullable PlannedTask planned) {
            this.video = video;
            this.kind = kind;
            this.lane = lane;
            this.processorSeconds = processorSeconds;
            this.planned = planned;
        }
    }

    /** Is shared by the jobs of its workers, by their niceness. */
    private final class Processor {
        final List<Job> jobs = new ArrayList<>();
        double seen = now;
        int version;

        /** Gives itself to its jobs for the time since it was last looked at. */
        void advance() {
            double all = jobs.stream().mapToDouble(job -> job.share).sum();
            for (Job job : jobs) {
                job.left -= (now - seen) * settings.speed() * job.share / all;
            }
            busySeconds += jobs.isEmpty() ? 0 : now - seen;
            seen = now;
        }

        void run(Job job) {
            advance();
            jobs.add(job);
            next();
        }

        void drop(Worker worker) {
            advance();
            jobs.removeIf(job -> job.worker == worker);
            next();
        }

        /** Looks again when the first of its jobs is done, if nothing changes before. */
        private void next() {
            int mine = ++version;
            double all = jobs.stream().mapToDouble(job -> job.share).sum();
            jobs.stream()
                    .mapToDouble(job -> Math.max(0, job.left) / settings.speed() * all / job.share)
                    .min()
                    .ifPresent(wait -> at(now + wait, () -> look(mine)));
        }

        private void look(int mine) {
            if (mine != version) {
                return;
            }
            advance();
            List<Job> done = jobs.stream().filter(job -> job.left <= 1e-9).toList();
            jobs.removeAll(done);
            next();
            done.forEach(job -> job.then.run());
        }
    }

    private static final class Worker {
        final Processor processor;
        /** When each source is there. */
        final Map<Video, Double> sources = new HashMap<>();

        final List<Task> tasks = new ArrayList<>();
        boolean takes = true;

        Worker(Processor processor) {
            this.processor = processor;
        }
    }

    private static final class Job {
        final Worker worker;
        final double share;
        final Runnable then;
        double left;

        Job(Worker worker, double seconds, double share, Runnable then) {
            this.worker = worker;
            this.left = seconds;
            this.share = share;
            this.then = then;
        }
    }

    private Simulation(Settings settings, UnitCosts units) {
        this.settings = settings;
        this.costs = units.model();
        this.putPrice = units.properties().prices().thousandPuts() / 1000;
        this.processorHour = units.properties().prices().processorHour();
        this.bits = units.properties().bits().expected();
        this.random = new Random(settings.seed());
        for (Lane lane : Lane.values()) {
            turns.put(lane, new Turns<>());
            places.put(lane, new ArrayList<>());
        }
    }

    public static Report run(Settings settings, UnitCosts units, List<Upload> uploads) {
        return new Simulation(settings, units).run(uploads);
    }

    private Report run(List<Upload> uploads) {
        unfinished = uploads.size();
        List<Processor> processors = new ArrayList<>();
        for (int i = 0; i < settings.processors(); i++) {
            processors.add(new Processor());
        }
        for (int i = 0; i < settings.workers(); i++) {
            begin(new Worker(processors.get(i % processors.size())));
        }
        for (int i = 0; i < uploads.size(); i++) {
            Video video = new Video(uploads.get(i), "v" + i);
            at(video.upload.at(), () -> arrived(video));
        }
        while (unfinished > 0) {
            Event event = events.remove();
            now = event.at();
            event.what().run();
        }
        ledgerWrites.spread(0, now, settings.workers() / REPORT_PERIOD);
        int consumers = 0;
        for (Lane lane : Lane.values()) {
            consumers += Settings.places(lane);
        }
        messages.spread(0, now, settings.workers() * consumers / LONG_POLL);
        playable.sort(null);
        ready.sort(null);
        double hours = uploads.stream().mapToDouble(Upload::duration).sum() / HOUR;
        double money = settings.processors() * now / HOUR * processorHour
                + puts.total() * putPrice
                + gets.total() / 1000 * THOUSAND_GETS
                + messages.total() / 1e6 * MILLION_MESSAGES;
        return new Report(
                settings,
                playable,
                ready,
                now,
                hours,
                deepest,
                ledgerWrites.peak(),
                puts.peak(),
                putsOfOne,
                gets.peak(),
                messages.peak(),
                busySeconds / (settings.processors() * now),
                lost,
                money);
    }

    private void at(double time, Runnable what) {
        events.add(new Event(time, number++, what));
    }

    // --- workers

    private void begin(Worker worker) {
        for (Lane lane : Lane.values()) {
            for (int i = 0; i < Settings.places(lane); i++) {
                places(lane).add(worker);
            }
            fill(lane);
        }
        if (settings.losses() > 0) {
            at(now - Math.log(1 - random.nextDouble()) * HOUR / settings.losses(), () -> leave(worker));
        }
    }

    /** It is told that it has to go: it takes nothing new, and hands back what does not end in time. */
    private void leave(Worker worker) {
        worker.takes = false;
        at(now + settings.replacement(), () -> begin(new Worker(new Processor())));
        at(now + SHUTDOWN_GRACE, () -> {
            worker.processor.drop(worker);
            for (Task task : List.copyOf(worker.tasks)) {
                task.attempt++;
                lost++;
                queue(task.lane).comeBack(task);
                fill(task.lane);
            }
            worker.tasks.clear();
        });
    }

    // --- lanes

    private Turns<Task> queue(Lane lane) {
        return Objects.requireNonNull(turns.get(lane));
    }

    private List<Worker> places(Lane lane) {
        return Objects.requireNonNull(places.get(lane));
    }

    private void due(Task task, int ordinal, double weight, double size) {
        ledgerWrites.add(now, 1);
        at(now + DOORBELL, () -> {
            queue(task.lane)
                    .queue(task, task.video.name, task.video.upload.tenant(), 0, weight, ordinal, size, now + 1);
            fill(task.lane);
        });
    }

    /** Whoever asks gets the next one: of those who wait, any. */
    private void fill(Lane lane) {
        List<Worker> free = places(lane);
        while (!free.isEmpty() && queue(lane).queued() > 0) {
            int which = random.nextInt(free.size());
            Worker worker = free.get(which);
            free.set(which, free.get(free.size() - 1));
            free.remove(free.size() - 1);
            if (worker.takes) {
                Optional<Task> task = queue(lane).next();
                start(worker, task.orElseThrow());
            }
        }
        if (lane == Lane.BULK) {
            deepest = Math.max(deepest, queue(lane).queued());
        }
    }

    // --- videos

    private void arrived(Video video) {
        double seconds = costs.inspection(video.upload.source());
        Lane lane = video.upload.source().isHeavy() ? Lane.HEAVY : Lane.FAST;
        due(new Task(video, TaskKind.INSPECT, lane, seconds, null), 0, seconds, seconds);
    }

    private void planned(Video video) {
        ledgerWrites.add(now, WRITES_OF_A_PLAN);
        Plan plan = video.upload.plan();
        Map<Lane, Double> sizes = new EnumMap<>(Lane.class);
        video.upload.tasks().forEach(task -> sizes.merge(task.lane(), task.weight(), Double::sum));
        for (PlannedTask each : video.upload.tasks()) {
            Task task = new Task(video, each.kind(), each.lane(), costs.processorSeconds(plan, each), each);
            if (each.kind() == TaskKind.PUBLISH) {
                video.publish = task;
            } else {
                video.left += each.kind() == TaskKind.EARLY ? 0 : 1;
                due(task, each.ordinal(), each.weight(), Objects.requireNonNull(sizes.get(each.lane())));
            }
        }
    }

    private void start(Worker worker, Task task) {
        ledgerWrites.add(now, WRITES_TO_BEGIN);
        messages.add(now, REQUESTS_OF_A_MESSAGE);
        worker.tasks.add(task);
        int attempt = ++task.attempt;
        double began = now;
        at(now + before(worker, task), () -> {
            if (task.attempt == attempt) {
                work(worker, task, attempt, began);
            }
        });
    }

    /** Seconds until all that a task reads is there. */
    private double before(Worker worker, Task task) {
        Upload upload = task.video.upload;
        if (CostModel.readsSource(task.kind)) {
            double there = worker.sources.computeIfAbsent(task.video, any -> {
                gets.add(now, 1);
                return now + settings.request() + upload.source().size() / settings.bandwidth();
            });
            return Math.max(0, there - now);
        }
        Plan plan = upload.plan();
        // The largest and the smallest rendition, and the first audio track, piece by piece.
        double segments = Math.ceil((double) plan.grid().frames() / plan.grid().segmentFrames());
        double objects = segments * (2 + Math.min(1, plan.audio().size()));
        gets.spread(
                now,
                now + Math.max(1, objects * settings.request() / settings.parallel()),
                settings.parallel() / settings.request());
        return objects * settings.request() / settings.parallel() + progressiveBytes(plan) / settings.bandwidth();
    }

    private double progressiveBytes(Plan plan) {
        return plan.renditions().get(0).maxrate() * bits * plan.grid().duration() / 8;
    }

    private void work(Worker worker, Task task, int attempt, double began) {
        double seconds = costs.busySeconds(task.processorSeconds);
        double share = Settings.share(task.lane);
        Runnable end = () -> stored(worker, task, attempt, began);
        if (task.kind == TaskKind.EARLY && !task.video.isPlayable) {
            double first = Math.min(seconds, EARLY_START + seconds * FIRST_SEGMENT / task.video.upload.duration());
            worker.processor.run(new Job(worker, first, share, () -> {
                if (!task.video.isPlayable) {
                    task.video.isPlayable = true;
                    playable.add(now + settings.request() - task.video.upload.at());
                }
                worker.processor.run(new Job(worker, seconds - first, share, end));
            }));
        } else {
            worker.processor.run(new Job(worker, seconds, share, end));
        }
    }

    /** What is made is stored while FFmpeg runs, but for the end of it. */
    private void stored(Worker worker, Task task, int attempt, double began) {
        Plan plan = task.video.upload.plan();
        PlannedTask planned = task.planned;
        long objects = planned == null ? 0 : CostModel.objects(plan, planned);
        puts.spread(began, Math.max(now, began + 1), objects / Math.max(1, now - began));
        task.video.puts.spread(began, Math.max(now, began + 1), objects / Math.max(1, now - began));
        double wait = switch (task.kind) {
            case INSPECT -> 0;
            case PUBLISH ->
                objects * settings.request() / settings.parallel() + progressiveBytes(plan) / settings.bandwidth();
            case ENCODE_VIDEO -> plan.renditions().size() * settings.request();
            case EARLY, ENCODE_AUDIO, STILLS, SUBTITLES -> settings.request();
        };
        at(now + wait, () -> {
            if (task.attempt == attempt) {
                ended(worker, task, began);
            }
        });
    }

    private void ended(Worker worker, Task task, double began) {
        ledgerWrites.add(now, WRITES_TO_END);
        ledgerWrites.spread(began, now, 1 / RENEW_PERIOD);
        worker.tasks.remove(task);
        queue(task.lane).finish(task);
        Video video = task.video;
        switch (task.kind) {
            case INSPECT -> planned(video);
            case EARLY -> {}
            case PUBLISH -> ready(video);
            case ENCODE_VIDEO, ENCODE_AUDIO, STILLS, SUBTITLES -> {
                video.left--;
                if (video.left == 0) {
                    Task publish = Objects.requireNonNull(video.publish);
                    double weight = Objects.requireNonNull(publish.planned).weight();
                    due(publish, 0, weight, weight);
                }
            }
        }
        if (worker.takes) {
            places(task.lane).add(worker);
            fill(task.lane);
        }
    }

    private void ready(Video video) {
        ready.add(now - video.upload.at());
        if (!video.isPlayable) {
            video.isPlayable = true;
            playable.add(now - video.upload.at());
        }
        putsOfOne = Math.max(putsOfOne, video.puts.peak());
        unfinished--;
    }
}
