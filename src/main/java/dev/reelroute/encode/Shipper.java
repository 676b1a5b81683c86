package dev.reelroute.encode;

import dev.reelroute.ffmpeg.FfmpegRunner;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.PlayEarly;
import dev.reelroute.notify.News;
import dev.reelroute.notify.Outbox;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.ObjectStore;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.RunningTasks;
import dev.reelroute.task.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The steps of {@code encode.camel.yaml} that store a piece, while FFmpeg writes it and afterwards. So nothing waits
 * for the store at the end, and an early stream can be watched at once.
 */
@Component
public class Shipper {

    private static final Logger LOG = LoggerFactory.getLogger(Shipper.class);

    private final ObjectProvider<FfmpegRunner> runner;
    private final RunningTasks running;
    private final Ledger ledger;
    private final Outbox outbox;
    private final ObjectStore store;

    Shipper(
            ObjectProvider<FfmpegRunner> runner,
            RunningTasks running,
            Ledger ledger,
            Outbox outbox,
            ObjectStore store) {
        this.runner = runner;
        this.running = running;
        this.ledger = ledger;
        this.outbox = outbox;
        this.store = store;
    }

    /** Follows FFmpeg from its next run on. */
    public void follow(Piece piece) {
        String token = piece.work.claim().token();
        // The upload of the result is still to come: only the end of the task sets the last hundredth.
        runner.getObject().listen(token, progress -> running.progressed(token, 0.99 * piece.share(progress)));
        runner.getObject().listen(token, piece.signal);
        if (piece instanceof EarlyPiece early) {
            String prefix = ObjectKeys.videoPrefix(piece.work.video().id());
            early.before().forEach(key -> store.text(prefix + key).ifPresent(playlist -> early.end(key, playlist)));
        }
    }

    /** Waits for something that can be stored. False when nothing more will come before the check. */
    public boolean grows(Piece piece) throws InterruptedException {
        boolean mayTry = !piece.isHeldUp();
        while (piece.isGrowing()) {
            // In this order: files that were written before the end are seen after it.
            boolean over = piece.signal.isOver()
                    || !running.isRunning(piece.work.claim().token());
            if (mayTry && piece.grows(over)) {
                return true;
            }
            if (over) {
                return false;
            }
            piece.signal.await();
            mayTry = true;
        }
        return false;
    }

    /** Called when a batch is in the bucket. The first batch of an early stream makes the video playable. */
    public void shipped(Piece piece, List<StoredFile> files) {
        if (piece instanceof EarlyPiece early && !files.isEmpty()) {
            show(early);
        }
        piece.arrived(files);
    }

    private void show(EarlyPiece early) {
        Work work = early.work;
        String video = work.video().id();
        boolean first = ledger.atomically(() -> {
            if (ledger.run(new PlayEarly(
                            video, work.claim().task(), work.claim().attempt(), early.key()))
                    == 0) {
                return false;
            }
            outbox.add(video, News.PLAYABLE);
            return true;
        });
        if (first) {
            MDC.put("video", video);
            LOG.info(
                    "Playable, {} ms after its registration",
                    Duration.between(work.video().createdAt(), Instant.now()).toMillis());
            MDC.remove("video");
        }
    }
}
