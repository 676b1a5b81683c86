package dev.reelroute.journey;

import static dev.reelroute.journey.Expectations.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForFunctionOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.reelroute.camel.RouteTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The console with the routes, as an operator sees it. */
final class Hawtio {

    private static final Pattern ID = Pattern.compile("(?m)^ *(?:- )?id: (\\S+)$");
    private static final Pattern ROUTE = Pattern.compile("(?m)^(?:- route:\\n    id|.* routeId): (\\S+)$");
    /** Hawtio draws them without their ids. */
    private static final Pattern NAMELESS = Pattern.compile("- (?:un)?marshal:\\n *id: \\S+");

    private static final String BOXES = "[...document.querySelectorAll('.react-flow__node')]";
    private static final Pattern BEGINNING = Pattern.compile("From \\w");
    private static final double PATIENCE = 120_000; // ms; all routes at once take long on a small machine

    private static final Duration SWITCH = Duration.ofSeconds(20);

    private final Page page;

    /** Opens the diagram of all routes: by the tree, Hawtio makes a table of them first, which takes as long. */
    Hawtio(Page page, String base) {
        this.page = page;
        page.setDefaultTimeout(PATIENCE);
        page.navigate(base + "/actuator/hawtio/camel/routeDiagram");
    }

    /** A browser that knows the operator's password. */
    static BrowserContext visit(Chromium chromium) {
        return chromium.newContext(new Browser.NewContextOptions()
                .setHttpCredentials("operator", Application.PASSWORD)
                .setViewportSize(1400, 900));
    }

    /** The ids of all steps of every route, as the files have them. */
    static Map<String, Set<String>> stepsByRoute(Path folder) throws IOException {
        Map<String, Set<String>> steps = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                String text = RouteTemplates.plain(Files.readString(file));
                ROUTE.matcher(text).results().forEach(route -> steps.put(route.group(1), new HashSet<>()));
                ID.matcher(NAMELESS.matcher(text).replaceAll(""))
                        .results()
                        .map(id -> id.group(1))
                        .forEach(id -> steps.computeIfPresent(id.replaceFirst("\\..*", ""), (route, its) -> {
                            its.add(id);
                            its.remove(route);
                            return its;
                        }));
            }
        }
        return steps;
    }

    /** Clicks a name in the tree, and the diagram where Hawtio, clicked in a hurry, has left its tabs without one that is open. */
    void select(String name) {
        // Not by the mouse, which would wait for two frames of whatever is drawn so far: a second each, of all routes.
        page.locator("#camel-tree-view .pf-v6-c-tree-view__node-text")
                .getByText(name, new Locator.GetByTextOptions().setExact(true))
                .dispatchEvent("click");
        page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .waitFor();
        page.getByText("Route Diagram", new Page.GetByTextOptions().setExact(true))
                .click();
    }

    /** Waits until there is one beginning for each route, and asserts that there is a box for every step. */
    void draws(Set<String> routes, Collection<String> steps) {
        // All boxes of a drawing come at once: waits for one that only this drawing has. Their texts are asked for
        // together, and as they are written: as they are shown, and one by one, it takes seconds.
        String last = "(ID: " + List.copyOf(steps).get(steps.size() - 1) + ")";
        page.waitForFunction(
                "last => " + BOXES + ".filter((box) => box.textContent.includes(last)).length === 1",
                last,
                new WaitForFunctionOptions().setTimeout(PATIENCE));
        // The drawing before may have had that box as well, and be on its way out.
        await().pollInSameThread().atMost(SWITCH).untilAsserted(() -> {
            List<String> texts = page.locator(".react-flow__node").allTextContents();
            assertThat(texts.stream().filter(text -> BEGINNING.matcher(text).find()))
                    .hasSameSizeAs(routes);
            Set<String> drawn = new HashSet<>();
            for (String text : texts) {
                Matcher id = Pattern.compile("\\(ID: (\\S+)\\)").matcher(text);
                if (id.find()) {
                    drawn.add(id.group(1));
                }
            }
            assertThat(drawn).containsAll(steps);
        });
    }
}
