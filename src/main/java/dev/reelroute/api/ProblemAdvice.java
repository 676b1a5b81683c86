package dev.reelroute.api;

import dev.reelroute.failure.Failure;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What {@code answer-with-problem} is to routes, for the few controllers. */
@RestControllerAdvice
class ProblemAdvice {

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler({Failure.class, DataAccessException.class, TransactionException.class})
    ResponseEntity<Problem> problem(Exception exception, HttpServletRequest request) {
        Problem problem = problems.of(exception, request.getRequestURI());
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(problem.status()).contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE));
        if (problem.status() == 503) {
            answer.header(HttpHeaders.RETRY_AFTER, "5");
        }
        return answer.body(problem);
    }
}
