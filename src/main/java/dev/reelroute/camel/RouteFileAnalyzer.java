package dev.reelroute.camel;

import dev.reelroute.live.FolderWatch;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.spring.boot.CamelSpringBootInitializationException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.NestedExceptionUtils;
import software.amazon.awssdk.core.exception.SdkException;

/** Reports a route file that Camel cannot read: which file, which line or route, and why. */
class RouteFileAnalyzer implements FailureAnalyzer {

    private static final Path FOLDER = Path.of("routes");
    private static final Pattern DUPLICATES = Pattern.compile("Duplicate route ids detected: ([^.]+)\\.");

    private static final String REMEDY = "Correct the file, or move it out of the folder routes, and start again.";

    private static final String REMEDY_OF_SERVERS =
            "The file is right, and the server that it names refused or was not there."
                    + " Check endpoint, region and keys below reelroute.queue (SQS) and reelroute.store (S3).";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        String reason = String.valueOf(
                NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        Matcher duplicates = DUPLICATES.matcher(reason);
        if (duplicates.find()) {
            return new FailureAnalysis(
                    "There are two routes with the id " + duplicates.group(1) + where(duplicates.group(1)) + ".",
                    REMEDY,
                    failure);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException route) {
                return new FailureAnalysis(
                        "The route " + route.getRouteId() + where(route.getRouteId()) + " cannot be made: "
                                + RouteDryRun.reason(failure),
                        isOfServers(failure) ? REMEDY_OF_SERVERS : REMEDY,
                        cause);
            }
            if (cause instanceof CamelSpringBootInitializationException) {
                return new FailureAnalysis(reason, REMEDY, cause);
            }
        }
        return null;
    }

    /** The files that have a route of this id, with its lines. */
    private static String where(String route) {
        try {
            return new FolderWatch(FOLDER, name -> name.endsWith(".camel.yaml"))
                    .contents().entrySet().stream()
                            .map(file -> RouteText.of(file.getKey(), file.getValue()))
                            .filter(text -> text.routes().contains(route))
                            .map(text -> text.file() + " line " + text.line(route, "id"))
                            .collect(Collectors.joining(" and ", " (", ")"))
                            .replace(" ()", "");
        } catch (UncheckedIOException | YamlEngineException e) {
            // Another file that is not readable is another fault.
            return "";
        }
    }

    private static boolean isOfServers(Throwable failure) {
        return failure instanceof SdkException || (failure.getCause() != null && isOfServers(failure.getCause()));
    }
}
