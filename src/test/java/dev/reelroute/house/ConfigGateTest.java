package dev.reelroute.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.ledger.Lane;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Every key of {@code reelroute} is in {@code config/application.yaml} once, and code reads it. */
class ConfigGateTest {

    private static final Path CONFIG = Path.of("config");
    /** Those that one process gives another, or that a start works out. */
    private static final Set<String> INNER = Set.of(
            "reelroute.embedded.store",
            "reelroute.embedded.queue",
            "reelroute.embedded.ledger",
            "reelroute.access",
            "reelroute.operator.password");

    @Test
    void everyKeyIsReadAndEveryKeyThatIsReadIsThere() {
        House house = House.ours();
        Set<String> named = new HashSet<>(house.keys());
        for (Path route : House.files(Path.of("routes"), ".yaml")) {
            addAll(RouteSyntax.PLACEHOLDER, House.read(route), named);
        }
        Pattern placeholder = Pattern.compile("\\$\\{(reelroute[a-z0-9.-]+)");
        House.files(CONFIG, ".yaml").forEach(file -> addAll(placeholder, House.read(file), named));
        House.files(Path.of("src/main/java"), ".java").forEach(file -> addAll(placeholder, House.read(file), named));
        assertThat(faults(house.settings().keySet(), boundKeys(), named)).isEmpty();
    }

    /** A setting that is misspelt where it is deployed is read by nobody, and nobody says so. */
    @Test
    void whatDeploymentsSetIsASetting() {
        House house = House.ours();
        Set<String> keys = new HashSet<>(house.settings().keySet());
        keys.addAll(house.keys());
        List<Path> files = new ArrayList<>(List.of(Path.of("Dockerfile"), Path.of("docker-compose.yml")));
        for (String ending : List.of(".yaml", ".tpl", ".java", ".json", ".md", ".tf")) {
            files.addAll(House.files(Path.of("deploy"), ending));
        }
        files.removeIf(file -> file.toString().contains("/target/"));
        assertThat(files)
                .hasSizeGreaterThan(10)
                .allSatisfy(
                        file -> assertThat(strangers(House.read(file), keys)).isEmpty());
        assertThat(strangers(
                        "REELROUTE_STORE_BUKET: a, REELROUTE_STORE_BUCKET: a, \"REELROUTE_QUEUE_LANES_\" + x", keys))
                .containsExactly("REELROUTE_STORE_BUKET");
    }

    /** By it a start knows a setting that is misspelt. */
    @Test
    void theListOfAllSettingsIsTrue() {
        Set<String> expected = new TreeSet<>(INNER);
        boundKeys().stream().filter(key -> key.endsWith("*")).forEach(expected::add);
        House.ours().settings().keySet().stream()
                .filter(key -> key.startsWith("reelroute."))
                .filter(key -> expected.stream()
                        .noneMatch(each -> each.endsWith("*") && key.startsWith(each.replaceAll("\\.?\\*$", ""))))
                .toList()
                .forEach(expected::add);
        assertThat(House.read(Path.of("src/main/resources/settings.txt"))
                        .lines()
                        .filter(line -> !line.startsWith("#")))
                .containsExactlyElementsOf(expected);
    }

    /** Work of a lane that has no queue stands still. */
    @Test
    void whereQueuesAreMadeEachLaneHasOne() {
        String template = House.read(Path.of("deploy/aws/template.json"));
        String module = House.read(Path.of("deploy/terraform/store.tf"));
        assertThat(Lane.values()).allSatisfy(lane -> {
            assertThat(template).contains("\"REELROUTE_QUEUE_LANES_" + lane + "_QUEUE\"");
            assertThat(module).containsPattern("lanes *= .*\"" + lane.name().toLowerCase(Locale.ROOT) + "\"");
        });
    }

    /** Environment variables of ours that are no key; one that ends in _ is the beginning of several. */
    private static List<String> strangers(String text, Set<String> keys) {
        List<String> known = keys.stream()
                .map(key -> key.replaceAll("[^a-z0-9]", "").toUpperCase(Locale.ROOT))
                .toList();
        return Pattern.compile("\\bREELROUTE_[A-Z0-9_]+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(name -> {
                    String word = name.replace("_", "");
                    return known.stream()
                            .noneMatch(key -> name.endsWith("_") ? key.startsWith(word) : key.equals(word));
                })
                .distinct()
                .toList();
    }

    @Test
    void noKeyStandsTwice() {
        assertThat(House.files(CONFIG, ".yaml")).allSatisfy(RouteFile::read);
    }

    @Test
    void aPlantedFaultIsCaught(@TempDir Path folder) throws Exception {
        Set<String> configured =
                Set.of("reelroute.plan.size", "reelroute.plan.sise", "reelroute.hooks.a.url", "server.port");
        assertThat(faults(configured, Set.of("reelroute.plan.size", "reelroute.hooks.*"), Set.of()))
                .singleElement()
                .asString()
                .contains("reelroute.plan.sise");
        assertThat(faults(
                        Set.of("reelroute.plan.size"), Set.of("reelroute.plan.size", "reelroute.plan.depth"), Set.of()))
                .singleElement()
                .asString()
                .contains("reelroute.plan.depth");
        Path twice = Files.writeString(folder.resolve("twice.yaml"), "a:\n  b: 1\n  b: 2\n");
        assertThatThrownBy(() -> RouteFile.read(twice)).hasMessageContaining("Duplicate field 'b'");
    }

    /**
     * What is wrong.
     *
     * @param configured keys of the file
     * @param bound keys of settings records, with {@code .*} at the end where any may follow
     * @param named keys that are read by their name
     */
    private static List<String> faults(Collection<String> configured, Set<String> bound, Set<String> named) {
        List<String> faults = new ArrayList<>();
        for (String key : new TreeSet<>(configured)) {
            boolean read = named.contains(key) || bound.stream().anyMatch(pattern -> covers(pattern, key));
            if (key.startsWith("reelroute.") && !read) {
                faults.add("config/application.yaml: nobody reads " + key);
            }
        }
        for (String key : new TreeSet<>(bound)) {
            if (!key.endsWith(".*") && !configured.contains(key)) {
                faults.add(
                        "config/application.yaml: " + key + " is a setting, but does not stand there with its default");
            }
        }
        return faults;
    }

    private static boolean covers(String pattern, String key) {
        return pattern.endsWith(".*")
                ? key.matches(Pattern.quote(pattern.substring(0, pattern.length() - 2)) + "([.\\[].*)?")
                : pattern.equals(key);
    }

    private static Set<String> boundKeys() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        Set<String> keys = new TreeSet<>();
        scanner.findCandidateComponents("dev.reelroute").forEach(candidate -> {
            Class<?> type = House.load(candidate.getBeanClassName());
            ConfigurationProperties settings = Objects.requireNonNull(
                    AnnotatedElementUtils.findMergedAnnotation(type, ConfigurationProperties.class));
            collect(settings.prefix(), type, keys);
        });
        return keys;
    }

    private static void collect(String prefix, Class<?> settings, Set<String> keys) {
        for (RecordComponent component : settings.getRecordComponents()) {
            Name name = component.getAccessor().getAnnotation(Name.class);
            String key = prefix + "." + (name == null ? kebab(component.getName()) : name.value());
            Class<?> type = component.getType();
            if (type.isRecord() && type.getName().startsWith("dev.reelroute")) {
                collect(key, type, keys);
            } else if (Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type)) {
                keys.add(key + ".*");
            } else {
                keys.add(key);
            }
        }
    }

    private static String kebab(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static void addAll(Pattern pattern, String text, Set<String> found) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
    }
}
