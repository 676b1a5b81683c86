package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Machine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Routes, profiles and configuration are edited while the application runs, in a process of its own with files of its
 * own. The test asserts line by line what it logs about that, and that it logs nothing else. {@code LiveRoutesTest} has what
 * may be wrong in a file.
 */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class LiveChangesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LINE = Pattern.compile("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} +[A-Z]+ +\\S+ +(.*)");

    private Path home;
    private Path log;
    private Clips clips;
    private Process process;
    private Api api;
    private String plan;
    private int heard;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        clips = new Clips(Files.createDirectories(folder.resolve("clips")));
        home = Files.createDirectories(folder.resolve("home"));
        copy(Path.of("routes"), home.resolve("routes"));
        copy(Path.of("config"), home.resolve("config"));
        copy(Path.of("src/test/resources/journey/profiles"), home.resolve("config/profiles"));
        log = folder.resolve("log");
        plan = read("routes/plan.camel.yaml");
        int port = Machine.freePort();
        process = Processes.start(
                home,
                Application.settings(
                        folder.resolve("data"),
                        List.of(
                                "--server.port=" + port,
                                "--reelroute.playback.base-url=http://localhost:" + port + "/videos",
                                "--reelroute.plan.profiles=config/profiles",
                                "--reelroute.intake.default-profile=small",
                                "--camel.main.routes-reload-enabled=true")),
                log);
        Processes.awaitStart(log);
        api = new Api("http://localhost:" + port);
        heard = Files.readAllLines(log).size();
    }

    @AfterAll
    void stop() {
        process.destroyForcibly();
    }

    @AfterEach
    void nothingElseWasSaid() throws IOException {
        List<String> unheard = unheard();
        heard = Files.readAllLines(log).size();
        assertThat(unheard).isEmpty();
    }

    /** How editors save. */
    enum Save {
        IN_PLACE {
            @Override
            void write(Path file, String text) throws IOException {
                Files.writeString(file, text);
            }
        },
        IN_PIECES {
            @Override
            void write(Path file, String text) throws IOException {
                try (OutputStream out = Files.newOutputStream(file)) {
                    for (String line : text.split("(?<=\n)")) {
                        out.write(line.getBytes(StandardCharsets.UTF_8));
                        out.flush();
                    }
                }
            }
        },
        ANOTHER_IN_ITS_PLACE {
            @Override
            void write(Path file, String text) throws IOException {
                Path other = Files.writeString(file.resolveSibling("." + file.getFileName() + ".swp"), text);
                Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        OLD_ONE_ASIDE {
            @Override
            void write(Path file, String text) throws IOException {
                Path old = file.resolveSibling(file.getFileName() + "~");
                Files.move(file, old);
                Files.writeString(file, text);
                Files.delete(old);
            }
        };

        abstract void write(Path file, String text) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void aSavedRouteFileTakesEffect(Save save) throws IOException {
        Path file = home.resolve("routes/plan.camel.yaml");

        save.write(file, plan.replace("Makes the plan", "Makes the plan, saved " + save));
        hears("Reloaded routes/plan.camel.yaml: plan-video");

        save.write(file, plan);
        hears("Reloaded routes/plan.camel.yaml: plan-video");
    }

    @Test
    void aTouchedFileIsTheSame() throws IOException {
        Path file = home.resolve("routes/plan.camel.yaml");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));
        Files.writeString(file, plan);

        write("routes/ledger.camel.yaml", "# Edited\n" + read("routes/ledger.camel.yaml"));

        hears("Reloaded routes/ledger.camel.yaml: ledger-execute");
    }

    @Test
    void aFileThatWouldNotDoChangesNothing() throws IOException {
        write("routes/plan.camel.yaml", plan.replace("method: record", "method: recrd"));
        hears("Kept the old routes: routes/plan.camel.yaml line 19: the bean planner has no method recrd");

        write("routes/plan.camel.yaml", plan);
        hears("routes/plan.camel.yaml is again as it runs");
    }

    @Test
    void twoFilesThatFitOnlyTogetherAreSwappedTogether() throws IOException {
        String inspect = read("routes/inspect.camel.yaml");

        write("routes/plan.camel.yaml", plan.replace("plan-video", "plan-film"));
        hears("Kept the old routes: routes/plan.camel.yaml: direct:plan-video is gone, but routes/inspect.camel.yaml"
                + " line 41 names it");
        write("routes/inspect.camel.yaml", inspect.replace("direct:plan-video", "direct:plan-film"));
        hears(
                "Reloaded routes/inspect.camel.yaml: " + String.join(", ", routes("inspect")),
                "Reloaded routes/plan.camel.yaml: plan-film");

        write("routes/inspect.camel.yaml", inspect);
        hears("Kept the old routes: routes/inspect.camel.yaml line 41: there is no direct:plan-video");
        write("routes/plan.camel.yaml", plan);
        hears(
                "Reloaded routes/inspect.camel.yaml: " + String.join(", ", routes("inspect")),
                "Reloaded routes/plan.camel.yaml: plan-video");
    }

    @Test
    void whatAPromiseSaysReachesTheRoutesThatMakeIt() throws IOException {
        String failures = read("routes/failures.camel.yaml");
        String promises = "Reloaded routes/failures.camel.yaml: retry-then-park, leave-to-the-caller, hold-while-away,"
                + " let-the-queue-redeliver, go-on-without, answer-with-problem";

        write("routes/failures.camel.yaml", failures.replace("loggingLevel: DEBUG", "loggingLevel: TRACE"));
        hears(
                "Reloaded routes/doorbell.camel.yaml: " + String.join(", ", routes("doorbell")),
                "Reloaded routes/encode.camel.yaml: " + String.join(", ", routes("encode")),
                promises);

        write("routes/failures.camel.yaml", failures.replace("task.RedoPieces", "task.PiecesRight"));
        hears("Kept the old routes: routes/failures.camel.yaml line 50: there is no class"
                + " dev.reelroute.task.PiecesRight");

        write("routes/failures.camel.yaml", failures);
        hears(
                "Reloaded routes/doorbell.camel.yaml: " + String.join(", ", routes("doorbell")),
                "Reloaded routes/encode.camel.yaml: " + String.join(", ", routes("encode")),
                promises);
    }

    @Test
    void whatOthersNeedStaysWhenItsFileGoes() throws IOException {
        String ledger = read("routes/ledger.camel.yaml");
        String routes = read("routes/api.camel.yaml");

        Files.delete(home.resolve("routes/ledger.camel.yaml"));
        hears(
                "Kept the old routes: routes/ledger.camel.yaml: direct:ledger-execute is gone, but the application needs it");
        write("routes/ledger.camel.yaml", ledger);
        hears("routes/ledger.camel.yaml is again as it runs");

        write("routes/api.camel.yaml", routes.replace("value: api-list-profiles", "value: api-list-profile"));
        hears(
                "Kept the old routes: routes/api.camel.yaml: direct:api-list-profiles is gone, but the contract needs it");
        write("routes/api.camel.yaml", routes);
        hears("routes/api.camel.yaml is again as it runs");
    }

    @Test
    void whatFailsOnlyWhenItStartsIsTakenBack() throws IOException {
        String routes = read("routes/api.camel.yaml");

        write("routes/api.camel.yaml", routes.replace("openapi/reelroute.yaml", "openapi/nowhere.yaml"));
        await().atMost(PATIENCE).until(() -> !unheard().isEmpty());
        assertThat(unheard()).singleElement().asString().startsWith("Kept the old routes: routes/api.camel.yaml: ");
        heard = Files.readAllLines(log).size();
        assertThat(api.get("/api/profiles").status()).isEqualTo(200);

        write("routes/api.camel.yaml", routes);
        hears("routes/api.camel.yaml is again as it runs");
    }

    @Test
    void aNewFileIsPickedUpSaysWhatItLogsAndGoesAgain() throws IOException {
        write("routes/hello.camel.yaml", """
            - route:
                id: hello-say
                from:
                  uri: timer:hello-say?repeatCount=1
                  steps:
                    - log: Hello
            """);
        hears("Added routes/hello.camel.yaml: hello-say", "Hello");

        Files.delete(home.resolve("routes/hello.camel.yaml"));
        hears("Removed routes/hello.camel.yaml: hello-say");

        write("routes/hello.camel.yaml", "hello");
        hears("Not added: routes/hello.camel.yaml: expected a list, which begins with \"- route:\"");
        Files.delete(home.resolve("routes/hello.camel.yaml"));
        hears("Removed routes/hello.camel.yaml: it was not in use");
    }

    @Test
    void aTemplateIsEditedAndSoAreAllRoutesOfIt() throws IOException {
        String routes = read("routes/api.camel.yaml");
        String reloaded = "Reloaded routes/api.camel.yaml: " + String.join(", ", apiRoutes(routes));

        write(
                "routes/api.camel.yaml",
                routes.replace(
                        "- name: status\n        defaultValue: \"200\"",
                        "- name: status\n        defaultValue: \"203\""));
        hears(reloaded);
        assertThat(api.get("/api/profiles").status()).isEqualTo(203);
        assertThat(api.get("/api/videos").status()).isEqualTo(203);

        write("routes/api.camel.yaml", routes.replace("value: doorbell-ring-soon", "value: doorbell-rings-soon"));
        await().atMost(PATIENCE).until(() -> !unheard().isEmpty());
        assertThat(unheard()).singleElement().asString().endsWith(": there is no direct:doorbell-rings-soon");
        heard = Files.readAllLines(log).size();
        assertThat(api.get("/api/profiles").status()).isEqualTo(203);

        write("routes/api.camel.yaml", routes);
        hears(reloaded);
        assertThat(api.get("/api/profiles").status()).isEqualTo(200);
        assertThat(api.get("/api/videos").status()).isEqualTo(200);
    }

    private static List<String> apiRoutes(String text) {
        return Pattern.compile("(?m)^(?:- route:\\n    id|.* routeId): (\\S+)$")
                .matcher(text)
                .results()
                .map(route -> route.group(1))
                .toList();
    }

    @Test
    void aStepOfAUsersOwnIsAddedEditedAndRemoved() throws IOException {
        String step = """
            - route:
                id: on-cancelled-hello
                from:
                  uri: direct:on-cancelled-hello
                  steps:
                    - log: Hello ${body[filename]}
            """;
        write("routes/on-cancelled-hello.camel.yaml", step.replace("cancelled", "canceled"));
        String points =
                "on-uploaded, on-playable, on-ready, on-failed, on-cancelled, on-deleted, on-progress, before-publish";
        hears(
                "No video ever calls direct:on-canceled-hello. Misspelt? A step of your own begins at one of " + points,
                "Added routes/on-cancelled-hello.camel.yaml: on-canceled-hello");
        write("routes/on-cancelled-hello.camel.yaml", step.replace("on-cancelled", "befor-publish"));
        hears(
                "No video ever calls direct:befor-publish-hello. Misspelt? A step of your own begins at one of "
                        + points,
                "Reloaded routes/on-cancelled-hello.camel.yaml: befor-publish-hello");
        write("routes/on-cancelled-hello.camel.yaml", step);
        hears("Reloaded routes/on-cancelled-hello.camel.yaml: on-cancelled-hello");
        cancel("a.mp4");
        hears("Hello a.mp4");

        write("routes/on-cancelled-hello.camel.yaml", step.replace("Hello", "Goodbye"));
        hears("Reloaded routes/on-cancelled-hello.camel.yaml: on-cancelled-hello");
        cancel("b.mp4");
        hears("Goodbye b.mp4");

        Files.delete(home.resolve("routes/on-cancelled-hello.camel.yaml"));
        hears("Removed routes/on-cancelled-hello.camel.yaml: on-cancelled-hello");
        String video = cancel("c.mp4");
        assertThat(Api.items(api.get("/api/videos/" + video + "/deliveries").json()))
                .isEmpty();
    }

    @Test
    void aRouteWithoutAnIdIsRefusedBecauseItCouldNotBeRemoved() throws IOException {
        for (String unit : List.of("- route:\n    from:\n", "- from:\n")) {
            write(
                    "routes/on-ready-nameless.camel.yaml",
                    unit + "      uri: direct:on-ready-nameless\n      steps:\n        - log: Hello\n");
            hears(
                    "Not added: routes/on-ready-nameless.camel.yaml line 1: a route needs an id: \"- route:\", and below it"
                            + " \"id:\"");
        }
        Files.delete(home.resolve("routes/on-ready-nameless.camel.yaml"));
        hears("Removed routes/on-ready-nameless.camel.yaml: it was not in use");
    }

    @Test
    void aFileWhoseNameIsNotThatOfARouteFileIsToldOf() throws IOException {
        for (String name : List.of("on-ready-hello.yml", "on-ready-hello", "on-ready-hello.camel.yaml.txt")) {
            write("routes/" + name, "- route: {}\n");
            hears("routes/" + name + " is not read: the name of a route file ends in .camel.yaml");
            Files.delete(home.resolve("routes").resolve(name));
        }
    }

    @Test
    void aRouteFileInAFolderOfItsOwnIsToldOfAndAnExampleIsNot() throws IOException {
        for (String folder : List.of("routes/examples", "routes/mine")) {
            Files.createDirectories(home.resolve(folder));
            write(folder + "/on-ready-hello.camel.yaml", "- route: {}\n");
        }
        hears("routes/mine/on-ready-hello.camel.yaml is not read: no folder within the folder of the routes is");

        write("routes/mine/on-ready-more.camel.yaml", "- route: {}\n");
        hears("routes/mine/on-ready-more.camel.yaml is not read: no folder within the folder of the routes is");
    }

    @Test
    void anEmptyRouteFileIsToldOf() throws IOException {
        write("routes/on-ready-empty.camel.yaml", "");
        hears("Not added: routes/on-ready-empty.camel.yaml: expected a list, which begins with \"- route:\"");
        Files.delete(home.resolve("routes/on-ready-empty.camel.yaml"));
        hears("Removed routes/on-ready-empty.camel.yaml: it was not in use");
    }

    @Test
    void aFileWhoseNameIsNotThatOfAProfileIsToldOf() throws IOException {
        write("config/profiles/other.yml", read("config/profiles/small.yaml"));
        hears("config/profiles/other.yml is not read: the name of a profile ends in .yaml");
        Files.delete(home.resolve("config/profiles/other.yml"));
    }

    private String cancel(String filename) {
        String video = api.register(filename, 1000).path("id").asText();
        assertThat(api.post("/api/videos/" + video + "/cancel").status()).isEqualTo(202);
        return video;
    }

    @Test
    void aProfileIsDroppedInEditedBrokenAndRemoved() throws IOException {
        String small = read("config/profiles/small.yaml");
        assertThat(small).contains("crf: ");

        write("config/profiles/cinema.yaml", small.replaceFirst("(?m)^description: .*$", "description: New"));
        hears(Pattern.compile("Added config/profiles/cinema.yaml: cinema@[0-9a-f]{8}"));
        assertThat(profile("cinema").path("description").asText()).isEqualTo("New");

        write("config/profiles/cinema.yaml", small.replaceFirst("(?m)^description: .*$", "description: Newer"));
        hears(Pattern.compile("Reloaded config/profiles/cinema.yaml: cinema@[0-9a-f]{8}"));
        JsonNode newer = profile("cinema");
        assertThat(newer.path("description").asText()).isEqualTo("Newer");

        String bad = small.replaceFirst("crf: [0-9]+", "crf: 99");
        int line = (int) bad.substring(0, bad.indexOf("crf: 99")).lines().count();
        String problem = "line " + line + ": ladder[0].crf: expected a number from 0.0 to 51.0, found 99";
        write("config/profiles/cinema.yaml", bad);
        hears("Kept the old profile cinema: config/profiles/cinema.yaml " + problem);
        assertThat(profile("cinema")).isEqualTo(newer);
        assertThat(profiles().at("/refused").toString())
                .isEqualTo("[{\"file\":\"cinema.yaml\",\"reason\":\"" + problem + "\"}]");

        Files.delete(home.resolve("config/profiles/cinema.yaml"));
        hears("Removed config/profiles/cinema.yaml: cinema is no longer on offer");
        assertThat(profile("cinema").isMissingNode()).isTrue();
        assertThat(profiles().has("refused")).isFalse();
    }

    @Test
    void aVideoIsMadeByTheOldRoutesAndByTheProfileThatItWasRegisteredWith() throws IOException {
        write("config/profiles/brief.yaml", read("config/profiles/small.yaml"));
        hears(Pattern.compile("Added config/profiles/brief.yaml: brief@[0-9a-f]{8}"));
        Path clip = clips.make("kept.mp4", "testsrc2=s=320x180:r=25:d=1");
        JsonNode video = api.register("kept.mp4", clip.toFile().length(), "profile", "brief");

        Files.delete(home.resolve("config/profiles/brief.yaml"));
        hears("Removed config/profiles/brief.yaml: brief is no longer on offer");
        write("routes/plan.camel.yaml", plan.replace("bean:planner", "bean:plannr"));
        hears("Kept the old routes: routes/plan.camel.yaml line 19: there is no bean plannr");
        api.put(video.at("/upload"), Api.read(clip));
        String id = video.path("id").asText();
        api.post("/api/videos/" + id + "/upload-complete", "{}");

        JsonNode ended = api.awaitEnd(id, PATIENCE);
        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("READY");
        assertThat(ended.path("profile").asText()).startsWith("brief@");
        // That it is ready is said a moment after it is known.
        await().atMost(PATIENCE).until(() -> unheard().stream().anyMatch(line -> line.contains(id + " Ready, ")));
        // What was said meanwhile is about the video alone.
        assertThat(unheard()).noneMatch(line -> line.contains("routes") || line.contains("profiles/"));
        heard = Files.readAllLines(log).size();
        write("routes/plan.camel.yaml", plan);
        hears("routes/plan.camel.yaml is again as it runs");
    }

    @Test
    void theDefaultProfileStaysWhenItsFileGoes() throws IOException {
        String small = read("config/profiles/small.yaml");

        Files.delete(home.resolve("config/profiles/small.yaml"));
        hears("Kept the old profile small: config/profiles/small.yaml is gone, but it is the default profile");
        assertThat(profile("small").path("isDefault").asBoolean()).isTrue();
        assertThat(profiles().at("/refused").toString())
                .isEqualTo("[{\"file\":\"small.yaml\",\"reason\":\"is gone, but it is the default profile\"}]");

        write("config/profiles/small.yaml", small);
        hears(Pattern.compile("Reloaded config/profiles/small.yaml: small@[0-9a-f]{8}"));
        assertThat(profiles().has("refused")).isFalse();
    }

    @Test
    void editedConfigurationSaysThatItTakesARestart() throws IOException {
        write("config/application.yaml", read("config/application.yaml") + "# edited\n");

        hears("config/application.yaml has changed: it takes a restart to take effect");
    }

    /** Waits for as many lines as are expected, and asserts that they are these. */
    private void hears(String... expected) throws IOException {
        await().atMost(PATIENCE).until(() -> unheard().size() >= expected.length);
        assertThat(unheard()).containsExactly(expected);
        heard = Files.readAllLines(log).size();
    }

    private void hears(Pattern expected) throws IOException {
        await().atMost(PATIENCE).until(() -> !unheard().isEmpty());
        assertThat(unheard()).singleElement().asString().matches(expected);
        heard = Files.readAllLines(log).size();
    }

    /** What was said since the last line that was asserted; of a stack trace, each line as it is. */
    private List<String> unheard() throws IOException {
        String text = Files.readString(log);
        List<String> messages = new ArrayList<>();
        text.substring(0, text.lastIndexOf('\n') + 1).lines().skip(heard).forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            messages.add(matcher.matches() ? matcher.group(1) : line);
        });
        return messages;
    }

    private JsonNode profiles() {
        return api.get("/api/profiles").json();
    }

    private JsonNode profile(String name) {
        return Api.items(profiles()).stream()
                .filter(profile -> profile.path("name").asText().equals(name))
                .findFirst()
                .orElseGet(() -> profiles().path("none"));
    }

    private List<String> routes(String stage) throws IOException {
        return Pattern.compile("(?m)^- route:\n    id: (\\S+)$")
                .matcher(read("routes/" + stage + ".camel.yaml"))
                .results()
                .map(route -> route.group(1))
                .toList();
    }

    private String read(String file) throws IOException {
        return Files.readString(home.resolve(file));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(home.resolve(file), text);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
