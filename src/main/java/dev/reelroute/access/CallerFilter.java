package dev.reelroute.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Has those who answer know whose call it is, and the log when it was answered. Behind what finds out who calls, before what decides whether they may. */
public final class CallerFilter extends OncePerRequestFilter {

    private final AccessProperties properties;
    private final Callers callers;
    private final Audit audit;

    public CallerFilter(AccessProperties properties, Callers callers, Audit audit) {
        this.properties = properties;
        this.callers = callers;
        this.audit = audit;
    }

    // Routes answer from another thread, and the answer is written when they have.
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        @Nullable Caller caller = caller();
        if (caller == null) {
            // It will be refused.
            chain.doFilter(request, response);
        } else {
            callers.<ServletException, IOException>answer(caller, () -> chain.doFilter(request, response));
            // Where access is open, nobody is known.
            if (!properties.isOpen() && !request.isAsyncStarted()) {
                audit.tell(caller, request, response);
            }
        }
    }

    private @Nullable Caller caller() {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof CallerToken token) {
            return token.caller();
        }
        return properties.isOpen() ? Caller.ANYBODY : null;
    }
}
