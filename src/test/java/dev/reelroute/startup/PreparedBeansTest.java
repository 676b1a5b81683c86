package dev.reelroute.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class PreparedBeansTest {

    private static final Map<String, Object> FILE = Map.of(
            "reelroute.role",
            "all",
            "server.port",
            8080,
            "spring.datasource.url",
            "${reelroute.ledger.url}",
            "camel.main.routes-reload-enabled",
            true,
            "camel.main.shutdown-timeout",
            10,
            "management.endpoints.web.exposure.include",
            "health,hawtio");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reelroute.role=worker",
                "reelroute.ledger.url=jdbc:postgresql://ledger/reelroute",
                "reelroute.store.endpoint=aws",
                "reelroute.embedded.queue=false",
                "server.port=0",
                "server.address=0.0.0.0",
                "camel.main.routes-reload-enabled=false",
                "camel.main.routes-exclude-pattern=**/on-*.camel.yaml",
                "logging.level.root=ERROR",
                "spring.application.pid=17",
                "camel.main.shutdown-timeout=10",
            })
    void beansArePreparedFor(String setting) {
        assertThat(with(argument(setting))).isEqualTo(with());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.main.shutdown-timeout=11",
                "camel.main.jmx-enabled=false",
                "camel.component.aws2-sqs.enabled=false",
                "spring.datasource.url=jdbc:h2:mem:x",
                "spring.autoconfigure.exclude[0]=org.example.Some",
                "spring.profiles.active=mine",
                "management.endpoints.web.exposure.include=health",
                "management.server.port=9000",
                "server.ssl.enabled=true",
                "hawtio.authenticationEnabled=true",
            })
    void beansAreDecidedAnewFor(String setting) {
        assertThat(with(argument(setting))).isNotEqualTo(with());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPRING_PROFILES_ACTIVE", "CAMEL_MAIN_JMXENABLED", "MANAGEMENT_SERVER_PORT"})
    void theEnvironmentMayAskForOthers(String variable) {
        assertThat(with(environment(variable, "x"))).isNotEqualTo(with());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SERVER_ADDRESS", "CAMEL_MAIN_ROUTESRELOADENABLED", "REELROUTE_ROLE", "PATH"})
    void theEnvironmentMaySayWhatIsFree(String variable) {
        assertThat(with(environment(variable, "x"))).isEqualTo(with());
    }

    private static PropertySource<?> argument(String setting) {
        return new SimpleCommandLinePropertySource("--" + setting);
    }

    private static PropertySource<?> environment(String variable, String value) {
        return new SystemEnvironmentPropertySource("variables", Map.of(variable, value));
    }

    private static String with(PropertySource<?>... more) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("file", FILE));
        for (PropertySource<?> each : more) {
            environment.getPropertySources().addFirst(each);
        }
        return PreparedBeans.settings(environment);
    }
}
