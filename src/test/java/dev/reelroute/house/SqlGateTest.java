package dev.reelroute.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
