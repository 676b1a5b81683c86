package dev.reelroute.startup;

import dev.reelroute.failure.Misconfigured;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * One way to write a time, for all settings of ours: with a unit, or as a number of seconds. Whoever reads a setting has a way of its
 * own: to Spring a number alone means milliseconds, SQS wants seconds and no unit, Camel's timers take both. So each gets what it reads,
 * and a time that would make no sense is refused before anything is started.
 */
public class Times implements EnvironmentPostProcessor, Ordered {

    /** How a setting is read. */
    private enum Reading {
        /** By Spring, as a {@link Duration}. */
        DURATION,
        /** As a whole number of seconds. */
        SECONDS,
        /** By Camel's timers, as milliseconds; a number alone means these, since it always has. */
        PERIOD;

        private Duration of(String text) {
            return DurationStyle.detectAndParse(text.strip(), this == PERIOD ? ChronoUnit.MILLIS : ChronoUnit.SECONDS);
        }

        private String write(Duration time) {
            return switch (this) {
                case DURATION -> time.toString();
                case SECONDS -> Long.toString(time.toSeconds());
                case PERIOD -> Long.toString(time.toMillis());
            };
        }
    }

    private record Setting(String name, Reading reading, Duration least, Duration most) {}

    private static final Duration ANY = Duration.ZERO;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration INSTANT = Duration.ofMillis(1);
    /** More often would be work for a processor, and rather a number that was meant as seconds. */
    private static final Duration OFTEN = Duration.ofMillis(100);

    private static final Duration EVER = Duration.ofDays(36_500);

    private static final List<Setting> SETTINGS = Stream.of(
                    durations(
                            ANY,
                            "access.remember",
                            "burst.after",
                            "early.keep",
                            "heavy.leverage-from",
                            "notify.schedule",
                            "playback.remember",
                            "startup.wait",
                            "task.backoff",
                            "task.max-backoff"),
                    durations(
                            INSTANT,
                            "encode.probe-timeout",
                            "encode.quick-piece",
                            "encode.quick-probe",
                            "encode.timeout-floor",
                            "ffmpeg.analyze-duration",
                            "heavy.piece",
                            "http.body-timeout",
                            "http.header-timeout",
                            "http.longest-wait",
                            "inspect.max-duration",
                            "notify.step-timeout",
                            "notify.timeout"),
                    durations(
                            SECOND,
                            "intake.upload-expiry",
                            "playback.expires-in",
                            "playback.longest",
                            "task.hold",
                            "task.longest-hold",
                            "worker.exit-when-idle"),
                    Stream.of(
                            new Setting("queue.long-poll", Reading.SECONDS, ANY, Duration.ofSeconds(20)),
                            new Setting("queue.visibility", Reading.SECONDS, SECOND, Duration.ofHours(12)),
                            new Setting("duty.lease", Reading.SECONDS, SECOND, EVER),
                            new Setting("reconcile.doorbell-grace", Reading.SECONDS, ANY, EVER),
                            new Setting("task.lease", Reading.SECONDS, SECOND, EVER),
                            new Setting("task.shutdown-grace", Reading.SECONDS, ANY, EVER)),
                    Stream.of(
                                    "burst.period",
                                    "duty.period",
                                    "health.period",
                                    "intake.poll-period",
                                    "notify.forget-period",
                                    "notify.period",
                                    "reconcile.period",
                                    "task.renew-period",
                                    "task.report-period")
                            .map(name -> new Setting(name, Reading.PERIOD, OFTEN, Duration.ofDays(24))))
            .flatMap(settings -> settings)
            .toList();

    private static Stream<Setting> durations(Duration least, String... names) {
        return Stream.of(names).map(name -> new Setting(name, Reading.DURATION, least, EVER));
    }

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Binder binder = Binder.get(environment);
        Map<String, Object> read = new LinkedHashMap<>();
        for (Setting setting : SETTINGS) {
            String name = "reelroute." + setting.name();
            List<String> values =
                    binder.bind(name, Bindable.listOf(String.class)).orElse(List.of());
            if (values.stream().anyMatch(value -> !value.isBlank())) {
                read.put(
                        name,
                        values.stream()
                                .map(value -> setting.reading().write(time(environment, name, setting, value)))
                                .collect(Collectors.joining(",")));
            }
        }
        environment.getPropertySources().addFirst(new MapPropertySource("reelroute-times", read));
    }

    private static Duration time(ConfigurableEnvironment environment, String name, Setting setting, String value) {
        Duration time;
        try {
            time = setting.reading().of(value);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw wrong(environment, name, value, "a time such as 500ms, 30s or 5m");
        }
        if (time.compareTo(setting.least()) < 0) {
            throw wrong(environment, name, value, least(setting));
        }
        if (time.compareTo(setting.most()) > 0) {
            throw wrong(environment, name, value, "at most " + words(setting.most()));
        }
        if (setting.reading() == Reading.SECONDS && time.toNanosPart() != 0) {
            throw wrong(environment, name, value, "whole seconds");
        }
        return time;
    }

    private static String least(Setting setting) {
        return setting.reading() == Reading.PERIOD
                ? words(setting.least()) + " or more (a number alone means milliseconds here)"
                : "a time" + (setting.least().isZero() ? "" : " of " + words(setting.least()) + " or more")
                        + " such as 30s or 5m";
    }

    private static String words(Duration time) {
        return time.compareTo(SECOND) < 0 ? time.toMillis() + "ms" : time.toSeconds() + "s";
    }

    private static Misconfigured wrong(
            ConfigurableEnvironment environment, String name, String value, String expected) {
        ConfigurationPropertyName key = ConfigurationPropertyName.of(name);
        String place = StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .map(source -> source.getConfigurationProperty(key))
                .filter(Objects::nonNull)
                .findFirst()
                .map(ConfigurationProperty::getOrigin)
                .map(origin -> ": " + origin)
                .orElse("");
        return new Misconfigured(
                "The setting " + name + " is '" + value + "', and must be " + expected + ".",
                "Correct it where it stands" + place + ".");
    }
}
