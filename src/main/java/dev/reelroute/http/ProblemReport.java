package dev.reelroute.http;

import dev.reelroute.api.ProblemWriter;
import dev.reelroute.failure.FailureCode;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports what Tomcat itself refuses, such as a request line that is none, in the form of all other errors. No filter sees such a
 * request, and Tomcat's own report is a page in its own look.
 */
final class ProblemReport extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemReport.class);

    private static final String NOT_HTTP = "The request line, or a header, is not as HTTP wants it.";

    private final ProblemWriter problems;

    ProblemReport(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported() || !isOpen(response)) {
            return;
        }
        // It refuses with 501 and 505 what no server of ours will ever take: that is the client's to correct.
        boolean isTheClients = status < 500 || (throwable == null && status != 503);
        try {
            problems.refuse(
                    request,
                    response,
                    isTheClients ? FailureCode.ofStatus(Math.min(status, 499)) : FailureCode.INTERNAL_ERROR,
                    isTheClients ? Objects.requireNonNullElse(response.getMessage(), NOT_HTTP) : null);
            response.finishResponse();
        } catch (IOException e) {
            LOG.debug("Nobody waits for the answer any more", e);
        }
    }

    private static boolean isOpen(Response response) {
        AtomicBoolean open = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, open);
        return open.get();
    }
}
