package dev.reelroute.access;

import dev.reelroute.access.Operations.Call;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/**
 * Lets a call through when its caller has the scope that the contract wants for it. What the contract does not know is
 * not let through either: whoever answers may read a path in ways of its own.
 */
@Component
public class Doorkeeper implements AuthorizationManager<RequestAuthorizationContext> {

    private final AccessProperties properties;
    private final Operations operations;

    Doorkeeper(AccessProperties properties, Operations operations) {
        this.properties = properties;
        this.operations = operations;
    }

    @Override
    @SuppressWarnings("deprecation") // the method that replaces it calls this one
    public AuthorizationDecision check(Supplier<Authentication> authentication, RequestAuthorizationContext context) {
        if (properties.isOpen()) {
            return new AuthorizationDecision(true);
        }
        @Nullable Caller caller = authentication.get() instanceof CallerToken token ? token.caller() : null;
        return new AuthorizationDecision(caller != null
                && call(context.getRequest())
                        .filter(call -> caller.may(call.operation().scope()))
                        .isPresent());
    }

    /** What the contract says that a request asks for. */
    public Optional<Call> call(HttpServletRequest request) {
        return operations.find(request.getMethod(), path(request));
    }

    /** Whether the contract has another method at the request's path. */
    public boolean knowsPath(HttpServletRequest request) {
        return operations.knows(path(request));
    }

    /** As the server has decoded and normalised it, to choose who answers. */
    public static String path(HttpServletRequest request) {
        return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    }
}
