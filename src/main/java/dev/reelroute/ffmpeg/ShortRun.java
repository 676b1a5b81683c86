package dev.reelroute.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A short run of a program, to see whether it starts at all and what it says.
 *
 * @param exitCode -1 when it could not be started or did not end in time
 * @param output standard output and standard error, mixed
 */
record ShortRun(int exitCode, String output) {

    /** Long, because the first start reads 90 MB of libraries from a disk that may be cold. */
    private static final long SECONDS = 30;

    static ShortRun of(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            return new ShortRun(-1, String.valueOf(e.getMessage()));
        }
        try {
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return new ShortRun(-1, "It did not end within " + SECONDS + " s.");
            }
            return new ShortRun(process.exitValue(), output.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ShortRun(-1, "Interrupted.");
        } finally {
            process.destroyForcibly();
        }
    }

    boolean succeeded() {
        return exitCode == 0;
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
