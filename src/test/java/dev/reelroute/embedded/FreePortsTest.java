package dev.reelroute.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.Reelroute;
import dev.reelroute.media.Machine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A start that cannot be says why in one paragraph, with all that is in its way. */
@ExtendWith(OutputCaptureExtension.class)
class FreePortsTest {

    @TempDir
    private Path folder;

    @Test
    void allPortsThatAreTakenAreNamedAtOnceWithOthersThatAreFree(CapturedOutput output) throws IOException {
        try (ServerSocket first = taken();
                ServerSocket second = taken();
                ServerSocket third = taken()) {
            assertThatThrownBy(() -> start(
                            "--server.port=" + first.getLocalPort(),
                            "--reelroute.http.health-port=" + second.getLocalPort(),
                            "--reelroute.embedded.store-port=" + third.getLocalPort()))
                    .isInstanceOf(RuntimeException.class);
            String told = output.getAll().strip();
            assertThat(told.lines()).hasSize(1);
            assertThat(told)
                    .contains("Reelroute cannot start. Ports " + first.getLocalPort() + ", " + second.getLocalPort()
                            + ", " + third.getLocalPort() + " are in use by another program")
                    .contains("./reelroute worker");
            assertThat(Pattern.compile("--(server\\.port|reelroute\\.[a-z.-]+)=(\\d+)")
                            .matcher(told)
                            .results()
                            .map(choice -> Integer.parseInt(choice.group(2))))
                    .hasSize(3)
                    .doesNotHaveDuplicates()
                    .allSatisfy(port -> free(port));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --server.port=99999                  | The setting server.port is '99999', and must be a port.
        --reelroute.http.health-port=health  | The setting reelroute.http.health-port is 'health', and must be a port.
        --reelroute.role=boss                | The setting reelroute.role is 'boss', which is none. Say one of all, api, worker.
        """)
    void aWrongSettingIsNamed(String setting, String words, CapturedOutput output) {
        assertThatThrownBy(() -> start(setting)).isInstanceOf(RuntimeException.class);
        assertThat(complaints(output)).hasSize(1);
        assertThat(output.getAll()).contains("Reelroute cannot start. " + words);
    }

    /** All at once; the SDK would say of each in turn, in a hundred lines, where it has looked for them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        store, queue | There are no keys for the store and the queue.
        queue        | There are no keys for the queue.
        store        | There are no keys for the store.
        """)
    void keysThatAreMissingAreNamed(String servers, String words, CapturedOutput output) {
        // Not those of this machine.
        Map<String, String> none =
                Map.of("aws.disableEc2Metadata", "true", "aws.sharedCredentialsFile", folder + "/none");
        none.forEach(System::setProperty);
        List<String> names = List.of(servers.split(", "));
        try {
            assertThatThrownBy(() -> start(names.stream()
                            .map(server -> "--reelroute." + server + ".endpoint=http://127.0.0.1:9")
                            .toArray(String[]::new)))
                    .isInstanceOf(RuntimeException.class);
        } finally {
            none.keySet().forEach(System::clearProperty);
        }
        assertThat(complaints(output)).hasSize(1);
        assertThat(output.getAll()).contains("Reelroute cannot start. " + words);
        names.forEach(server -> assertThat(output.getAll())
                .contains("reelroute." + server + ".access-key")
                .contains("reelroute." + server + ".secret-key"));
    }

    /** Without what a thread of an earlier start still says, which makes its tables. */
    private static Stream<String> complaints(CapturedOutput output) {
        return output.getAll().strip().lines().filter(line -> !line.contains(" INFO  DbMigrate "));
    }

    /** The start script says that it is one: a line of a log, with its time and level, is for files. */
    @Test
    void aTerminalShowsTheSentenceAlone(CapturedOutput output) {
        System.setProperty("reelroute.terminal", "true");
        try {
            assertThatThrownBy(() -> start("--server.port=99999")).isInstanceOf(RuntimeException.class);
        } finally {
            System.clearProperty("reelroute.terminal");
        }
        assertThat(output.getAll().strip())
                .startsWith("Reelroute cannot start. The setting server.port is '99999', and must be a port.")
                .hasLineCount(1);
    }

    /** The server that is to have it says so; looking for a free port there would never end. */
    @Test
    @Timeout(60)
    void anAddressThatThisMachineHasNotIsNoPortInUse(CapturedOutput output) {
        assertThatThrownBy(() -> start(
                        "--server.address=192.0.2.1",
                        "--server.port=" + Machine.freePort(),
                        "--reelroute.access.mode=keys",
                        "--reelroute.embedded.store-port=" + Machine.freePort()))
                .isInstanceOf(RuntimeException.class);
        assertThat(output.getAll()).doesNotContain("in use by another program");
    }

    private void start(String... settings) {
        Map<String, String> chosen = new HashMap<>();
        Stream.of("server.port", "reelroute.http.health-port", "reelroute.embedded.store-port")
                .forEach(key -> chosen.put(key, "0"));
        // Whatever else runs on this machine.
        Stream.of("reelroute.embedded.queue-port", "reelroute.embedded.ledger-port")
                .forEach(key -> chosen.put(key, String.valueOf(Machine.freePort())));
        chosen.put("reelroute.data", folder.resolve("data").toString());
        Stream.of(settings)
                .map(setting -> setting.substring(2).split("=", 2))
                .forEach(setting -> chosen.put(setting[0], setting[1]));
        new SpringApplication(Reelroute.class)
                .run(chosen.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new))
                .close();
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static void free(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
        }
    }
}
