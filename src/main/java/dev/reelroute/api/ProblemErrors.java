package dev.reelroute.api;

import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.store.PresignedUrls;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Puts into the same form as all other errors what the server itself refuses (unknown addresses and methods), and what
 * the few controllers throw.
 */
@RestController
@RestControllerAdvice
class ProblemErrors implements ErrorController {

    private static final String NOT_AS_REGISTERED =
            "The store takes a file of exactly the size that was registered, at the URL that was given for it, and in time.";

    private final Problems problems;
    private final ProblemWriter writer;

    ProblemErrors(Problems problems, ProblemWriter writer) {
        this.problems = problems;
        this.writer = writer;
    }

    @ExceptionHandler({Failure.class, DataAccessException.class, TransactionException.class})
    void thrown(Exception exception, HttpServletRequest request, HttpServletResponse response) throws IOException {
        writer.write(response, problems.of(exception, request.getRequestURI()));
    }

    @RequestMapping("${server.error.path:/error}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status)) {
            // Nothing went wrong: somebody asked for this address.
            writer.refuse(request, response, FailureCode.NOT_FOUND, null);
            return;
        }
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        boolean isUpload = path.startsWith(PresignedUrls.RELAYED + "/");
        writer.write(
                response,
                isUpload && status == 403
                        ? Problem.of(FailureCode.UPLOAD_REFUSED, NOT_AS_REGISTERED, path)
                        : Problem.of(
                                isUpload && status > 500 ? FailureCode.STORE_UNAVAILABLE : FailureCode.ofStatus(status),
                                null,
                                path));
    }
}
