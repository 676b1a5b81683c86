package dev.reelroute.task;

import static dev.reelroute.ledger.Statements.EVERY_TENANT;

import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.health.Dependencies;
import dev.reelroute.health.Disk;
import dev.reelroute.health.Outages;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.AwaitPieces;
import dev.reelroute.ledger.Statements.BringForward;
import dev.reelroute.ledger.Statements.CancelTasks;
import dev.reelroute.ledger.Statements.ChargeShare;
import dev.reelroute.ledger.Statements.ChargeVideo;
import dev.reelroute.ledger.Statements.ClaimTask;
import dev.reelroute.ledger.Statements.ClaimedTask;
import dev.reelroute.ledger.Statements.Doorbell;
import dev.reelroute.ledger.Statements.DueInLane;
import dev.reelroute.ledger.Statements.FailTask;
import dev.reelroute.ledger.Statements.FailVideo;
import dev.reelroute.ledger.Statements.FindClaim;
import dev.reelroute.ledger.Statements.FindVideo;
import dev.reelroute.ledger.Statements.FinishTask;
import dev.reelroute.ledger.Statements.MoveTask;
import dev.reelroute.ledger.Statements.QueuePublish;
import dev.reelroute.ledger.Statements.RedoTask;
import dev.reelroute.ledger.Statements.ReleaseTask;
import dev.reelroute.ledger.Statements.RenewLease;
import dev.reelroute.ledger.Statements.RequeueTask;
import dev.reelroute.ledger.Statements.SweepAgain;
import dev.reelroute.ledger.Statements.TaskId;
import dev.reelroute.ledger.Statements.TasksOfVideo;
import dev.reelroute.ledger.Statements.TouchVideo;
import dev.reelroute.ledger.Statements.UnringLane;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.notify.News;
import dev.reelroute.notify.Outbox;
import dev.reelroute.queue.Doorbells;
import dev.reelroute.queue.Ring;
import dev.reelroute.task.RedoPieces.Piece;
import dev.reelroute.trace.Traces;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/**
 * Takes claims and ends them. Every write carries the claim's fencing token; when it changes no row, the claim is lost
 * and nothing else is changed. However a claim ends, and even if the ledger does not answer, its work is stopped and
 * its lease is not renewed any more.
 */
@Component
public class Claims {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private static final Set<FailureCode> OUTAGES = EnumSet.of(
            FailureCode.DISK_FULL,
            FailureCode.WAITS_FOR_ROOM,
            FailureCode.STORE_UNAVAILABLE,
            FailureCode.QUEUE_UNAVAILABLE,
            FailureCode.LEDGER_UNAVAILABLE);

    /** What a full disk may be behind: FFmpeg does not always say so, and its output may only end too early. */
    private static final Set<FailureCode> OURS = EnumSet.of(
            FailureCode.OUTPUT_CHECK_FAILED,
            FailureCode.CHECK_NOT_FINISHED,
            FailureCode.INSPECTION_FAILED,
            FailureCode.ENCODER_FAILED,
            FailureCode.PUBLISHING_FAILED,
            FailureCode.INTERNAL_ERROR);

    private static final long MEGA = 1_000_000;

    /** The longest wait after an outage; {@code max-backoff} may be shorter. */
    private static final int OUTAGE_SECONDS = 15;

    private final Ledger ledger;
    private final TaskProperties properties;
    private final RunningTasks running;
    private final TaskMetrics metrics;
    private final Causes causes;
    private final Outbox outbox;
    private final Dependencies dependencies;
    private final Disk disk;
    private final Attendance attendance;
    private final Traces traces;

    Claims(
            Ledger ledger,
            TaskProperties properties,
            RunningTasks running,
            TaskMetrics metrics,
            Causes causes,
            Outbox outbox,
            Dependencies dependencies,
            Disk disk,
            Attendance attendance,
            Traces traces) {
        this.ledger = ledger;
        this.properties = properties;
        this.running = running;
        this.metrics = metrics;
        this.causes = causes;
        this.outbox = outbox;
        this.dependencies = dependencies;
        this.disk = disk;
        this.attendance = attendance;
        this.traces = traces;
    }

