package dev.reelroute.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The architecture as rules with reasons. The first word of a rule's name says what it is about. */
final class ArchitectureRules {

    /** What each package may know of the others, as its {@code package-info} says: none may know those above it. */
    private static final Map<String, Set<String>> KNOWS = Map.ofEntries(
            // Values and their formats.
            Map.entry("media", Set.of()),
            Map.entry("failure", Set.of()),
            Map.entry("text", Set.of()),
            // What the work is done with.
            Map.entry("address", Set.of("failure")),
            Map.entry("startup", Set.of("failure")),
            Map.entry("trace", Set.of("failure")),
            Map.entry("access", Set.of("failure", "address", "health", "ledger")),
            Map.entry("quota", Set.of("failure", "ledger", "access")),
            Map.entry("ffmpeg", Set.of("failure", "startup")),
            Map.entry("ledger", Set.of("media", "failure", "text", "startup")),
            Map.entry("queue", Set.of("failure", "ledger")),
            Map.entry("store", Set.of("failure", "media", "address")),
            Map.entry("notify", Set.of("failure", "address", "ledger")),
            Map.entry("playback", Set.of("media", "failure", "address", "ledger", "store")),
            Map.entry("health", Set.of("failure", "startup", "ffmpeg", "queue", "store")),
            Map.entry("duty", Set.of("health", "ledger")),
            Map.entry(
                    "task",
                    Set.of("failure", "ffmpeg", "ledger", "queue", "store", "trace", "notify", "health", "duty")),
            // The stages, each with those before it.
            Map.entry("inspect", Set.of("media", "text", "failure", "ffmpeg", "ledger", "task")),
            Map.entry("plan", Set.of("media", "text", "failure", "inspect", "ledger", "quota", "task")),
            Map.entry("cost", Set.of("failure", "inspect", "ledger", "plan")),
            Map.entry("check", Set.of("media", "text", "failure", "ffmpeg", "inspect", "plan")),
            Map.entry(
                    "encode",
                    Set.of(
                            "media", "text", "failure", "ffmpeg", "inspect", "plan", "check", "ledger", "store",
                            "notify", "task")),
            Map.entry(
                    "publish",
                    Set.of(
                            "media", "text", "failure", "ffmpeg", "inspect", "plan", "check", "encode", "ledger",
                            "store", "notify", "task")),
            Map.entry(
                    "reconcile",
                    Set.of("failure", "media", "text", "encode", "health", "ledger", "queue", "store", "task")),
            Map.entry(
                    "intake",
                    Set.of(
                            "text",
                            "failure",
                            "plan",
                            "ledger",
                            "quota",
                            "store",
                            "trace",
                            "notify",
                            "playback",
                            "task")),
            Map.entry("burst", Set.of("failure", "ledger", "queue", "task")),
            Map.entry("live", Set.of("failure", "plan")),
            // The doors.
            Map.entry("camel", Set.of("failure", "ffmpeg", "ledger", "live", "notify", "queue", "trace")),
            Map.entry(
                    "api",
                    Set.of(
                            "media",
                            "text",
                            "failure",
                            "access",
                            "address",
                            "cost",
                            "ffmpeg",
                            "inspect",
                            "plan",
                            "publish",
                            "intake",
                            "ledger",
                            "store",
                            "notify",
                            "playback",
                            "quota",
                            "queue",
                            "health",
                            "task")),
            Map.entry("share", Set.of("failure", "address", "ledger", "playback", "api")),
            Map.entry("http", Set.of("failure", "access", "address", "health", "store", "intake", "api")),
            Map.entry("move", Set.of("media", "failure", "store", "embedded")),
            Map.entry("cli", Set.of("media", "ffmpeg", "ledger", "store", "intake", "api", "plan", "move")),
            Map.entry("embedded", Set.of("failure", "startup", "access", "queue", "store", "http")));

    /** The packages of which only {@link #STEPS} need more than values: Spring, AWS, a network, the ledger. */
    private static final Set<String> PURE =
            Set.of("media", "text", "failure", "ffmpeg", "inspect", "plan", "cost", "encode", "publish", "check");

    /** Of each stage the beans that its routes call. */
    private static final Set<String> STEPS =
            Set.of("inspect.Inspector", "plan.Planner", "encode.Encoder", "encode.Shipper", "publish.Publisher");

    /** What only steps may call. */
    private static final Set<String> SERVERS = Set.of(
            "ledger.Ledger",
            "store.ObjectStore",
            "notify.Outbox",
            "task.Claims",
            "task.RunningTasks",
            "task.TaskMetrics");

    private ArchitectureRules() {}

