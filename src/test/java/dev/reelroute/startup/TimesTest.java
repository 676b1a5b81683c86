package dev.reelroute.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.Misconfigured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class TimesTest {

    @ParameterizedTest
    @CsvSource({
        "reelroute.task.hold, 30, PT30S",
        "reelroute.task.hold, 30s, PT30S",
        "reelroute.task.hold, 2m, PT2M",
        "reelroute.task.longest-hold, 7d, PT168H",
        "reelroute.http.longest-wait, 500ms, PT0.5S",
        "reelroute.task.lease, 30, 30",
        "reelroute.task.lease, 1m, 60",
        "reelroute.queue.long-poll, 20s, 20",
        "reelroute.reconcile.period, 5000, 5000",
        "reelroute.reconcile.period, 5s, 5000",
        "reelroute.notify.period, 500ms, 500",
        "reelroute.notify.schedule, '5, 1m', 'PT5S,PT1M'",
    })
    void eachGetsWhatItReads(String setting, String written, String read) {
        assertThat(start("--" + setting + "=" + written).getProperty(setting)).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reelroute.task.hold | 0 | a time of 1s or more such as 30s or 5m",
                "reelroute.task.hold | 999ms | a time of 1s or more such as 30s or 5m",
                "reelroute.task.hold | -5s | a time of 1s or more such as 30s or 5m",
                "reelroute.task.backoff | -1 | a time such as 30s or 5m",
                "reelroute.task.hold | soon | a time such as 500ms, 30s or 5m",
                "reelroute.task.lease | 1500ms | whole seconds",
                "reelroute.task.lease | 0 | a time of 1s or more such as 30s or 5m",
                "reelroute.queue.long-poll | 21 | at most 20s",
                "reelroute.reconcile.period | 5 | 100ms or more (a number alone means milliseconds here)",
                "reelroute.startup.wait | 99999999999999999999 | a time such as 500ms, 30s or 5m",
            })
    void whatMakesNoSenseIsRefused(String setting, String value, String expected) {
        assertThatThrownBy(() -> start("--" + setting + "=" + value))
                .isInstanceOfSatisfying(Misconfigured.class, wrong -> {
                    assertThat(wrong.getMessage())
                            .isEqualTo("The setting " + setting + " is '" + value + "', and must be " + expected + ".");
                    assertThat(wrong.remedy())
                            .isEqualTo("Correct it where it stands: \"" + setting
                                    + "\" from property source \"commandLineArgs\".");
                });
    }

    @Test
    void theEnvironmentAndListsOfAFileAreReadAsWell() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "systemEnvironment", Map.of("REELROUTE_TASK_SHUTDOWNGRACE", "2m")));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "file", Map.of("reelroute.notify.schedule[0]", "5", "reelroute.notify.schedule[1]", "1h")));
        new Times().postProcessEnvironment(environment, new SpringApplication());
        assertThat(environment.getProperty("reelroute.task.shutdown-grace")).isEqualTo("120");
        assertThat(Binder.get(environment)
                        .bind("reelroute.notify.schedule", Bindable.listOf(Duration.class))
                        .get())
                .containsExactly(Duration.ofSeconds(5), Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reelroute.worker.exit-when-idle", "reelroute.task.hold"})
    void anEmptyOneIsLeftAlone(String setting) {
        assertThat(start("--" + setting + "=").getProperty(setting)).isEmpty();
    }

    /** Another one would read a number alone in a way of its own. */
    @Test
    void allSettingsThatAreTimesAreKnown() throws IOException {
        Set<String> times = new TreeSet<>();
        try (Stream<String> lines = Files.lines(Path.of("config/application.yaml"), StandardCharsets.UTF_8)) {
            String section = "";
            Pattern begin = Pattern.compile("  (\\w[\\w-]*):.*");
            Pattern time = Pattern.compile("    ([\\w-]+): +(?:\\d+(?:ms|s|m|h|d)\\b.*|# (?:a worker ends).*)");
            for (String line : lines.toList()) {
                var starts = begin.matcher(line);
                if (line.equals("server:")) {
                    break;
                } else if (starts.matches()) {
                    section = starts.group(1);
                }
                var found = time.matcher(line);
                if (found.matches()) {
                    times.add("reelroute." + section + "." + found.group(1));
                }
            }
        }
        assertThat(times).hasSizeGreaterThan(40);
        assertThat(times)
                .allSatisfy(setting -> assertThat(start("--" + setting + "=20s").getProperty(setting))
                        .as(setting)
                        .isNotEqualTo("20s"));
    }

    private static StandardEnvironment start(String... arguments) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
        new Times().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }
}
