package dev.reelroute.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.env.MockEnvironment;

/** What stands in the console at the first start. */
class ConsoleGreetingTest {

    @Test
    void aTerminalShowsTheNewSecretsAndALogOnlyWhereTheyAre() {
        assertThat(greeting(true)).contains("p4ssword (kept in data/secrets.properties)", "rrk_new (kept in");
        assertThat(greeting(false))
                .contains(
                        "http://localhost:8080/",
                        "password in data/secrets.properties",
                        "key in data/secrets.properties")
                .doesNotContain("p4ssword", "rrk_new");
    }

    @Test
    void aPasswordOfTheConfigurationIsInNoFile() {
        assertThat(greeting(true, "")).contains("user operator, password as configured");
    }

    private static String greeting(boolean isSeenByPerson) {
        return greeting(isSeenByPerson, "data/secrets.properties");
    }

    private static String greeting(boolean isSeenByPerson, String passwordFile) {
        StaticApplicationContext context = new StaticApplicationContext();
        context.setEnvironment(new MockEnvironment()
                .withProperty("server.address", "127.0.0.1")
                .withProperty("local.server.port", "8080")
                .withProperty("reelroute.role", "api")
                .withProperty("reelroute.data", "data")
                .withProperty("reelroute.access.mode", "keys")
                .withProperty("reelroute.access.operator-key", "rrk_new")
                .withProperty("reelroute.access.operator-key-is-new", "true")
                .withProperty("reelroute.access.operator-key-file", "data/secrets.properties")
                .withProperty("reelroute.operator.password", "p4ssword")
                .withProperty("reelroute.operator.password-is-new", Boolean.toString(!passwordFile.isEmpty()))
                .withProperty("reelroute.operator.password-file", passwordFile)
                .withProperty("reelroute.store.endpoint", "aws")
                .withProperty("reelroute.queue.endpoint", "aws")
                .withProperty("reelroute.ledger.url", "jdbc:postgresql://ledger/reelroute"));
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        new ConsoleGreeting(new PrintStream(told, true, UTF_8), isSeenByPerson)
                .onApplicationEvent(new ApplicationReadyEvent(
                        new SpringApplication(), new String[0], context, Duration.ofSeconds(1)));
        return told.toString(UTF_8);
    }
}
