package dev.reelroute.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaConstructor;
import dev.reelroute.ledger.Statements;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each {@code .sql} file is one statement that says what it does; migrations have names that can be put in order. */
class SqlGateTest {

    private static final Path STATEMENTS = Path.of("src/main/resources/sql");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Pattern MIGRATION = Pattern.compile("V(\\d+)__[a-z0-9]+(_[a-z0-9]+)*\\.sql");
    private static final Pattern PARAMETER = Pattern.compile(":\\?(\\w*)");

    @Test
    void statementsKeepTheRules() {
        assertThat(House.files(STATEMENTS, ".sql"))
                .allSatisfy(file -> assertThat(faults(file.getFileName().toString(), House.read(file)))
                        .as("%s", file)
                        .isEmpty());
    }

    @Test
    void migrationsAreNumberedWithoutGapOrDouble() {
        List<String> names = House.files(MIGRATIONS, ".sql").stream()
                .map(file -> file.getFileName().toString())
                .toList();
        assertThat(names).allSatisfy(name -> assertThat(name).matches(MIGRATION));
        Set<Integer> numbers = names.stream().map(SqlGateTest::number).collect(Collectors.toCollection(TreeSet::new));
        assertThat(numbers).hasSameSizeAs(names);
        assertThat(new ArrayList<>(numbers))
                .isEqualTo(IntStream.rangeClosed(1, names.size()).boxed().toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            claim.sql      | SELECT 1                                             | comment
            Claim.sql      | -- Claims it.~SELECT 1                               | name
            claim.sql      | -- Claims it.~SELECT 1; SELECT 2                     | one statement
            claim.sql      | -- Claims it.~SELECT 1;                              | one statement
            claim.sql      | -- Claims it.~SELECT 1 WHERE id = ?                  | named
            claim.sql      | -- Claims it.~SELECT 1 WHERE id = :id                | named
            claim.sql      | -- Claims it.~SELECT 1 WHERE id = '${body}'          | named
            claim.sql      | -- Claims it.~SELECT 1 WHERE id = :?task_id          | camelCase
            """)
    void aPlantedFaultIsCaught(String name, String text, String said) {
        assertThat(faults(name, text.replace('~', '\n')))
                .singleElement()
                .asString()
                .contains(said);
    }

    @Test
    void aGoodStatementIsNotBlamed() {
        String text =
                "-- Claims; what's more, once: for 30 s.\nUPDATE t SET s = 'a;b?', n = CAST(:?n AS INTEGER), j = x::text\n";
        assertThat(faults("claim-task.sql", text)).isEmpty();
    }

    // --- walls between tenants

    /** Reached from a call without the tenant, and why that may be. */
    private static final Map<String, String> WITHOUT_A_WALL = walls(
            "open-shares",
            "follows complete-upload, and takes nothing of the video but in whose turn its work is done",
            "list-videos",
            "operators' own; whoever has a tenant is given list-videos-of-tenant",
            "list-oldest-videos",
            "operators' own; whoever has a tenant is given list-oldest-videos-of-tenant",
            "list-videos-by-name",
            "operators' own; whoever has a tenant is given list-videos-of-tenant-by-name",
            "count-videos",
            "operators' own; whoever has a tenant is given count-videos-of-tenant",
            "ahead-in-lane",
            "of a video whose row was read with its tenant, and of others' work no more than how much there is",
            "work-in-lane",
            "operators' own",
            "oldest-in-lane",
            "operators' own",
            "oldest-work",
            "operators' own",
            "insert-task",
            "for a video whose row was read, and changed in the same transaction, with its tenant",
            "fail-video",
            "for a video whose row was read with its tenant",
            "find-any-video",
            "news of what was changed, with its tenant, in the same transaction",
            "drop-superseded-progress",
            "progress, which no call makes",
            "unfinished-uploads",
            "a number, which nobody is told",
            "find-visibility",
            "of whoever plays, and has no tenant; it tells no more than whether that may be",
            "find-watched-video",
            "of whoever plays, and has no tenant; asked for when it is known that they may",
            "find-upload-token",
            "by the token, which tells the tenant of who calls with it");

    /** @param namesAndReasons in turns */
    private static Map<String, String> walls(String... namesAndReasons) {
        Map<String, String> walls = new TreeMap<>();
        for (int i = 0; i < namesAndReasons.length; i += 2) {
            walls.put(namesAndReasons[i], namesAndReasons[i + 1]);
        }
        return walls;
    }

    private static final Pattern OF_VIDEOS =
            Pattern.compile("\\b(FROM|JOIN|INTO|UPDATE)\\s+(video|task|delivery|subtitles|upload_token)\\b");

    @Test
    void whatACallAsksOfVideosCarriesTheTenant() {
        Set<String> asked = askedByCalls(ArchitectureTest.OURS);
        assertThat(asked)
                .as("also by way of others")
                .contains("find-video", "complete-upload", "resend-delivery")
                .containsAll(WITHOUT_A_WALL.keySet())
                .doesNotContain("claim-task");
        asked.removeAll(WITHOUT_A_WALL.keySet());
        assertThat(asked)
                .allSatisfy(name -> assertThat(hasWall(House.read(STATEMENTS.resolve(name + ".sql"))))
                        .as(name)
                        .isTrue());
    }

    @Test
    void nobodyWhoAnswersACallAsksForEverybodys() {
        assertThat(asksForEverybodys(ArchitectureTest.OURS)).isEmpty();
    }

    @Test
    void aPlantedCallWithoutTheTenantIsCaught() {
        assertThat(asksForEverybodys(ArchitectureTest.FAULTS))
                .containsExactly("planted.intake.ReachesBeyondTheWall.count");
        Set<String> asked = askedByCalls(ArchitectureTest.FAULTS);
        assertThat(asked).containsExactly("expire-leases", "touch-video");
        assertThat(hasWall(House.read(STATEMENTS.resolve("expire-leases.sql")))).isFalse();
        assertThat(hasWall("-- Ends it.\nUPDATE video SET status = 'X' WHERE id = :?id -- :?tenant"))
                .isFalse();
        assertThat(hasWall("-- Ends it.\nUPDATE video SET status = 'X' WHERE id = :?id AND tenant = :?tenant"))
                .isTrue();
        assertThat(hasWall("-- Ends it.\nUPDATE api_key SET name = '' WHERE id = :?id"))
                .isTrue();
    }

    private static boolean hasWall(String text) {
        String sql = text.replaceAll("(?m)--.*$", "");
        return !OF_VIDEOS.matcher(sql).find() || sql.contains(":?tenant");
    }

    /** Of the code that answers calls, what gives up the tenant. */
    private static List<String> asksForEverybodys(JavaClasses classes) {
        return answering(classes).stream()
                .filter(unit -> unit.getFieldAccesses().stream()
                        .anyMatch(access -> access.getName().equals("EVERY_TENANT")))
                .map(unit -> unit.getOwner().getName() + "." + unit.getName())
                .toList();
    }

    /** Names of the statements that are made in answer to a call. */
    private static Set<String> askedByCalls(JavaClasses classes) {
        Set<String> statements = answering(classes).stream()
                .flatMap(SqlGateTest::called)
                .filter(call -> call.getName().equals(JavaConstructor.CONSTRUCTOR_NAME))
                .map(JavaCodeUnitAccess::getTargetOwner)
                .filter(made -> made.getName().startsWith(Statements.class.getName() + "$"))
                .map(made -> made.getSimpleName()
                        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                        .toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        // Rows are made as well, and have no file.
        statements.retainAll(House.files(STATEMENTS, ".sql").stream()
                .map(file -> file.getFileName().toString().replace(".sql", ""))
                .toList());
        return statements;
    }

    /** Code of the packages {@code api} and {@code share}, and whatever is called from there. */
    private static Set<JavaCodeUnit> answering(JavaClasses classes) {
        Set<JavaCodeUnit> reached = new HashSet<>();
        Deque<JavaCodeUnit> open = new ArrayDeque<>();
        classes.that(JavaClass.Predicates.resideInAnyPackage("..api..", "..share.."))
                .forEach(type -> open.addAll(type.getCodeUnits()));
        while (!open.isEmpty()) {
            JavaCodeUnit unit = open.pop();
            if (reached.add(unit)) {
                called(unit).forEach(call -> call.getTarget().resolveMember().ifPresent(open::push));
            }
        }
        return reached;
    }

    private static Stream<? extends JavaCodeUnitAccess<?>> called(JavaCodeUnit unit) {
        return Stream.concat(unit.getCallsFromSelf().stream(), unit.getCodeUnitReferencesFromSelf().stream());
    }

    /** What is wrong with a statement file; empty if nothing is. */
    private static List<String> faults(String name, String text) {
        List<String> faults = new ArrayList<>();
        if (!name.matches("[a-z]+(-[a-z0-9]+)*\\.sql")) {
            faults.add("the name is not in kebab-case");
        }
        if (!text.startsWith("-- ")) {
            faults.add("does not open with a comment that says what it does");
        }
        String sql = text.replaceAll("(?m)--.*$", "").replaceAll("'[^'$]*'", "''");
        if (sql.contains(";") || sql.isBlank()) {
            faults.add("is not exactly one statement without a semicolon");
        }
        Matcher parameters = PARAMETER.matcher(sql);
        while (parameters.find()) {
            if (!parameters.group(1).matches("[a-z][a-zA-Z0-9]*")) {
                faults.add("parameter " + parameters.group() + " is not in camelCase, as its record component is");
            }
        }
        String rest = parameters.replaceAll("").replace("::", "");
        if (rest.contains("?")
                || rest.contains("${")
                || rest.contains("{{")
                || Pattern.compile(":\\w").matcher(rest).find()) {
            faults.add("has a parameter that is not named as :?name");
        }
        return faults;
    }

    private static int number(String migration) {
        Matcher matcher = MIGRATION.matcher(migration);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
