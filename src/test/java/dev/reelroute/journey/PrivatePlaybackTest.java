package dev.reelroute.journey;

import static dev.reelroute.journey.Expectations.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.reelroute.journey.Api.Answer;
import dev.reelroute.media.Clips;
import dev.reelroute.media.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A private video plays for whoever was given an address of it, for as long as that holds, and for nobody else. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // by start()
class PrivatePlaybackTest {

    /** Of those that start the application anew with another way: so nobody has to start it once more as it was. */
    private static final int LAST = Integer.MAX_VALUE;

    /** Of the larger clip, whose segments are of a second: enough of them for one to watch until his token ends, and not to the end. */
    private static final int SECONDS = 9;

    private static final int FRAMES = 25 * SECONDS;

    private static final String SUBTITLES = "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n";
    /** Base64 of 33 bytes. */
    private static final String ONE = "oNe1".repeat(11);

    private static final String TWO = "tWo2".repeat(11);
    private static final String UNKNOWN = "019a7c2e-5d1f-7b3a-9c44-0f6a2b8d1e90";

    private Path data;
    private Application application;
    private String id;
    private String other;
    private String encrypted;
    private Path clip;
    private Path small;
    private Chromium chromium;
    /** Has the page's files already. */
    private BrowserContext visitor;
    /** Where a player plays until its token ends, while the tests go on. */
    private Page watching;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        data = folder.resolve("data");
        application = start(ONE);
        Clips clips = new Clips(Files.createDirectories(folder.resolve("clips")));
        clip = clips.makeWithAudio(
                "a.mp4",
                "testsrc2=s=320x180:r=25:d=" + SECONDS,
                "sine=d=" + SECONDS,
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-c:a",
                "aac");
        small = clips.make("b.mp4", "testsrc2=s=320x180:r=25:d=2", "-c:v", "libx264");
        id = api().upload(clip, "visibility", "private");
        other = api().upload(small, "visibility", "private");
        encrypted = api().upload(clip, "visibility", "private", "profile", "encrypted");
        assertThat(api().put("/api/videos/" + id + "/subtitles/de", "text/vtt", SUBTITLES.getBytes(UTF_8))
                        .status())
                .isEqualTo(200);
        api().awaitReady(other);
        api().awaitReady(id);
        api().awaitReady(encrypted);
        chromium = Chromium.start();
        visitor = chromium.newContext();
        watching = chromium.newPage();
        watchUntilTheTokenHasEnded();
    }

    @AfterAll
    void stop() {
        chromium.close();
        application.close();
    }

    private Application start(String keys, String... more) {
        return Application.start(
                data,
                Stream.concat(Stream.of("--reelroute.playback.keys=" + keys), Stream.of(more))
                        .toArray(String[]::new));
    }

    private Api api() {
        return application.api();
    }

    // --- what is served

    @Test
    void everyObjectIsServedByTokenAndNoneWithout() {
        String base = base(play("{}"));
        Set<String> names = application.sizes(id).keySet();
        assertThat(names.stream().map(name -> name.replaceAll(".*\\.", "")).collect(Collectors.toSet()))
                .contains("m3u8", "mpd", "m4s", "mp4", "jpg", "vtt");
        assertThat(names).anyMatch(name -> name.startsWith("subtitles-de/"));
        for (String name : names) {
            Answer plain = api().get("/videos/" + id + "/" + name);
            assertThat(plain.status()).as(name).isEqualTo(404);
            Answer unknown = api().get("/videos/" + UNKNOWN + "/" + name);
            assertThat(plain.body()).isEqualTo(unknown.body());
            assertThat(headers(plain)).isEqualTo(headers(unknown));

            Answer byToken = api().get(base + name, "Range", "bytes=0-9");
            assertThat(byToken.status()).as(name).isEqualTo(206);
            assertThat(byToken.header("Content-Range")).startsWith("bytes 0-9/");
            assertThat(byToken.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(byToken.header("Cache-Control"))
                    .as(name)
                    .startsWith("private")
                    .doesNotContain("public");
            assertThat(byToken.headers().firstValue("Content-Disposition"))
                    .as(name)
                    .isEmpty();
            if (name.matches(".*\\.(m3u8|mpd)")) {
                assertThat(byToken.header("Cache-Control")).as(name).isEqualTo("private, no-store");
            }
        }
        assertThat(api().get(base + "no-such.mp4").status()).isEqualTo(404);
    }

    @Test
    void aPlaylistIsNotSentAgainToWhomHasIt() {
        String path = base(play("{}")) + "master.m3u8";
        Answer whole = api().get(path);
        assertThat(whole.body()).startsWith("#EXTM3U");
        assertThat(whole.header("Content-Type")).isEqualTo("application/vnd.apple.mpegurl");
        assertThat(api().get(path, "If-None-Match", whole.header("ETag")).status())
                .isEqualTo(304);
        assertThat(api().get(path, "If-None-Match", "\"other\"").body()).isEqualTo(whole.body());
        assertThat(api().send("HEAD", path).header("Content-Length"))
                .isEqualTo("" + whole.body().length());
    }

    @Test
    void theVideoShowsNoAddressesButTheCallDoes() {
        JsonNode video = api().video(id);
        assertThat(video.path("visibility").asText()).isEqualTo("private");
        assertThat(video.path("playable").asBoolean()).isTrue();
        assertThat(video.has("playback")).isFalse();
        assertThat(api().get("/api/videos").body()).doesNotContain("master.m3u8");

        Answer answer = api().post("/api/videos/" + id + "/playback");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        JsonNode addresses = answer.json();
        String base = addresses.path("hls").asText().replace("master.m3u8", "");
        assertThat(base).matches(api().base() + "/play/[A-Za-z0-9_-]{70,100}/" + id + "/");
        assertThat(addresses.path("dash").asText()).isEqualTo(base + "manifest.mpd");
        assertThat(addresses.path("mp4").asText()).isEqualTo(base + "video.mp4");
        assertThat(addresses.path("poster").asText()).isEqualTo(base + "poster.jpg");
        assertThat(addresses.path("storyboard").asText()).isEqualTo(base + "storyboard.vtt");
        assertThat(addresses.path("expiresAt").asText()).endsWith("Z");
        for (String form : List.of("hls", "dash", "mp4")) {
            assertThat(Player.frames(addresses.path(form).asText())).as(form).isEqualTo(FRAMES);
        }
    }

    // --- what is refused

    @Test
    void aTokenIsForItsOwnVideo() {
        String token = token(play("{}"));
        for (String video : List.of(other, UNKNOWN, "x")) {
            Answer answer = api().get("/play/" + token + "/" + video + "/master.m3u8");
            answer.isProblem(403, "PLAYBACK_TOKEN_INVALID");
            assertThat(answer.body()).doesNotContain(token);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        }
        for (String path : List.of("/", "", "/" + id)) {
            assertThat(api().get("/play/" + token + path).status()).as(path).isEqualTo(404);
        }
        assertThat(api().get("/play/" + token + "/" + id + "/../" + other + "/master.m3u8")
                        .status())
                .isEqualTo(404);
        assertThat(api().get("/play/" + token + "/" + id + "/%2e%2e/" + other + "/master.m3u8")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAA", "rrk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void aWrongTokenIsRefusedWhetherThereIsAVideoOrNot(String token) {
        for (String video : List.of(id, UNKNOWN)) {
            api().get("/play/" + token + "/" + video + "/master.m3u8").isProblem(403, "PLAYBACK_TOKEN_INVALID");
        }
        String good = token(play("{}"));
        String bad = good.substring(0, 40) + (good.charAt(40) == 'A' ? 'B' : 'A') + good.substring(41);
        api().get("/play/" + bad + "/" + id + "/master.m3u8").isProblem(403, "PLAYBACK_TOKEN_INVALID");
    }

    @Test
    void aTokenHoldsForItsNetworkAsOurOwnProxiesTellIt() {
        String path = base(play("{\"address\":\"203.0.113.0/24\"}")) + "master.m3u8";
        api().get(path).isProblem(403, "PLAYBACK_TOKEN_INVALID");
        // The proxy, on this machine, appends what it sees to what it was told.
        assertThat(api().get(path, "X-Forwarded-For", "203.0.113.9").status()).isEqualTo(200);
        assertThat(api().get(path, "X-Forwarded-For", "198.51.100.1, 203.0.113.9")
                        .status())
                .isEqualTo(200);
        for (String way : List.of("203.0.113.9, 198.51.100.1", "203.0.113.9, x", "203.0.113.9,", "x")) {
            api().get(path, "X-Forwarded-For", way).isProblem(403, "PLAYBACK_TOKEN_INVALID");
        }
        api().get(path, "Forwarded", "for=203.0.113.9").isProblem(403, "PLAYBACK_TOKEN_INVALID");
        String here = base(play("{\"address\":\"127.0.0.1\"}")) + "master.m3u8";
        assertThat(api().get(here).status()).isEqualTo(200);
    }

    @Test
    void aTokenHoldsForItsSitesPages() {
        String path = base(play("{\"origin\":\"https://shop.example.org\"}")) + "master.m3u8";
        api().get(path).isProblem(403, "PLAYBACK_TOKEN_INVALID");
        api().get(path, "Origin", "https://other.example").isProblem(403, "PLAYBACK_TOKEN_INVALID");
        assertThat(api().get(path, "Origin", "https://shop.example.org").status())
                .isEqualTo(200);
        assertThat(api().get(path, "Referer", "https://shop.example.org/watch").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"expiresIn\":0}",
                "{\"expiresIn\":604801}",
                "{\"address\":\"localhost\"}",
                "{\"address\":\"10.0.0.0/33\"}",
                "{\"origin\":\"shop.example.org\"}",
                "{\"origin\":\"https://shop.example.org/x\"}",
                "{\"viewer\":\"a\\nb\"}",
                "{\"viewer\":\"\"}",
                "{\"cookies\":true}",
                "[]",
            })
    void whatMakesNoSenseIsRefused(String body) {
        api().post("/api/videos/" + id + "/playback", body).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void whatIsNotThereCannotBePlayed() {
        api().post("/api/videos/" + UNKNOWN + "/playback", "{}").isProblem(404, "VIDEO_NOT_FOUND");
        String waiting = api().register("c.mp4", 7).path("id").asText();
        api().post("/api/videos/" + waiting + "/playback", "{}").isProblem(409, "STATE_CONFLICT");
    }

    // --- changes

    @Test
    void aVideoIsMadePublicAndPrivateAgain() {
        String plain = "/videos/" + other + "/master.m3u8";
        String given =
                base(api().post("/api/videos/" + other + "/playback", "{}").json()) + "master.m3u8";
        assertThat(change(other, "public").path("playback").path("hls").asText())
                .endsWith(plain);
        assertThat(api().get(plain).status()).isEqualTo(200);
        assertThat(api().get(plain).header("Cache-Control")).isEqualTo("public, max-age=60");
        assertThat(api().get(given).header("Cache-Control")).isEqualTo("private, no-store");

        assertThat(change(other, "private").has("playback")).isFalse();

        assertThat(api().get(plain).status()).isEqualTo(404);
        assertThat(api().get(given).status()).isEqualTo(200);
        patch(other, "{\"visibility\":\"secret\"}").isProblem(400, "INVALID_REQUEST");
        patch(other, "{}").isProblem(400, "INVALID_REQUEST");
        patch(other, "{\"visibility\":\"private\",\"profile\":\"small\"}").isProblem(400, "INVALID_REQUEST");
        patch(UNKNOWN, "{\"visibility\":\"private\"}").isProblem(404, "VIDEO_NOT_FOUND");
    }

    @Test
    void aDeletedVideoPlaysNoMore() throws IOException {
        String clip = api().upload(application.objects(other).resolve("video.mp4"), "visibility", "public");
        api().awaitReady(clip);
        String given =
                base(api().post("/api/videos/" + clip + "/playback", "{}").json()) + "master.m3u8";
        assertThat(api().get(given).status()).isEqualTo(200);
        assertThat(api().delete("/api/videos/" + clip).status()).isEqualTo(204);
        assertThat(api().get(given).status()).isEqualTo(404);
        assertThat(api().get("/videos/" + clip + "/master.m3u8").status()).isEqualTo(404);
    }

    private void restart(String keys, String... more) {
        application.close();
        application = start(keys, more);
    }

    @Test
    void theLogTellsTheViewerAndNoToken() {
        try (LogWatch log = new LogWatch()) {
            String token = token(play("{\"viewer\":\"u-4711\"}"));
            api().get("/play/" + token + "/" + id + "/master.m3u8");
            api().get("/play/" + token + "/" + other + "/master.m3u8");
            api().get("/play/" + token + "/" + id + "/nothing");
            api().send("POST", "/play/" + token + "/" + id + "/master.m3u8");
            api().get("/play/" + token + "/" + id + "/" + "a".repeat(3000));
            List<String> lines = log.messages();
            assertThat(lines).anyMatch(line -> line.startsWith("u-4711 may play it until "));
            assertThat(lines.toString()).doesNotContain(token);
        }
    }

    // --- encrypted

    @Test
    void nothingThatPlaysIsStoredUnencrypted() throws Exception {
        JsonNode addresses = play(encrypted, "{}");
        assertThat(addresses.has("dash")).isFalse();
        assertThat(addresses.has("mp4")).isFalse();
        SecretKeySpec key = new SecretKeySpec(key(addresses), "AES");
        Set<String> names = application.sizes(encrypted).keySet();
        assertThat(names).doesNotContain("key", "video.mp4", "manifest.mpd");
        assertThat(names.stream().filter(name -> name.endsWith(".mp4"))).allMatch(name -> name.contains("/init-"));
        List<String> segments =
                names.stream().filter(name -> name.endsWith(".m4s")).toList();
        assertThat(segments).anyMatch(name -> name.startsWith("early-"));
        for (String name : segments) {
            byte[] stored = Files.readAllBytes(application.objects(encrypted).resolve(name));
            assertThat(new String(stored, ISO_8859_1)).as(name).doesNotContain("moof");
            int number = Integer.parseInt(name.replaceAll(".*/(\\d+).*", "$1"));
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    key,
                    new IvParameterSpec(
                            ByteBuffer.allocate(16).putInt(12, number).array()));
            assertThat(new String(cipher.doFinal(stored), ISO_8859_1)).as(name).contains("moof", "mdat");
        }
        assertThat(Player.frames(addresses.path("hls").asText())).isEqualTo(FRAMES);
    }

    @Test
    void aRetryAndANewPlanKeepTheKey() throws Exception {
        // What is not published yet can be cancelled.
        application.stopLane("bulk");
        String video = api().upload(small, "visibility", "private", "profile", "encrypted");
        await("the early stream")
                .atMost(Duration.ofMinutes(1))
                .until(() -> api().video(video).path("playable").asBoolean());
        byte[] key = key(play(video, "{}"));
        assertThat(api().post("/api/videos/" + video + "/cancel").status()).isEqualTo(202);
        application.startLane("bulk");

        retry(video);

        playsByTheKey(video, key);
        JdbcTemplate database = new JdbcTemplate(application.bean(DataSource.class));
        database.update("DELETE FROM task WHERE video_id = ? AND kind <> 'INSPECT'", video);
        database.update("UPDATE task SET state = 'FAILED' WHERE video_id = ?", video);
        database.update("UPDATE video SET status = 'FAILED', plan = NULL WHERE id = ?", video);

        retry(video);

        playsByTheKey(video, key);
    }

    private void retry(String video) {
        await("the sweep, and the retry")
                .until(() -> api().post("/api/videos/" + video + "/retry").status() == 202);
    }

    private void playsByTheKey(String video, byte[] key) throws Exception {
        api().awaitReady(video);
        JsonNode addresses = play(video, "{}");
        assertThat(key(addresses)).hasSize(16).isEqualTo(key);
        assertThat(Player.frames(addresses.path("hls").asText())).isEqualTo(50);
    }

    @Test
    void theKeyIsForThoseWhoMayPlay() {
        String base = base(play(encrypted, "{}"));
        Answer given = api().get(base + "key");
        assertThat(given.status()).isEqualTo(200);
        assertThat(given.header("Cache-Control")).isEqualTo("private, no-store");
        assertThat(given.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(api().get("/videos/" + encrypted + "/key").status()).isEqualTo(404);
        assertThat(api().get(base(play("{}")) + "key").status())
                .as("is not encrypted")
                .isEqualTo(404);
        String token = token(play("{}"));
        api().get("/play/" + token + "/" + encrypted + "/key").isProblem(403, "PLAYBACK_TOKEN_INVALID");
        String elsewhere = base(play(encrypted, "{\"address\":\"203.0.113.0/24\"}")) + "key";
        api().get(elsewhere).isProblem(403, "PLAYBACK_TOKEN_INVALID");
        String brief = base(play(encrypted, "{\"expiresIn\":1}")) + "key";
        await("the end").until(() -> api().get(brief).status() == 403);
        api().get(brief).isProblem(403, "PLAYBACK_TOKEN_EXPIRED");
    }

    @Test
    void anEncryptedVideoPlaysInABrowserToItsEnd() {
        try (Page page = visitor.newPage()) {
            playsInThePage(page, encrypted);
            new Theatre(page).await("(video.currentTime = video.duration - 1, true)");
            new Theatre(page).await("video.ended");
        }
    }

    private byte[] key(JsonNode addresses) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        addresses.path("hls").asText().replaceAll("(/play/[^/]+/[^/]+/).*", "$1key")))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    // --- in a browser

    private void watchUntilTheTokenHasEnded() {
        PlayersTest.openPlayers(watching, api());
        ObjectNode request = Api.JSON.createObjectNode().put("expiresIn", 3).put("origin", api().base());
        watching.evaluate(
                "address => { window.refused = playUntilRefused(address).then(JSON.stringify); }",
                play(request.toString()).path("hls").asText());
    }

    @Test
    void hlsJsPlaysUntilTheTokenHasEnded() {
        JsonNode played = Api.parse(watching.evaluate("window.refused").toString());
        assertThat(played.path("status").asInt()).as(played.toString()).isEqualTo(403);
        assertThat(played.path("seconds").asDouble()).as(played.toString()).isGreaterThan(0);
        assertThat(played.path("loaded").asInt()).as(played.toString()).isBetween(2, SECONDS - 1);
    }

    @Test
    void thePagePlaysAPrivateVideo() {
        try (Page page = visitor.newPage()) {
            List<String> asked = new ArrayList<>();
            page.onRequest(request -> asked.add(request.url()));
            playsInThePage(page, id);
            assertThat(asked).noneMatch(url -> url.contains("/videos/" + id + "/") && !url.contains("/api/"));
        }
    }

    /** One after the other, in one visit. */
    private void playsInThePage(Page page, String... videos) {
        List<String> said = new ArrayList<>();
        page.onConsoleMessage(message -> said.add(message.text()));
        page.navigate(api().base() + "/");
        for (String video : videos) {
            page.keyboard().press("Escape"); // closes the one before
            assertThat(page.getByTestId("player-video")).not().isAttached();
            page.locator("[data-video-id='" + video + "']").getByTestId("play").click();
            new Theatre(page).await("video.currentTime > 0.5");
            assertThat(page.getByTestId("player-error")).isHidden();
        }
        assertThat(said).as("nothing that the policy forbids").isEmpty();
    }

    // --- straight from the bucket

    @Test
    @Order(LAST)
    void mediaComesFromTheBucketWithoutPassingThroughUs() {
        int port = Machine.freePort();
        String store = "http://127.0.0.1:" + port;
        restart(
                ONE,
                "--reelroute.playback.way=bucket",
                "--reelroute.embedded.store-port=" + port,
                "--reelroute.store.public-endpoint=" + store);
        Brief brief = brief();
        everyFileIsInTheBucketAlone(store + "/reelroute/videos/" + id + "/");
        viewersShareWhatIsSignedUntilTheSameTime();
        whatIsWrittenAnewIsAnsweredAnew();
        everyPlayerPlaysFrom(store);
        whatWasSignedEndsWithTheToken(brief);
    }

    private void everyPlayerPlaysFrom(String elsewhere) {
        // Whom the bucket lets its answers read (CORS) is its operator's to say.
        try (Chromium unguarded = Chromium.start("--disable-web-security");
                Page page = unguarded.newPage()) {
            List<String> asked = new ArrayList<>();
            page.onRequest(request -> asked.add(request.url()));
            PlayersTest.openPlayers(page, api());
            JsonNode addresses =
                    api().post("/api/videos/" + other + "/playback", "{}").json();
            Object result = page.evaluate(
                    "playback => playToTheEnd(playback).then(JSON.stringify)",
                    Map.of(
                            "hls", addresses.path("hls").asText(),
                            "dash", addresses.path("dash").asText()));
            JsonNode all = Api.parse(result.toString());
            assertThat(all).hasSize(4).allSatisfy(played -> {
                assertThat(played.path("errors")).as(played.toString()).isEmpty();
                assertThat(played.path("ended").asBoolean())
                        .as(played.toString())
                        .isTrue();
            });
            playsInThePage(page, id, encrypted);
            assertThat(asked).anyMatch(url -> url.startsWith(api().base()) && url.endsWith("/key"));
            assertThat(asked.stream().filter(url -> url.matches(".*\\.(m4s|mp4)\\b.*")))
                    .hasSizeGreaterThan(10)
                    .allMatch(url -> url.startsWith(elsewhere));
        }
    }

    /** Whoever says until when gets just that. */
    private void viewersShareWhatIsSignedUntilTheSameTime() {
        JsonNode one = play("{}");
        JsonNode two = play("{\"viewer\":\"u-2\"}");
        JsonNode shorter = play("{\"expiresIn\":777}");
        Instant end = Instant.parse(one.path("expiresAt").asText());
        assertThat(end.getEpochSecond() % 300).isZero();
        assertThat(Duration.between(Instant.now(), end)).isBetween(Duration.ofMinutes(354), Duration.ofHours(6));
        assertThat(Duration.between(
                        Instant.now(), Instant.parse(shorter.path("expiresAt").asText())))
                .isBetween(Duration.ofSeconds(770), Duration.ofSeconds(777));
        String playlist = api().get(base(one) + "180p/index.m3u8").body();
        assertThat(api().get(base(two) + "180p/index.m3u8").body()).isEqualTo(playlist);
        assertThat(api().get(base(shorter) + "180p/index.m3u8").body())
                .contains("X-Amz-Expires=")
                .isNotEqualTo(playlist);
    }

    /** As a playlist that grows is. */
    private void whatIsWrittenAnewIsAnsweredAnew() {
        String playlist = base(play("{}")) + "180p/index.m3u8";
        Path file = application.objects(id).resolve("180p/index.m3u8");
        String before = api().get(playlist).body();
        try {
            String text = Files.readString(file);
            Files.writeString(file, text + "# more\n");
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(api().get(playlist).body()).isEqualTo(before + "# more\n"));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(api().get(playlist).body()).isEqualTo(before));
    }

    private void everyFileIsInTheBucketAlone(String folder) {
        String base = base(play("{}"));
        for (String name : application.sizes(id).keySet()) {
            Answer answer = api().get(base + name);
            if (name.matches(".*\\.(m3u8|mpd)")) {
                assertThat(answer.header("Cache-Control")).isEqualTo("private, no-store");
                Matcher addresses =
                        Pattern.compile(Pattern.quote(folder) + "[^\"<\\n]+").matcher(answer.body());
                long signed = addresses.results().count();
                assertThat(signed)
                        .as(name)
                        .isEqualTo(Pattern.compile("\\.(m4s|vtt|mp4)\\b")
                                .matcher(answer.body())
                                .results()
                                .count());
                assertThat(signed > 0).as(name).isEqualTo(!name.equals("master.m3u8"));
            } else if (name.endsWith(".vtt")) {
                assertThat(answer.status()).as(name).isEqualTo(200);
            } else {
                assertThat(answer.status()).as(name).isEqualTo(302);
                assertThat(answer.header("Location")).startsWith(folder + name + "?");
                Answer stored = api().send(HttpRequest.newBuilder(URI.create(answer.header("Location"))));
                assertThat(stored.status()).as(name).isEqualTo(200);
                assertThat(stored.header("Cache-Control")).as(name).startsWith("private, max-age=");
            }
        }
        assertThat(api().send("HEAD", base + "video.mp4").status()).isEqualTo(200);
    }

    /** What ends soon, so that something else may be tried meanwhile. */
    private record Brief(String playlist, String segment) {}

    private Brief brief() {
        String playlist = base(play("{\"expiresIn\":3}")) + "180p/index.m3u8";
        String segment = firstAddress(api().get(playlist));
        assertThat(status(segment)).isEqualTo(200);
        return new Brief(playlist, segment);
    }

    private void whatWasSignedEndsWithTheToken(Brief brief) {
        await("the end").until(() -> status(brief.segment()) == 403);
        await("the end").until(() -> api().get(brief.playlist()).status() == 403);
    }

    // --- from CloudFront

    /** The starts with which its key changes change those of tokens, too: each start takes two seconds. */
    @Test
    @Order(LAST)
    void mediaComesFromTheDistributionByOnePolicyForTheVideoAndKeysChangeWhileItPlays()
            throws IOException, GeneralSecurityException {
        KeyPair one = rsa();
        KeyPair two = rsa();
        String byTheOldKey = base(play("{}")) + "master.m3u8";
        try (Distribution cloudFront = new Distribution(application.bucket())) {
            cloudFront.keys.put("K1", one.getPublic());
            restart(TWO + "," + ONE, cloudFront(cloudFront, "K1", one));
            String byTheNewKey = base(play("{}")) + "master.m3u8";
            assertThat(api().get(byTheOldKey).status()).isEqualTo(200);
            assertThat(api().get(byTheNewKey).status()).isEqualTo(200);
            String folder = cloudFront.url() + "/videos/" + id + "/";
            Brief brief = brief();
            everyFileIsInTheDistributionAlone(folder);
            everyPlayerPlaysFrom(cloudFront.url());
            // FFmpeg does not read a manifest in which a file has an address of its own; players of DASH do.
            for (String form : List.of("hls", "mp4")) {
                assertThat(Player.frames(play("{}").path(form).asText()))
                        .as(form)
                        .isEqualTo(FRAMES);
            }
            String segment = segment("{}");
            whatWasSignedIsForNothingElse(segment, folder, cloudFront);
            whatWasSignedEndsWithTheToken(brief);

            cloudFront.keys.put("K2", two.getPublic());
            restart(TWO, cloudFront(cloudFront, "K2", two));
            assertThat(api().get(byTheNewKey).status()).isEqualTo(200);
            api().get(byTheOldKey).isProblem(403, "PLAYBACK_TOKEN_INVALID");
            String after = segment("{}");
            assertThat(after).endsWith("&Key-Pair-Id=K2");
            assertThat(status(segment)).isEqualTo(200);
            assertThat(status(after)).isEqualTo(200);
            cloudFront.keys.remove("K1");
            assertThat(status(segment)).isEqualTo(403);
            assertThat(status(after)).isEqualTo(200);
        }
    }

    private static String[] cloudFront(Distribution distribution, String id, KeyPair pair) {
        return new String[] {
            "--reelroute.playback.way=cloudfront",
            "--reelroute.playback.cloudfront.url=" + distribution.url() + "/videos",
            "--reelroute.playback.cloudfront.key-pair-id=" + id,
            "--reelroute.playback.cloudfront.private-key=-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n"
        };
    }

    private static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private void everyFileIsInTheDistributionAlone(String folder) {
        String base = base(play("{}"));
        Pattern elsewhere = Pattern.compile(Pattern.quote(folder) + "[^\"<\\n]+");
        Set<String> queries = new TreeSet<>();
        for (String name : application.sizes(id).keySet()) {
            Answer answer = api().get(base + name);
            String text = name.matches(".*\\.(m3u8|mpd)") ? answer.body() : answer.header("Location");
            if (name.endsWith(".vtt")) {
                assertThat(answer.status()).as(name).isEqualTo(200);
                continue;
            }
            assertThat(answer.header("Cache-Control")).as(name).isEqualTo("private, no-store");
            for (String address : elsewhere
                    .matcher(text)
                    .results()
                    .map(found -> found.group().replace("&amp;", "&"))
                    .toList()) {
                assertThat(status(address)).as(address).isEqualTo(200);
                queries.add(address.split("\\?")[1]);
            }
            assertThat(text.lines().filter(line -> line.matches("[^#<].*\\.(m4s|mp4|jpg)")))
                    .as(name)
                    .isEmpty();
        }
        assertThat(queries).as("one policy for all").hasSize(1);
    }

    private void whatWasSignedIsForNothingElse(String segment, String folder, Distribution distribution) {
        assertThat(status(segment)).isEqualTo(200);
        String query = segment.substring(segment.indexOf('?'));
        for (String foreign : List.of(
                folder.replace(id, other) + "video.mp4" + query,
                distribution.url() + "/uploads/" + id + query,
                segment.substring(0, segment.indexOf('?')),
                segment.replace("Key-Pair-Id=K1", "Key-Pair-Id=K9"),
                segment.replace("Signature=", "Signature=A"),
                segment.replaceAll("Policy=[^&]+", "Policy=" + policyOf(folder.replace(id, other))),
                segment.replaceAll("&Signature=[^&]+", ""))) {
            assertThat(status(foreign)).as(foreign).isEqualTo(403);
        }
        String elsewhere = "{\"address\":\"203.0.113.0/24\",\"origin\":\"https://shop.example.org\"}";
        String ours = base(play(elsewhere)) + "180p/index.m3u8";
        String[] viewer = {"X-Forwarded-For", "203.0.113.9", "Origin", "https://shop.example.org"};
        api().get(ours).isProblem(403, "PLAYBACK_TOKEN_INVALID");
        assertThat(status(firstAddress(api().get(ours, viewer))))
                .as("from another network")
                .isEqualTo(403);
        assertThat(status(segment("{\"address\":\"127.0.0.0/8\"}"))).isEqualTo(200);
    }

    private static String policyOf(String folder) {
        String policy = "{\"Statement\":[{\"Resource\":\"" + folder
                + "*\",\"Condition\":{\"DateLessThan\":{\"AWS:EpochTime\":4000000000}}}]}";
        return Base64.getEncoder()
                .encodeToString(policy.getBytes(UTF_8))
                .replace('+', '-')
                .replace('=', '_')
                .replace('/', '~');
    }

    private String segment(String body) {
        return firstAddress(api().get(base(play(body)) + "180p/index.m3u8"));
    }

    private static String firstAddress(Answer playlist) {
        return playlist.body()
                .lines()
                .filter(line -> line.startsWith("http"))
                .findFirst()
                .orElseThrow();
    }

    private int status(String address) {
        return api().send(HttpRequest.newBuilder(URI.create(address))).status();
    }

    // --- what is asked

    private static Set<String> headers(Answer answer) {
        Set<String> names = new TreeSet<>(answer.headers().map().keySet());
        // Some hundred requests come over one connection.
        names.remove("connection");
        return names;
    }

    private JsonNode play(String body) {
        return play(id, body);
    }

    private JsonNode play(String video, String body) {
        Answer answer = api().post("/api/videos/" + video + "/playback", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** What the addresses begin with, as a path. */
    private String base(JsonNode addresses) {
        return addresses.path("hls").asText().replace(api().base(), "").replace("master.m3u8", "");
    }

    private String token(JsonNode addresses) {
        return base(addresses).split("/")[2];
    }

    private JsonNode change(String video, String visibility) {
        Answer answer = patch(video, "{\"visibility\":\"" + visibility + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("visibility").asText()).isEqualTo(visibility);
        return answer.json();
    }

    private Answer patch(String video, String body) {
        return api().send(api().request("/api/videos/" + video, "Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body)));
    }
}
