package dev.reelroute.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.net.httpserver.HttpServer;
import dev.reelroute.access.Keys;
import dev.reelroute.journey.Application;
import dev.reelroute.media.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reelroute keys}, against a Reelroute that runs. */
class KeyCommandsTest {

    private StringWriter out = new StringWriter();
    private StringWriter errors = new StringWriter();

    @Test
    void keysAreMadeListedAndRevoked(@TempDir Path folder) {
        String operator = Keys.random();
        try (Application application = Application.start(
                folder.resolve("data"),
                "--reelroute.role=api",
                "--reelroute.access.mode=keys",
                "--reelroute.access.operator-key=" + operator)) {
            String server = " --server " + application.api().base();

            assertThat(run(operator, "keys create --name shop --tenant acme --scopes upload,read --days 3" + server))
                    .isZero();
            String key = out.toString().strip();
            assertThat(Keys.isKey(key)).isTrue();
            String id = errors.toString().split(" ")[3].replace(".", "");

            assertThat(run(operator, "keys list" + server)).isZero();
            assertThat(out.toString())
                    .contains(id + "  shop  tenant acme  upload,read  ends ", "first operator", "never used")
                    .doesNotContain("rrk_");

            assertThat(run(operator, "keys revoke " + id + server)).isZero();
            assertThat(out.toString()).startsWith(id).contains("revoked ");

            assertThat(run(key, "keys list" + server)).isEqualTo(1);
            assertThat(errors.toString()).startsWith("This needs an API key").contains("REELROUTE_KEY");
            assertThat(run(operator, "keys create --name shop --scopes everything" + server))
                    .isEqualTo(1);
            assertThat(errors.toString()).contains("scopes[0] must be one of upload, read, manage, operate");
            assertThat(run(operator, "keys revoke x" + server)).isEqualTo(1);
            assertThat(errors.toString()).contains("There is no such key.");
        }
    }

    @Test
    void whereNothingListensItSaysSo() {
        assertThat(run(null, "keys list --server http://localhost:" + Machine.freePort()))
                .isEqualTo(1);
        assertThat(errors.toString()).startsWith("There is no Reelroute at http://localhost:");
    }

    @Test
    void whereThereAreNoKeysItSaysSo() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/api/keys", exchange -> {
            byte[] none = "{\"items\": []}".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, none.length);
            exchange.getResponseBody().write(none);
            exchange.close();
        });
        server.start();
        try {
            assertThat(run(
                            null,
                            "keys list --server http://localhost:"
                                    + server.getAddress().getPort()))
                    .isZero();
        } finally {
            server.stop(0);
        }
        assertThat(errors.toString()).startsWith("There are no keys.");
    }

    private int run(String key, String arguments) {
        out = new StringWriter();
        errors = new StringWriter();
        CommandLine commands = new CommandLine(
                Path.of(""),
                request -> fail("It began to transcode: " + request),
                settings -> fail("It began to serve"),
                settings -> fail("It began to move"),
                () -> key);
        return commands.parser
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.split(" "));
    }
}
