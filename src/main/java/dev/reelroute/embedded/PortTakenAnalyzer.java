package dev.reelroute.embedded;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in the console what to do when a port is taken, instead of a stack trace. */
class PortTakenAnalyzer extends AbstractFailureAnalyzer<PortTaken> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PortTaken cause) {
        return new FailureAnalysis(
                "Port " + cause.port() + " on 127.0.0.1 is in use by another program, perhaps another Reelroute.",
                "Stop that program, or choose another port: --" + cause.key() + "=" + (cause.port() + 1)
                        + "\nTo run one more worker beside a running Reelroute: ./reelroute worker",
                cause);
    }
}
