package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reelroute.media.Machine;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A second make of S3 and SQS: moto (Python), which sends event notifications, as S3Proxy does not. It refuses who brings no
 * signature; whether a signature is right, whether it has ended, and {@code response-cache-control} are nothing to it.
 */
final class Moto implements AutoCloseable {

    private final Process process;
    private final int port = Machine.freePort();

    private Moto(Path program, Path log) throws IOException {
        process = new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await("moto, see " + log)
                .atMost(Duration.ofMinutes(1))
                .failFast(() -> assertThat(process.isAlive()).isTrue())
                .until(this::listens);
    }

    /** Skips the test where there is no moto. */
    static Moto start(Path log) throws IOException {
        List<Path> programs = Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1))
                .map(folder -> Path.of(folder, "moto_server"))
                .filter(Files::isExecutable)
                .toList();
        Machine.needs(!programs.isEmpty(), "not checked: moto is missing");
        return new Moto(programs.get(0), log);
    }

    String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        // A shim of pyenv stays the same process; it has no children that matter.
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
