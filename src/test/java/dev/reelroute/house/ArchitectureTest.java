package dev.reelroute.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The code keeps the architecture, and every rule catches a class of package {@code planted} that breaks it. */
class ArchitectureTest {

    private static final String ROOT = "dev.reelroute";
    private static final String PLANTED = "planted";

    static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // Written by the build, when it packages: one for each bean.
            .withImportOption(location -> !location.contains("__"))
            .importPackages(ROOT);
    static final JavaClasses FAULTS = new ClassFileImporter().importPackages(PLANTED);

    static Set<String> rules() {
        return ArchitectureRules.of(ROOT).keySet();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ourCodeKeepsTheRule(String name) {
        assertThat(OURS).isNotEmpty();
        rule(ROOT, name).check(OURS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aPlantedFaultIsCaught(String name) {
        assertThat(rule(PLANTED, name).evaluate(FAULTS).hasViolation()).isTrue();
    }

    @Test
    void everyWayToSleepIsCaught() {
        JavaClass sleeps = FAULTS.get("planted.task.Sleeps");
        String report = rule(PLANTED, "nobody sleeps")
                .evaluate(FAULTS)
                .getFailureReport()
                .toString();
        assertThat(sleeps.getMethods()).allSatisfy(way -> assertThat(report).contains(way.getFullName() + "> "));
    }

    @Test
    void onlyStepsOfRoutesAskTheLedger() {
        assertThat(rules())
                .filteredOn(name -> name.startsWith("pure packages"))
                .singleElement()
                .satisfies(name -> {
                    String report = rule(PLANTED, name)
                            .evaluate(FAULTS)
                            .getFailureReport()
                            .toString();
                    assertThat(report).contains("planted.plan.AsksTheLedger").doesNotContain("planted.plan.Planner");
                });
    }

    @Test
    void everyPackageSaysWhatItIsForKeepsNullSafetyAndHasARuleOfWhatItMayKnow() {
        Set<String> packages =
                OURS.stream().map(type -> type.getPackageName()).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).allSatisfy(name -> {
            String source =
                    House.read(Path.of("src/main/java", name.split("\\.")).resolve("package-info.java"));
            assertThat(source).startsWith("/**").contains("@NullMarked");
        });
        assertThat(packages)
                .filteredOn(name -> !name.equals(ROOT))
                .allSatisfy(name -> assertThat(rules())
                        .anyMatch(rule -> rule.startsWith(name.substring(ROOT.length() + 1) + " knows ")));
    }

    @Test
    void testsDoNotSleep() {
        JavaClasses tests = new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages(ROOT);
        rule(ROOT, "nobody sleeps").check(tests);
    }

    private static ArchRule rule(String root, String name) {
        ArchRule rule = ArchitectureRules.of(root).get(name);
        assertThat(rule).isNotNull();
        return CompositeArchRule.of(rule).allowEmptyShould(true);
    }
}
