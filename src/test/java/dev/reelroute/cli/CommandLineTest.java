package dev.reelroute.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    /** What the start script prints when it is asked for help, without a build and without Java. */
    private static final Path HELP = Path.of("docs/help");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private final List<String> served = new ArrayList<>();
    private final List<String> moved = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                               | Missing required subcommand",
                "trancode                         | There is no command 'trancode'",
                "--fast                           | Unknown option: '--fast'",
                "transcode missing.mp4            | There is no file",
                "transcode --fast                 | Unknown option: '--fast'",
                "transcode file file              | One video at a time: 'file' is one too many",
                "transcode file --out             | Missing required parameter for option '--out'",
                "transcode file --out file        | is not a folder",
                "serve --port=8081                | '--port=8081' is no setting",
                "serve --server.port 8081         | '--server.port' is no setting",
                "worker two                       | 'two' is no setting",
                "move there                       | 'there' is no setting",
                "keys                             | Missing required subcommand",
                "keys make                        | There is no command 'make'",
                "keys create --name x             | Missing required option: '--scopes=<scopes>'",
                "keys revoke                      | Missing required parameter: '<id>'",
            })
    void whatMakesNoSenseIsNamed(String arguments, String reason) throws IOException {
        Files.createFile(folder.resolve("file"));

        assertThat(run(arguments)).isEqualTo(2);

        assertThat(errors.toString()).contains(reason, "Usage: reelroute").doesNotContain("\tat ");
        assertThat(served).isEmpty();
    }

    @Test
    void settingsReachTheServer() {
        assertThat(run("worker --reelroute.data=/mnt/a=b --server.port=81")).isZero();

        assertThat(served)
                .containsExactly(
                        "--reelroute.role=worker",
                        "--reelroute.http.health-port=0",
                        "--reelroute.data=/mnt/a=b",
                        "--server.port=81");
    }

    @Test
    void settingsReachTheMove() {
        assertThat(run("move --reelroute.data=/mnt/a --reelroute.ledger.url=jdbc:postgresql://db/reelroute"))
                .isZero();

        assertThat(moved)
                .containsExactly("--reelroute.data=/mnt/a", "--reelroute.ledger.url=jdbc:postgresql://db/reelroute");
        assertThat(served).isEmpty();
    }

    /** {@code -Dhelp.write} writes the files anew. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "transcode", "serve", "worker", "move", "keys", "keys create", "keys list", "keys revoke"})
    void helpIsWhatTheScriptPrints(String command) throws IOException {
        assertThat(run(command + " --help")).isZero();

        Path file = HELP.resolve((command.isEmpty() ? "reelroute" : command.replace(' ', '-')) + ".txt");
        if (System.getProperty("help.write") != null) {
            Files.createDirectories(HELP);
            Files.writeString(file, out.toString());
        }
        assertThat(file).as("-Dhelp.write writes it anew").hasContent(out.toString());
        assertThat(served).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "serve -V"})
    void theVersionIsTold(String arguments) {
        assertThat(run(arguments)).isZero();

        assertThat(out.toString()).startsWith("reelroute ");
    }

    private int run(String arguments) {
        CommandLine commands = new CommandLine(
                folder,
                request -> fail("It began to transcode: " + request),
                settings -> served.addAll(List.of(settings)),
                settings -> moved.addAll(settings) ? 0 : 1,
                () -> null);
        return commands.parser
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(errors))
                .execute(arguments.isBlank() ? new String[0] : arguments.strip().split(" "));
    }
}
