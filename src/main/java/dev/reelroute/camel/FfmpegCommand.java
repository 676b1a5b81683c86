package dev.reelroute.camel;

import dev.reelroute.ffmpeg.Invocation;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.exec.ExecCommand;

/** Carries an {@link Invocation} through {@code camel-exec}, whose own fields are for its log line only. */
final class FfmpegCommand extends ExecCommand {

    private static final long serialVersionUID = 1L;

    private final transient Invocation invocation;

    FfmpegCommand(Invocation invocation) {
        super(
                invocation.program().name().toLowerCase(Locale.ROOT),
                invocation.arguments(),
                invocation.workDirectory().toString(),
                invocation.limits().wallClock().toMillis(),
                Set.of(),
                null,
                null,
                false,
                LoggingLevel.DEBUG);
        this.invocation = invocation;
    }

    Invocation invocation() {
        return invocation;
    }
}
