package dev.reelroute.http;

import dev.reelroute.api.ProblemWriter;
import dev.reelroute.failure.FailureCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Which paths are served where: only health on the port that is reserved for it, and only operators' paths in a process
 * that is only a worker.
 */
final class ServedPaths extends OncePerRequestFilter implements ApplicationListener<ServletWebServerInitializedEvent> {

    static final String OPERATORS = "/actuator";
    static final String HEALTH = OPERATORS + "/health";

    private final boolean serves;
    private final ProblemWriter problems;
    private volatile int port;

    /** @param serves whether this process answers the API and the page */
    ServedPaths(boolean serves, ProblemWriter problems) {
        this.serves = serves;
        this.problems = problems;
    }

    @Override
    public void onApplicationEvent(ServletWebServerInitializedEvent event) {
        port = event.getWebServer().getPort();
    }

    static boolean isHealth(String path) {
        return isBelow(HEALTH, path);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        boolean isHealthPort = port != 0 && request.getLocalPort() != port;
        if (isHealthPort ? isHealth(path) : serves || isBelow(OPERATORS, path)) {
            chain.doFilter(request, response);
        } else {
            problems.refuse(
                    request,
                    response,
                    FailureCode.NOT_FOUND,
                    isHealthPort
                            ? "This port answers " + HEALTH + " alone."
                            : "This is a worker: ask the API's process.");
        }
    }

    private static boolean isBelow(String folder, String path) {
        return path.equals(folder) || path.startsWith(folder + "/");
    }
}
