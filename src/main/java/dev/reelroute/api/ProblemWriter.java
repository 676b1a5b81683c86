package dev.reelroute.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.failure.FailureCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Writes a problem as the answer, for all code that is not a route. Routes write the same in {@code
 * answer-with-problem}.
 */
@Component
public class ProblemWriter {

    static final String RETRY_SECONDS = "5";

    private final ObjectMapper mapper;

    ProblemWriter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public void refuse(
            HttpServletRequest request, HttpServletResponse response, FailureCode code, @Nullable String detail)
            throws IOException {
        write(response, Problem.of(code, detail, request.getRequestURI()));
    }

    void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (problem.status() == 503) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        if (problem.retryAfter() != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfter()));
        }
        byte[] body = mapper.writeValueAsBytes(problem);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
