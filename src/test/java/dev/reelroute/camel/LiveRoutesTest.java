package dev.reelroute.camel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.reelroute.journey.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What may be wrong in a route file that is saved while the application runs, and what is said of it. Nobody waits for the next look. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class LiveRoutesTest {

    /** What is right in the file, what is written instead, and what is said of it. */
    private static final String MISTAKES = """
        id: plan-video.ladder  | id: plan-video.ladder: x     | line 12: mapping values are not allowed here
        steps:                 | stepz:                       | line 10: unsupported field stepz (did you mean steps?)
        - setBody:             | - setBodi:                   | line 11: unknown node id setBodi (there is no such step; did you mean setBody?)
        bean:planner           | beam:planner                 | line 19: there is no component beam: misspelt, or camel-beam-starter is not in pom.xml
        method: record         | methd: record                | line 19: unknown option methd
        bean:planner           | bean:plannr                  | line 19: there is no bean plannr
        method: record         | method: recrd                | line 19: the bean planner has no method recrd
        ref: planner           | ref: plannr                  | line 13: there is no bean plannr
        method: plan(          | method: pln(                 | line 13: the bean planner has no method pln
        ${body})               | ${boddy})                    | line 13: unknown function boddy
        ${variable.work}       | ${variable.work              | line 13: expected symbol functionEnd but was eol (a } is missing)
        ${body})               | ${body}                      | line 13: the brackets of (${variable.work}, ${body} are not closed
        bean:planner           | bean:{{plan.work}}           | line 19: nothing says what {{plan.work}} is
        uri: bean:planner      | uri: direct:nowhere          | line 19: there is no direct:nowhere
        uri: bean:planner      | uri: seda:nowhere            | line 19: there is no seda:nowhere
        id: plan-video.record  | id: publish-video.ready      | line 18: the id publish-video.ready is already in routes/publish.camel.yaml
        id: plan-video.record  | id: plan-video.ladder        | line 18: the id plan-video.ladder is already in this file
        uri: direct:plan-video | uri: direct:ledger-execute   | line 9: a route from direct:ledger-execute is already in routes/ledger.camel.yaml
        leave-to-the-caller    | leave-it                     | line 7: there is no routeConfiguration leave-it
        - route:               | route:                       | expected a list, which begins with "- route:"
        uri: direct:plan-video | uri: direct:plan-film        | direct:plan-video is gone, but routes/inspect.camel.yaml line 41 names it
        """;

    /** What is written in the last line of a step of a user's own, and what is said of it; {@code \\n} is the end of a line. */
    private static final String ONE_LINERS = """
        - lgo: Hello                                                          | line 8: unknown node id lgo (there is no such step; did you mean log?)
        - quux: Hello                                                         | line 8: unknown node id quux (there is no such step)
        - setBody: { jq: ".filename |" }                                      | line 8:
        - setVariable: { name: x }                                            | line 8: unsupported definition null (no expression is given, such as constant: or simple:)
        - log: "${body[filename"                                              | line 8: expected symbol functionEnd but was eol (a } is missing)
        - log: "${body[filename}"                                             | line 8: valid syntax: ${body.OGNL} was: body[filename (a ] is missing)
        - filter: { simple: "${body[size]} >3", steps: [ { stop: {} } ] }     | line 8: unexpected token > (between two values stand ==, !=, <, > and so on, with a blank on each side)
        - filter: { simple: "${body[x]} == 'x", steps: [ { stop: {} } ] }     | line 8: expected symbol singleQuote but was eol (a ' is missing)
        - log:\\n            message: "${boddy}"                              | line 8: unknown function boddy
        - log: Hello\\n          message: x                                   | line 8: node should have only have 1 key
        - log: { message: Hello }\\n      - stop: {}                          | line 9: expected <block end>, but found '-' (this line stands
        -\\tlog: Hello                                                        | line 8: found character '\\t(TAB)' that cannot start any token
        """;

    /** The same; the place is which occurrence of a text it is, and the text, as a line of its own. */
    private static final String TEMPLATE_MISTAKES = """
        value: "profiles"            | value: "profils"             | 1 expression:                  | the bean videoService has no method profils (in api-list-profiles)
        routeTemplateRef: api-change | routeTemplateRef: api-charge | 1 routeTemplateRef: api-change | there is no routeTemplate api-charge with a route in this file
        { name: call, value: "retry  | { name: cal, value: "retry   | 3 expression:                  | nothing says what {{call}} is (in api-retry-video)
        value: doorbell-ring-soon    | value: doorbell-rings-soon   | 1 uri: direct:{{then}}         | there is no direct:doorbell-rings-soon
        """;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Path home;
    private Application application;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        home = folder.resolve("home");
        Path routes = Files.createDirectories(home.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        application = Application.start(
                folder.resolve("data"),
                "--reelroute.role=api",
                "--camel.main.routes-include-pattern=file:" + routes + "/*.camel.yaml",
                "--camel.main.routes-reload-directory=" + routes);
        log.start();
        logger().addAppender(log);
        look();
    }

    @AfterAll
    void stop() {
        logger().detachAppender(log);
        application.close();
    }

    @Test
    void aFileThatWouldNotDoChangesNothing() throws IOException {
        String plan = read("routes/plan.camel.yaml");
        for (String mistake : MISTAKES.lines().toList()) {
            String[] columns = mistake.strip().split(" +\\| ");
            assertThat(plan).contains(columns[0]);
            String bad = plan.replace(columns[0], columns[1]);

            // Nowhere takes no parameters.
            write(
                    "routes/plan.camel.yaml",
                    bad.contains("nowhere") ? bad.replaceAll("(?m)^ *parameters:\n.*record.*\n", "") : bad);

            String place = columns[2].startsWith("line ") ? " " : ": ";
            says("Kept the old routes: routes/plan.camel.yaml" + place + columns[2]);
        }
        write("routes/plan.camel.yaml", plan);
        says("routes/plan.camel.yaml is again as it runs");
    }

    @Test
    void aStepInOneLineIsBlamedInItsOwnLineAndInPlainWords() throws IOException {
        for (String mistake : ONE_LINERS.lines().toList()) {
            String[] columns = mistake.strip().split(" +\\| ");
            write("routes/on-ready-mine.camel.yaml", """
                - route:
                    id: on-ready-mine
                    from:
                      uri: direct:on-ready-mine
                      steps:
                        - log:
                            message: Before it
                        %s
                """.formatted(columns[0].replace("\\n", "\n").replace("\\t", "\t")));

            look();
            assertThat(log.list)
                    .extracting(event -> event.getFormattedMessage().replace(home + "/", ""))
                    .singleElement()
                    .asString()
                    .startsWith("Not added: routes/on-ready-mine.camel.yaml " + columns[1]);
            log.list.clear();
        }
        Files.delete(home.resolve("routes/on-ready-mine.camel.yaml"));
        says("Removed routes/on-ready-mine.camel.yaml: it was not in use");
    }

    @Test
    void aTemplateThatWouldNotDoChangesNothing() throws IOException {
        String routes = read("routes/api.camel.yaml");
        for (String mistake : TEMPLATE_MISTAKES.lines().toList()) {
            String[] columns = mistake.strip().split(" +\\| ");
            assertThat(routes).contains(columns[0]);
            write("routes/api.camel.yaml", routes.replaceFirst(Pattern.quote(columns[0]), columns[1]));
            says("Kept the old routes: routes/api.camel.yaml line " + line(routes, columns[2].strip()) + ": "
                    + columns[3]);
        }
        write("routes/api.camel.yaml", routes);
        says("routes/api.camel.yaml is again as it runs");
    }

    /** @param place which occurrence of a text it is, and the text, as a line of its own */
    private static int line(String text, String place) {
        String[] words = place.split(" ", 2);
        List<String> lines = text.lines().map(String::strip).toList();
        return IntStream.rangeClosed(1, lines.size())
                .filter(line -> lines.get(line - 1).equals(words[1]))
                .skip(Integer.parseInt(words[0]) - 1L)
                .findFirst()
                .orElseThrow();
    }

    private void says(String expected) {
        look();
        assertThat(log.list)
                .extracting(event -> event.getFormattedMessage().replace(home + "/", ""))
                .containsExactly(expected);
        log.list.clear();
    }

    /** A change counts when it looks the same twice. */
    private void look() {
        LiveRoutes routes = application.bean(LiveRoutes.class);
        routes.look();
        routes.look();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(LiveRoutes.class);
    }

    private String read(String file) throws IOException {
        return Files.readString(home.resolve(file));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(home.resolve(file), text);
    }
}
