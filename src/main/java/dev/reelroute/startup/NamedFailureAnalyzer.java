package dev.reelroute.startup;

import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Failures with a code of our own, such as a missing FFmpeg: their detail says what to do. */
class NamedFailureAnalyzer extends AbstractFailureAnalyzer<Failure> {

    /** The prefix of the settings of the server that each code is about. */
    private static final Map<FailureCode, String> SERVERS =
            Map.of(FailureCode.QUEUE_UNAVAILABLE, "queue", FailureCode.STORE_UNAVAILABLE, "store");

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, Failure cause) {
        @Nullable String remedy = cause.detail();
        @Nullable String server = SERVERS.get(cause.code());
        if (server != null) {
            return new FailureAnalysis(
                    "The " + server + " does not answer: " + remedy,
                    "Check that it runs, and that reelroute." + server
                            + ".endpoint names it. A worker of a Reelroute with"
                            + " servers of its own needs the same reelroute.embedded." + server + "-port.",
                    cause);
        }
        return new FailureAnalysis(cause.code().message() + " (" + cause.code() + ")", remedy, cause);
    }
}
