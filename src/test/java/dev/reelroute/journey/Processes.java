package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelroute.media.Built;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reelroute in processes of its own, as {@code java -jar} would start them. */
final class Processes {

    private Processes() {}

    /** A worker with the settings of a running application, against its stores. */
    static Process worker(Application first, Path log, String... more) throws IOException {
        List<String> worker = Application.with(first.arguments(), List.of("--reelroute.role=worker"));
        return start(Application.with(worker, List.of(more)), log);
    }

    /** @param log where its console goes */
    static Process start(List<String> settings, Path log) throws IOException {
        return start(List.of(), settings, log);
    }

    /** @param home where it finds its {@code routes} and {@code config} */
    static Process start(Path home, List<String> settings, Path log) throws IOException {
        return start(home, List.of(), settings, log);
    }

    /** @param before words of the command that come before those that start it */
    static Process start(List<String> before, List<String> settings, Path log) throws IOException {
        return start(Path.of(""), before, settings, log);
    }

    private static Process start(Path home, List<String> before, List<String> settings, Path log) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(Built.java());
        command.add("dev.reelroute.Reelroute");
        command.addAll(settings);
        return new ProcessBuilder(command)
                .directory(home.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    static void awaitStart(Path log) {
        await("a start in " + log)
                .atMost(Duration.ofMinutes(2))
                .failFast(() -> assertThat(log).content().doesNotContain("Reelroute cannot start"))
                .until(() -> Files.readString(log).contains("is ready after"));
    }
}
