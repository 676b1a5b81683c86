package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.journey.Receiver.Call;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/** A user's own steps: the worked examples as they are, and a file of steps that do not behave. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
class OwnStepsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String COPIES = "copies";

    private static final int NO_ANSWER = 0;

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    /** As an address with keys in it may be; each byte counts. */
    private static final String QUERY = "key=1&token=a%2Bb%3D&of=a+b";

    private final Receiver receiver = new Receiver();
    private final Queue<Integer> away = new ConcurrentLinkedQueue<>(List.of(NO_ANSWER, NO_ANSWER, 500, 404, 302));
    private final Set<String> refusing = ConcurrentHashMap.newKeySet();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Application application;
    private Api api;
    private Path clip;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        receiver.behave((exchange, call) -> {
            String filename = call.path().equals("/check")
                    ? ""
                    : call.json().path("filename").asText();
            if (call.path().equals("/moderation") && filename.equals("refused.mp4")) {
                byte[] why = "It shows a cat.".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(403, why.length);
                exchange.getResponseBody().write(why);
                exchange.close();
            } else if (call.path().equals("/moderation") && filename.equals("away.mp4") && !away.isEmpty()) {
                int status = away.remove();
                if (status == NO_ANSWER) {
                    exchange.close();
                } else {
                    Receiver.answer(exchange, status);
                }
            } else if (call.path().equals("/moderation") && filename.equals("held.mp4")) {
                Receiver.answer(
                        exchange,
                        receiver.calls("/moderation").stream()
                                                .filter(OwnStepsTest::isHeld)
                                                .count()
                                        < 2
                                ? 202
                                : 200);
            } else {
                Receiver.answer(exchange, refusing.contains(call.path()) ? 503 : 200);
            }
        });
        int port = Machine.freePort();
        // As docs/your-own-step.md makes a bucket of the embedded store.
        Files.createDirectories(folder.resolve("data/store").resolve(COPIES));
        Path documented = Files.createDirectories(folder.resolve("documented"));
        Files.writeString(documented.resolve("steps.camel.yaml"), documented());
        application = Application.start(
                folder.resolve("data"),
                "--camel.main.routes-include-pattern=file:routes/*.camel.yaml,file:routes/examples/*.camel.yaml,"
                        + "file:src/test/resources/own-steps/*.camel.yaml,file:" + documented + "/*.camel.yaml",
                "--server.port=" + port,
                "--my.reelroute=http://localhost:" + port,
                "--my.key=none",
                "--check.url=" + receiver.url("/check?" + QUERY),
                "--chat.url=" + receiver.url("/chat?" + QUERY),
                "--copy.bucket=" + COPIES,
                "--moderation.url=" + receiver.url("/moderation?" + QUERY),
                "--steps.url=" + receiver.url("/told"),
                "--reelroute.intake.default-profile=small",
                "--reelroute.task.max-attempts=2",
                // The wait is a second then, and not two sometimes.
                "--reelroute.task.backoff=800ms",
                "--reelroute.task.hold=1s",
                // What is tried again later comes back by itself.
                "--reelroute.reconcile.period=3600000",
                "--reelroute.notify.schedule=" + "100ms,".repeat(40) + "100ms",
                "--reelroute.notify.period=100");
        log.start();
        ROOT.addAppender(log);
        api = application.api();
        clip = new Clips(Files.createDirectories(folder.resolve("clips")))
                .make("clip.mp4", "testsrc2=s=160x120:r=25:d=1", "-c:v", "libx264", "-pix_fmt", "yuv420p");
    }

    @AfterAll
    void stop() {
        ROOT.detachAppender(log);
        application.close();
        receiver.close();
    }

    @Test
    void aChatHearsOfAVideoThatIsReady() {
        String video = ready("a \"quoted\" name.mp4");

        await().atMost(PATIENCE)
                .until(() -> state(video, "direct:on-ready-chat").equals("DELIVERED"));
        assertThat(receiver.calls("/chat").stream()
                        .map(call -> call.json().path("text").asText()))
                .contains("a \"quoted\" name.mp4 is ready: "
                        + api.video(video).at("/playback/page").asText());
    }

    @Test
    void aServiceIsSentAPostToItsAddressAsItIsWritten() {
        String video = ready("posted.mp4");
        await().atMost(PATIENCE)
                .until(() -> state(video, "direct:on-ready-chat").equals("DELIVERED"));

        for (String path : List.of("/chat", "/moderation")) {
            assertThat(receiver.calls(path)).isNotEmpty().allSatisfy(call -> {
                assertThat(call.method()).isEqualTo("POST");
                assertThat(call.uri().getRawQuery()).isEqualTo(QUERY);
                assertThat(call.headers().firstValue("Content-Type")).hasValue("application/json");
            });
        }
    }

    @Test
    void theDocumentedStepsAndTheChatTakeAPrivateVideoAsWell() {
        String shown = ready("shown.mp4");
        String video = api.upload(
                clip, registration -> registration.put("filename", "mine.mp4").put("visibility", "private"));
        api.awaitReady(video);

        for (String step : List.of("direct:on-ready-hello", "direct:on-ready-tutorial", "direct:on-ready-private")) {
            for (String each : List.of(shown, video)) {
                await().atMost(PATIENCE).until(() -> state(each, step).equals("DELIVERED"));
                assertThat(delivery(each, step).path("attempts").asInt()).isEqualTo(1);
            }
        }
        await().atMost(PATIENCE)
                .until(() -> state(video, "direct:on-ready-chat").equals("DELIVERED"));
        assertThat(receiver.calls("/chat").stream()
                        .map(call -> call.json().path("text").asText()))
                .contains("mine.mp4 is ready: it is private");
        String page = api.video(shown).at("/playback/page").asText();
        assertThat(said("on-ready-hello"))
                .contains("Ready: shown.mp4, 160 pixels wide, watch it at " + page)
                .contains("Ready: mine.mp4, 160 pixels wide, watch it at ");
        assertThat(said("on-ready-tutorial"))
                .contains("Ready: shown.mp4, watch it at " + page)
                .contains("Ready: mine.mp4, watch it at ");
        String address = said("on-ready-private").get(0).replace("For a day, watch it at ", "");
        assertThat(address).contains("/play/");
        assertThat(api.get(address.substring(address.indexOf("/play/"))).status())
                .isEqualTo(200);
    }

    @Test
    void theMp4IsCopiedToAnotherBucket() {
        String video = ready("copied.mp4");

        await().atMost(PATIENCE)
                .until(() -> state(video, "direct:on-ready-copy").equals("DELIVERED"));
        assertThat(application
                        .bean(S3Client.class)
                        .headObject(object -> object.bucket(COPIES).key(video + ".mp4"))
                        .contentLength())
                .isEqualTo(application.sizes(video).get("video.mp4"));
    }

    @Test
    void aModerationServiceRefusesWithACodeOfItsOwn() {
        JsonNode video = api.awaitFailed(upload("refused.mp4"), "REFUSED_BY_STEP");

        assertThat(video.at("/error/detail").asText()).isEqualTo("NOT_FOR_US: It shows a cat.");
        assertThat(video.path("remedy").asText()).isEqualTo("OTHER_FILE");
        String id = video.path("id").asText();
        assertThat(application.sizes(id)).doesNotContainKeys("master.m3u8", "manifest.mpd", "video.mp4");
        assertThat(application.sizes(id).keySet())
                .as("nothing to watch before it was decided")
                .noneMatch(key -> key.startsWith("early-"));
        await().atMost(PATIENCE).until(() -> state(id, "direct:on-failed-here").equals("DELIVERED"));
        Call asked = receiver.calls("/moderation").stream()
                .filter(call -> call.json().path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(asked.json().path("status").asText()).isEqualTo("PROCESSING");
        assertThat(asked.headers().firstValue("Reelroute-Source"))
                .hasValueSatisfying(
                        key -> assertThat(key).startsWith("uploads/").contains(id));
    }

    /** Two at a time, because each waits for seconds. */
    @Test
    void aVideoIsHeldWhileTheServiceSaysSoAndWhileItIsAwayOrAnswersWithAnError() {
        String left = upload("away.mp4");
        String held = upload("held.mp4");
        api.awaitReady(held);
        api.awaitReady(left);

        assertThat(receiver.calls("/moderation").stream().filter(OwnStepsTest::isHeld))
                .hasSize(3);
        assertThat(said("Claims").stream().filter(line -> line.contains(held + ".publish")))
                .containsExactly(
                        held + " " + held
                                + ".publish.0.1 is held back, and looked at again in 1 s: before-publish-moderation: It was answered 202.");
        assertThat(api.video(held).path("attempts").asInt()).isEqualTo(1);
        assertThat(away).isEmpty();
        assertThat(publishing(left).path("setbacks").asInt()).isZero();
    }

    @Test
    void theDocumentedStepSendsThePosterAndHoldsTheVideoWhileItsServiceIsAway() {
        refusing.add("/check");
        String video = upload("checked.mp4");
        await().atMost(PATIENCE)
                .until(() -> publishing(video)
                        .at("/trouble/detail")
                        .asText()
                        .equals("before-publish-check: It was answered 503."));

        refusing.remove("/check");
        api.awaitReady(video);

        assertThat(receiver.calls("/check")).isNotEmpty().allSatisfy(call -> {
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.uri().getRawQuery()).isEqualTo(QUERY);
            assertThat(call.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        });
        assertThat(receiver.calls("/check").stream().map(Call::size))
                .contains(application.sizes(video).get("poster.jpg"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        mistake.mp4 | refuse is a code such as NOT_FOR_US, three to forty of A to Z, 0 to 9 and _, and not that is no code
        unclear.mp4 | hold is true or false, and not yes
        half.mp4    | it gives a reason, and sets neither refuse nor hold: Too wide
        """)
    void aStepWithAMistakeFailsTheVideoAtOnceAndSaysSo(String filename, String what) {
        JsonNode video = api.awaitFailed(upload(filename), "STEP_FAILED");

        assertThat(video.at("/error/detail").asText()).isEqualTo("before-publish-with-a-mistake: " + what);
        assertThat(publishing(video.path("id").asText()).path("attempts").asInt())
                .isEqualTo(1);
    }

    @Test
    void aStepThatFailsIsCalledAgainAndTheVideoKnowsNothingOfIt() {
        refusing.add("/chat");
        String video = ready("unheard.mp4");
        JsonNode delivery = await().atMost(PATIENCE)
                .until(
                        () -> delivery(video, "direct:on-ready-chat"),
                        row -> row.path("attempts").asInt() > 1);
        assertThat(delivery.path("error").asText()).isEqualTo("It was answered 503.");
        assertThat(api.video(video).path("status").asText()).isEqualTo("READY");

        refusing.remove("/chat");
        await().atMost(PATIENCE)
                .until(() -> state(video, "direct:on-ready-chat").equals("DELIVERED"));
    }

    @Test
    void aStepThatTakesAValueOfNothingIsToldWhichKeyHasNone() {
        String video = api.upload(
                clip, registration -> registration.put("filename", "bare.mp4").put("visibility", "private"));
        api.awaitReady(video);

        assertThat(await().atMost(PATIENCE)
                        .until(
                                () -> delivery(video, "direct:on-ready-careless")
                                        .path("error")
                                        .asText(),
                                error -> !error.isEmpty()))
                .isEqualTo(
                        "there is nothing at [playback], and so no [mp4] in it; where it may be missing, put a ? before it,"
                                + " as in ${body?[playback]?[mp4]}");
        assertThat(said("Deliveries")).anyMatch(line -> line.startsWith(video + " direct:on-ready-careless is called"));
    }

    @Test
    void aStepThatStopsItsMessageHarmsNobody() {
        String video = ready("stopped.mp4");

        for (String step : List.of("direct:on-uploaded", "direct:on-ready-stops")) {
            await().atMost(PATIENCE).until(() -> state(video, step).equals("DELIVERED"));
            assertThat(delivery(video, step).path("attempts").asInt()).isEqualTo(1);
        }
        assertThat(receiver.calls("/told").stream()
                        .filter(call -> call.json().path("id").asText().equals(video))
                        .map(call ->
                                call.headers().firstValue("Reelroute-Event").orElse("")))
                .containsExactlyInAnyOrder("video.uploaded", "video.ready");
    }

    /** What was logged under a name, behind the video that it is about, as the console shows it. */
    private List<String> said(String route) {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLoggerName().endsWith("." + route))
                .map(event -> (event.getMDCPropertyMap().getOrDefault("video", "") + " " + event.getFormattedMessage())
                        .stripLeading())
                .toList();
    }

    /** Every whole step of the documentation, as it stands there. */
    private static String documented() throws IOException {
        return steps("docs/your-own-step.md")
                + steps("docs/tutorial.md").replace("on-ready-hello", "on-ready-tutorial");
    }

    private static String steps(String document) throws IOException {
        return Pattern.compile("(?ms)^( *)- route:\\n.*?(?=^ *(?:```|END)$)")
                .matcher(Files.readString(Path.of(document)))
                .results()
                .map(step -> step.group().replaceAll("(?m)^" + step.group(1), ""))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private JsonNode publishing(String video) {
        JsonNode tasks = api.get("/api/videos/" + video + "/diagnosis").json().path("tasks");
        return tasks.path(tasks.size() - 1);
    }

    private static boolean isHeld(Call call) {
        return call.json().path("filename").asText().equals("held.mp4");
    }

    private String ready(String filename) {
        String video = upload(filename);
        api.awaitReady(video);
        return video;
    }

    private String upload(String filename) {
        return api.upload(clip, registration -> registration.put("filename", filename));
    }

    private String state(String video, String url) {
        return delivery(video, url).path("state").asText();
    }

    private JsonNode delivery(String video, String url) {
        return Api.items(api.get("/api/videos/" + video + "/deliveries").json()).stream()
                .filter(row -> row.path("url").asText().equals(url))
                .findFirst()
                .orElseGet(() -> Api.parse("{}"));
    }
}