    /**
     * All rules.
     *
     * @param root package that has the capabilities as its children
     */
    static Map<String, ArchRule> of(String root) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        KNOWS.forEach((name, known) -> {
            String[] strangers = KNOWS.keySet().stream()
                    .filter(other -> !other.equals(name) && !known.contains(other))
                    .map(other -> root + "." + other + "..")
                    .toArray(String[]::new);
            rules.put(
                    name + " knows " + (known.isEmpty() ? "nobody" : "only " + String.join(", ", known)),
                    noClasses()
                            .that()
                            .resideInAPackage(root + "." + name + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(strangers)
                            .because("what knows little can be tested, and read, alone"));
        });
        rules.put(
                "cycles between packages",
                slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put(
                "Camel only in camel",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(root + ".camel..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.apache.camel..")
                        .because("routes call plain methods: typed arguments, typed results, no Exchange"));
        rules.put(
                "embedded is known by nobody but who moves away",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(root + ".embedded..", root + ".move..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root + ".embedded..")
                        .because(
                                "which server answers is configuration; code that knew would work with one of them only"));
        rules.put(
                "servers only in embedded",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(root + ".embedded..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.gaul..", "org.elasticmq..", "org.jclouds..", "scala..", "org.h2..")
                        .because("the same code speaks to S3, SQS and PostgreSQL"));
        rules.put(
                "pure packages know no servers and no more of Spring than its annotations, but for the steps of routes",
                noClasses()
                        .that()
                        .resideInAnyPackage(packages(root, PURE))
                        .and(DescribedPredicate.not(named(root, STEPS)))
                        .should()
                        .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                                        "software.amazon..", "org.springframework..", "java.sql..", "java.net.http..")
                                .or(named(root, SERVERS))
                                .and(JavaClass.Predicates.resideOutsideOfPackages(
                                        "org.springframework.stereotype..",
                                        "org.springframework.context.annotation..",
                                        "org.springframework.beans.factory.annotation..",
                                        "org.springframework.boot.context.properties..",
                                        "org.springframework.boot.convert..",
                                        "org.springframework.util..",
                                        "org.springframework.validation.annotation..")))
                        .because("what becomes of a video is decided by values, not by servers"));
        rules.put(
                "processes are started in ffmpeg only",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(root + ".ffmpeg..")
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(ProcessBuilder.class)
                        .orShould()
                        .callMethod(Runtime.class, "exec", String[].class)
                        .orShould()
                        .callMethod(Runtime.class, "exec", String.class)
                        .because("that is where they are confined, limited and ended"));
        rules.put(
                "time of the ledger is the database's",
                noClasses()
                        .that()
                        .resideInAPackage(root + ".ledger..")
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .because("workers' clocks differ, and a lease must end once"));
        rules.put(
                "names tell what a class is for",
                noClasses()
                        .should()
                        .haveSimpleNameEndingWith("Impl")
                        .orShould()
                        .haveNameMatching(".*(Utils?|Helpers?|Manager)")
                        .orShould()
                        .resideInAnyPackage("..util..", "..common..", "..impl..", "..service..", "..helper..")
                        .because("such a name says nothing, and everything ends up there"));
        rules.put(
                "settings are records",
                classes()
                        .that()
                        .areAnnotatedWith(ConfigurationProperties.class)
                        .should()
                        .beRecords()
                        .because("settings do not change while the application runs"));
        rules.put(
                "beans get what they need by their constructor",
                fields().should()
                        .notBeAnnotatedWith(Autowired.class)
                        .because("a test should be able to make one with new"));
        rules.put(
                "no bean is there or not because of a setting",
                CompositeArchRule.of(noClasses().should().beAnnotatedWith(condition()))
                        .and(noMethods().should().beAnnotatedWith(condition()))
                        .because("which beans there are is decided by the build: startup.PreparedBeans"));
        rules.put(
                "console only in cli",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(root + ".cli..")
                        .and()
                        .haveSimpleNameNotContaining("Console")
                        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                        .because("everything else is logged, with the video's id"));
        rules.put(
                "nobody sleeps",
                classes().should(new NotSleep()).because("a sleep is too long or too short: wait for what is meant"));
        rules.put(
                "a getter shares its name with no other method",
                classes()
                        .should(new OneNameOneMethod())
                        .because("routes call methods by name, and Camel knows getters by two"));
        rules.put(
                "time is java.time, logs are slf4j",
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("java.util.Date")
                        .orShould()
                        .dependOnClassesThat()
                        .haveNameMatching("java\\.text\\.SimpleDateFormat|java\\.util\\.(Gregorian)?Calendar")
                        .orShould()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..")
                        .because("one way to do a thing is enough"));
        rules.put(
                "failures have names",
                GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.because(
                        "whoever catches one must be able to tell what happened"));
        return rules;
    }

    private static DescribedPredicate<JavaAnnotation<?>> condition() {
        return DescribedPredicate.describe(
                "a condition of Spring's",
                annotation -> annotation
                        .getRawType()
                        .getName()
                        .matches("org\\.springframework\\..*\\.(Conditional(On\\w+)?|Profile)"));
    }

    private static String[] packages(String root, Set<String> names) {
        return names.stream().map(name -> root + "." + name + "..").toArray(String[]::new);
    }

    private static DescribedPredicate<JavaClass> named(String root, Set<String> names) {
        return DescribedPredicate.describe(
                "one of " + names,
                type -> names.contains(type.getName().replace(root + ".", "").replaceFirst("\\$.*", "")));
    }
}
