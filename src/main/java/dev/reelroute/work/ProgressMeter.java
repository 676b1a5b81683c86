package dev.reelroute.work;

import dev.reelroute.ffmpeg.FfmpegRunner;
import dev.reelroute.ffmpeg.Progress;
import dev.reelroute.task.Claim;
import dev.reelroute.task.RunningTasks;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Turns what FFmpeg says of its progress into the share of the task that is done. */
@Component
class ProgressMeter implements RunningTasks.ProcessEnder {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressMeter.class);

    private final ObjectProvider<FfmpegRunner> runner;
    private final ObjectProvider<RunningTasks> running;

    ProgressMeter(ObjectProvider<FfmpegRunner> runner, ObjectProvider<RunningTasks> running) {
        this.runner = runner;
        this.running = running;
    }

    void expectFrames(Claim claim, long frames) {
        expect(claim, progress -> (double) progress.frame() / frames);
    }

    void expectSeconds(Claim claim, double seconds) {
        expect(claim, progress -> progress.outTimeMicros() / 1e6 / seconds);
    }

    /** Ends all FFmpeg runs of a claim. */
    @Override
    public void end(String token) {
        try {
            runner.getObject().kill(token);
        } catch (BeansException e) {
            // Without FFmpeg nothing was run; the work has ended with that as its cause.
            LOG.debug("Nothing to kill for {}", token, e);
        }
    }

    private void expect(Claim claim, ToDoubleFunction<Progress> share) {
        RunningTasks tasks = running.getObject();
        String token = claim.token();
        // The upload of the result is still to come: the last hundredth is earned by the end of the task.
        runner.getObject().listen(token, progress -> tasks.progressed(token, 0.99 * share.applyAsDouble(progress)));
    }
}
