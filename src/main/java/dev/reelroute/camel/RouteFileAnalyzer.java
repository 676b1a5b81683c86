package dev.reelroute.camel;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.spring.boot.CamelSpringBootInitializationException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.NestedExceptionUtils;

/** A route file that Camel cannot make sense of: which file, which line or route, and why. */
class RouteFileAnalyzer implements FailureAnalyzer {

    private static final String REMEDY =
            "Mend the file, or go back to the last version that worked. ./verify names what else is wrong with it.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        String reason = NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException route) {
                return new FailureAnalysis(
                        "The route " + route.getRouteId() + " (" + route.getLocation() + ") cannot be made: " + reason,
                        REMEDY,
                        cause);
            }
            if (cause instanceof CamelSpringBootInitializationException) {
                return new FailureAnalysis(reason, REMEDY, cause);
            }
        }
        return null;
    }
}
