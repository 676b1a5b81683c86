package dev.reelroute.startup;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** A database that cannot be reached, or that refuses our credentials. */
class LedgerAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    private final Environment environment;

    LedgerAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        // SQLSTATE (ISO 9075): class 08 connection, 28 authorization, 3D catalog name. H2's own: 90067 no connection,
        // 90020 the file is locked.
        String state = String.valueOf(cause.getSQLState());
        String url = environment.getProperty("reelroute.ledger.url", "");
        if (state.startsWith("28")) {
            return new FailureAnalysis(
                    "The ledger's database refuses the user or the password: " + cause.getMessage(),
                    "Check reelroute.ledger.username and reelroute.ledger.password."
                            + (url.startsWith("jdbc:h2:")
                                    ? " The embedded database was made with the password in secrets.properties of the data"
                                            + " folder: bring that file back, or move ledger/ away to begin anew."
                                    : ""),
                    cause);
        }
        if (state.equals("90067") && url.startsWith("jdbc:h2:tcp:")) {
            return new FailureAnalysis(
                    "A worker needs a running Reelroute, and there is none on this machine whose ledger is "
                            + url.replaceAll("^jdbc:h2:|;.*$", "") + ".",
                    "Start ./reelroute serve first. If it has other ports, give the worker the same:"
                            + " --reelroute.embedded.ledger-port=… (and store-port, queue-port).",
                    cause);
        }
        if (state.startsWith("08") || state.startsWith("3D") || state.equals("90020")) {
            return new FailureAnalysis(
                    "The ledger's database cannot be reached: " + cause.getMessage(),
                    "Check that it runs and that reelroute.ledger.url names it: " + url.replaceAll("[;?].*$", ""),
                    cause);
        }
        return null;
    }
}
