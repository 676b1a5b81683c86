package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.media.Machine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own: H2 reads once what it binds to, and another test may have had it do so before. */
class LoopbackTest {

    @Test
    void serversListenOnTheLoopbackInterfaceOnly(@TempDir Path folder) throws IOException {
        List<String> settings = Application.settings(
                folder.resolve("data"),
                List.of("--server.port=" + Machine.freePort(), "--reelroute.http.health-port=" + Machine.freePort()));
        Process process = Processes.start(Path.of(""), settings, folder.resolve("log"));
        try {
            Processes.awaitStart(folder.resolve("log"));
            List<Integer> ports = settings.stream()
                    .filter(setting -> setting.matches("--[a-z.-]+port=\\d+"))
                    .map(setting -> Integer.parseInt(setting.replaceFirst(".*=", "")))
                    .toList();
            assertThat(ports)
                    .as("application, health, store, queues, ledger")
                    .hasSize(5)
                    .allSatisfy(port -> assertThat(accepts("127.0.0.1", port)).isTrue());
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .forEach(address -> assertThat(ports)
                            .allSatisfy(port -> assertThat(accepts(address.getHostAddress(), port))
                                    .isFalse()));
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean accepts(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 1000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
