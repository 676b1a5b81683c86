package dev.reelroute.encode;

import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.MediaKeys;
import dev.reelroute.plan.Plan;
import dev.reelroute.task.Claims;
import dev.reelroute.task.Invocations;
import dev.reelroute.task.TaskMetrics;
import dev.reelroute.task.Work;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The steps of {@code encode.camel.yaml} before and after a piece is made: from the claimed task to its result. */
@Component
public class Encoder {

    private static final Logger LOG = LoggerFactory.getLogger(Encoder.class);

    private final FfmpegSettings settings;
    private final Invocations invocations;
    private final Claims claims;
    private final TaskMetrics metrics;
    private final Json json;
    private final MediaKeys keys;

    Encoder(
            FfmpegSettings settings,
            Invocations invocations,
            Claims claims,
            TaskMetrics metrics,
            Json json,
            MediaKeys keys) {
        this.settings = settings;
        this.invocations = invocations;
        this.claims = claims;
        this.metrics = metrics;
        this.json = json;
        this.keys = keys;
    }

    public Piece begin(Work work) {
        Plan plan = json.read(work.video().plan(), Plan.class);
        Piece piece = Piece.of(work, plan, settings, invocations);
        if (plan.encrypted()) {
            piece.encryptWith(keys.require(work.video().id()));
        }
        return piece;
    }

    /** @param measured how the measurement ended; null when the piece asks for none */
    public Invocation command(Piece piece, @Nullable Outcome measured) {
        return piece.command(measured);
    }

    /** Accepts a piece when it is what was planned, and records how fast FFmpeg was. */
    public void check(Piece piece, Outcome outcome) {
        if (piece.mediaSeconds() > 0) {
            metrics.encoded(piece.work.claim().kind(), piece.mediaSeconds(), outcome.wall());
        }
        piece.check(outcome);
    }

    /** Accepts a piece when its verification found nothing wrong. */
    public void verified(Piece piece, Outcome outcome) {
        if (!piece.verified(outcome)) {
            metrics.checkSkipped(piece.work.claim().kind());
            LOG.warn(
                    "{} cannot be compared with its source: {}",
                    piece.work.claim().token(),
                    outcome.lastLines());
        }
    }

    /** Ends the claim, after the files are in the bucket. */
    public void record(Piece piece) {
        Result result = piece.result();
        claims.finish(piece.work.claim(), result == null ? null : json.write(result));
    }
}
