package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.reelroute.journey.Receiver.Call;
import dev.reelroute.media.Clips;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What receivers of webhooks get, and what users see in the log of deliveries. */
@TestInstance(Lifecycle.PER_CLASS)
class WebhookTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "whsec_"
            + Base64.getEncoder().encodeToString("thirty-two bytes for the tests!!".getBytes(StandardCharsets.UTF_8));

    private final Receiver receiver = new Receiver();

    @SuppressWarnings("NullAway.Init") // by start()
    private Application application;

    @SuppressWarnings("NullAway.Init") // by start()
    private Api api;

    @SuppressWarnings("NullAway.Init") // by start()
    private Path clip;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        application = Application.start(
                folder.resolve("data"),
                "--reelroute.intake.default-profile=small",
                "--reelroute.notify.url=" + receiver.url("/all"),
                "--reelroute.notify.secrets=" + SECRET,
                "--reelroute.notify.allow=127.0.0.1",
                "--reelroute.notify.timeout=2s",
                "--reelroute.notify.schedule=" + "100ms,".repeat(40) + "100ms",
                "--reelroute.notify.period=100");
        api = application.api();
        clip = new Clips(Files.createDirectories(folder.resolve("clips")))
                .make("clip.mp4", "testsrc2=s=160x120:r=25:d=1", "-c:v", "libx264", "-pix_fmt", "yuv420p");
    }

    @AfterAll
    void stop() {
        application.close();
        receiver.close();
    }

    @AfterEach
    void behave() {
        receiver.behave((exchange, call) -> Receiver.answer(exchange, 204));
    }

    @Test
    void aReceiverThatFailsHalfOfTheTimeGetsEverythingInOrder() {
        Random random = new Random(7);
        receiver.behave((exchange, call) -> Receiver.answer(exchange, random.nextBoolean() ? 204 : 500));
        List<String> videos = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            videos.add(upload("/half", "video.progress", "video.ready", "video.deleted"));
        }
        for (String video : videos) {
            api.awaitReady(video);
            assertThat(api.delete("/api/videos/" + video).status()).isEqualTo(204);
        }

        for (String video : videos) {
            await("the news of " + video)
                    .atMost(PATIENCE)
                    .until(() -> taken("/half", video), news -> news.contains("video.deleted"));
            List<String> news = taken("/half", video);
            assertThat(news.subList(news.size() - 2, news.size())).containsExactly("video.ready", "video.deleted");
            assertThat(news.subList(0, news.size() - 2))
                    .containsOnly("video.progress")
                    .isNotEmpty();
        }
    }

    @Test
    void whatIsSentIsSignedAndSaysWhatTheApiSays() throws Exception {
        String video = upload("/signed");
        api.awaitReady(video);
        Call call = await("the news")
                .atMost(PATIENCE)
                .until(
                        () -> receiver.calls("/signed").stream()
                                .filter(each -> each.type().equals("video.ready"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();

        new Webhook(SECRET).verify(call.body(), call.headers().map());
        assertThatThrownBy(() -> new Webhook(SECRET)
                        .verify(call.body() + " ", call.headers().map()))
                .isInstanceOf(WebhookVerificationException.class);
        assertThat(call.json().path("data")).isEqualTo(api.video(video));
        assertThat(call.headers().firstValue("content-type")).hasValue("application/json; charset=UTF-8");
    }

    @Test
    void playersCanBeginBeforeTheVideoIsReady(@TempDir Path folder) {
        Path longer = new Clips(folder)
                .make("longer.mp4", "testsrc2=s=640x360:r=25:d=2", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        String video = api.upload(longer, "profile", "slow", "webhook", receiver.url("/early"));
        api.awaitReady(video);

        await("both news")
                .atMost(PATIENCE)
                .until(() -> taken("/early", video).equals(List.of("video.playable", "video.ready")));
        JsonNode told = receiver.calls("/early").get(0).json();
        assertThat(told.at("/data/status").asText()).isEqualTo("PROCESSING");
        assertThat(told.at("/data/playback/hls").asText()).contains("/early-1/");
    }

    @Test
    void theConfiguredReceiverHearsOfAllVideosWhateverBecomesOfThem(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("notes.mp4"), "not a video");
        String failed = api.upload(text);
        String cancelled = api.register("never.mp4", 1000).path("id").asText();
        assertThat(api.post("/api/videos/" + cancelled + "/cancel").status()).isEqualTo(202);

        await("both news")
                .atMost(PATIENCE)
                .until(() -> taken("/all", failed).equals(List.of("video.failed"))
                        && taken("/all", cancelled).equals(List.of("video.cancelled")));
        JsonNode told = receiver.calls("/all").stream()
                .filter(call -> call.video().equals(failed))
                .findFirst()
                .orElseThrow()
                .json();
        assertThat(told.at("/data/error/code").asText()).isEqualTo("NOT_A_VIDEO");
    }

    @Test
    void aReceiverThatIsGoneIsLeftInPeaceUntilSomebodyResends() {
        receiver.behave(
                (exchange, call) -> Receiver.answer(exchange, call.path().equals("/gone") ? 410 : 204));
        String first = cancelled("/gone");
        JsonNode given = delivery(first, "FAILED");
        assertThat(given.path("statusCode").asInt()).isEqualTo(410);
        String second = cancelled("/gone");
        assertThat(delivery(second, "FAILED").path("error").asText()).contains("410");
        assertThat(receiver.calls("/gone")).hasSize(1);

        behave();
        String again =
                "/api/videos/" + first + "/deliveries/" + given.path("id").asText() + "/resend";
        assertThat(api.post(again).status()).isEqualTo(202);
        delivery(first, "DELIVERED");
        delivery(cancelled("/gone"), "DELIVERED");
        assertThat(receiver.calls("/gone").stream().filter(Call::taken).map(Call::id))
                .contains(given.path("id").asText());
    }

    @Test
    void redirectsAreNotFollowed() {
        receiver.behave((exchange, call) -> {
            exchange.getResponseHeaders().add("Location", receiver.url("/elsewhere"));
            Receiver.answer(exchange, call.path().equals("/moved") ? 302 : 204);
        });
        JsonNode delivery = await("an attempt")
                .atMost(PATIENCE)
                .until(
                        deliveriesOf(cancelled("/moved"))::first,
                        row -> row.path("attempts").asInt() > 0
                                && row.path("statusCode").asInt() == 302);
        assertThat(delivery.path("error").asText()).isEqualTo("The receiver answered 302.");
        assertThat(receiver.calls("/elsewhere")).isEmpty();
    }

    @Test
    void anAnswerWithoutEndCostsNothingAndASilentReceiverHoldsUpNobody() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        receiver.behave((exchange, call) -> {
            switch (call.path()) {
                case "/endless" -> flood(exchange);
                case "/silent" -> hold(over);
                default -> Receiver.answer(exchange, 204);
            }
        });
        try {
            String endless = cancelled("/endless");
            String silent = cancelled("/silent");
            delivery(endless, "DELIVERED");
            delivery(cancelled("/prompt"), "DELIVERED");
            await("the end of an attempt")
                    .atMost(PATIENCE)
                    .until(() ->
                            deliveriesOf(silent).first().path("error").asText().contains("within 2 s"));
        } finally {
            over.countDown();
        }
    }

    @Test
    void receiversThatAreDownHoldHalfOfTheThreadsHoweverManyTheyAre() {
        int half = 8;
        Set<String> tried = ConcurrentHashMap.newKeySet();
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        List<Receiver> down = receivers(2 * half, (exchange, call) -> {
            if (!tried.add(call.id())) {
                most.accumulateAndGet(open.incrementAndGet(), Math::max);
                hold(over, Duration.ofSeconds(1)); // half of what an attempt may take
                open.decrementAndGet();
                calls.incrementAndGet();
            }
            Receiver.answer(exchange, 500);
        });
        try {
            down.forEach(each -> cancelledFor(each.url("/down")));
            await("further attempts").atMost(PATIENCE).until(() -> tried.size() == 2 * half && calls.get() > half);
            delivery(cancelled("/up"), "DELIVERED");

            assertThat(most.get()).isEqualTo(half);
        } finally {
            over.countDown();
            down.forEach(Receiver::close);
        }
    }

    /** The timer looks for what is new. With it alone, a receiver of many videos would get four calls in each period. */
    @Test
    void howeverMuchOneReceiverHasToHearItHearsWithoutWaiting() throws Exception {
        CamelContext camel = application.bean(CamelContext.class);
        camel.getRouteController().stopRoute("notify-round");
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            List<String> videos =
                    Stream.generate(() -> cancelled("/many")).limit(13).toList();
            template.sendBody("direct:notify-look-soon", null);

            await("all calls")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.calls("/many"))
                            .extracting(Receiver.Call::video)
                            .containsExactlyInAnyOrderElementsOf(videos));
        } finally {
            camel.getRouteController().startRoute("notify-round");
        }
    }

    /** Its first calls, too: what was never called at an address says nothing about the server. */
    @Test
    void aSlowReceiverHasFourThreadsUnderHoweverManyAddresses() {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        List<Receiver> slow = receivers(1, (exchange, call) -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            hold(over, Duration.ofSeconds(1));
            open.decrementAndGet();
            calls.incrementAndGet();
            Receiver.answer(exchange, 204);
        });
        try {
            String url = slow.get(0).url("/?");
            for (int i = 0; i < 30; i++) {
                cancelledFor((i % 2 == 0 ? url : url.replace("http", "HTTP")) + i);
            }
            delivery(cancelled("/prompt"), "DELIVERED");
            await("more calls").atMost(PATIENCE).until(() -> calls.get() > 8);
            assertThat(most.get()).isEqualTo(4);
            over.countDown();
            // Let them end before their server: no news is left that others would meet.
            await("all of them").atMost(PATIENCE).until(() -> calls.get() >= 30);
        } finally {
            over.countDown();
            slow.forEach(Receiver::close);
        }
    }

    private static List<Receiver> receivers(int count, Receiver.Manners manners) {
        return Stream.generate(Receiver::new)
                .limit(count)
                .peek(receiver -> receiver.behave(manners))
                .toList();
    }

    @Test
    void addressesOfOurOwnNetworkAreRefused() {
        for (String url : List.of(
                "http://10.0.0.1/x",
                "http://169.254.169.254/latest/meta-data",
                "http://[::1]/x",
                "http://[::ffff:10.0.0.1]/x",
                "http://0.0.0.0/x",
                "ftp://example.com/x",
                "direct:ledger-execute",
                "direct:on-ready",
                "http://user:pw@example.com/",
                "http://example.com:0/",
                "http://example.com:65536/",
                "not an address")) {
            ObjectNode request = api.registration("a.mp4", 10);
            request.put("webhook", url);
            api.post("/api/videos", request.toString()).isProblem(422, "WEBHOOK_REFUSED");
        }
        // A name is looked up when it is called: this one leads to ::1 or to 127.0.0.2 and the like, which are not
        // allowed.
        // One piece of news: a second would wait until the first is given up.
        String video = cancelledFor("http://ip6-localhost:" + receiver.port() + "/sneaky");
        await("a refusal")
                .atMost(PATIENCE)
                .until(() -> deliveriesOf(video).first().path("error").asText(), error -> !error.isEmpty());
        assertThat(receiver.calls("/sneaky")).isEmpty();
        // As earlier versions took it.
        new JdbcTemplate(application.bean(DataSource.class))
                .update(
                        "UPDATE delivery SET url = 'http://example.com:65536/', state = 'QUEUED', failures = 0,"
                                + " due_at = CURRENT_TIMESTAMP WHERE video_id = ? AND url LIKE '%/sneaky'",
                        video);
        await("an attempt")
                .atMost(PATIENCE)
                .until(() -> deliveriesOf(video).first().path("error").asText().startsWith("Not an address"));
    }

    @Test
    void whatIsNoEventIsRefused() {
        ObjectNode request = api.registration("a.mp4", 10);
        request.putObject("webhook")
                .put("url", "https://example.com/")
                .putArray("events")
                .add("video.sold");
        api.post("/api/videos", request.toString()).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void deadLettersAreListedAndRedriven(@TempDir Path folder) throws IOException {
        String video = api.upload(Files.writeString(folder.resolve("letter.mp4"), "not a video either"));
        api.awaitFailed(video, "NOT_A_VIDEO");
        JsonNode deadLetter = Api.items(api.get("/api/dead-letters").json()).stream()
                .filter(item -> item.path("video").asText().equals(video))
                .findFirst()
                .orElseThrow();
        assertThat(deadLetter.path("filename").asText()).isEqualTo("letter.mp4");
        assertThat(deadLetter.path("task").asText()).isEqualTo("INSPECT 0");
        assertThat(deadLetter.at("/error/code").asText()).isEqualTo("NOT_A_VIDEO");

        Api.Answer answer = api.post("/api/dead-letters/redrive");
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.json().path("videos").asInt()).isPositive();
        await("the second failure")
                .atMost(PATIENCE)
                .until(
                        () -> api.video(video),
                        now -> now.path("attempts").asInt() == 2
                                && now.path("status").asText().equals("FAILED"));
        assertThatCode(() -> api.get("/api/dead-letters?limit=1").json()).doesNotThrowAnyException();
    }

    /** A video about which there is one piece of news, and nothing to do. */
    private String cancelled(String path) {
        return cancelledFor(receiver.url(path));
    }

    private String cancelledFor(String url) {
        ObjectNode request = api.registration("never.mp4", 1000);
        request.putObject("webhook").put("url", url).putArray("events").add("video.cancelled");
        String video =
                api.post("/api/videos", request.toString()).json().path("id").asText();
        assertThat(api.post("/api/videos/" + video + "/cancel").status()).isEqualTo(202);
        return video;
    }

    /** @param events that the receiver wants; none for the usual */
    private String upload(String path, String... events) {
        String url = receiver.url(path);
        byte[] content = Api.read(clip);
        ObjectNode request = api.registration("clip.mp4", content.length);
        if (events.length == 0) {
            request.put("webhook", url);
        } else {
            ArrayNode wanted = request.putObject("webhook").put("url", url).putArray("events");
            Set.of(events).forEach(wanted::add);
        }
        Api.Answer answer = api.post("/api/videos", request.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        api.put(answer.json().path("upload"), content);
        String id = answer.json().path("id").asText();
        assertThat(api.post("/api/videos/" + id + "/upload-complete", "{}").status())
                .isEqualTo(202);
        return id;
    }

    /** Types of the news of a video that were taken, in order, each once. */
    private List<String> taken(String path, String video) {
        return receiver.calls(path).stream()
                .filter(call -> call.taken() && call.video().equals(video))
                .collect(Collectors.toMap(Call::id, Call::type, (first, again) -> first, java.util.LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    private JsonNode delivery(String video, String state) {
        return await(video + " is " + state)
                .atMost(PATIENCE)
                .until(
                        () -> deliveriesOf(video).first(),
                        row -> row.path("state").asText().equals(state));
    }

    private Log deliveriesOf(String video) {
        return new Log(api, video);
    }

    /** The delivery log of a video, without what the receiver of all videos gets. */
    private record Log(Api api, String video) {

        JsonNode first() {
            return Api.items(api.get("/api/videos/" + video + "/deliveries").json()).stream()
                    .filter(row -> !row.path("url").asText().endsWith("/all"))
                    .findFirst()
                    .orElse(Api.JSON.missingNode());
        }
    }

    private static void flood(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] block = new byte[1 << 16];
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // hung up, as it should be
        }
    }

    private static void hold(CountDownLatch over, Duration longest) {
        try {
            over.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void hold(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
