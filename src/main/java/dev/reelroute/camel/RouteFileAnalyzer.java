package dev.reelroute.camel;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.spring.boot.CamelSpringBootInitializationException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.NestedExceptionUtils;
import software.amazon.awssdk.core.exception.SdkException;

/** Reports a route file that Camel cannot read: which file, which line or route, and why. */
class RouteFileAnalyzer implements FailureAnalyzer {

    private static final String REMEDY =
            "Mend the file, or go back to the last version that worked. ./verify names what else is wrong with it.";

    private static final String REMEDY_OF_SERVERS =
            "The file is right, and the server that it names refused or was not there."
                    + " Check endpoint, region and keys below reelroute.queue (SQS) and reelroute.store (S3).";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        String reason = NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException route) {
                return new FailureAnalysis(
                        "The route " + route.getRouteId() + " (" + route.getLocation() + ") cannot be made: " + reason,
                        isOfServers(failure) ? REMEDY_OF_SERVERS : REMEDY,
                        cause);
            }
            if (cause instanceof CamelSpringBootInitializationException) {
                return new FailureAnalysis(reason, REMEDY, cause);
            }
        }
        return null;
    }

    private static boolean isOfServers(Throwable failure) {
        return failure instanceof SdkException || (failure.getCause() != null && isOfServers(failure.getCause()));
    }
}
