package dev.reelroute.startup;

import dev.reelroute.failure.Misconfigured;
import dev.reelroute.failure.Slips;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Refuses a setting of ours that there is not: one that is misspelt would be as if it were not said, and {@code reelroute.acess.mode=keys}
 * would leave the doors open. Looks at the command line, at the configuration's files, and at environment variables that are one letter
 * or two away from a setting's name; others are not ours (Kubernetes makes some for each service).
 */
public class KnownSettings implements EnvironmentPostProcessor, Ordered {

    private static final String OURS = "reelroute.";
    /** Written down, because the file with all of them is the user's to edit; a test holds it true. */
    private static final String LIST = "/settings.txt";

    private static final String ANY = "*";
    /** What stands between the words of a name, and numbers of a list's elements. */
    private static final Pattern BETWEEN = Pattern.compile("\\[\\d+]|[^a-z0-9]");
    /** Letters that may be wrong in what was meant. */
    private static final int SLIPS = 2;

    private final List<String> known = read();
    private final Set<String> words = known.stream().map(KnownSettings::word).collect(Collectors.toSet());

    /** Before anything looks at settings. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            boolean isFile = source.getName().startsWith("Config resource");
            if (source instanceof EnumerablePropertySource<?> all
                    && (isFile || source instanceof CommandLinePropertySource)) {
                for (String name : all.getPropertyNames()) {
                    if (name.startsWith(OURS) && !isKnown(name)) {
                        throw unknown(name, isFile ? source.getName().replaceAll("^Config resource|\\(.*", "") : "");
                    }
                }
            }
        }
        for (String name : environment.getSystemEnvironment().keySet()) {
            if (name.startsWith("REELROUTE_") && !isKnown(name) && meant(name).isPresent()) {
                throw unknown(name, " of the environment");
            }
        }
    }

    private Misconfigured unknown(String name, String where) {
        return new Misconfigured(
                "There is no setting " + name + " (" + (where.isBlank() ? "command line" : where.strip()) + ").",
                meant(name).map(nearest -> "Did you mean " + nearest + "? ").orElse("")
                        + "All of them stand in config/application.yaml.");
    }

    private boolean isKnown(String name) {
        return words.contains(word(name)) || known.stream().anyMatch(each -> each.endsWith(ANY) && isBelow(name, each));
    }

    /** An element of a list or a map; of an environment variable nobody can tell where one begins. */
    private static boolean isBelow(String name, String above) {
        String start = above.replaceAll("\\.?\\*$", "").replace("-", "");
        String plain = name.toLowerCase(Locale.ROOT).replace("-", "");
        return plain.startsWith(start + ".")
                || plain.startsWith(start + "[")
                || plain.startsWith(start.replace('.', '_') + "_");
    }

    private Optional<String> meant(String name) {
        String word = word(name);
        return known.stream()
                .map(each -> each.replaceAll("\\.?\\*$", ""))
                .filter(each -> Slips.between(word, word(each)) <= SLIPS)
                .min(Comparator.comparingInt(each -> Slips.between(word, word(each))));
    }

    /** As names are compared: without case, and without the characters that stand between words. */
    private static String word(String name) {
        return BETWEEN.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static List<String> read() {
        try (InputStream list = Objects.requireNonNull(KnownSettings.class.getResourceAsStream(LIST))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
