package dev.reelroute.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelroute.chaos.Checker.Fault;
import dev.reelroute.chaos.Client.Acknowledged;
import dev.reelroute.chaos.Client.Promise;
import dev.reelroute.chaos.Cluster.LedgerKind;
import dev.reelroute.journey.FaultProxy;
import dev.reelroute.journey.FaultProxy.Manner;
import dev.reelroute.journey.Receiver;
import dev.reelroute.media.Clips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * One run: jobs of clients on one side, blows on the other, both drawn from a seed, and the checker at the end. The
 * same seed gives the same jobs and the same blows in the same order; how they coincide depends on the machine.
 */
final class Storm {

    /** One is killed or paused, another continues, and a third shows that more are possible. */
    static final int WORKERS = 3;

    private static final int CLIENTS = 6;
    /** Cancels beside the jobs, as a share of them, and the longest time from an upload to its cancel. */
    private static final double CANCELS = 2.0 / 3;

    private static final int CANCEL_MILLIS = 8000;
    /** The share of files that S3 announces, three times each. */
    private static final double ANNOUNCED = 0.8;

    /** The time in which the work after the last blow is done: a fixed part, and a part for each job. */
    private static final Duration SETTLE = Duration.ofSeconds(90);

    private static final Duration SETTLE_EACH = Duration.ofSeconds(4);
    /** How long the processes of a killed worker may still be seen. */
    private static final Duration OUTLIVES = Duration.ofSeconds(3);

    /** How long the next blow waits until at most one worker is starting. */
    private static final Duration UP = Duration.ofMinutes(1);

    private static final Duration SWEEP = Duration.ofSeconds(40);
    /** How long a blow waits for work of the kind that it is meant for. */
    private static final long AIM_MILLIS = 4_000;

    /** What is done to the system. */
    enum Blow {
        KILL_WORKER,
        KILL_API,
        PAUSE_WORKER,
        STORE_OUTAGE,
        QUEUE_OUTAGE,
        LEDGER_OUTAGE,
        REPEAT_MESSAGES,
        LOSE_MESSAGES
    }

    /** What is uploaded. */
    enum Mix {
        /** A bit of everything, cancels and files that are no videos included. */
        ALL,
        BRIEF,
        LONG,
        HEAVY,
        DROPPED
    }

    /**
     * How much of what.
     *
     * @param workers processes that work
     * @param blows number of each
     */
    record Dose(long seed, int jobs, int workers, Mix mix, Map<Blow, Integer> blows) {

        /** One of each blow, and one worker that goes on: a process costs more than its work. */
        static Dose brief(long seed) {
            Map<Blow, Integer> blows = new TreeMap<>();
            for (Blow blow : Blow.values()) {
                blows.put(blow, 1);
            }
            return new Dose(seed, 4, 2, Mix.ALL, blows);
        }

        /** In the proportions of 200 kills, 60 pauses and 90 outages over 300 jobs. */
        static Dose of(long seed, int jobs) {
            Map<Blow, Integer> blows = new TreeMap<>();
            blows.put(Blow.KILL_WORKER, share(jobs, 0.6));
            blows.put(Blow.KILL_API, share(jobs, 0.07));
            blows.put(Blow.PAUSE_WORKER, share(jobs, 0.2));
            blows.put(Blow.STORE_OUTAGE, share(jobs, 0.1));
            blows.put(Blow.QUEUE_OUTAGE, share(jobs, 0.1));
            blows.put(Blow.LEDGER_OUTAGE, share(jobs, 0.1));
            blows.put(Blow.REPEAT_MESSAGES, share(jobs, 0.1));
            blows.put(Blow.LOSE_MESSAGES, share(jobs, 0.05));
            return new Dose(seed, jobs, WORKERS, Mix.ALL, blows);
        }

        private static int share(int jobs, double share) {
            return (int) Math.ceil(jobs * share);
        }
    }

    /** One blow as it was drawn. */
    private record Planned(Blow blow, int worker, String point, Manner manner, long millis) {}

