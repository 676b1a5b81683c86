package dev.reelroute.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * Which beans there are is decided when the application is built, as far as that depends on the libraries and on their settings; looking
 * for it is a seventh of a start. A start whose settings of libraries are not those of the build decides anew. Settings of ours are free:
 * no bean of ours is there or not because of one.
 */
public class PreparedBeans implements EnvironmentPostProcessor, Ordered, BeanFactoryInitializationAotProcessor {

    static final String FILE = "META-INF/reelroute/prepared-for.sha256";

    /** Set by who starts what was built: {@code ./reelroute}, and the image. */
    private static final String WANTED = AotDetector.AOT_ENABLED;

    /** In a build, a bean with the settings that it saw. */
    private static final String SEEN = "settingsOfTheBuild";

    /** The libraries in which beans depend on settings. */
    private static final Pattern DECIDES = Pattern.compile("(?i)(spring|camel|management|hawtio|jolokia|server)[._].*");
    /** No bean depends on these, and starts of one build differ in them. */
    private static final Set<String> FREE = Set.of(
            "serverport",
            "serveraddress",
            "camelmainroutesreloadenabled",
            "camelmainroutesincludepattern",
            "camelmainroutesexcludepattern",
            "springaotenabled",
            "springaotprocessing",
            "springapplicationpid",
            "springapplicationversion");

    /** After all that adds settings. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String settings = settings(environment);
        if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
            // Later the environment has defaults of libraries besides.
            application.addInitializers(context -> context.getBeanFactory().registerSingleton(SEEN, settings));
        } else if (AotDetector.useGeneratedArtifacts()
                && !(isPrepared(application) && digest(settings).equals(preparedFor()))) {
            SpringProperties.setProperty(WANTED, "false");
        }
    }

    /** There are smaller ones in the package: a move, and who brings the tables to this version. */
    private static boolean isPrepared(SpringApplication application) {
        Class<?> type = application.getMainApplicationClass();
        return type != null && ClassUtils.isPresent(type.getName() + "__ApplicationContextInitializer", null);
    }

    @Override
    public BeanFactoryInitializationAotContribution processAheadOfTime(ConfigurableListableBeanFactory beans) {
        String settings = beans.getBean(SEEN, String.class);
        return (generation, code) -> generation.getGeneratedFiles().addResourceFile(FILE, digest(settings));
    }

    /** The package has no more of them: there may be a password among those of a build. */
    private static String digest(String settings) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(settings.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    /** As they are written, one a line: what a placeholder stands for is ours. */
    static String settings(ConfigurableEnvironment environment) {
        Map<String, @Nullable Object> settings = new TreeMap<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> all) {
                for (String name : all.getPropertyNames()) {
                    String word = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9\\[\\]]", "");
                    if (DECIDES.matcher(name).matches() && !FREE.contains(word)) {
                        settings.putIfAbsent(word, all.getProperty(name));
                    }
                }
            }
        }
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static @Nullable String preparedFor() {
        try (InputStream file = PreparedBeans.class.getClassLoader().getResourceAsStream(FILE)) {
            return file == null ? null : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
