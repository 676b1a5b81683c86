package dev.reelroute.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A product that breaks its promises in one way. All of it happens in copies; the product knows nothing of this. */
enum Mutant {
    NONE;

    /** Milliseconds by which a slow network delays each piece of data. */
    long slowMillis() {
        return 60;
    }

    /** @return a folder that goes before the product's classes */
    Path patchClassPath(Path overlay) throws IOException {
        return Files.createDirectories(overlay);
    }

    /** @return a folder with the routes */
    Path patchRoutes(Path copy) throws IOException {
        Files.createDirectories(copy);
        try (Stream<Path> routes = Files.list(Path.of("routes"))) {
            for (Path route : routes.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .toList()) {
                Files.writeString(copy.resolve(route.getFileName().toString()), Files.readString(route));
            }
        }
        return copy;
    }

    /** Settings that win over those of the cluster. */
    List<String> settings(Path data) {
        return List.of();
    }
}
