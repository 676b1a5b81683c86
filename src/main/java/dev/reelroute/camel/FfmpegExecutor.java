package dev.reelroute.camel;

import dev.reelroute.ffmpeg.FfmpegRunner;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.trace.Traces;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecCommandExecutor;
import org.apache.camel.component.exec.ExecResult;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Has {@link FfmpegRunner} do what {@code camel-exec} is asked for; works with {@link FfmpegBinding} only. */
@Lazy
@Component
public final class FfmpegExecutor implements ExecCommandExecutor {

    private final FfmpegRunner runner;
    private final Traces traces;

    public FfmpegExecutor(FfmpegRunner runner, Traces traces) {
        this.runner = runner;
        this.traces = traces;
    }

    @Override
    public ExecResult execute(ExecCommand command) {
        FfmpegCommand ffmpeg = (FfmpegCommand) command;
        Invocation invocation = ffmpeg.invocation();
        Outcome outcome = runner.run(invocation);
        traces.ran(
                invocation.owner(),
                invocation.program().name().toLowerCase(Locale.ROOT),
                outcome.wall(),
                Map.of("reelroute.purpose", outcome.purpose().name().toLowerCase(Locale.ROOT)),
                outcome.succeeded() ? null : outcome.ending() + ", exit code " + outcome.exitCode());
        return new FfmpegResult(ffmpeg, outcome);
    }
}
