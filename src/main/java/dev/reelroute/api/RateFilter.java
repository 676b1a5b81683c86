package dev.reelroute.api;

import dev.reelroute.access.Caller;
import dev.reelroute.access.Callers;
import dev.reelroute.access.Scope;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.quota.RequestRates;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers no more requests of a tenant than it may make in a second. Operators are not held: they are to help while somebody asks
 * too much.
 */
final class RateFilter extends OncePerRequestFilter {

    private final Callers callers;
    private final RequestRates rates;
    private final Problems problems;
    private final ProblemWriter writer;
    private final ProblemFilter filter;

    RateFilter(Callers callers, RequestRates rates, Problems problems, ProblemWriter writer, ProblemFilter filter) {
        this.callers = callers;
        this.rates = rates;
        this.problems = problems;
        this.writer = writer;
        this.filter = filter;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Caller> held = callers.known().filter(caller -> !caller.may(Scope.OPERATE));
        @Nullable Problem problem = held.isPresent() && filter.hasStarted() ? problem(held.get(), request) : null;
        if (problem == null) {
            chain.doFilter(request, response);
        } else {
            writer.write(response, problem);
        }
    }

    private @Nullable Problem problem(Caller caller, HttpServletRequest request) {
        try {
            Duration wait = rates.take(Objects.requireNonNullElse(caller.tenant(), ""));
            return wait.isZero()
                    ? null
                    : Problem.of(FailureCode.TOO_MANY_REQUESTS, null, request.getRequestURI(), wait);
        } catch (RuntimeException e) {
            // The ledger does not answer.
            return problems.of(e, request.getRequestURI());
        }
    }
}