    /** The next task of the lane that a doorbell rang for; null when there is nothing to do. */
    public @Nullable Work take(Ring ring) {
        if (running.isStopping() || dependencies.lack().isPresent()) {
            // The message is as good as lost. This asks for a new one at once; otherwise it would come only after a
            // while.
            ledger.run(new UnringLane(ring.lane(), 0, 1));
            return null;
        }
        String worker = attendance.claimant();
        while (true) {
            List<TaskId> due = ledger.ask(new DueInLane(ring.lane()));
            if (due.isEmpty()) {
                return null;
            }
            for (TaskId task : due) {
                // A task that another worker has claimed first is not due any more.
                long heldUntil = leaseFromNow();
                if (ledger.run(new ClaimTask(task.id(), worker, properties.lease())) == 1) {
                    return claimed(task.id(), worker, heldUntil);
                }
            }
        }
    }

    /** The time is taken before the ledger is asked, so that our end of the lease is never later than the ledger's. */
    private long leaseFromNow() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(properties.lease());
    }

    private @Nullable Work claimed(String task, String worker, long heldUntil) {
        Optional<ClaimedTask> row = ledger.askOne(new FindClaim(task, worker));
        Optional<Claim> claim = row.map(it -> new Claim(
                it.id(),
                it.videoId(),
                it.kind(),
                it.ordinal(),
                it.lane(),
                it.attempt(),
                it.failures(),
                it.unannounced()));
        if (claim.isEmpty()) {
            return null;
        }
        // Not in one transaction with the claim: after a crash in between, the order is a little less fair, no more.
        ledger.run(new ChargeShare(task));
        ledger.run(new BringForward(claim.get().video(), claim.get().lane()));
        Optional<VideoRow> video = ledger.askOne(new FindVideo(claim.get().video(), EVERY_TENANT));
        if (video.isEmpty() || isOver(video.get(), claim.get())) {
            release(claim.get());
            return null;
        }
        try {
            Work work = running.begin(claim.get(), video.get(), heldUntil);
            traces.waited(
                    claim.get().video(), word(claim.get().lane()), row.get().dueAt());
            return work;
        } catch (Setback e) {
            setBack(claim.get(), e);
            return null;
        }
    }

    /**
     * The message that the claimed task still owes its lane. Whoever receives a message claims the best task, and that one may have
     * become due a moment ago: its own message will not be sent any more, now that it is claimed, and the task whose message it was
     * would wait in vain.
     *
     * @return none in most cases
     */
    public List<Doorbells.Batch> owed(Work work) {
        Claim claim = work.claim();
        return claim.unannounced()
                ? List.of(new Doorbells.Batch(
                        claim.lane(),
                        0,
                        List.of(new Doorbell(
                                claim.task(),
                                claim.video(),
                                claim.kind(),
                                claim.ordinal(),
                                claim.lane(),
                                claim.attempt(),
                                0))))
                : List.of();
    }

    /** A ready video may still be published again. */
    private static boolean isOver(VideoRow video, Claim claim) {
        boolean again = video.status() == VideoStatus.READY && claim.kind() == TaskKind.PUBLISH;
        return video.status().isTerminal() && !again;
    }

    /** Refuses work that has used up its attempts: a task that kills its worker must not do so for ever. */
    public void checkAttempts(Work work) {
        if (work.claim().failures() >= properties.maxAttempts()) {
            throw new Refused(
                    neverEnding(work.claim().kind()),
                    "The work was begun " + work.claim().attempt() + " times and never came to an end.");
        }
    }

    private static FailureCode neverEnding(TaskKind kind) {
        return switch (kind) {
            case INSPECT -> FailureCode.INSPECTION_FAILED;
            case PUBLISH -> FailureCode.PUBLISHING_FAILED;
            case EARLY, ENCODE_VIDEO, ENCODE_AUDIO, STILLS, SUBTITLES -> FailureCode.ENCODER_FAILED;
        };
    }

    /** Renews the lease of a claim. When the claim is lost, its work is stopped at once. */
    public void renew(Claim claim) {
        double progress = running.progress(claim);
        long heldUntil = leaseFromNow();
        int rows = ledger.run(new RenewLease(claim.task(), claim.attempt(), properties.lease(), progress));
        if (rows == 1) {
            running.hold(claim, heldUntil);
        }
        // A claim that has ended meanwhile was not lost.
        if (rows == 0 && running.claims().contains(claim)) {
            LOG.info("Claim {} is lost, stopping its work", claim.token());
            running.lose(claim);
            boolean wanted = ledger.askOne(new FindVideo(claim.video(), EVERY_TENANT))
                    .filter(video -> !isOver(video, claim))
                    .isPresent();
            metrics.lost(wanted ? "expired" : "cancelled");
        }
    }

    /**
     * Asks the ledger whether the claim is still ours, before something is shown that cannot be taken back: a process
     * that was asleep at the end of its lease does not know yet that the lease is over.
     *
     * @throws ClaimLost when it is not
     */
    public void confirm(Claim claim) {
        renew(claim);
        running.check(claim);
    }

    /**
     * Passes while the lease lasts by our own clock, and asks the ledger when it does not: an object that is stored too
     * late may come after the sweep. The store knows no fencing tokens, so the time of one request remains unprotected.
     *
     * @throws ClaimLost when it is not ours
     */
    public void hold(Claim claim) {
        if (running.isOverdue(claim)) {
            renew(claim);
        }
        running.check(claim);
    }

    /** Ends the claim with a result, together with the other changes of that result. */
    public void finish(Claim claim, @Nullable String result, Runnable alongside) {
        running.settle(claim);
        try {
            ledger.atomically(() -> {
                if (ledger.run(new FinishTask(claim.task(), claim.attempt(), result)) == 0) {
                    throw new ClaimLost(claim);
                }
                ledger.run(new TouchVideo(claim.video(), EVERY_TENANT));
                charge(claim);
                alongside.run();
                return null;
            });
        } finally {
            ended(claim, "done", null, running.end(claim));
        }
    }

    /** Ends the claim with a result. When only publishing is left, publishing becomes due. */
    public void finish(Claim claim, @Nullable String result) {
        finish(claim, result, () -> outbox.add(claim.video(), News.PROGRESS));
        // After the commit, not in it: when two workers finish together, the later one must see the other's row.
        ledger.run(new QueuePublish(claim.video()));
    }

    /**
     * Ends the claim with a setback: the task goes back to the queue with a delay, or, after the last attempt, has
     * failed for good.
     *
     * @return whether the ledger knows
     */
    public boolean setBack(Claim claim, Throwable cause) {
        return setBack(claim, failure(cause));
    }

    /**
     * Why work failed; the check of what was made on a full disk says only that it is wrong. Where the work itself holds most of the
     * disk, waiting would not help: it would fill the disk for ever, and keep other work from it.
     */
    private Failure failure(Throwable cause) {
        Failure failure = causes.of(cause);
        boolean mayBeFull = OURS.contains(failure.code())
                && (disk.isFull() || dependencies.reason(FailureCode.DISK_FULL).isPresent());
        if (!mayBeFull && failure.code() != FailureCode.DISK_FULL) {
            return failure;
        }
        long held = running.bytes();
        long capacity = disk.room().capacity();
        return capacity > 0 && held > capacity / 2
                ? new Setback(
                        FailureCode.DISK_TOO_SMALL,
                        "The work of this machine holds %d of the %d MB that its disk takes."
                                .formatted(held / MEGA, capacity / MEGA),
                        cause)
                : new Setback(FailureCode.DISK_FULL, failure.getMessage(), cause);
    }

    private boolean setBack(Claim claim, Failure failure) {
        // A full disk, credentials that are refused, or a server that is away, is not the work's fault: the task waits
        // as long as it takes. So does a video that a step holds back.
        boolean held = failure.code() == FailureCode.HELD_BY_STEP;
        boolean isOurs = dependencies.met(
                failure.code(),
                Objects.requireNonNullElse(failure.detail(), failure.code().message()));
        boolean counts = !held && !isOurs && !OUTAGES.contains(failure.code());
        if (failure instanceof Refused || (counts && claim.failures() + 1 >= properties.maxAttempts())) {
            return failWith(claim, failure);
        }
        int delay = held
                ? (int) properties.hold().toSeconds()
                : counts ? backoffSeconds(claim.failures()) : outageSeconds(isOurs, failure.code());
        if (held || failure.code() == FailureCode.WAITS_FOR_ROOM) {
            LOG.atLevel(claim.attempt() == 1 ? Level.INFO : Level.DEBUG)
                    .log(
                            "{} is held back, and looked at again in {} s: {}",
                            claim.token(),
                            delay,
                            held ? failure.detail() : failure.getMessage());
        } else {
            LOG.atLevel(counts ? Level.WARN : Level.DEBUG)
                    .log("{} had a setback, next attempt in {} s: {}", claim.token(), delay, failure.getMessage());
        }
        return requeue(claim, counts ? 1 : 0, delay, failure);
    }

    /**
     * Ends the claim with a failure that no further attempt would change: the task and its video fail with it.
     *
     * @return whether the ledger knows
     */
    public boolean fail(Claim claim, Throwable cause) {
        Failure failure = failure(cause);
        return failure instanceof Refused ? failWith(claim, failure) : setBack(claim, failure);
    }

    /**
     * Ends the claim because results of other tasks are wrong: only those tasks are done again, and the claimed task
     * waits for them. When one of them has used up its attempts, the video fails.
     *
     * @return whether the ledger knows
     */
    public boolean sendBack(Claim claim, Throwable cause) {
        RedoPieces wrong = causes.find(cause, RedoPieces.class).orElseThrow();
        String code = wrong.failure().code().name();
        String message = wrong.failure().code().message();
        String detail = wrong.failure().detail();
        LOG.warn("{} has {} made again: {}", claim.token(), wrong.pieces(), wrong.getMessage());
        return close(claim, "sent-back", code, () -> {
            ledger.atomically(() -> {
                if (ledger.run(new AwaitPieces(claim.task(), claim.attempt())) == 0) {
                    return null;
                }
                for (Piece piece : wrong.pieces()) {
                    int most = properties.maxAttempts();
                    ledger.run(new RedoTask(piece.task(), piece.attempt(), most, code, message, detail));
                }
                if (ledger.ask(new TasksOfVideo(claim.video())).stream()
                        .anyMatch(task -> task.state() == TaskState.FAILED)) {
                    metrics.failed(wrong.failure().code());
                    if (ledger.run(new FailVideo(claim.video(), code, message, detail)) == 1) {
                        outbox.add(claim.video(), News.FAILED);
                    }
                    ledger.run(new CancelTasks(claim.video(), EVERY_TENANT));
                }
                return null;
            });
        });
    }

    /**
     * Ends the claim because its work is too heavy for its lane: it goes on in the lane for heavy work.
     *
     * @return whether the ledger knows
     */
    public boolean moveToHeavy(Claim claim, Throwable cause) {
        String why = causes.find(cause, TooHeavy.class).orElseThrow().getMessage();
        LOG.info("{} goes on in the lane for heavy work: {}", claim.token(), why);
        return close(claim, "moved", null, () -> ledger.run(new MoveTask(claim.task(), claim.attempt(), Lane.HEAVY)));
    }

    private boolean failWith(Claim claim, Failure failure) {
        if (claim.kind() == TaskKind.EARLY) {
            // This delays only when the video can first be watched; its other tasks decide whether it can be made at
            // all.
            LOG.warn("No early stream: {} (at {})", failure.getMessage(), claim.token());
            return release(claim);
        }
        if (claim.kind().isAside()) {
            LOG.warn("Left out: {} (at {})", failure.getMessage(), claim.token());
            return leaveOut(claim);
        }
        metrics.failed(failure.code());
        String message = failure.code().message();
        String code = failure.code().name();
        LOG.warn("Failed: {} {} (at {})", code, failure.getMessage(), claim.token());
        int setbacks = failure instanceof Setback ? 1 : 0;
        return close(claim, "failed", code, () -> {
            ledger.atomically(() -> {
                if (ledger.run(new FailTask(claim.task(), claim.attempt(), setbacks, code, message, failure.detail()))
                        == 1) {
                    if (ledger.run(new FailVideo(claim.video(), code, message, failure.detail())) == 1) {
                        outbox.add(claim.video(), News.FAILED);
                    }
                    ledger.run(new CancelTasks(claim.video(), EVERY_TENANT));
                }
                return null;
            });
        });
    }

    /** Ends the claim without a result: publishing says that something is missing. */
    private boolean leaveOut(Claim claim) {
        try {
            finish(claim, null);
            return true;
        } catch (ClaimLost e) {
            return release(claim);
        }
    }

    /** Ends the claim because the worker stops. */
    public void handBack(Claim claim) {
        requeue(claim, 0, 0, null);
    }

    /**
     * Ends a lost claim whose task still carries our name. What it has stored may have come after the sweep.
     *
     * @return whether the ledger knows
     */
    public boolean release(Claim claim) {
        return close(claim, "released", null, () -> {
            ledger.run(new ReleaseTask(claim.task(), claim.attempt()));
            ledger.run(new SweepAgain(claim.video()));
        });
    }

    /**
     * Removes the folders of work that ended without us, mostly of killed workers. Such a worker may have lost its
     * claim before, and may have stored something after the sweep of a video that has ended.
     */
    public void sweepFolders() {
        running.sweepFolders(token -> ledger.run(new SweepAgain(token.substring(0, token.indexOf('.')))));
    }

    private boolean requeue(Claim claim, int setbacks, int delay, @Nullable Failure failure) {
        return close(
                claim,
                failure == null ? "handed-back" : "setback",
                failure == null ? null : failure.code().name(),
                () -> {
                    int rows = ledger.run(new RequeueTask(
                            claim.task(),
                            claim.attempt(),
                            setbacks,
                            delay,
                            failure == null ? null : failure.code().name(),
                            failure == null ? null : failure.code().message(),
                            failure == null ? null : failure.detail()));
                    if (rows == 0) {
                        LOG.info("Claim {} was lost before it could be handed back", claim.token());
                    }
                });
    }

    /**
     * Ends a claim without a result. When the ledger is away, it need not be told: the lease ends by itself, and
     * because of the folder, which stays, the video is swept again.
     */
    private boolean close(Claim claim, String outcome, @Nullable String code, Runnable telling) {
        running.settle(claim);
        boolean told = false;
        try {
            // Before the telling: whoever is told of a failure is told what it cost as well.
            charge(claim);
            telling.run();
            told = true;
        } catch (RuntimeException e) {
            if (!Outages.caused(e)) {
                throw e;
            }
            LOG.debug("{} ends, and the ledger does not know", claim.token(), e);
        } finally {
            ended(claim, outcome, code, told ? running.end(claim) : running.leave(claim));
        }
        return told;
    }

    /** What was spent on the claim becomes its video's usage. */
    private void charge(Claim claim) {
        RunningTasks.Spent spent = running.spent(claim);
        ledger.run(new ChargeVideo(claim.video(), EVERY_TENANT, spent.processorSeconds(), spent.workerSeconds()));
    }

    /** @param code why there is no result; null: there is one, or none is needed */
    private void ended(Claim claim, String outcome, @Nullable String code, Duration took) {
        metrics.ended(claim.kind(), outcome, took);
        Map<String, String> attributes = Map.of(
                "reelroute.task", claim.task(),
                "reelroute.attempt", String.valueOf(claim.attempt()),
                "reelroute.lane", word(claim.lane()),
                "reelroute.outcome", outcome);
        traces.worked(claim.video(), claim.token(), word(claim.kind()), took, attributes, code);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * Doubling, with a limit, and with ±20 % of jitter, so that tasks that failed together are not tried again
     * together.
     */
    private int backoffSeconds(int failures) {
        double seconds = properties.backoff().toMillis() / 1000.0 * Math.pow(2, failures);
        return jitter(Math.min(seconds, properties.maxBackoff().toMillis() / 1000.0));
    }

    /** As long as the outage has lasted so far, so that waits double, but are short once it is over. */
    private int outageSeconds(boolean isOurs, FailureCode code) {
        long least = properties.backoff().toSeconds();
        // A worker that lacks something itself takes nothing meanwhile; another one may do it at once.
        long lasted = isOurs ? 0 : dependencies.awayFor(code).toSeconds();
        long most = Math.min(OUTAGE_SECONDS, properties.maxBackoff().toSeconds());
        if (code == FailureCode.WAITS_FOR_ROOM) {
            // Each look asks the store for the source.
            lasted = most;
        }
        return jitter((double) Math.min(most, Math.max(least, lasted)));
    }

    private static int jitter(double seconds) {
        return (int) Math.ceil(seconds * ThreadLocalRandom.current().nextDouble(0.8, 1.2));
    }
}
