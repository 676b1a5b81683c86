package dev.reelroute.api;

import dev.reelroute.access.Bearers.Unknowable;
import dev.reelroute.access.Doorkeeper;
import dev.reelroute.access.Doorkeeper.Beyond;
import dev.reelroute.access.Operations.Call;
import dev.reelroute.failure.FailureCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

/** Tells a caller what is wanted, in the form of all errors and in the header of RFC 6750. */
@Component
class AccessProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final String BEARER = "Bearer realm=\"reelroute\"";

    private final Doorkeeper doorkeeper;
    private final ProblemWriter writer;
    private final Problems problems;
    private final ProblemFilter filter;

    AccessProblems(Doorkeeper doorkeeper, ProblemWriter writer, Problems problems, ProblemFilter filter) {
        this.doorkeeper = doorkeeper;
        this.writer = writer;
        this.problems = problems;
        this.filter = filter;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (why instanceof Unknowable && !filter.hasStarted()) {
            writer.refuse(request, response, FailureCode.STARTING, null);
            return;
        }
        if (why instanceof Unknowable unknowable) {
            writer.write(response, problems.of(unknowable.why(), request.getRequestURI()));
            return;
        }
        boolean wrong = why instanceof OAuth2AuthenticationException;
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, wrong ? BEARER + ", error=\"invalid_token\"" : BEARER);
        writer.refuse(request, response, FailureCode.UNAUTHENTICATED, wrong ? why.getMessage() : null);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        if (why instanceof Beyond beyond) {
            writer.refuse(request, response, beyond.code(), beyond.detail());
            return;
        }
        Optional<Call> call = doorkeeper.call(request);
        if (call.isEmpty()) {
            boolean other = doorkeeper.knowsPath(request);
            writer.refuse(request, response, other ? FailureCode.METHOD_NOT_ALLOWED : FailureCode.NOT_FOUND, null);
            return;
        }
        String scope = call.get().operation().scope().word();
        response.setHeader(
                HttpHeaders.WWW_AUTHENTICATE, BEARER + ", error=\"insufficient_scope\", scope=\"" + scope + "\"");
        writer.refuse(request, response, FailureCode.SCOPE_MISSING, "It wants the scope " + scope + ".");
    }
}
