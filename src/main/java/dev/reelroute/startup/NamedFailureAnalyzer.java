package dev.reelroute.startup;

import dev.reelroute.failure.Failure;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Failures with a code of our own, such as an FFmpeg that is missing: their detail says what to do. */
class NamedFailureAnalyzer extends AbstractFailureAnalyzer<Failure> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, Failure cause) {
        @Nullable String remedy = cause.detail();
        return new FailureAnalysis(cause.code().message() + " (" + cause.code() + ")", remedy, cause);
    }
}