    private final Path folder;
    private final Dose dose;
    private final Cluster cluster;
    private final Receiver receiver = new Receiver();
    private final Random random;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Client client;
    private final ExecutorService announcer = Executors.newSingleThreadExecutor();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<String> story = new CopyOnWriteArrayList<>();
    private final List<String> outlived = new CopyOnWriteArrayList<>();
    private final Instant begin = Instant.now();
    private final Map<String, Long> phases = new LinkedHashMap<>();
    private final Map<String, Integer> dealt = new ConcurrentSkipListMap<>();

    Storm(Path folder, LedgerKind ledger, Mutant mutant, Dose dose) throws IOException {
        this.folder = folder;
        this.dose = dose;
        this.random = new Random(dose.seed());
        this.cluster = new Cluster(folder, ledger, mutant, receiver.url("/all"), dose.seed());
        this.client = new Client(cluster.base(), ended, this::announce);
    }

    /**
     * What came of it.
     *
     * @param verdicts promise to its faults, empty lists where it was kept
     * @param record for the evidence, as JSON
     */
    record Outcome(Map<String, List<String>> verdicts, ObjectNode record) {

        List<String> broken() {
            return Storm.broken(verdicts);
        }
    }

    private static List<String> broken(Map<String, List<String>> verdicts) {
        return verdicts.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(fault -> each.getKey() + ": " + fault))
                .toList();
    }

    /** Runs it all and checks. */
    Outcome run() throws IOException, InterruptedException, SQLException {
        List<Job> jobs = jobs();
        List<Planned> plan = plan();
        try (cluster;
                receiver;
                S3Client s3 = cluster.s3();
                SqsClient sqs = cluster.sqs();
                Watch watch = new Watch(cluster.bucket(), cluster.work())) {
            cluster.start(dose.workers());
            phase("start");
            // Work for the first blow, and more of it with each.
            int opened = Math.min(CLIENTS, 1 + jobs.size() / 4);
            Semaphore gate = new Semaphore(opened);
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            for (Job job : jobs) {
                clients.execute(() -> {
                    gate.acquireUninterruptibly();
                    client.run(job, s3);
                });
            }
            clients.shutdown();
            int first = opened;
            for (int i = 0; i < plan.size(); i++) {
                int open = first + (int) ((i + 1L) * jobs.size() / plan.size());
                gate.release(open - opened);
                opened = open;
                deal(plan.get(i), watch, sqs);
            }
            gate.release(jobs.size());
            cluster.heal();
            phase("storm");
            Duration settle = SETTLE.plus(SETTLE_EACH.multipliedBy(dose.jobs()));
            clients.awaitTermination(settle.toSeconds(), TimeUnit.SECONDS);
            boolean settled = waitUntil(settle, () -> cluster.supervise() > 0 && hasEveryUploadEnded());
            phase("end");
            waitUntil(SWEEP, () -> isClean(watch));
            phase("sweep");
            ended.countDown();
            clients.shutdownNow();
            announcer.shutdownNow();
            Checker checker = new Checker(cluster, client.log(), news(), watch, faults);
            Map<String, List<String>> verdicts = checker.check();
            verdicts.put(Checker.OUTLIVES, List.copyOf(outlived));
            return new Outcome(verdicts, record(checker, verdicts, watch, settled));
        } finally {
            Files.writeString(folder.resolve("story.txt"), String.join("\n", story) + "\n");
        }
    }

    private void phase(String ended) {
        long seconds = Duration.between(begin, Instant.now()).toSeconds()
                - phases.values().stream().mapToLong(Long::longValue).sum();
        phases.put(ended, seconds);
    }

    private List<Job> jobs() throws IOException {
        Clips clips = new Clips(Files.createDirectories(folder.resolve("clips")));
        String[] h264 = {"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"};
        Path brief = clips.make("brief.mp4", "testsrc2=s=160x120:r=25:d=1", h264);
        Path longer = clips.makeWithAudio(
                "longer.mp4", "testsrc2=s=192x108:r=25:d=5", "sine=d=5", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        Path heavy = clips.make("heavy.mp4", "testsrc2=s=640x360:r=25:d=2", h264);
        Path lasting = clips.make("lasting.mp4", "testsrc2=s=640x360:r=25:d=8", h264);
        Path garbage = Files.writeString(folder.resolve("clips/garbage.mp4"), "not a video\n".repeat(100));
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < dose.jobs(); i++) {
            double draw = random.nextDouble();
            if (dose.mix() == Mix.BRIEF) {
                jobs.add(new Job(i, Job.Kind.UPLOADED, brief, 25, "small", -1));
            } else if (dose.mix() == Mix.LONG) {
                jobs.add(new Job(i, Job.Kind.UPLOADED, longer, 125, "small", -1));
            } else if (dose.mix() == Mix.HEAVY) {
                jobs.add(new Job(i, Job.Kind.UPLOADED, lasting, 200, "slow", -1));
            } else if (dose.mix() == Mix.DROPPED) {
                jobs.add(new Job(i, Job.Kind.DROPPED, brief, 25, "small", -1));
            } else if (draw < 0.05) {
                jobs.add(new Job(i, Job.Kind.UPLOADED, garbage, 0, "small", -1));
            } else if (draw < 0.1) {
                jobs.add(new Job(i, Job.Kind.ABANDONED, longer, 125, "small", random.nextInt(500)));
            } else if (draw < 0.25) {
                jobs.add(new Job(i, Job.Kind.DROPPED, brief, 25, "small", -1));
            } else if (draw < 0.4) {
                jobs.add(new Job(i, Job.Kind.UPLOADED, brief, 25, "small", -1));
            } else if (draw < 0.75) {
                jobs.add(new Job(i, Job.Kind.UPLOADED, longer, 125, "small", -1));
            } else {
                jobs.add(new Job(i, Job.Kind.UPLOADED, heavy, 50, "slow", -1));
            }
        }
        if (dose.mix() == Mix.ALL) {
            for (int i = 0; i < dose.jobs() * CANCELS; i++) {
                boolean heavier = random.nextBoolean();
                jobs.add(new Job(
                        jobs.size(),
                        Job.Kind.UPLOADED,
                        heavier ? heavy : longer,
                        heavier ? 50 : 125,
                        heavier ? "slow" : "small",
                        random.nextInt(CANCEL_MILLIS)));
            }
            Collections.shuffle(jobs, random);
        }
        return jobs;
    }

    private List<Planned> plan() {
        List<Planned> plan = new ArrayList<>();
        String[] points = dose.mix() == Mix.HEAVY
                ? new String[] {".video."}
                : new String[] {".inspect.", ".early.", ".video.", ".video.", ".audio.", ".stills.", ".publish."};
        // The last one is for servers that speak HTTP.
        List<Manner> manners = List.of(Manner.REFUSE, Manner.SILENT, Manner.SLOW, Manner.RESET, Manner.BUSY);
        dose.blows().forEach((blow, count) -> {
            for (int i = 0; i < count; i++) {
                long millis = blow == Blow.PAUSE_WORKER
                        ? TimeUnit.SECONDS.toMillis(Cluster.LEASE) + 2500 + random.nextInt(2000)
                        : 2000 + random.nextInt(4000);
                plan.add(new Planned(
                        blow,
                        random.nextInt(dose.workers()),
                        points[random.nextInt(points.length)],
                        manners.get(random.nextInt(blow == Blow.LEDGER_OUTAGE ? manners.size() - 1 : manners.size())),
                        millis));
            }
        });
        Collections.shuffle(plan, random);
        return plan;
    }

    private void deal(Planned planned, Watch watch, SqsClient sqs) throws IOException, InterruptedException {
        // Otherwise the measurement is the start time of a JVM.
        waitUntil(UP, () -> cluster.supervise() >= dose.workers() - 1);
        int worker = planned.worker();
        Instant dealtAt = Instant.now();
        switch (planned.blow()) {
            case KILL_WORKER -> {
                worker = aim(planned, watch);
                long pid = cluster.workerPid(worker);
                dealtAt = Instant.now();
                Set<String> tokens = new TreeSet<>(watch.tokens(pid));
                cluster.killWorker(worker);
                tokens.addAll(watch.tokens(pid));
                fault(planned, dealtAt, Instant.now(), pid, List.copyOf(tokens));
                if (!waitUntil(OUTLIVES, () -> cluster.processesOf(pid).isEmpty())) {
                    outlived.addAll(cluster.processesOf(pid));
                }
                cluster.startWorker(worker);
            }
            case KILL_API -> {
                // Just after an acknowledgement: what is safe then?
                int acknowledged = client.log().size();
                waitUntil(Duration.ofMillis(AIM_MILLIS), () -> client.log().size() > acknowledged);
                cluster.killApi();
                cluster.startApi();
                // Store and queues were away together with it.
                fault(planned, dealtAt, after(Cluster.LEASE), null, List.of());
            }
            case PAUSE_WORKER -> {
                worker = aim(planned, watch);
                long pid = cluster.workerPid(worker);
                dealtAt = Instant.now();
                Cluster.signal(pid, "STOP");
                List<String> tokens = watch.tokens(pid);
                pause(planned.millis());
                Cluster.signal(pid, "CONT");
                fault(planned, dealtAt, after(1), pid, tokens);
            }
            case STORE_OUTAGE -> outage(planned, cluster.store());
            case QUEUE_OUTAGE -> outage(planned, cluster.queue());
            case LEDGER_OUTAGE -> outage(planned, cluster.ledger());
            case REPEAT_MESSAGES -> repeat(sqs, "fast", "bulk");
            case LOSE_MESSAGES -> {
                lose(sqs, "fast", "bulk", "events");
            }
        }
        story.add(dealtAt + " " + planned + (worker == planned.worker() ? "" : " at worker " + worker));
        count(planned.blow().name().toLowerCase(Locale.ROOT), 1);
        pause(200 + random.nextInt(800));
    }

    /**
     * Waits for a worker at the planned point. @return it, otherwise one that works at all, otherwise the planned one
     */
    private int aim(Planned planned, Watch watch) {
        if (!waitUntil(
                Duration.ofMillis(AIM_MILLIS), () -> at(planned.point(), watch).isPresent())) {
            return at("", watch).orElse(planned.worker());
        }
        return at(planned.point(), watch).orElse(planned.worker());
    }

    private OptionalInt at(String point, Watch watch) {
        return IntStream.range(0, dose.workers())
                .filter(worker ->
                        watch.tokens(cluster.workerPid(worker)).stream().anyMatch(token -> token.contains(point)))
                .findFirst();
    }

    private void outage(Planned planned, FaultProxy proxy) throws InterruptedException {
        Instant cut = Instant.now();
        proxy.behave(planned.manner());
        pause(planned.millis());
        proxy.behave(Manner.PASS);
        fault(planned, cut, after(Cluster.LEASE), null, List.of());
    }

    private void fault(Planned planned, Instant from, Instant to, @Nullable Long pid, List<String> tokens) {
        faults.add(new Fault(planned.blow().name(), from, to, pid, tokens));
    }

    private static Instant after(int seconds) {
        return Instant.now().plusSeconds(seconds);
    }

    /** Sends copies of messages that are in the queues, in another order. */
    private void repeat(SqsClient sqs, String... queues) {
        for (String queue : queues) {
            try {
                String url = url(sqs, queue);
                List<String> copies = new ArrayList<>();
                for (Message message : sqs.receiveMessage(receive ->
                                receive.queueUrl(url).maxNumberOfMessages(10).visibilityTimeout(0))
                        .messages()) {
                    copies.add(message.body());
                    copies.add(message.body());
                }
                Collections.shuffle(copies, random);
                copies.forEach(
                        body -> sqs.sendMessage(send -> send.queueUrl(url).messageBody(body)));
                count("messages repeated", copies.size());
            } catch (SdkException e) {
                story.add("No messages were repeated: " + e.getMessage());
            }
        }
    }

    private void lose(SqsClient sqs, String... queues) {
        for (String queue : queues) {
            try {
                sqs.purgeQueue(purge -> purge.queueUrl(url(sqs, queue)));
            } catch (SdkException e) {
                story.add("No messages were lost: " + e.getMessage());
            }
        }
    }

    /** Announces a file in the bucket as S3 does: three times, some never, and not in order. */
    private void announce(Job job, String key) {
        Random lot = new Random(dose.seed() + job.number());
        if (lot.nextDouble() >= ANNOUNCED) {
            count("events lost", 3);
            return;
        }
        for (int i = 0; i < 3; i++) {
            CompletableFuture.delayedExecutor(lot.nextInt(4000), TimeUnit.MILLISECONDS, announcer)
                    .execute(() -> sendEvent(job, key));
        }
    }

    private void sendEvent(Job job, String key) {
        try (S3Client s3 = cluster.s3();
                SqsClient sqs = cluster.sqs()) {
            String etag =
                    s3.headObject(head -> head.bucket(Cluster.BUCKET).key(key)).eTag();
            String event = """
                    {"Records": [{"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "%s"},
                      "object": {"key": "%s", "size": %d, "eTag": "%s"}}}]}
                    """.formatted(Cluster.BUCKET, key, Files.size(job.clip()), etag.replace("\"", ""));
            sqs.sendMessage(send -> send.queueUrl(url(sqs, "events")).messageBody(event));
            count("events sent", 1);
        } catch (SdkException | IOException e) {
            count("events lost", 1);
        }
    }

    private void count(String what, int many) {
        dealt.merge(what, many, Integer::sum);
    }

    private static String url(SqsClient sqs, String queue) {
        return sqs.getQueueUrl(get -> get.queueName("reelroute-" + queue)).queueUrl();
    }

    private boolean hasEveryUploadEnded() {
        return client.log().stream()
                .filter(promise -> promise.what() == Acknowledged.COMPLETED)
                .map(Promise::video)
                .allMatch(id -> {
                    JsonNode video = client.video(id);
                    return video != null
                            && Client.isTerminal(video.path("status").asText());
                });
    }

    /** Whether nothing is left to be swept, and all news has arrived. */
    private boolean isClean(Watch watch) {
        try {
            return new Checker(cluster, client.log(), news(), watch, faults).hasCalmedDown();
        } catch (IOException | SQLException | SdkException e) {
            return false;
        }
    }

    private List<JsonNode> news() {
        return receiver.calls("/all").stream()
                .map(call -> {
                    ObjectNode news = (ObjectNode) call.json();
                    return (JsonNode) news.put("webhook-id", call.id());
                })
                .toList();
    }

    private ObjectNode record(Checker checker, Map<String, List<String>> verdicts, Watch watch, boolean settled)
            throws IOException {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("seed", dose.seed());
        record.put("ledger", cluster.ledgerKind().name().toLowerCase(Locale.ROOT));
        record.put("commit", System.getProperty("chaos.commit", "unknown"));
        record.put("at", Instant.now().toString());
        record.put("seconds", phases);
        record.put("java", Runtime.version().toString());
        record.put("processors", Runtime.getRuntime().availableProcessors());
        record.put("workers", dose.workers());
        record.put("leaseSeconds", Cluster.LEASE);
        record.put("jobs", dose.jobs());
        record.put(
                "acknowledged",
                client.log().stream()
                        .collect(Collectors.groupingBy(
                                promise -> promise.what().name().toLowerCase(Locale.ROOT),
                                TreeMap::new,
                                Collectors.counting())));
        record.put(
                "ended",
                Map.of(
                        "ready", checker.videos("READY"),
                        "cancelled", checker.videos("CANCELLED"),
                        "failed", checker.videos("FAILED")));
        record.put("settled", settled);
        record.put("blows", dealt);
        record.put("looksAtPlaylists", watch.looks());
        record.put("killsOfWorkers", checker.cost(Blow.KILL_WORKER.name()).toRecord());
        record.put("pausesOfWorkers", checker.cost(Blow.PAUSE_WORKER.name()).toRecord());
        Map<String, Object> faultsByPromise = new TreeMap<>();
        verdicts.forEach((promise, broken) -> faultsByPromise.put(promise, broken.size()));
        record.put("faults", faultsByPromise);
        record.put("broken", broken(verdicts).stream().limit(50).toList());
        record.put("verdict", verdicts.values().stream().allMatch(List::isEmpty) ? "kept" : "broken");
        return (ObjectNode) Client.parse(Client.json(record));
    }

    private void pause(long millis) throws InterruptedException {
        ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** @return whether it came true in time */
    private boolean waitUntil(Duration atMost, BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(atMost);
        while (!condition.getAsBoolean()) {
            try {
                if (Instant.now().isAfter(deadline) || ended.await(50, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
