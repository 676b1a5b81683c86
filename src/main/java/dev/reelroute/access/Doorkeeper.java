package dev.reelroute.access;

import dev.reelroute.access.Operations.Call;
import dev.reelroute.address.PageOrigin;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.ledger.Statements.UploadTokenRow;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/**
 * Lets a call through when its caller has the scope that the contract wants for it, or has an upload token, the contract says that it
 * is for such, and it is about a video that was registered with that same token: that is never another one later. What the contract does not know is
 * not let through either: whoever answers may read a path in ways of its own.
 */
@Component
public class Doorkeeper implements AuthorizationManager<RequestAuthorizationContext> {

    private final AccessProperties properties;
    private final Operations operations;
    private final UploadTokens uploadTokens;

    Doorkeeper(AccessProperties properties, Operations operations, UploadTokens uploadTokens) {
        this.properties = properties;
        this.operations = operations;
        this.uploadTokens = uploadTokens;
    }

    /** What an upload token may not do by one of its calls. */
    public static final class Beyond extends AccessDeniedException {

        private static final long serialVersionUID = 1L;

        private final FailureCode code;
        private final @Nullable String detail;

        Beyond(FailureCode code, @Nullable String detail) {
            super(code.message());
            this.code = code;
            this.detail = detail;
        }

        public FailureCode code() {
            return code;
        }

        public @Nullable String detail() {
            return detail;
        }
    }

    /** @throws Beyond when an upload token is used on a page that it is not for, or about a video of another's */
    @Override
    @SuppressWarnings("deprecation") // the method that replaces it calls this one
    public AuthorizationDecision check(Supplier<Authentication> authentication, RequestAuthorizationContext context) {
        @Nullable Caller caller = authentication.get() instanceof CallerToken token ? token.caller() : null;
        if (caller == null) {
            return new AuthorizationDecision(properties.isOpen());
        }
        HttpServletRequest request = context.getRequest();
        Optional<Call> call = call(request).filter(each -> caller.mayCall(each.operation()));
        // An answer that is written later was decided upon when it was asked for.
        if (call.isPresent() && caller.uploadToken() != null && request.getDispatcherType() == DispatcherType.REQUEST) {
            requireOwn(caller.uploadToken(), call.get(), request);
        }
        return new AuthorizationDecision(call.isPresent());
    }

    private void requireOwn(UploadTokenRow token, Call call, HttpServletRequest request) {
        if (token.origin() != null
                && !PageOrigin.isOf(
                        token.origin(),
                        request.getHeader(HttpHeaders.ORIGIN),
                        request.getHeader(HttpHeaders.REFERER))) {
            throw new Beyond(FailureCode.UPLOAD_TOKEN_REFUSED, "It holds for pages of another site.");
        }
        @Nullable String video = call.parameters().get("id");
        if (video != null && !isOwn(token, video)) {
            throw new Beyond(FailureCode.VIDEO_NOT_FOUND, null);
        }
    }

    private boolean isOwn(UploadTokenRow token, String video) {
        try {
            return uploadTokens.isOwn(token, video);
        } catch (RuntimeException e) {
            // The ledger does not answer.
            throw new Bearers.Unknowable(e);
        }
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
