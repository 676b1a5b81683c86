package dev.reelroute.camel;

import dev.reelroute.ffmpeg.FfmpegRunner;
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

    public FfmpegExecutor(FfmpegRunner runner) {
        this.runner = runner;
    }

    @Override
    public ExecResult execute(ExecCommand command) {
        FfmpegCommand ffmpeg = (FfmpegCommand) command;
        return new FfmpegResult(ffmpeg, runner.run(ffmpeg.invocation()));
    }
}
