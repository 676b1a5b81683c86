package dev.reelroute.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.failure.FailureCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.WebUtils;

/**
 * Gives every error of the API the one form, also those that never reach a route: the contract's validation answers in
 * plain text, unknown addresses and methods with no body at all.
 */
@Component
class ProblemFilter extends OncePerRequestFilter {

    private static final String RETRY_SECONDS = "5";

    private final ObjectMapper mapper;
    private volatile boolean started;

    ProblemFilter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @EventListener(ApplicationReadyEvent.class)
    void started() {
        started = true;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // The event stream must not be held back.
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
            // The server listens before the routes are there: it would say that there is nothing at this address.
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            answer(request, response, FailureCode.STARTING, null);
            return;
        }
        // After an asynchronous answer the response comes back within other filters' wrappers.
        ContentCachingResponseWrapper earlier =
                WebUtils.getNativeResponse(response, ContentCachingResponseWrapper.class);
        ContentCachingResponseWrapper cached = earlier == null ? new ContentCachingResponseWrapper(response) : earlier;
        chain.doFilter(request, earlier == null ? cached : response);
        if (request.isAsyncStarted()) {
            return;
        }
        String type = String.valueOf(cached.getContentType());
        if (cached.getStatus() >= 400 && !type.startsWith(Problem.MEDIA_TYPE)) {
            String text = new String(cached.getContentAsByteArray(), StandardCharsets.UTF_8);
            cached.resetBuffer();
            answer(request, cached, FailureCode.ofStatus(cached.getStatus()), text.startsWith("{") ? null : text);
        }
        if (cached.getStatus() == 503) {
            cached.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        cached.copyBodyToResponse();
    }

    private void answer(
            HttpServletRequest request, HttpServletResponse response, FailureCode code, @Nullable String detail)
            throws IOException {
        Problem problem = Problem.of(code, detail == null || detail.isBlank() ? null : detail, request.getRequestURI());
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.getOutputStream().write(mapper.writeValueAsBytes(problem));
    }
}
