package dev.reelroute.work;

import dev.reelroute.ffmpeg.FfmpegRunner;
import dev.reelroute.ffmpeg.FfmpegRunner.Subscription;
import dev.reelroute.ffmpeg.Progress;
import dev.reelroute.task.Claim;
import dev.reelroute.task.RunningTasks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Turns what FFmpeg says of its progress into the share of the task that is done. */
@Component
class ProgressMeter implements RunningTasks.ProcessEnder {

    private final ObjectProvider<FfmpegRunner> runner;
    private final ObjectProvider<RunningTasks> running;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();

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
        runner.getObject().kill(token);
    }

    private void expect(Claim claim, ToDoubleFunction<Progress> share) {
        RunningTasks tasks = running.getObject();
        subscriptions.entrySet().removeIf(entry -> {
            boolean over = !tasks.isRunning(entry.getKey());
            if (over) {
                entry.getValue().close();
            }
            return over;
        });
        String token = claim.token();
        // The upload of the result is still to come: the last hundredth is earned by the end of the task.
        subscriptions.put(
                token,
                runner.getObject()
                        .listen(token, progress -> tasks.progressed(token, 0.99 * share.applyAsDouble(progress))));
    }
}
