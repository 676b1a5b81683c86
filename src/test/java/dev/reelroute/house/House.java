package dev.reelroute.house;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.reelroute.startup.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.AnnotationBeanNameGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Component;

/**
 * What routes may name, as far as it can be known without starting the application.
 *
 * @param settings every key of the configuration files with its value
 * @param keys names of settings that Java code mentions; it may be what sets them
 * @param beans name to type of every bean that the code declares, whatever the role
 * @param callers names of the {@code direct:} routes that Java code sends to
 * @param operations ids of the operations that OpenAPI documents leave to routes, by the path of the document
 */
record House(
        Map<String, String> settings,
        Set<String> keys,
        Map<String, Class<?>> beans,
        Set<String> callers,
        Map<String, Set<String>> operations) {

    private static final Path JAVA = Path.of("src/main/java");
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Pattern KEY = Pattern.compile("\"(reelroute(?:\\.[a-z0-9-]+)+)\"");
    private static final Pattern BOUND = Pattern.compile("getRegistry\\(\\)\\s*\\.bind\\(\\s*\"(\\w+)\"");
    private static final Pattern DIRECT = Pattern.compile("\"direct:([a-z0-9-]+)");

    /** Reads configuration, classes and sources of this project. */
    static House ours() {
        return new House(
                settings(Path.of("config/application.yaml"), RESOURCES.resolve("application.yaml")),
                mentionedIn(JAVA, KEY),
                declaredBeans("dev.reelroute"),
                mentionedIn(JAVA, DIRECT),
                operationsIn(RESOURCES));
    }

    /** Times as the application reads them. */
    static Map<String, String> settings(Path... files) {
        Map<String, String> settings = new TreeMap<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
                yaml.setResources(new FileSystemResource(file));
                Properties properties = yaml.getObject();
                if (properties != null) {
                    properties.forEach((key, value) -> settings.put(key.toString(), value.toString()));
                }
            }
        }
        StandardEnvironment asRead = new StandardEnvironment();
        asRead.getPropertySources().addFirst(new MapPropertySource("files", new TreeMap<>(settings)));
        new Times().postProcessEnvironment(asRead, new SpringApplication());
        settings.replaceAll((key, value) ->
                key.startsWith("reelroute.") && !value.contains("${") ? asRead.getProperty(key, value) : value);
        return settings;
    }

    /** Components, the results of {@code @Bean} methods, and what is bound in Camel's registry; whatever the conditions. */
    private static Map<String, Class<?>> declaredBeans(String root) {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Component.class));
        SimpleBeanDefinitionRegistry registry = new SimpleBeanDefinitionRegistry();
        // Declared by Spring Boot, not by us.
        Map<String, Class<?>> beans = new TreeMap<>(Map.of("dataSource", DataSource.class));
        scanner.findCandidateComponents(root).forEach(candidate -> {
            Class<?> type = load(candidate.getBeanClassName());
            if (candidate instanceof AnnotatedBeanDefinition definition && !isTest(type)) {
                beans.put(AnnotationBeanNameGenerator.INSTANCE.generateBeanName(definition, registry), type);
                for (Method method : type.getDeclaredMethods()) {
                    Bean bean = AnnotatedElementUtils.findMergedAnnotation(method, Bean.class);
                    if (bean != null) {
                        String name = bean.name().length > 0 ? bean.name()[0] : method.getName();
                        beans.put(name, method.getReturnType());
                    }
                }
            }
        });
        mentionedIn(JAVA, BOUND).forEach(name -> beans.put(name, Object.class));
        return beans;
    }

    private static boolean isTest(Class<?> type) {
        return type.getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()
                .endsWith("test-classes/");
    }

    static Class<?> load(String name) {
        try {
            return Class.forName(name, false, House.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> mentionedIn(Path sources, Pattern what) {
        Set<String> mentioned = new HashSet<>();
        for (Path file : files(sources, ".java")) {
            Matcher matcher = what.matcher(read(file));
            while (matcher.find()) {
                mentioned.add(matcher.group(1));
            }
        }
        return mentioned;
    }

    private static Map<String, Set<String>> operationsIn(Path resources) {
        Map<String, Set<String>> operations = new TreeMap<>();
        for (Path file : files(resources.resolve("openapi"), ".yaml")) {
            try {
                Set<String> ids = new HashSet<>();
                for (JsonNode operation : new YAMLMapper().readTree(read(file)).findParents("operationId")) {
                    if (!operation.has("x-served-by")) {
                        ids.add(operation.path("operationId").asText());
                    }
                }
                operations.put(resources.relativize(file).toString(), ids);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return operations;
    }

    /** Whether a path that a route names, with {@code classpath:} or {@code file:}, is there. */
    static boolean hasResource(String location) {
        if (location.startsWith("file:")) {
            return Files.exists(Path.of(location.substring("file:".length())));
        }
        String path = location.replaceFirst("^classpath:/*", "");
        return House.class.getClassLoader().getResource(path) != null;
    }

    /** Every file below a folder whose name ends so, in a fixed order. */
    static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
