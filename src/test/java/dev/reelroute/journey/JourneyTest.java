package dev.reelroute.journey;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelroute.journey.Api.Answer;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.FindClosedUpload;
import dev.reelroute.ledger.Statements.FindVideoByKey;
import dev.reelroute.ledger.Statements.TasksOfVideo;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.media.Clips;
import dev.reelroute.queue.QueueProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCreatedEvent;
import org.apache.camel.spi.RouteController;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** What happens to files that users bring, through the product's public interfaces. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class JourneyTest {

    private static final String[] H264 = {"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"};

    private static final String SUBRIP = "1\n00:00:00,200 --> 00:00:00,800\nGrüße & Küsse\n";

    @SuppressWarnings("NullAway.Init") // by start()
    private Application application;

    @SuppressWarnings("NullAway.Init") // by start()
    private Api api;

    @SuppressWarnings("NullAway.Init") // by start()
    private Clips clips;

    /** Settings of the ledger. */
    abstract List<String> ledger();

    /** Whether it is the embedded one, see {@link WhateverTheLedger}. */
    abstract boolean onItsOwnLedger();

    @SuppressWarnings("NullAway.Init") // by start()
    private Path data;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        data = folder.resolve("data");
        String[] settings = Stream.concat(
                        ledger().stream(),
                        Stream.of(
                                "--camel.main.jmx-enabled=true",
                                "--reelroute.intake.default-profile=small",
                                "--reelroute.health.period=200",
                                // A dozen of these tests wait for the next of both, some several times.
                                "--reelroute.intake.poll-period=150",
                                "--reelroute.reconcile.period=250",
                                // Each wait is a second then, and not two sometimes.
                                "--reelroute.task.backoff=800ms"))
                .toArray(String[]::new);
        application = Application.start(data, settings);
        api = application.api();
        clips = new Clips(Files.createDirectories(folder.resolve("clips")));
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void anUploadedVideoPlaysInEveryForm() throws IOException {
        // 6.4 s: three whole chunks and one that is shorter than the others.
        Path clip = clips.makeWithAudio(
                "film.mp4", "testsrc2=s=640x360:r=30000/1001:d=6.4", "sine=f=440:r=48000:d=6.4", with("-c:a", "aac"));
        long frames = Player.frames(clip.toString());

        JsonNode video = api.awaitReady(api.upload(clip));

        assertThat(video.path("progress").asDouble()).isEqualTo(1);
        assertThat(video.path("playable").asBoolean()).isTrue();
        readsWell(video);
        assertThat(video.at("/source/frameRate").asText()).isEqualTo("30000/1001");
        String hls = video.at("/playback/hls").asText();
        String folder = hls.substring(0, hls.lastIndexOf('/') + 1);
        List<String> renditions = new ArrayList<>();
        video.path("renditions")
                .forEach(rendition -> renditions.add(rendition.path("name").asText()));
        assertThat(renditions).containsExactly("180p", "120p");
        for (String rendition : renditions) {
            assertThat(Player.frames(folder + rendition + "/index.m3u8"))
                    .as(rendition)
                    .isEqualTo(frames);
        }
        for (String form : List.of("hls", "dash", "mp4")) {
            Player.plays(video.at("/playback/" + form).asText());
        }
        assertThat(Player.frames(video.at("/playback/mp4").asText())).isEqualTo(frames);
        audioHasNoBreak(folder + "audio-0/index.m3u8");
        audioHasNoBreak(video.at("/playback/mp4").asText());
        objectsCarryTypesAndCacheHeaders(video, folder);
        whatItHasUsedIsAsMuchAsWasEstimated(video);
        liesOnThisDiskOnce(Files.size(clip));
    }

    /** By the same profile, and before anything is made of the same source. */
    private void whatItHasUsedIsAsMuchAsWasEstimated(JsonNode video) throws IOException {
        JsonNode usage = video.path("usage");
        JsonNode plan = plan("{\"video\":\"" + video.path("id").asText() + "\"}");
        List<Path> published = objects(video.path("id").asText());
        assertThat(usage.path("storedObjects").asInt()).as("%s", published).isEqualTo(published.size());
        assertThat(usage.path("storedBytes").asLong())
                .isEqualTo(published.stream()
                        .mapToLong(file -> file.toFile().length())
                        .sum());
        // Most of it is beginnings, which a clip of seconds consists of.
        assertThat(usage.path("processorSeconds").asDouble())
                .isBetween(0.1 * estimate(plan, "processorSeconds"), 10 * estimate(plan, "processorSeconds"));
        assertThat(usage.path("workerSeconds").asDouble()).isPositive();
        assertThat(usage.toString())
                .as("numbers for people")
                .matches("\\{\"processorSeconds\":\\d+(\\.\\d{1,3})?,\"workerSeconds\":\\d+(\\.\\d{1,3})?,.*");
        assertThat(usage.at("/cost/currency").asText()).isEqualTo("USD");
        assertThat(usage.at("/cost/processing").asDouble()).isPositive();
        assertThat(usage.at("/cost/storagePerMonth").asDouble())
                .isCloseTo(usage.path("storedBytes").asLong() / 1e9 * 0.023, within(1e-9));
        assertThat(plan.path("storedObjects").asInt()).isBetween(published.size() - 3, published.size() + 3);
        assertThat(plan.path("profile").asText())
                .isEqualTo(video.path("profile").asText());
        assertThat(plan.path("chunks").asInt()).isGreaterThan(1);
        assertThat(plan.path("renditions").findValuesAsText("name")).containsExactly("180p", "120p");
    }

    /** Those of the early stream go by themselves. */
    private List<Path> objects(String video) throws IOException {
        Path folder = data.resolve("store/reelroute/videos/" + video);
        try (Stream<Path> files = Files.find(folder, 3, (file, known) -> known.isRegularFile())) {
            return files.filter(file -> !folder.relativize(file).startsWith("early-1"))
                    .toList();
        }
    }

    private JsonNode plan(String request) {
        Answer answer = api.post("/api/plans", request);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** Three decimals, of what is less than one four digits: not what adding them up leaves. */
    private static void readsWell(JsonNode answer) {
        if (answer.isDouble()) {
            assertThat(answer.decimalValue().abs())
                    .as(answer.toString())
                    .matches(number -> number.scale() <= 3 || number.precision() <= 4);
        }
        answer.forEach(JourneyTest::readsWell);
    }

    private static double estimate(JsonNode plan, String figure) {
        JsonNode range = plan.at("/" + figure);
        assertThat(range.path("low").asDouble())
                .isLessThanOrEqualTo(range.path("estimate").asDouble());
        assertThat(range.path("high").asDouble())
                .isGreaterThanOrEqualTo(range.path("estimate").asDouble());
        return range.path("estimate").asDouble();
    }

    @WhateverTheLedger
    void aPlanIsSaidAndNothingIsMade() {
        String before = api.get("/api/videos?counts=true").body();
        String film = "\"width\":1920,\"height\":1080,\"duration\":3600";

        JsonNode plan = plan("{\"source\":{" + film + ",\"frameRate\":\"25\"},\"profile\":\"chunks\"}");

        assertThat(plan.path("profile").asText()).startsWith("chunks@");
        assertThat(plan.path("renditions")).isNotEmpty();
        int chunks = plan.path("chunks").asInt();
        assertThat(chunks * plan.path("chunkSeconds").asDouble()).isBetween(3600.0, 3800.0);
        assertThat(plan.path("tasks").findValuesAsText("kind"))
                .containsExactly("INSPECT", "EARLY", "ENCODE_VIDEO", "ENCODE_AUDIO", "STILLS", "PUBLISH");
        assertThat(plan.at("/tasks/2/count").asInt()).isEqualTo(chunks);
        double sum = 0;
        for (JsonNode task : plan.path("tasks")) {
            sum += task.path("processorSeconds").asDouble();
        }
        assertThat(estimate(plan, "processorSeconds")).isCloseTo(sum, within(0.001));
        // Twice the frames are twice the work, but for audio and beginnings.
        JsonNode fast = plan("{\"source\":{" + film + ",\"frameRate\":50},\"profile\":\"chunks\"}");
        assertThat(estimate(fast, "processorSeconds")).isBetween(1.5 * sum, 2 * sum);
        assertThat(estimate(fast, "cost/processing")).isGreaterThan(estimate(plan, "cost/processing"));
        assertThat(estimate(plan, "storedBytes")).isGreaterThan(3600 * 1000);
        readsWell(plan);
        assertThat(plan("{\"source\":{" + film + "}}").path("profile").asText()).startsWith("small@");
        assertThat(api.get("/api/videos?counts=true").body()).isEqualTo(before);
    }

    @WhateverTheLedger
    void aPlanThatCannotBeMadeIsRefusedAsItsUploadWouldBe() {
        String size = "\"width\":1920,\"height\":1080,";
        String awaiting = api.register("never.mp4", 10).path("id").asText();
        Map.of(
                        "{}",
                        "400 INVALID_REQUEST",
                        "{\"video\":\"" + awaiting + "\",\"source\":{" + size + "\"duration\":1}}",
                        "400 INVALID_REQUEST",
                        "{\"source\":{" + size + "\"duration\":1,\"frameRate\":\"0/1\"}}",
                        "400 INVALID_REQUEST",
                        "{\"source\":{" + size + "\"duration\":1,\"frameRate\":\"1/0\"}}",
                        "400 INVALID_REQUEST",
                        "{\"source\":{" + size + "\"duration\":1,\"frameRate\":\"fast\"}}",
                        "400 INVALID_REQUEST",
                        "{\"source\":{" + size + "\"duration\":1,\"frameRate\":-25}}",
                        "400 INVALID_REQUEST",
                        "{\"source\":{" + size + "\"duration\":0}}",
                        "400 INVALID_REQUEST",
                        "{\"video\":\"" + UUID.randomUUID() + "\"}",
                        "404 VIDEO_NOT_FOUND",
                        "{\"video\":\"" + awaiting + "\"}",
                        "409 STATE_CONFLICT")
                .forEach(this::isRefused);
        Map.of(
                        "{\"source\":{" + size + "\"duration\":1},\"profile\":\"cinema\"}",
                        "422 UNKNOWN_PROFILE",
                        "{\"source\":{" + size + "\"duration\":50000}}",
                        "422 DURATION_TOO_LONG",
                        "{\"source\":{\"width\":8192,\"height\":4320,\"duration\":40000,\"frameRate\":\"60\",\"size\":9}}",
                        "422 TOO_MUCH_WORK",
                        "{\"source\":{" + size + "\"duration\":40000,\"frameRate\":\"999999\",\"size\":9}}",
                        "422 OUTPUT_LIMIT_EXCEEDED",
                        "{\"source\":{" + size + "\"duration\":1,\"videoCodec\":\"quill\"}}",
                        "422 CODEC_NOT_SUPPORTED",
                        "{\"source\":{" + size + "\"duration\":1,\"size\":999999999999}}",
                        "422 SOURCE_TOO_LARGE",
                        "{\"source\":{\"width\":99999,\"height\":99999,\"duration\":1}}",
                        "422 PICTURE_TOO_LARGE",
                        "{\"source\":{\"width\":9999,\"height\":1,\"duration\":1}}",
                        "422 PICTURE_TOO_NARROW")
                .forEach(this::isRefused);
    }

    private void isRefused(String request, String expected) {
        Answer answer = api.post("/api/plans", request);
        answer.isProblem(Integer.parseInt(expected.substring(0, 3)), expected.substring(4));
    }

    /** The worker's copy is the file of the store on this machine. */
    private void liesOnThisDiskOnce(long size) throws IOException {
        try (Stream<Path> files = Files.find(data, 9, (file, known) -> known.isRegularFile() && known.size() == size)) {
            List<Path> sources = files.toList();
            assertThat(sources).hasSizeGreaterThan(1);
            assertThat(sources)
                    .allSatisfy(file -> assertThat(Files.isSameFile(file, sources.get(0)))
                            .as(file.toString())
                            .isTrue());
        }
    }

    private static void audioHasNoBreak(String url) {
        List<Player.Packet> packets = Player.audioPackets(url);
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).begin())
                    .as("packet %d of %s", i, url)
                    .isCloseTo(packets.get(i - 1).begin() + packets.get(i - 1).duration(), within(0.0005));
        }
        // The encoder fills the last packet up, after the end.
        double end = packets.get(packets.size() - 1).begin();
        assertThat(Player.silences(url)).as(url).allMatch(begin -> begin > end - 0.05);
    }

    private void objectsCarryTypesAndCacheHeaders(JsonNode video, String folder) {
        Map<String, String> types = Map.of(
                "master.m3u8", "application/vnd.apple.mpegurl",
                "manifest.mpd", "application/dash+xml",
                "video.mp4", "video/mp4",
                "poster.jpg", "image/jpeg",
                "storyboard.vtt", "text/vtt");
        types.forEach((name, type) -> {
            Answer answer = api.get("/videos/" + video.path("id").asText() + "/" + name, "Range", "bytes=0-0");
            assertThat(answer.status()).as(name).isEqualTo(206);
            assertThat(answer.header("Content-Type")).as(name).startsWith(type);
            assertThat(answer.header("Cache-Control")).as(name).contains("max-age");
            assertThat(answer.header("Content-Range")).as(name).startsWith("bytes 0-0/");
        });
        assertThat(video.at("/playback/storyboard").asText()).isEqualTo(folder + "storyboard.vtt");
    }

    @WhateverTheLedger
    void anUploadInPartsIsResumed() {
        // Its frames are in the second part, behind a box that says nothing.
        Path clip = clips.make("large.mp4", "testsrc2=s=160x90:r=25:d=1", "-moov_size", "7000000");
        byte[] content = Api.read(clip);
        assertThat(content.length).isBetween(6 << 20, 15 << 20);
        JsonNode registered = api.register("large.mp4", content.length);
        String id = registered.path("id").asText();
        JsonNode upload = registered.path("upload");
        assertThat(upload.path("method").asText()).isEqualTo("MULTIPART");
        int count = upload.path("parts").size();
        assertThat(count).isGreaterThan(1);
        HttpRequest.Builder tooShort = HttpRequest.newBuilder(
                        URI.create(upload.at("/parts/0/url").asText()))
                .PUT(BodyPublishers.ofByteArray(new byte[1]));
        assertThat(api.send(tooShort).status()).as("a part of another size").isEqualTo(403);
        api.putPart(upload, upload.path("parts").get(count - 1), content);

        api.post("/api/videos/" + id + "/upload-complete", "{}").isProblem(409, "UPLOAD_INCOMPLETE");
        JsonNode rest = api.get("/api/videos/" + id + "/upload").json();

        assertThat(rest.path("uploaded").findValuesAsText("number")).containsExactly(Integer.toString(count));
        assertThat(rest.path("parts").findValuesAsText("number"))
                .containsExactlyElementsOf(
                        IntStream.range(1, count).mapToObj(Integer::toString).toList());
        rest.path("parts").forEach(part -> api.putPart(rest, part, content));
        assertThat(api.post("/api/videos/" + id + "/upload-complete").status()).isEqualTo(202);
        api.awaitReady(id);
    }

    @WhateverTheLedger
    void partsOfARegistrationThatBrokeOffAreFreed() {
        S3Client s3 = application.bean(S3Client.class);
        String ours = "uploads/01890000-0000-7000-8000-000000000000/lost.mp4";
        String theirs = "uploads/holiday.mov";
        Stream.of(ours, theirs)
                .forEach(key -> s3.createMultipartUpload(
                        create -> create.bucket("reelroute").key(key)));

        List<MultipartUpload> left = await("the end of one")
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> s3.listMultipartUploads(list -> list.bucket("reelroute"))
                                .uploads(),
                        uploads -> uploads.stream()
                                .noneMatch(upload -> upload.key().equals(ours)));
        MultipartUpload other = left.stream()
                .filter(upload -> upload.key().equals(theirs))
                .findFirst()
                .orElseThrow();
        s3.abortMultipartUpload(abort -> abort.bucket("reelroute").key(theirs).uploadId(other.uploadId()));
    }

    @Test
    void subtitlesComeAndGoAlsoWhenTheVideoIsReady() {
        byte[] content = Api.read(shortClip("spoken.mp4"));
        JsonNode registered = api.register("spoken.mp4", content.length);
        String id = registered.path("id").asText();
        String address = "/api/videos/" + id + "/subtitles/";
        assertThat(api.put(address + "de?label=Untertitel", "application/x-subrip", SUBRIP.getBytes(UTF_16))
                        .json()
                        .path("subtitles")
                        .toString())
                .isEqualTo("[{\"language\":\"de\",\"label\":\"Untertitel\",\"kind\":\"SUBTITLES\",\"uploaded\":true}]");
        api.put(registered.path("upload"), content);
        api.post("/api/videos/" + id + "/upload-complete");
        JsonNode ready = api.awaitReady(id);
        String hls = ready.at("/playback/hls").asText();
        assertThat(subtitles(hls, "de")).contains("00:00:00.200 --> 00:00:00.800\nGrüße &amp; Küsse\n");
        assertThat(fetched(ready.at("/playback/dash").asText())).contains("lang=\"de\"", "mimeType=\"text/vtt\"");
        Map<String, Long> before = application.sizes(id);

        String webVtt = "WEBVTT\n\n00:00.100 --> 00:00.300\nHello <i>there</i>\n";
        assertThat(api.put(address + "en?kind=CAPTIONS", "text/vtt", webVtt.getBytes(UTF_8))
                        .status())
                .isEqualTo(200);
        await().until(() -> fetched(hls).contains("subtitles-en"));
        assertThat(subtitles(hls, "en")).contains("Hello <i>there</i>");
        assertThat(api.video(id).path("status").asText()).isEqualTo("READY");
        assertThat(api.video(id).path("readyAt")).isEqualTo(ready.path("readyAt"));
        assertThat(application.sizes(id)).as("what is played stays").containsAllEntriesOf(playable(before));

        assertThat(api.delete(address + "de").status()).isEqualTo(204);
        await().until(() -> !fetched(hls).contains("subtitles-de"));
        assertThat(fetched(hls)).contains("subtitles-en");
        api.delete(address + "de").isProblem(404, "SUBTITLES_NOT_FOUND");
    }

    @WhateverTheLedger
    void subtitlesThatAreNoneAreRefusedWithTheirLine() {
        String id = api.register("mute.mp4", 10).path("id").asText();
        String address = "/api/videos/" + id + "/subtitles/de";
        Api.Answer answer = api.put(address, "text/vtt", "WEBVTT\n\n1\nnever\n".getBytes(UTF_8));
        answer.isProblem(422, "SUBTITLES_NOT_READABLE");
        assertThat(answer.json().path("detail").asText()).startsWith("Line 4: expected a time");
        api.put(address, "text/plain", SUBRIP.getBytes(UTF_8)).isProblem(415, "UNSUPPORTED_MEDIA_TYPE");
        Api.Answer picture = api.put(address, "image/png", SUBRIP.getBytes(UTF_8));
        picture.isProblem(415, "UNSUPPORTED_MEDIA_TYPE");
        assertThat(picture.json().path("detail").asText()).contains("text/vtt, application/x-subrip");
        api.put(address + "?kind=LOUD", "text/vtt", SUBRIP.getBytes(UTF_8)).isProblem(400, "INVALID_REQUEST");
        api.put(address, "text/vtt", new byte[(1 << 20) + 1]).isProblem(413, "BODY_TOO_LARGE");
        api.put("/api/videos/none/subtitles/de", "application/x-subrip", SUBRIP.getBytes(UTF_8))
                .isProblem(404, "VIDEO_NOT_FOUND");
    }

    @WhateverTheLedger
    void subtitlesOfAVideoHaveALimitTogether() {
        String id = api.register("told.mp4", 10).path("id").asText();
        String address = "/api/videos/" + id + "/subtitles/";
        byte[] file = ("WEBVTT\n\n00:00.000 --> 00:01.000\n" + "a".repeat(950_000) + "\n").getBytes(UTF_8);
        List<String> languages = List.of("de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt");
        languages.forEach(language -> assertThat(
                        api.put(address + language, "text/vtt", file).status())
                .as(language)
                .isEqualTo(200));
        api.put(address + "sv", "text/vtt", file).isProblem(409, "STATE_CONFLICT");
        assertThat(api.video(id).path("subtitles")).as("as before").hasSize(languages.size());
        assertThat(api.put(address + "pt", "text/vtt", file).status())
                .as("instead of another")
                .isEqualTo(200);
        api.delete("/api/videos/" + id);
    }

    private static String subtitles(String hls, String language) {
        String playlist = hls.replace("master.m3u8", "subtitles-" + language + "/index.m3u8");
        String file = fetched(playlist)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .findFirst()
                .orElseThrow();
        return fetched(playlist.replace("index.m3u8", file));
    }

    private static String fetched(String address) {
        return new Api(address).get("").body();
    }

    private static Map<String, Long> playable(Map<String, Long> sizes) {
        return sizes.entrySet().stream()
                .filter(file -> file.getKey().matches(".*(m4s|mp4|jpg|vtt)"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void aFileCopiedIntoTheFolderIsAdoptedAndAgainAfterItsVideoWasDeleted() throws IOException {
        Path clip = shortClip("holiday.mp4");
        Path dropped = application.bucket().resolve("uploads/holiday.mp4");
        Files.copy(clip, dropped);
        String id = awaitVideoOf("holiday.mp4");
        api.awaitReady(id);

        assertThat(api.delete("/api/videos/" + id).status()).isEqualTo(204);
        await().until(() -> !Files.exists(dropped));
        await().until(() -> videosOf("holiday.mp4").isEmpty());
        // The store removes folders with their last file.
        Files.createDirectories(dropped.getParent());
        // Of another second than before: those are versions.
        Files.setLastModifiedTime(clip, FileTime.from(Instant.now().minusSeconds(60)));
        Files.copy(clip, dropped, StandardCopyOption.COPY_ATTRIBUTES);

        assertThat(awaitVideoOf("holiday.mp4")).isNotEqualTo(id);
    }

    @Test
    void whatComesToADeletedVideosUploadIsNoVideoAndIsRemovedAgainAndAgainUntilItsUrlIsOver() throws IOException {
        byte[] content = Api.read(shortClip("regretted.mp4"));
        JsonNode registered = api.register("regretted.mp4", content.length);
        String key = "uploads/" + registered.path("id").asText() + "/regretted.mp4";
        Path file = application.bucket().resolve(key);
        Ledger ledger = application.bean(Ledger.class);
        assertThat(api.delete("/api/videos/" + registered.path("id").asText()).status())
                .isEqualTo(204);
        await("the sweep").until(() -> ledger.askOne(new FindClosedUpload(key)).isPresent());

        // By an address of the store, which nobody can take back.
        for (int time = 1; time <= 2; time++) {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            await("the end of the object").until(() -> Files.notExists(file));
        }

        assertThat(videosOf("regretted.mp4")).isEmpty();
        assertThat(ledger.askOne(new FindClosedUpload(key))).isPresent();
        JdbcClient.create(application.bean(DataSource.class))
                .sql("UPDATE closed_upload SET until = CURRENT_TIMESTAMP - INTERVAL '1' SECOND WHERE source_key = ?")
                .param(key)
                .update();
        await("the end of the note")
                .until(() -> ledger.askOne(new FindClosedUpload(key)).isEmpty());
    }

    @Test
    void anUploadThatIsOverTakesNothingMore() throws IOException {
        byte[] content = Api.read(shortClip("over.mp4"));
        JsonNode finished = api.register("over.mp4", content.length);
        String ready = finished.path("id").asText();
        api.put(finished.path("upload"), content);
        assertThat(api.post("/api/videos/" + ready + "/upload-complete").status())
                .isEqualTo(202);
        JsonNode given = api.register("forsaken.mp4", content.length);
        String cancelled = given.path("id").asText();
        assertThat(api.post("/api/videos/" + cancelled + "/cancel").status()).isEqualTo(202);
        api.awaitReady(ready);
        byte[] other = content.clone();
        other[other.length - 1]++;

        for (JsonNode over : List.of(finished, given)) {
            Api.Answer late = api.tryToPut(over.path("upload"), other);
            assertThat(late.status()).as(late.body()).isEqualTo(403);
            assertThat(late.json().path("code").asText()).isEqualTo("UPLOAD_REFUSED");
        }
        assertThat(application.bucket().resolve("uploads/" + ready + "/over.mp4"))
                .hasBinaryContent(content);

        // By an address of the store, which nobody can take back.
        Path file = application.bucket().resolve("uploads/" + cancelled + "/forsaken.mp4");
        Files.createDirectories(file.getParent());
        Files.write(file, other);
        await("the end of the object").until(() -> Files.notExists(file));
        assertThat(api.video(cancelled).path("status").asText()).isEqualTo("CANCELLED");
    }

    /** Also when the store shows what it has of it, and when nothing is remembered of the video. */
    @WhateverTheLedger
    void whatIsInTheFolderOfAnUploadBecomesNoOtherVideo() throws IOException {
        byte[] content = Api.read(shortClip("stalled.ts"));
        JsonNode registered = api.register("stalled.ts", content.length, "visibility", "private");
        String id = registered.path("id").asText();
        Path folder = application.bucket().resolve("uploads/" + id);
        URI url = URI.create(registered.at("/upload/url").asText());
        String unknown = "uploads/01890000-0000-7000-8000-000000000001/unknown.ts";
        try (Wire wire = new Wire(url.getPort())) {
            wire.send("PUT " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                    + "\r\nContent-Type: video/mp4\r\nContent-Length: " + content.length
                    + "\r\nConnection: close\r\n\r\n");
            wire.send(Arrays.copyOf(content, content.length - 50));
            await("the beginning").until(() -> Files.exists(folder) && !isGone(folder));
            assertThat(api.delete("/api/videos/" + id).status()).isEqualTo(204);
            store(unknown, content);
            application.send(
                    "events", records(record(unknown, "ObjectCreated:Put")).toString());

            await("the poll").until(() -> refusals("KEY_NOT_ACCEPTED").containsKey(unknown));
            // Two more looks at the bucket, at least.
            noVideo("beside.mp4");
            awaitVideoOf("beside.mp4");
            assertThat(api.videos("limit=100"))
                    .extracting(video -> video.path("filename").asText())
                    .noneMatch(name -> name.startsWith("stalled") || name.startsWith("unknown"));
            assertThat(application.bucket().resolve(unknown)).hasBinaryContent(content);

            wire.send(Arrays.copyOfRange(content, content.length - 50, content.length));
            assertThat(wire.rest()).startsWith("HTTP/1.1 403").contains("UPLOAD_REFUSED");
        }
        await("the end of the beginning").until(() -> isGone(folder));
    }

    @Test
    void anObjectIsOneVideoWhateverTellsOfIt() {
        // The poll takes no hidden files: these videos come by their events alone.
        String direct = arrived(".by event + plus.mp4");
        String wrapped = noVideo(".by topic.mp4");
        String bridged = noVideo(".by bridge.mp4");
        String polled = noVideo("by all ways.mp4");
        ObjectNode twice = records(
                record(direct, "ObjectCreated:Put"), record(polled, "s3:ObjectCreated:CompleteMultipartUpload"));
        ObjectNode topic = Api.JSON
                .createObjectNode()
                .put("Type", "Notification")
                .put("Message", records(record(wrapped, "ObjectCreated:Copy")).toString());
        ObjectNode bridge = bridgeEvent(bridged);
        List<String> events = List.of(
                "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"reelroute\"}",
                twice.toString(),
                topic.toString(),
                bridge.toString(),
                bridgeEvent(polled).toString(),
                records(record("uploads/.removed.mp4", "ObjectRemoved:Delete")).toString(),
                "not JSON");

        events.forEach(event -> application.send("events", event));
        events.forEach(event -> application.send("events", event));

        List<String> names = Stream.of(direct, wrapped, bridged, polled)
                .map(key -> key.substring("uploads/".length()))
                .toList();
        api.awaitReady(awaitVideoOf(names.get(0)));
        for (String name : names.subList(1, names.size())) {
            api.awaitFailed(awaitVideoOf(name), "NOT_A_VIDEO");
        }
        await().until(() -> application.isDrained("events"));
        assertThat(names).allSatisfy(name -> assertThat(videosOf(name)).hasSize(1));
        assertThat(videosOf(".removed.mp4")).isEmpty();
    }

    @WhateverTheLedger
    void anUploadThatNobodyCompletesIsTakenInByThePoll() {
        byte[] content = Api.read(shortClip("forgotten.mp4"));
        JsonNode video = api.register("forgotten.mp4", content.length);

        api.put(video.path("upload"), content);

        api.awaitReady(video.path("id").asText());
        assertThat(videosOf("forgotten.mp4")).hasSize(1);
    }

    @Test
    void theSameKeyRegistersOnce() {
        String request = api.registration("once.mp4", 1000).toString();
        String key = UUID.randomUUID().toString();
        Answer first = api.post("/api/videos", request, "Idempotency-Key", key);
        Answer again = api.post("/api/videos", request, "Idempotency-Key", key);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Location"))
                .isEqualTo("/api/videos/" + first.json().path("id").asText());
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
        api.post("/api/videos", api.registration("once.mp4", 1001).toString(), "Idempotency-Key", key)
                .isProblem(422, "IDEMPOTENCY_MISMATCH");
        assertThat(videosOf("once.mp4")).hasSize(1);
    }

    @Test
    void eachTenantHasKeysOfItsOwn() {
        String key = UUID.randomUUID().toString();
        Map<String, String> ids = new HashMap<>();
        for (String tenant : List.of("", "one", "two", "", "one", "two")) {
            String[] more = tenant.isEmpty() ? new String[0] : new String[] {"tenant", tenant};
            Answer answer = api.post(
                    "/api/videos", api.registration("mine.mp4", 1000, more).toString(), "Idempotency-Key", key);
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            String id = answer.json().path("id").asText();
            assertThat(ids.getOrDefault(tenant, id))
                    .as("the replay of %s", tenant)
                    .isEqualTo(id);
            ids.put(tenant, id);
        }
        assertThat(new HashSet<>(ids.values())).hasSize(3);
        api.post(
                        "/api/videos",
                        api.registration("mine.mp4", 1001, "tenant", "two").toString(),
                        "Idempotency-Key",
                        key)
                .isProblem(422, "IDEMPOTENCY_MISMATCH");
    }

    @WhateverTheLedger
    void ofAnEventItsKeyAloneIsBelieved() {
        byte[] content = Api.read(shortClip("claimed.mp4"));
        JsonNode registered = api.register("claimed.mp4", content.length);
        String id = registered.path("id").asText();
        String key = "uploads/" + id + "/claimed.mp4";
        store("videos/none/outside.mp4", content);
        String stale = arrived(".stale.mp4");
        ObjectNode foreign = record("uploads/.foreign.mp4", "ObjectCreated:Put");
        foreign.withObject("/s3/bucket").put("name", "another");
        List.of(
                        claim(record(key, "ObjectCreated:Put"), content.length + 1),
                        claim(record(key, "ObjectCreated:Put"), content.length),
                        claim(record("uploads/.nothing.mp4", "ObjectCreated:Put"), 7),
                        claim(record("uploads/" + id + "/.other.mp4", "ObjectCreated:Put"), 7),
                        claim(record("videos/none/outside.mp4", "ObjectCreated:Put"), content.length),
                        claim(foreign, 7),
                        claim(record(stale, "ObjectCreated:Put"), 7))
                .forEach(event -> application.send("events", records(event).toString()));

        JsonNode told = api.awaitReady(awaitVideoOf(".stale.mp4"));
        await().until(() -> application.isDrained("events"));

        assertThat(told.at("/source/size").asInt()).isEqualTo(Api.read(shortClip("event.mp4")).length);
        assertThat(api.video(id).path("status").asText()).isEqualTo("AWAITING_UPLOAD");
        assertThat(Stream.of(".nothing.mp4", ".other.mp4", "outside.mp4", ".foreign.mp4"))
                .allSatisfy(name -> assertThat(videosOf(name)).isEmpty());
        api.put(registered.path("upload"), content);
        api.awaitReady(id);
    }

    /** Some stores do not encode keys as S3 does. What begins with a point, the poll leaves alone. */
    @Test
    void anEventMayHaveItsKeyAsItStands() {
        int before = refusals("MESSAGE_NOT_READABLE").getOrDefault("reelroute-events", 0);
        for (String name : List.of(".100%.mp4", ".a+b.mp4", ".50%20off.mp4", ".%zz.mp4")) {
            ObjectNode event = record(noVideo(name), "ObjectCreated:Put");
            event.withObject("/s3/object").put("key", "uploads/" + name);
            application.send("events", records(event).toString());
            assertThat(api.video(awaitVideoOf(name)).path("filename").asText()).isEqualTo(name);
        }
        await().until(() -> application.isDrained("events"));
        assertThat(refusals("MESSAGE_NOT_READABLE").getOrDefault("reelroute-events", 0))
                .isEqualTo(before);
    }

    /** What somebody might say of an object. */
    private static ObjectNode claim(ObjectNode event, long size) {
        event.withObject("/s3/object").put("size", size).put("eTag", "d41d8cd98f00b204e9800998ecf8427e");
        return event;
    }

    @WhateverTheLedger
    void whatIsNoMessageIsADeadLetterWithItsCause() {
        List<String> anywhere = List.of(
                "null",
                "5",
                "[]",
                "\"FAST\"",
                "{}",
                "{\"lane\":0}",
                "{\"lane\":null}",
                "{\"lane\":\"SLOW\"}",
                "[".repeat(5_000),
                "{\"lane\":\"" + "x".repeat(200_000) + "\"}",
                "no JSON\nin two lines");
        List<String> events = List.of(
                "{\"Records\":5}",
                "{\"Records\":[5]}",
                "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\"}]}",
                "{\"detail-type\":\"Object Created\",\"detail\":[]}",
                "{\"Type\":\"Notification\",\"Message\":\"hello\"}",
                records(record("uploads/x.mp4", "ObjectCreated:Put"))
                        .toString()
                        .replace("uploads/x.mp4", "uploads/%zz"));
        List<String> other = List.of(
                "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"reelroute\"}",
                "{\"Type\":\"SubscriptionConfirmation\"}",
                "{\"detail-type\":\"Object Deleted\"}",
                records(record("uploads/.gone.mp4", "ObjectRemoved:Delete")).toString());
        Map<String, Integer> expected = new HashMap<>();
        Map<String, Integer> before = refusals("MESSAGE_NOT_READABLE");
        List<String> told;
        try (LogWatch log = new LogWatch()) {
            for (String queue : List.of("fast", "early", "bulk", "events")) {
                // The lanes have one reader.
                List<String> bodies = switch (queue) {
                    case "bulk" -> anywhere;
                    case "events" ->
                        Stream.concat(anywhere.stream(), events.stream()).toList();
                    default -> List.of("null");
                };
                bodies.forEach(body -> application.send(queue, body));
                expected.put("reelroute-" + queue, before.getOrDefault("reelroute-" + queue, 0) + bodies.size());
            }
            other.forEach(body -> application.send("events", body));
            await("the end of all messages")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> Stream.of("fast", "early", "bulk", "events").allMatch(application::isDrained));
            told = log.warnings("Refusals");
            assertThat(log.traces()).as("stack traces").isEmpty();
        }
        assertThat(refusals("MESSAGE_NOT_READABLE")).isEqualTo(expected);
        assertThat(told)
                .hasSize(2 + 2 * anywhere.size() + events.size())
                .allSatisfy(line -> assertThat(line)
                        .contains("MESSAGE_NOT_READABLE")
                        .doesNotContain("\n")
                        .hasSizeLessThan(500));
        assertThat(application.deadLetters()).contains("null", "5", "{}").containsAll(events);
    }

    @Test
    void aKeyThatIsNoNameIsRefusedOnce() {
        List<String> keys = List.of(
                "uploads/../../x",
                "uploads//etc/x",
                "uploads/./x",
                "uploads/up/../x.mp4",
                "uploads/two\nlines.mp4",
                "uploads/nothing\u0000.mp4",
                "uploads/back\\slash.mp4",
                "uploads/" + "x".repeat(256),
                "uploads/" + "x/".repeat(600) + "x");
        String polled = "uploads/polled\\by.mp4";
        Set<String> before = refusals("KEY_NOT_ACCEPTED").keySet();
        try (LogWatch log = new LogWatch()) {
            for (int i = 0; i < 2; i++) {
                keys.forEach(key -> application.send(
                        "events", records(record(key, "ObjectCreated:Put")).toString()));
            }
            store(polled, Api.read(shortClip("event.mp4")));
            await("the end of all events").until(() -> application.isDrained("events"));
            await("the poll").until(() -> refusals("KEY_NOT_ACCEPTED").containsKey(polled));
            // Two more looks at the bucket, at least.
            noVideo("named.mp4");
            awaitVideoOf("named.mp4");

            assertThat(log.warnings("Refusals"))
                    .hasSize(keys.size() + 1)
                    .allSatisfy(line ->
                            assertThat(line).contains("KEY_NOT_ACCEPTED").doesNotContain("\n"));
            assertThat(log.traces()).isEmpty();
        }
        Map<String, Integer> refused = refusals("KEY_NOT_ACCEPTED");
        refused.keySet().removeAll(before);
        assertThat(refused)
                .hasSize(keys.size() + 1)
                .allSatisfy((key, count) -> assertThat(count).isEqualTo(1));
        assertThat(api.videos("limit=100"))
                .extracting(video -> video.path("filename").asText())
                .doesNotContain("x", "x.mp4", "back\\slash.mp4", "polled\\by.mp4", "x".repeat(256));
    }

    /** The folder is one into which people put things. */
    @WhateverTheLedger
    void oneOddNameInTheFolderKeepsNoOtherFileFromBeingTaken() throws Exception {
        Path folder = Files.createDirectories(application.bucket().resolve("uploads"));
        Path odd = Files.copy(shortClip("event.mp4"), folder.resolve("odd\u001b.mp4"));
        Path pipe = folder.resolve("pipe.mp4");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path link = Files.createSymbolicLink(folder.resolve("itself"), folder);
        try (LogWatch log = new LogWatch()) {
            noVideo("after the odd.mp4");

            awaitVideoOf("after the odd.mp4");
            // What one look finds is taken side by side.
            await().untilAsserted(
                            () -> assertThat(refusals("KEY_NOT_ACCEPTED")).containsEntry("uploads/odd\\u001b.mp4", 1));

            assertThat(log.traces()).isEmpty();
            assertThat(videosOf("pipe.mp4")).isEmpty();
            assertThat(videosOf("after the odd.mp4")).hasSize(1);
        } finally {
            Files.delete(odd);
            Files.delete(pipe);
            Files.delete(link);
        }
    }

    /** How many dead letters there are of one kind, by where they came from. */
    private Map<String, Integer> refusals(String code) {
        Map<String, Integer> origins = new HashMap<>();
        Api.items(api.get("/api/dead-letters?limit=1000").json()).stream()
                .filter(deadLetter -> deadLetter.at("/error/code").asText().equals(code))
                .forEach(deadLetter -> origins.merge(deadLetter.path("origin").asText(), 1, Integer::sum));
        return origins;
    }

    @Test
    void theListIsReadPageByPage() {
        List<String> registered = IntStream.range(0, 5)
                .mapToObj(i -> api.register("page-" + i + ".mp4", 10).path("id").asText())
                .toList();
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get("/api/videos?status=AWAITING_UPLOAD&limit=2" + cursor)
                    .json();
            List<JsonNode> items = Api.items(page);
            assertThat(items).hasSizeLessThanOrEqualTo(2);
            items.forEach(video -> {
                assertThat(video.path("status").asText()).isEqualTo("AWAITING_UPLOAD");
                listed.add(video.path("id").asText());
            });
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        assertThat(listed).doesNotHaveDuplicates().isSortedAccordingTo(Collections.reverseOrder());
        assertThat(listed).containsAll(registered);
    }

    @WhateverTheLedger
    void whoeverWatchesIsToldOfEveryChangeOnce() {
        Path clip = clips.make("watched.mp4", "testsrc2=s=160x90:r=25:d=14", with());
        String id = api.upload(clip);
        String lastRevision;
        try (EventStream stream = api.follow(id)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stream.events().stream()
                            .anyMatch(event ->
                                    event.json().path("status").asText().equals("READY")));
            List<EventStream.Event> events = stream.events();
            List<Double> progress = events.stream()
                    .map(event -> event.json().path("progress").asDouble())
                    .toList();
            assertThat(progress).isSorted();
            assertThat(new HashSet<>(progress)).hasSizeGreaterThan(4);
            assertThat(events).allSatisfy(event -> assertThat(event.name()).isEqualTo("video"));
            lastRevision = events.get(events.size() - 1).id();
        }
        try (EventStream stream = api.follow(id, "Last-Event-ID", lastRevision);
                EventStream fresh = api.follow(id)) {
            await().until(() -> !fresh.events().isEmpty());
            assertThat(fresh.events().get(0).id()).isEqualTo(lastRevision);
            // A client that has seen the newest state gets only the next one, and the answer begins at once: not with
            // what is
            // said every 15 s.
            await().until(() -> !stream.comments().isEmpty());
            assertThat(stream.comments().get(0)).isEqualTo("nothing new");
            await().during(Duration.ofMillis(700)).until(() -> stream.events().isEmpty());
            api.delete("/api/videos/" + id);
            await().until(() -> !stream.events().isEmpty());
            assertThat(stream.events().get(0).name()).isEqualTo("deleted");
        }
        api.get("/api/videos/" + id + "/events").isProblem(404, "VIDEO_NOT_FOUND");
    }

    @Test
    void aCancelledVideoLeavesNothingBehindAndCanBeTriedAgain() {
        Path clip = clips.makeWithAudio(
                "slow.mp4", "testsrc2=s=640x360:r=30:d=25", "sine=d=25", with("-crf", "40", "-c:a", "aac"));
        String id = api.upload(clip, "profile", "slow");
        awaitFfmpegOn(id);
        await("a segment that is stored while the chunk is being made")
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.exists(application.objects(id).resolve("360p/00000-1.m4s")));
        assertThat(ffmpegOn(id)).as("FFmpeg on the rest").isPositive();

        Answer cancelled = api.post("/api/videos/" + id + "/cancel");

        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(202);
        assertThat(cancelled.json().path("status").asText()).isEqualTo("CANCELLED");
        await("the end of FFmpeg").atMost(Duration.ofSeconds(5)).until(() -> ffmpegOn(id) == 0);
        await("the sweep").until(() -> isGone(application.objects(id)));
        assertThat(api.post("/api/videos/" + id + "/cancel").status()).isEqualTo(202);
        await("the retry").until(() -> api.post("/api/videos/" + id + "/retry").status() == 202);
        assertThat(api.video(id).path("status").asText()).isEqualTo("PROCESSING");
        api.post("/api/videos/" + id + "/retry").isProblem(409, "STATE_CONFLICT");
        awaitFfmpegOn(id);

        assertThat(api.delete("/api/videos/" + id).status()).isEqualTo(204);

        api.get("/api/videos/" + id).isProblem(404, "VIDEO_NOT_FOUND");
        await("the end of FFmpeg").atMost(Duration.ofSeconds(5)).until(() -> ffmpegOn(id) == 0);
        await("the sweep").until(() -> isGone(application.objects(id)));
        await("the sweep of the upload").until(() -> isGone(application.bucket().resolve("uploads/" + id)));
    }

    @Test
    void aFailedVideoIsTriedAgain() throws IOException {
        byte[] content = Api.read(shortClip("lost.mp4"));
        JsonNode registered = api.register("lost.mp4", content.length, "profile", "small");
        String id = registered.path("id").asText();
        // Nothing can be written where the results of this video belong.
        Path obstacle = application.objects(id);
        Files.createDirectories(obstacle.getParent());
        Files.writeString(obstacle, "in the way");
        api.put(registered.path("upload"), content);
        api.post("/api/videos/" + id + "/upload-complete");
        await("a setback").until(() -> attempts(id).values().stream().anyMatch(attempt -> attempt > 1));
        assertThat(api.video(id).path("status").asText()).isEqualTo("PROCESSING");

        Files.delete(obstacle);

        api.awaitReady(id);
    }

    @WhateverTheLedger
    void aSourceThatIsGoneFailsTheVideoUntilItIsBack() throws Exception {
        byte[] content = Api.read(shortClip("gone.mp4"));
        JsonNode registered = api.register("gone.mp4", content.length);
        String id = registered.path("id").asText();
        Path source = application.bucket().resolve("uploads/" + id + "/gone.mp4");
        // Before the poll can find it.
        application.stopFastLane();
        api.put(registered.path("upload"), content);
        assertThat(api.post("/api/videos/" + id + "/upload-complete").status()).isEqualTo(202);
        Files.delete(source);
        application.startFastLane();
        api.awaitFailed(id, "SOURCE_MISSING");
        store("uploads/" + id + "/gone.mp4", content);

        assertThat(api.post("/api/videos/" + id + "/retry").status()).isEqualTo(202);

        assertThat(api.awaitReady(id).path("attempts").asInt()).isEqualTo(2);
    }

    @WhateverTheLedger
    void badFilesAreAnsweredWithACode() throws IOException {
        Path film = shortClip("whole.mp4");
        byte[] whole = Api.read(film);
        Map<String, String> expected = new HashMap<>();
        expected.put(upload("text.mp4", "Dear diary".repeat(100).getBytes(StandardCharsets.UTF_8)), "NOT_A_VIDEO");
        expected.put(
                api.upload(clips.make("picture.png", "testsrc2=s=320x180:d=1", "-frames:v", "1")),
                "CONTAINER_NOT_ACCEPTED");
        expected.put(api.upload(clips.make("sound.m4a", "sine=d=1", "-c:a", "aac")), "NO_VIDEO_STREAM");
        expected.put(upload("torn.mp4", Arrays.copyOf(whole, whole.length / 2)), "NOT_A_VIDEO");
        Files.createFile(application.bucket().resolve("uploads/nothing.mp4"));
        expected.put(awaitVideoOf("nothing.mp4"), "EMPTY_FILE");

        Map<String, String> codes = new HashMap<>();
        expected.forEach((id, code) ->
                codes.put(id, api.awaitFailed(id, code).at("/error/code").asText()));
        assertThat(codes).isEqualTo(expected);
        // A refusal is no setback: it is not tried again.
        expected.keySet()
                .forEach(id -> assertThat(api.get("/api/videos/" + id + "/diagnosis")
                                .json()
                                .at("/tasks/0/setbacks")
                                .asInt(-1))
                        .as(id)
                        .isZero());
        await("dead letters")
                .untilAsserted(
                        () -> assertThat(deadLettersOf(expected.keySet())).isEqualTo(expected));
    }

    private String upload(String name, byte[] content) throws IOException {
        return api.upload(Files.write(clips.make("x.mp4", "color=s=64x64:d=0.1").resolveSibling(name), content));
    }

    @WhateverTheLedger
    void badRequestsAreAnsweredAsProblems() {
        String missing = "/api/videos/" + UUID.randomUUID();
        String awaiting =
                "/api/videos/" + api.register("never.mp4", 10).path("id").asText();
        String small = api.registration("a.mp4", 10).toString();
        String huge = api.registration("a.mp4", 10)
                .set("metadata", Api.JSON.createObjectNode().put("a", "x".repeat(2 << 20)))
                .toString();
        Api.Answer cinema = api.post(
                "/api/videos",
                api.registration("a.mp4", 10, "profile", "cinema").toString());
        cinema.isProblem(422, "UNKNOWN_PROFILE");
        assertThat(cinema.json().path("detail").asText()).startsWith("'cinema' is none of chunks, codecs, ");
        api.post("/api/videos", "{\"filename\":").isProblem(400, "INVALID_REQUEST");
        api.post("/api/videos", api.registration("a.mp4", 10, "key", "../etc").toString())
                .isProblem(400, "INVALID_REQUEST");
        api.post("/api/videos", api.registration("a.mp4", 0).toString()).isProblem(400, "INVALID_REQUEST");
        api.post("/api/videos", api.registration("a.mp4", 2L << 40).toString()).isProblem(422, "SOURCE_TOO_LARGE");
        api.post("/api/videos", huge).isProblem(413, "BODY_TOO_LARGE");
        api.get("/api/videos?statis=READY").isProblem(400, "INVALID_REQUEST");
        api.post("/api/videos", small, "Content-Type", "text/plain").isProblem(415, "UNSUPPORTED_MEDIA_TYPE");
        api.send("PUT", "/api/videos").isProblem(405, "METHOD_NOT_ALLOWED");
        api.send("PUT", missing).isProblem(405, "METHOD_NOT_ALLOWED");
        api.get("/api/nothing").isProblem(404, "NOT_FOUND");
        api.get(missing).isProblem(404, "VIDEO_NOT_FOUND");
        api.get(missing + "/upload").isProblem(404, "VIDEO_NOT_FOUND");
        api.get(missing + "/deliveries").isProblem(404, "VIDEO_NOT_FOUND");
        assertThat(api.get(awaiting + "/deliveries").status()).isEqualTo(200);
        api.post(missing + "/cancel").isProblem(404, "VIDEO_NOT_FOUND");
        api.post(missing + "/retry").isProblem(404, "VIDEO_NOT_FOUND");
        api.delete(missing).isProblem(404, "VIDEO_NOT_FOUND");
        api.post(missing + "/upload-complete", "{}").isProblem(404, "VIDEO_NOT_FOUND");
        api.post(awaiting + "/upload-complete", "{}").isProblem(409, "UPLOAD_INCOMPLETE");
        api.post(awaiting + "/retry").isProblem(409, "STATE_CONFLICT");
        api.get("/api/videos?limit=0").isProblem(400, "INVALID_REQUEST");
    }

    /** The databases do not decide this: what one of them could not keep is refused before. */
    @WhateverTheLedger
    void namesThatCannotBeKeptOrShownAreRefused() {
        for (String bad : List.of(
                "a\0b.mp4",
                "a\nb.mp4",
                "\u0085.mp4",
                "\ud800.mp4",
                "a\udc00",
                "clip\u202e4pm.exe",
                " ",
                "\u200b",
                "",
                "x".repeat(256),
                "x".repeat(10_000),
                "\ud83d\ude00".repeat(256))) {
            api.post("/api/videos", escaped(api.registration(bad, 10))).isProblem(400, "INVALID_REQUEST");
        }
        for (String bad : List.of("a\0b", "\ud800", "\udc00")) {
            for (String text : List.of("contentType", "tenant", "profile", "webhook")) {
                api.post("/api/videos", escaped(api.registration("a.mp4", 10, text, bad)))
                        .isProblem(400, "INVALID_REQUEST");
            }
            ObjectNode name = api.registration("a.mp4", 10);
            name.putObject("metadata").put(bad, "value");
            api.post("/api/videos", escaped(name)).isProblem(400, "INVALID_REQUEST");
            ObjectNode value = api.registration("a.mp4", 10);
            value.putObject("metadata").put("name", bad);
            api.post("/api/videos", escaped(value)).isProblem(400, "INVALID_REQUEST");
            ObjectNode webhook = api.registration("a.mp4", 10);
            webhook.putObject("webhook").put("url", bad);
            api.post("/api/videos", escaped(webhook)).isProblem(400, "INVALID_REQUEST");
        }
        String video = "/api/videos/" + api.register("mute.mp4", 10).path("id").asText();
        for (String bad : List.of("%00", "a%00b", "%0A", "%20", "%E2%80%AE")) {
            api.put(video + "/subtitles/de?label=" + bad, "application/x-subrip", SUBRIP.getBytes(UTF_8))
                    .isProblem(400, "INVALID_REQUEST");
        }
        for (String query : List.of("cursor=%00", "cursor=a%00b", "status=%00", "status=READY%00", "limit=%00")) {
            api.get("/api/videos?" + query).isProblem(400, "INVALID_REQUEST");
        }
        for (String path : List.of("/api/videos/%00", "/api/videos/a%00b", "/api/videos/a%00b/events")) {
            assertThat(api.get(path).status()).as(path).isIn(400, 404);
        }
    }

    @Test
    void strangeNamesAreKeptAndLeadNowhere() throws IOException {
        for (String name : List.of(
                "...",
                "..",
                "../../escaped.mp4",
                "..\\escaped.mp4",
                "/etc/escaped.mp4",
                "%2e%2e%2fescaped.mp4",
                "סרטון \ud83d\ude00.mp4",
                "<img src=x>.mp4",
                "\ud83d\ude00".repeat(255),
                "x".repeat(255))) {
            JsonNode registered = api.register(name, 5);
            api.put(registered.path("upload"), new byte[5]);
            String id = registered.path("id").asText();
            assertThat(api.video(id).path("filename").asText()).isEqualTo(name);
            try (Stream<Path> files =
                    Files.list(application.bucket().resolve("uploads").resolve(id))) {
                assertThat(files).as(name).hasSize(1);
            }
            api.delete("/api/videos/" + id);
        }
        try (Stream<Path> files = Files.walk(data)) {
            assertThat(files.filter(file -> file.getFileName().toString().equals("escaped.mp4")))
                    .isEmpty();
        }
    }

    /** In ASCII: what is no character can be sent in this way only. */
    private static String escaped(ObjectNode request) {
        StringBuilder ascii = new StringBuilder();
        request.toString()
                .chars()
                .forEach(each ->
                        ascii.append(each < 127 ? String.valueOf((char) each) : String.format("\\u%04x", each)));
        return ascii.toString();
    }

    @WhateverTheLedger
    void aFileOfAnotherSizeThanAnnouncedIsRefused() {
        byte[] content = Api.read(shortClip("longer.mp4"));
        String id = api.register("longer.mp4", content.length - 1).path("id").asText();
        // The store refuses other sizes on its presigned address; another tool may write there all the same.
        store("uploads/" + id + "/longer.mp4", content);

        Answer answer = api.post("/api/videos/" + id + "/upload-complete", "{}");

        assertThat(answer.json().path("code").asText()).isIn("SIZE_MISMATCH", "STATE_CONFLICT");
        api.awaitFailed(id, "SIZE_MISMATCH");
    }

    @WhateverTheLedger
    void messagesThatComeAgainOrCannotBeReadAreHarmless() {
        JsonNode before = api.awaitReady(api.upload(shortClip("again.mp4")));
        String id = before.path("id").asText();
        Map<String, Integer> attempts = attempts(id);
        for (int i = 0; i < attempts.size(); i++) {
            application.send("fast", "{\"lane\":\"FAST\"}");
            application.send("bulk", "{\"lane\":\"BULK\"}");
        }
        String nonsense = "no JSON " + UUID.randomUUID();
        application.send("bulk", nonsense);

        await().until(() -> application.isDrained("fast") && application.isDrained("bulk"));

        assertThat(attempts(id)).isEqualTo(attempts);
        assertThat(api.video(id)).isEqualTo(before);
        await("the dead letter").until(() -> application.deadLetters().contains(nonsense));
    }

    @WhateverTheLedger
    void headersOfRequestsSteerNothingAndAreNotEchoed() {
        Answer answer = api.post(
                "/api/videos",
                api.registration("headers.mp4", 10).toString(),
                "CamelHttpResponseCode",
                "418",
                "CamelBeanMethodName",
                "delete",
                "CamelAwsS3Key",
                "videos/x",
                "CamelHttpPath",
                "/other",
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString("a:b".getBytes(StandardCharsets.UTF_8)),
                "Cookie",
                "session=secret",
                "X-Foo",
                "bar");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers().map().keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)))
                .isNotEmpty()
                .noneMatch(name -> name.startsWith("camel")
                        || List.of("authorization", "cookie", "x-foo", "idempotency-key", "filename")
                                .contains(name));
        Answer refused = api.get(
                "/api/videos/" + UUID.randomUUID(),
                "CamelHttpResponseCode",
                "200",
                "X-Foo",
                "bar",
                "CamelHttpPath",
                "/other");
        refused.isProblem(404, "VIDEO_NOT_FOUND");
        assertThat(refused.header("X-Foo")).isEmpty();
        assertThat(refused.json().path("instance").asText()).startsWith("/api/videos/");
    }

    /** By a user who may delete them: they contain nothing of value. */
    @WhateverTheLedger
    void deletedQueuesAreMadeAgainAndNothingIsForgotten() throws Exception {
        Path clip = clips.make("deleted.mp4", "testsrc2=s=320x180:r=25:d=2", H264);
        byte[] content = Api.read(clip);
        JsonNode registered = api.register("deleted.mp4", content.length);
        String id = registered.path("id").asText();
        // Before the poll can find what is uploaded.
        application.stopFastLane();
        try {
            api.put(registered.path("upload"), content);
            assertThat(api.post("/api/videos/" + id + "/upload-complete").status())
                    .isEqualTo(202);
            await("the doorbell").until(() -> !application.isDrained("fast"));

            deleteQueues();

            await("the queues and the doorbell")
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(QueueDoesNotExistException.class)
                    .until(() -> !application.isDrained("fast"));
        } finally {
            application.startFastLane();
        }
        api.awaitReady(id);
        assertThat(application.bean(QueueProperties.class).all())
                .allSatisfy(queue -> assertThat(application
                                .sqs()
                                .getQueueUrl(request -> request.queueName(queue))
                                .queueUrl())
                        .isNotEmpty());
    }

    /** One key may be a prefix of another, and several videos may have been made from one. */
    @Test
    void aDeletedVideoTakesItsOwnUploadWithIt() throws IOException {
        Path uploads = Files.createDirectories(application.bucket().resolve("uploads"));
        Path twin = Files.writeString(uploads.resolve("twin"), "no video");
        Path other = Files.writeString(uploads.resolve("twin.mp4"), "no video either");
        String first = failed("twin");
        String second = failed("twin.mp4");
        Files.writeString(other, "another version, and no video");
        await("a video of the other version")
                .atMost(Duration.ofSeconds(20))
                .until(() -> ofKey("uploads/twin.mp4").size() == 2);
        String third = ofKey("uploads/twin.mp4").get(0).id();

        api.delete("/api/videos/" + first);
        api.delete("/api/videos/" + second);

        await("the sweep")
                .atMost(Duration.ofSeconds(20))
                .until(() -> ofKey("uploads/twin").isEmpty()
                        && ofKey("uploads/twin.mp4").size() == 1);
        assertThat(twin).doesNotExist();
        assertThat(other).exists();

        api.delete("/api/videos/" + third);
        await("the last sweep")
                .atMost(Duration.ofSeconds(20))
                .until(() -> ofKey("uploads/twin.mp4").isEmpty());
        assertThat(other).doesNotExist();
    }

    private String failed(String filename) {
        await(filename)
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        ofKey("uploads/" + filename).stream().anyMatch(video -> video.status() == VideoStatus.FAILED));
        return ofKey("uploads/" + filename).get(0).id();
    }

    private List<VideoRow> ofKey(String key) {
        return application.bean(Ledger.class).ask(new FindVideoByKey(key));
    }

    private void deleteQueues() {
        for (String queue : application.bean(QueueProperties.class).all()) {
            String url = application
                    .sqs()
                    .getQueueUrl(request -> request.queueName(queue))
                    .queueUrl();
            application.sqs().deleteQueue(delete -> delete.queueUrl(url));
        }
    }

    @WhateverTheLedger
    void readinessNamesTheQueuesThatAreMissing() throws Exception {
        RouteController routes = application.bean(CamelContext.class).getRouteController();
        // It would make the queue again.
        routes.stopRoute("reconcile-round");
        try {
            deleteQueues();

            await("the news").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                Answer readiness = api.get("/actuator/health/readiness", "Authorization", operator());
                assertThat(readiness.status()).isEqualTo(503);
                assertThat(readiness
                                .json()
                                .at("/components/queue/details/reason")
                                .asText())
                        .contains(application.bean(QueueProperties.class).all());
            });
        } finally {
            routes.startRoute("reconcile-round");
        }
        await("the queue")
                .untilAsserted(
                        () -> assertThat(api.get("/actuator/health/readiness").status())
                                .isEqualTo(200));
    }

    private static String operator() {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString(("operator:" + Application.PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    @WhateverTheLedger
    void attributesOfMessagesBecomeNoHeaders() {
        Set<String> headers = ConcurrentHashMap.newKeySet();
        ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();
        CamelContext camel = application.bean(CamelContext.class);
        EventNotifierSupport notifier = new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof ExchangeCreatedEvent created
                        && created.getExchange()
                                .getFromEndpoint()
                                .getEndpointUri()
                                .startsWith("aws2-sqs")) {
                    headers.addAll(
                            created.getExchange().getMessage().getHeaders().keySet());
                    bodies.add(String.valueOf(created.getExchange().getMessage().getBody()));
                }
            }
        };
        camel.getManagementStrategy().addEventNotifier(notifier);
        try {
            for (String queue : List.of("fast", "bulk", "events")) {
                application
                        .sqs()
                        .sendMessage(message -> message.queueUrl(application.queueUrl(queue))
                                .messageBody("{\"task\":\"attributes-" + queue + "\"}")
                                .messageAttributes(Map.of(
                                        "CamelJdbcParameters", text("x"),
                                        "CamelAwsS3Key", text("videos/x"),
                                        "Plain", text("x"))));
            }
            await().until(() -> Stream.of("fast", "bulk", "events")
                    .allMatch(queue -> bodies.contains("{\"task\":\"attributes-" + queue + "\"}")));
            assertThat(headers).doesNotContain("CamelJdbcParameters", "CamelAwsS3Key", "Plain");
        } finally {
            camel.getManagementStrategy().removeEventNotifier(notifier);
        }
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }

    @WhateverTheLedger
    void whatOperatorsSeeWantsTheirPassword() {
        String right = "Basic "
                + Base64.getEncoder()
                        .encodeToString(("operator:" + Application.PASSWORD).getBytes(StandardCharsets.UTF_8));
        String wrong = "Basic " + Base64.getEncoder().encodeToString("operator:x".getBytes(StandardCharsets.UTF_8));
        for (String path : List.of(
                "/actuator",
                "/actuator/prometheus",
                "/actuator/metrics",
                "/actuator/info",
                "/actuator/camel",
                "/actuator/jolokia",
                "/actuator/jolokia/version",
                "/actuator/hawtio",
                "/actuator/hawtio/index.html",
                "/actuator/health/db")) {
            assertThat(api.get(path).status()).as(path).isIn(400, 401);
            assertThat(api.get(path, "Authorization", wrong).status()).as(path).isIn(400, 401);
        }
        assertThat(api.get("/actuator//jolokia/version").status()).isGreaterThanOrEqualTo(400);
        assertThat(api.get("/actuator/health").json().path("status").asText()).isEqualTo("UP");
        assertThat(api.get("/actuator/health").body()).doesNotContain("components");
        assertThat(api.get("/actuator/prometheus", "Authorization", right).status())
                .isEqualTo(200);
        assertThat(api.get("/actuator/jolokia/version", "Authorization", right).status())
                .isEqualTo(200);
    }

    /** Their steps are thousands: that takes time to start and memory, and Hawtio asks for all of them in one call. */
    @WhateverTheLedger
    void theConsoleHasEachRouteAndNotTheirSteps() {
        assertThat(beans("routes")).hasSizeGreaterThan(40);
        assertThat(beans("processors")).isEmpty();
    }

    private JsonNode beans(String type) {
        return api.get("/actuator/jolokia/search/org.apache.camel:type=" + type + ",*", "Authorization", operator())
                .json()
                .path("value");
    }

    /** An alert on {@code increase()} of a counter that is not there before its first event stays silent. */
    @WhateverTheLedger
    void whatAlertsCountIsThereBeforeItHappens() throws IOException {
        String metrics =
                api.get("/actuator/prometheus", "Authorization", operator()).body();
        String alerts = Files.readString(Path.of("deploy/prometheus/rules.yaml"));
        Matcher counted =
                Pattern.compile("increase\\((\\w+)\\{(\\w+)=~?\"([^\"]+)\"").matcher(alerts);
        assertThat(counted.results()).hasSizeGreaterThan(3).allSatisfy(alert -> {
            for (String value : alert.group(3).split("\\|")) {
                assertThat(metrics)
                        .containsPattern(alert.group(1) + "\\{[^}]*" + alert.group(2) + "=\"" + value + "\"");
            }
        });
    }

    @WhateverTheLedger
    void whatDashboardAndAlertsShowIsThere() throws IOException {
        api.awaitReady(api.upload(shortClip("observed.mp4")));
        String metrics =
                api.get("/actuator/prometheus", "Authorization", operator()).body();
        String shown = Files.readString(Path.of("deploy/prometheus/rules.yaml"))
                + Files.readString(Path.of("deploy/grafana/dashboard.json"))
                + Files.readString(Path.of("docs/operations.md"))
                + Pattern.compile("\"reelroute_[a-z_]+\"")
                        .matcher(Files.readString(Path.of("deploy/aws/template.json"))
                                + Files.readString(Path.of("deploy/terraform/dashboard.json"))
                                + Files.readString(Path.of("deploy/terraform/scaling.tf")))
                        .results()
                        .map(MatchResult::group)
                        .toList();
        assertThat(Pattern.compile("\\b(reelroute|jvm|process)_[a-z_]+")
                        .matcher(shown)
                        .results()
                        .map(MatchResult::group))
                .hasSizeGreaterThan(20)
                .allSatisfy(metric -> assertThat(metrics).containsPattern("(?m)^" + metric + "(_count)?[{ ]"));
    }

    // --- clips

    private static String[] with(String... options) {
        return Stream.concat(Arrays.stream(H264), Arrays.stream(options)).toArray(String[]::new);
    }

    private Path shortClip(String name) {
        return clips.make(name, "testsrc2=s=160x90:r=25:d=1", with());
    }

    // --- what is known of a video

    private List<JsonNode> videosOf(String filename) {
        return api.videos("limit=100").stream()
                .filter(video -> video.path("filename").asText().equals(filename))
                .toList();
    }

    private String awaitVideoOf(String filename) {
        return await("a video of " + filename)
                .until(() -> videosOf(filename), videos -> !videos.isEmpty())
                .get(0)
                .path("id")
                .asText();
    }

    /** Task to how often it was begun. */
    private Map<String, Integer> attempts(String id) {
        Map<String, Integer> attempts = new HashMap<>();
        application
                .bean(Ledger.class)
                .ask(new TasksOfVideo(id))
                .forEach(task -> attempts.put(task.id(), task.attempt()));
        return attempts;
    }

    private Map<String, String> deadLettersOf(Set<String> ids) {
        Map<String, String> codes = new HashMap<>();
        for (String body : application.deadLetters()) {
            JsonNode deadLetter = body.startsWith("{") ? Api.parse(body) : Api.JSON.createObjectNode();
            if (ids.contains(deadLetter.path("videoId").asText())) {
                codes.put(
                        deadLetter.path("videoId").asText(),
                        deadLetter.path("errorCode").asText());
            }
        }
        return codes;
    }

    /** How many FFmpeg processes work for a video. */
    private static long ffmpegOn(String id) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(id))
                .count();
    }

    private static void awaitFfmpegOn(String id) {
        await("FFmpeg at work").atMost(Duration.ofSeconds(30)).until(() -> ffmpegOn(id) > 0);
    }

    /** No file is left; the store may keep empty folders. */
    private static boolean isGone(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.noneMatch(Files::isRegularFile);
        } catch (UncheckedIOException disappearing) {
            return false;
        }
    }

    // --- S3 events

    /** Puts a clip into the bucket. @return its key */
    private String arrived(String name) {
        store("uploads/" + name, Api.read(shortClip("event.mp4")));
        return "uploads/" + name;
    }

    /** Puts something into the bucket whose way ends soon. @return its key */
    private String noVideo(String name) {
        store("uploads/" + name, "Dear diary".getBytes(UTF_8));
        return "uploads/" + name;
    }

    /** As another tool puts an object there. */
    private void store(String key, byte[] content) {
        application
                .bean(S3Client.class)
                .putObject(put -> put.bucket("reelroute").key(key), RequestBody.fromBytes(content));
    }

    private static ObjectNode records(ObjectNode... records) {
        ObjectNode event = Api.JSON.createObjectNode();
        for (ObjectNode each : records) {
            event.withArray("Records").add(each);
        }
        return event;
    }

    private ObjectNode record(String key, String eventName) {
        ObjectNode each = Api.JSON.createObjectNode().put("eventName", eventName);
        each.putObject("s3").putObject("bucket").put("name", "reelroute");
        ObjectNode object = each.withObject("/s3/object");
        object.put("key", URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"));
        describe(object, key, "eTag");
        return each;
    }

    private ObjectNode bridgeEvent(String key) {
        ObjectNode event = Api.JSON.createObjectNode().put("detail-type", "Object Created");
        event.putObject("detail").putObject("bucket").put("name", "reelroute");
        ObjectNode object = event.withObject("/detail/object").put("key", key);
        describe(object, key, "etag");
        return event;
    }

    private void describe(ObjectNode object, String key, String etagName) {
        if (key.indexOf('\0') < 0 && Files.exists(application.bucket().resolve(key))) {
            var head = application
                    .bean(S3Client.class)
                    .headObject(request -> request.bucket("reelroute").key(key));
            object.put(etagName, head.eTag().replace("\"", "")).put("size", head.contentLength());
        }
    }
}
