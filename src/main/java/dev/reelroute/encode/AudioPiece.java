package dev.reelroute.encode;

import dev.reelroute.check.AudioCheck;
import dev.reelroute.check.ChunkInspector;
import dev.reelroute.check.DecodeCheck.Verification;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ffmpeg.Progress;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Profile.Damaged;
import dev.reelroute.task.Invocations;
import dev.reelroute.task.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One audio track as a whole. It is measured first where its level is to change, and compared with the source at the
 * end.
 */
public final class AudioPiece extends Piece {

    private final AudioCommand command;
    private final AudioCheck inStep;
    private final AudioRendition rendition;

    AudioPiece(Work work, Plan plan, FfmpegSettings settings, Invocations invocations) {
        super(work, plan, settings, invocations);
        this.command = new AudioCommand(settings);
        this.inStep = new AudioCheck(settings);
        this.rendition = plan.audio().get(work.claim().ordinal());
    }

    @Override
    public @Nullable Invocation measurement() {
        return command.measured(plan, rendition)
                ? ffmpeg(Purpose.MEASURE_LOUDNESS, command.measurement(plan, rendition, work.source()), mediaSeconds())
                : null;
    }

    @Override
    Invocation command(@Nullable Outcome measured) {
        makeFolders(List.of(rendition.name()));
        Loudness loudness = measured == null ? null : Loudness.read(measured.lastLines());
        return ffmpeg(
                Purpose.ENCODE_AUDIO, command.arguments(plan, rendition, work.source(), loudness), mediaSeconds());
    }

    @Override
    double share(Progress progress) {
        return progress.outTimeMicros() / 1e6 / mediaSeconds();
    }

    @Override
    double mediaSeconds() {
        return plan.grid().duration();
    }

    @Override
    Made made(Outcome outcome) {
        if (outcome.damaged() && plan.damaged() == Damaged.STRICT) {
            throw new Refused(FailureCode.SOURCE_DAMAGED, Damage.audio(rendition.track()));
        }
        return made(
                outcome,
                List.of(new ChunkInspector()
                        .audio(plan, rendition, work.output(), work.claim().attempt())),
                false);
    }

    @Override
    public @Nullable Invocation verification() {
        if (!inStep.applies(plan, rendition, tracks().get(0))) {
            return null;
        }
        boolean first = work.claim().failures() == 0;
        Verification verification =
                inStep.verification(plan, rendition, tracks().get(0), work.source(), work.output(), first);
        join(verification);
        return ffmpeg(Purpose.CHECK_AUDIO, verification.arguments(), mediaSeconds());
    }

    /** Passes when the audio is in step with the source, or cannot be compared with it. */
    @Override
    boolean verified(Outcome outcome) {
        if (outcome.succeeded()) {
            inStep.requireInStep(plan, rendition, tracks().get(0), work.output());
        }
        return outcome.succeeded();
    }
}
