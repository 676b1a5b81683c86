package dev.reelroute.api;

import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.RequestFault;
import dev.reelroute.health.Dependencies;
import dev.reelroute.store.PresignedUrls;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.transaction.TransactionException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Puts into the same form as all other errors what the server itself refuses (unknown addresses and methods), and what
 * the few controllers throw.
 */
@RestController
@RestControllerAdvice
class ProblemErrors implements ErrorController {

    private static final String NOT_AS_REGISTERED =
            "The store takes a file of exactly the size that was registered, or the part of it that the URL is for, at the URL that was given for it, and in time.";

    private final Problems problems;
    private final ProblemWriter writer;
    private final ContentPolicy policy;
    private final Dependencies dependencies;

    ProblemErrors(Problems problems, ProblemWriter writer, ContentPolicy policy, Dependencies dependencies) {
        this.problems = problems;
        this.writer = writer;
        this.policy = policy;
        this.dependencies = dependencies;
    }

    @ExceptionHandler({Failure.class, DataAccessException.class, TransactionException.class, SdkException.class})
    void thrown(Exception exception, HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(request, response, problems.of(exception, request.getRequestURI()));
    }

    /** Faults of calls that the contract does not describe, in the words that it has for the others. */
    @ExceptionHandler
    void lacks(
            MissingServletRequestParameterException exception, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        invalid(RequestFault.MISSING.of(exception.getParameterName()), request, response);
    }

    @ExceptionHandler
    void isOfAnotherType(
            MethodArgumentTypeMismatchException exception, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Object type =
                exception.getRequiredType() == int.class ? "integer" : String.valueOf(exception.getRequiredType());
        invalid(RequestFault.TYPE.of(exception.getName(), type), request, response);
    }

    @ExceptionHandler
    void isNotTaken(
            HttpMediaTypeNotSupportedException exception, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String detail = RequestFault.ENUM.of("Content-Type", MediaType.toString(exception.getSupportedMediaTypes()));
        answer(request, response, Problem.of(FailureCode.UNSUPPORTED_MEDIA_TYPE, detail, request.getRequestURI()));
    }

    @ExceptionHandler(HttpMediaTypeNotAcceptableException.class)
    void isNotOnOffer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        invalid("Accept has no type that this address answers with. Leave it out, or send */*.", request, response);
    }

    private void invalid(String detail, HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(request, response, Problem.of(FailureCode.INVALID_REQUEST, detail, request.getRequestURI()));
    }

    @RequestMapping("${server.error.path:/error}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status)) {
            // Nothing went wrong: somebody asked for this address.
            answer(request, response, Problem.of(FailureCode.NOT_FOUND, null, request.getRequestURI()));
            return;
        }
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        boolean isUpload = path.startsWith(PresignedUrls.RELAYED + "/");
        answer(
                request,
                response,
                isUpload ? ofUpload(status, path) : Problem.of(FailureCode.ofStatus(status), null, path));
    }

    /** What the store has answered to an upload whose signature is ours. */
    private Problem ofUpload(int status, String path) {
        if (status != 403) {
            FailureCode code = status > 500 ? FailureCode.STORE_UNAVAILABLE : FailureCode.ofStatus(status);
            return Problem.of(code, null, path);
        }
        return dependencies.reason(FailureCode.STORE_REFUSED).isPresent()
                ? Problem.of(FailureCode.STORE_REFUSED, null, path)
                : Problem.of(FailureCode.UPLOAD_REFUSED, NOT_AS_REGISTERED, path);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        if (!NothingHere.isFor(request)) {
            writer.write(response, problem);
            return;
        }
        response.setStatus(problem.status());
        response.setContentType(NothingHere.TYPE.toString());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(ContentPolicy.HEADER, policy.framedBy("'self'"));
        String page = NothingHere.page(request, problem.title(), Objects.requireNonNullElse(problem.detail(), ""));
        response.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
    }
}
