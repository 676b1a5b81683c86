package dev.reelroute.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.Misconfigured;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

class KnownSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "reelroute.acess.mode, reelroute.access.mode",
        "reelroute.access.modes, reelroute.access.mode",
        "reelroute.notify.timout, reelroute.notify.timeout",
        "reelroute.nonsense, ",
    })
    void oneThatIsMisspeltIsRefused(String setting, String meant) {
        assertThatThrownBy(() -> start("--" + setting + "=x")).isInstanceOfSatisfying(Misconfigured.class, wrong -> {
            assertThat(wrong.getMessage()).isEqualTo("There is no setting " + setting + " (command line).");
            assertThat(wrong.remedy())
                    .isEqualTo((meant == null ? "" : "Did you mean " + meant + "? ")
                            + "All of them stand in config/application.yaml.");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reelroute.access.mode",
                "reelroute.access.operator-key",
                "reelroute.access.operatorKey",
                "reelroute.notify.secrets[0]",
                "reelroute.queue.lanes.bulk.consumers",
                "reelroute.quota.tenants[3].name",
                "server.port",
                "chat.url",
            })
    void othersAreLeftAlone(String setting) {
        assertThatCode(() -> start("--" + setting + "=x")).doesNotThrowAnyException();
    }

    @Test
    void aFileIsNamed() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "Config resource 'file [config/application.yaml]' via location 'x'",
                        Map.of("reelroute.api.alowed-origins", "x")));
        assertThatThrownBy(() -> new KnownSettings().postProcessEnvironment(environment, new SpringApplication()))
                .hasMessageContaining("config/application.yaml");
    }

    private static void start(String... arguments) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
        new KnownSettings().postProcessEnvironment(environment, new SpringApplication());
    }
}
