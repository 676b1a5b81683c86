package dev.reelroute.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.ledger.Lane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The routes keep the rules of {@link RouteRule}, and every rule catches the fault that was planted for it. */
class RouteGateTest {

    private static final Pattern OF_A_USER = Pattern.compile("(?:on|before)-.*");

    private static final Path PLANTED = Path.of("src/test/resources/bad-routes");

    /** What the sample routes may name. */
    private static final House SAMPLE_HOUSE = new House(
            Map.of(
                    "reelroute.sample.queue", "fast",
                    "reelroute.sample.period", "2000",
                    "reelroute.sample.attempts", "5",
                    "reelroute.sample.enabled", "true"),
            Set.of("reelroute.works"),
            Map.of("ladderPlanner", SamplePlanner.class, "taskHeaders", Object.class),
            Set.of("plan-called-by-java"),
            Map.of("sample-openapi.yaml", Set.of("plan-create")));

    private static final RouteSyntax SAMPLE_SYNTAX = new RouteSyntax(SAMPLE_HOUSE);

    /** A bean for the sample routes to call. */
    public static final class SamplePlanner {
        public String plan(String source) {
            return source;
        }
    }

    @Test
    void ourRoutesAndTheExamplesKeepEveryRule() {
        // A step of a user's own, in a file beside ours, keeps the rules that its author has.
        List<RouteFile> routes = Stream.concat(
                        RouteFile.folder(Path.of("routes")).stream()
                                .filter(file -> !OF_A_USER
                                        .matcher(file.path().getFileName().toString())
                                        .matches()),
                        RouteFile.folder(Path.of("routes/examples")).stream())
                .toList();
        House house = House.ours();
        assertThat(faults(routes, house, new RouteSyntax(house)))
                .as("see CONTRIBUTING.md, \"Routes\"")
                .isEmpty();
    }

    @Test
    void everyLaneHasARouteThatTakesItsMessagesAndSharesOfTenants() {
        assertThat(House.read(Path.of("src/main/resources/sql/open-shares.sql")))
                .contains(
                        Stream.of(Lane.values()).map(lane -> "('" + lane + "')").toList());
        assertThat(RouteFile.read(Path.of("routes/work.camel.yaml")).text())
                .contains(Stream.of(Lane.values())
                        .map(lane -> "routeId: work-take-" + lane.name().toLowerCase(Locale.ROOT) + "\n")
                        .toList());
    }

    @Test
    void goodRoutesAreNotBlamed() {
        List<RouteFile> routes = RouteFile.folder(Path.of("src/test/resources/good-routes"));
        assertThat(routes).isNotEmpty();
        assertThat(faults(routes, SAMPLE_HOUSE, SAMPLE_SYNTAX)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aPlantedFaultIsCaught(RouteRule rule) {
        List<RouteFile> planted = RouteFile.folder(PLANTED.resolve(rule.folder()));
        assertThat(planted).as("bad-routes/%s", rule.folder()).isNotEmpty();
        for (RouteFile file : planted) {
            List<RouteFault> faults = faults(List.of(file), SAMPLE_HOUSE, SAMPLE_SYNTAX);
            assertThat(faults.stream().map(RouteFault::rule).collect(Collectors.toSet()))
                    .as("%s: %s", file.path(), faults)
                    .containsExactly(rule);
        }
    }

    @Test
    void noPlantedFaultIsForgotten() {
        Set<String> folders =
                Arrays.stream(RouteRule.values()).map(RouteRule::folder).collect(Collectors.toSet());
        assertThat(House.files(PLANTED, ".yaml"))
                .allSatisfy(file -> assertThat(folders)
                        .contains(PLANTED.relativize(file).getName(0).toString()));
    }

    private static List<RouteFault> faults(List<RouteFile> files, House house, RouteSyntax syntax) {
        List<RouteFault> faults = new ArrayList<>(RouteWiring.check(files, house));
        files.stream()
                .flatMap(file -> Stream.concat(syntax.check(file).stream(), RouteHabits.check(file).stream()))
                .forEach(faults::add);
        return faults;
    }
}
