package dev.reelroute.api;

import dev.reelroute.failure.FailureCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.WebUtils;

/**
 * Gives every error of the API the same form, also errors that never reach a route: the contract's validation answers
 * in plain text, and unknown addresses and methods are answered without a body.
 */
@Component
class ProblemFilter extends OncePerRequestFilter {

    private final ProblemWriter problems;
    private volatile boolean started;

    ProblemFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @EventListener(ApplicationReadyEvent.class)
    void started() {
        started = true;
    }

    /** Whether all that answers is there: the server listens before. */
    boolean hasStarted() {
        return started;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // The event stream must not be buffered.
        return !request.getRequestURI().startsWith(request.getContextPath() + "/api/")
                || (started && request.getRequestURI().endsWith("/events"));
    }

    // Routes answer from another thread.
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!started) {
            // The server listens before the routes have started: it would answer that nothing is at this address.
            problems.refuse(request, response, FailureCode.STARTING, null);
            return;
        }
        // After an asynchronous answer, the response that arrives here is wrapped by other filters.
        ContentCachingResponseWrapper earlier =
                WebUtils.getNativeResponse(response, ContentCachingResponseWrapper.class);
        ContentCachingResponseWrapper cached = earlier == null ? new ContentCachingResponseWrapper(response) : earlier;
        chain.doFilter(request, earlier == null ? cached : response);
        if (request.isAsyncStarted()) {
            return;
        }
        if (cached.getStatus() >= 400) {
            String text = new String(cached.getContentAsByteArray(), StandardCharsets.UTF_8);
            // The contract's validation says that its plain text is of the type that the request had.
            boolean isJson = text.startsWith("{");
            if (!isJson || !String.valueOf(cached.getContentType()).startsWith(Problem.MEDIA_TYPE)) {
                cached.resetBuffer();
                problems.refuse(
                        request,
                        cached,
                        FailureCode.ofStatus(cached.getStatus()),
                        isJson || text.isBlank() ? null : text);
            }
        }
        if (cached.getStatus() == 503) {
            cached.setHeader(HttpHeaders.RETRY_AFTER, ProblemWriter.RETRY_SECONDS);
        }
        cached.copyBodyToResponse();
    }
}
