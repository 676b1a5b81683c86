package dev.reelroute.camel;

import dev.reelroute.ffmpeg.Outcome;
import java.io.InputStream;
import org.apache.camel.component.exec.ExecResult;

/** Carries an {@link Outcome} back through {@code camel-exec}. */
final class FfmpegResult extends ExecResult {

    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    FfmpegResult(FfmpegCommand command, Outcome outcome) {
        super(command, InputStream.nullInputStream(), InputStream.nullInputStream(), outcome.exitCode());
        this.outcome = outcome;
    }

    Outcome outcome() {
        return outcome;
    }
}
