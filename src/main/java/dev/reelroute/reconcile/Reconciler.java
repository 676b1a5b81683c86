package dev.reelroute.reconcile;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.health.Dependencies;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.AdoptTasks;
import dev.reelroute.ledger.Statements.DueFanIns;
import dev.reelroute.ledger.Statements.ExpireLeases;
import dev.reelroute.ledger.Statements.ExpiredUploads;
import dev.reelroute.ledger.Statements.FanIn;
import dev.reelroute.ledger.Statements.ForgetRefusals;
import dev.reelroute.ledger.Statements.ForgetUploadTokens;
import dev.reelroute.ledger.Statements.NameVideo;
import dev.reelroute.ledger.Statements.Nameless;
import dev.reelroute.ledger.Statements.NamelessVideos;
import dev.reelroute.ledger.Statements.OpenSharesOfAdopted;
import dev.reelroute.ledger.Statements.QueuePublish;
import dev.reelroute.ledger.Statements.QueuedInLane;
import dev.reelroute.ledger.Statements.UnringAll;
import dev.reelroute.ledger.Statements.UnringLane;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.queue.QueueDepths;
import dev.reelroute.queue.QueueKeeper;
import dev.reelroute.task.TaskMetrics;
import dev.reelroute.task.TaskProperties;
import dev.reelroute.text.Names;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Repairs the ledger: work that a crash or a lost message left half done becomes due again. */
@Component
public class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /** Doorbells of a lane to be rung again in one round: workers are kept busy by less, and H2 takes the square of it. */
    private static final long MOST_RUNG = 100;

    private static final int MOST_LOOKED_AT = 1000;

    /** Videos of an older version that are made known to searches in one round. */
    private static final int MOST_NAMED = 1000;

    private final Ledger ledger;
    private final QueueDepths depths;
    private final QueueKeeper queues;
    private final ReconcileProperties properties;
    private final TaskMetrics metrics;
    private final Duration lease;
    private final Dependencies dependencies;
    /**
     * True after the first round; from the start where the queues are not embedded, because those outlive this process.
     */
    private boolean begun;
    /** The video whose fan-in was looked at last; empty when the next round begins with the first. */
    private String looked = "";

    Reconciler(
            Ledger ledger,
            QueueDepths depths,
            QueueKeeper queues,
            ReconcileProperties properties,
            TaskMetrics metrics,
            TaskProperties tasks,
            Dependencies dependencies,
            @Value("${reelroute.embedded.queue:false}") boolean embeddedQueue) {
        this.ledger = ledger;
        this.depths = depths;
        this.queues = queues;
        this.properties = properties;
        this.metrics = metrics;
        this.lease = Duration.ofSeconds(tasks.lease());
        this.dependencies = dependencies;
        this.begun = !embeddedQueue;
    }

    /** Repairs expired leases, due fan-ins, deleted queues and lost doorbells. */
    public void repairTasks() {
        // Leases come second: after a silence of the ledger, the first statement of a round comes through late,
        // when all of them are over.
        repairFanIns();
        expireLeases();
        Set<String> made = queues.makeMissing();
        metrics.repaired("queue", made.size());
        for (Lane lane : Lane.values()) {
            adoptTasks(lane);
            if (begun && !made.contains(queues.of(lane))) {
                ringAgain(lane);
            } else {
                // A new queue, or the queue of a new process, has lost its messages. A doorbell too many does no harm:
                // it finds nothing to do.
                ledger.run(new UnringAll(lane));
            }
        }
        begun = true;
        for (Nameless video : ledger.ask(new NamelessVideos(MOST_NAMED))) {
            ledger.run(new NameVideo(video.id(), Names.folded(video.filename())));
        }
    }

    /**
     * Nobody could renew a lease while the ledger was away: all who still work have the time of another lease for it. What is
     * left then is mostly work that came to an end meanwhile, of which the ledger could not be told.
     */
    private void expireLeases() {
        if (dependencies.wasAwayWithin(lease, FailureCode.LEDGER_UNAVAILABLE)) {
            return;
        }
        boolean wasAway = dependencies.wasAwayWithin(lease.multipliedBy(2), FailureCode.LEDGER_UNAVAILABLE);
        int expired = ledger.run(new ExpireLeases());
        if (expired > 0) {
            LOG.warn("{} tasks go back to the queue: their workers do not renew their leases", expired);
            metrics.repaired(wasAway ? "outage" : "lease", expired);
        }
    }

    /** While processes are updated one after the other, older ones add work that newer ones could not find. */
    private void adoptTasks(Lane lane) {
        ledger.run(new OpenSharesOfAdopted(lane));
        metrics.repaired("share", ledger.run(new AdoptTasks(lane)));
    }

    /** In a long backlog some each round, so that a round takes no longer. */
    private void repairFanIns() {
        List<FanIn> some = ledger.ask(new DueFanIns(looked, MOST_LOOKED_AT));
        looked = some.size() < MOST_LOOKED_AT ? "" : some.get(some.size() - 1).id();
        some.stream()
                .filter(video -> video.due() > 0)
                .forEach(video -> metrics.repaired("fan-in", ledger.run(new QueuePublish(video.id()))));
    }

    public List<VideoRow> expiredUploads() {
        List<VideoRow> expired = ledger.ask(new ExpiredUploads());
        metrics.repaired("upload", expired.size());
        return expired;
    }

    /** Removes old refusals. */
    public void forgetRefusals() {
        ledger.run(new ForgetRefusals(properties.keepDays()));
    }

    /** Removes upload tokens that ended long ago. */
    public void forgetUploadTokens() {
        ledger.run(new ForgetUploadTokens(properties.keepDays()));
    }

    /**
     * Queues may lose messages (an embedded one that was killed, a purged one), or give them to a worker that is gone, for whose
     * long poll they hold them until {@code queue.visibility} is over. New messages are sent only for as many
     * tasks as are missing one, so that a long queue is not filled with duplicates.
     */
    private void ringAgain(Lane lane) {
        long queued = ledger.askOne(new QueuedInLane(lane, properties.doorbellGrace()))
                .orElseThrow()
                .queued();
        if (queued == 0) {
            return;
        }
        long missing = queued - depths.waiting(lane);
        if (missing > 0) {
            int rung = ledger.run(new UnringLane(lane, properties.doorbellGrace(), (int) Math.min(missing, MOST_RUNG)));
            LOG.info("{} tasks of the {} lane had no message in their queue and get new ones", rung, lane);
            metrics.repaired("doorbell", rung);
        }
    }
}
