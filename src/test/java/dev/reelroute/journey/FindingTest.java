package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Videos are found by name, state and tenant, in each order, and are renamed. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // by start()
abstract class FindingTest {

    private static final List<String> NAMES = List.of(
            "Übersee 2024.mp4", "beach_2024-final.mp4", "Beach.mp4", "100%.mp4", "null.mp4", "video.mp4", "video.mp4");

    private Application application;
    private Api api;

    /** Settings of the database. */
    abstract List<String> database();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        application = Application.start(
                folder.resolve("data"),
                Stream.concat(Stream.of("--reelroute.role=api"), database().stream())
                        .toArray(String[]::new));
        api = application.api();
        NAMES.forEach(name -> api.register(name, 7));
        api.register("other beach.mp4", 7, "tenant", "acme");
        for (JsonNode video : api.videos("q=100")) {
            api.post("/api/videos/" + video.path("id").asText() + "/cancel");
        }
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void aNameIsFoundByPartsOfIt() {
        assertThat(found("ubersee")).containsExactly("Übersee 2024.mp4");
        assertThat(found("BEACH 2024")).containsExactly("beach_2024-final.mp4");
        assertThat(found("2024 beach")).containsExactly("beach_2024-final.mp4");
        assertThat(found("2024 ubersee")).containsExactly("Übersee 2024.mp4");
        assertThat(found("mp4 final 2024 beach_")).containsExactly("beach_2024-final.mp4");
        assertThat(found("mp4 final 2024 beach _")).isEmpty();
        assertThat(found("each")).containsExactly("other beach.mp4", "Beach.mp4", "beach_2024-final.mp4");
        assertThat(found("100%")).containsExactly("100%.mp4");
        assertThat(found("0_")).isEmpty();
        assertThat(found("null")).containsExactly("null.mp4");
        assertThat(found("'; --")).isEmpty();
        api.get("/api/videos?q=").isProblem(400, "INVALID_REQUEST");
    }

    /** As one pattern of LIKE these words could be in the name in 10^20 ways, and H2 would try them all. */
    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void noSearchTakesLong() {
        String id = api.register("a".repeat(255), 7).path("id").asText();
        for (String words : List.of("a a a a a a a a a a a a b", "a".repeat(200) + "b", "%_%_%_%_%_%_%_%_b")) {
            assertThat(found(words)).isEmpty();
        }
        assertThat(found("a a a")).contains("a".repeat(255));
        api.post("/api/videos/" + id + "/cancel");
        api.delete("/api/videos/" + id);
    }

    @Test
    void stateTenantAndOrderGoTogether() {
        assertThat(names("status=CANCELLED")).containsExactly("100%.mp4");
        assertThat(names("status=CANCELLED&q=beach")).isEmpty();
        assertThat(names("tenant=acme")).containsExactly("other beach.mp4");
        assertThat(names("tenant=acme&sort=name&q=beach&status=AWAITING_UPLOAD"))
                .containsExactly("other beach.mp4");
        assertThat(names("tenant=acme&sort=oldest&status=READY")).isEmpty();
        List<String> oldest = names("sort=oldest");
        assertThat(oldest)
                .startsWith("Übersee 2024.mp4")
                .endsWith("other beach.mp4")
                .hasSize(NAMES.size() + 1);
        api.get("/api/videos?sort=size").isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void everyOrderHasEveryVideoOnceHoweverItIsPaged() {
        for (String sort : List.of("newest", "oldest", "name")) {
            List<String> whole = ids("sort=" + sort + "&limit=100");
            for (int limit : List.of(1, 2, 3)) {
                assertThat(paged("sort=" + sort + "&limit=" + limit)).as(sort).isEqualTo(whole);
            }
            assertThat(new HashSet<>(whole)).hasSameSizeAs(whole);
        }
        assertThat(names("sort=name").stream().filter(name -> name.startsWith("v")))
                .containsExactly("video.mp4", "video.mp4");
    }

    /** A hundred of them would be an answer of many megabytes, for each client that asks. */
    @Test
    void aPageOfVideosWithMuchMetadataEndsSooner() {
        ObjectNode most = metadata(16 * 1024);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(register("large " + i + ".mp4", most).json().path("id").asText());
        }
        // As versions took it that had no limit for all of it together.
        String old = all.get(17);
        new JdbcTemplate(application.bean(DataSource.class))
                .update("UPDATE video SET metadata = ? WHERE id = ?", oldMetadata().toString(), old);
        assertThat(api.video(old).at("/metadata/k49").asText()).isEqualTo("😀".repeat(1000));
        for (String sort : List.of("newest", "oldest", "name")) {
            String query = "q=large&limit=100&sort=" + sort;
            Api.Answer page = api.get("/api/videos?" + query);
            assertThat(Api.items(page.json())).as(sort).hasSizeBetween(10, 33);
            assertThat(page.body().getBytes(StandardCharsets.UTF_8).length)
                    .as("bytes, with one old video")
                    .isLessThan((512 + 700) * 1024);
            assertThat(paged(query)).as(sort).containsExactlyInAnyOrderElementsOf(all);
            assertThat(api.get("/api/videos?" + query).json().path("nextCursor").asText())
                    .isNotEmpty();
        }
        all.forEach(id -> api.delete("/api/videos/" + id));
    }

    @Test
    void metadataHasALimitInAll() {
        ObjectNode tooMuch = metadata(16 * 1024 + 1);
        Api.Answer refused = register("more.mp4", tooMuch);
        refused.isProblem(400, "INVALID_REQUEST");
        assertThat(refused.json().path("detail").asText()).contains("16385 bytes", "16384");
        register("more.mp4", oldMetadata()).isProblem(400, "INVALID_REQUEST");
        ObjectNode terms = Api.JSON.createObjectNode();
        terms.set("metadata", tooMuch);
        api.post("/api/upload-tokens", terms.toString()).isProblem(400, "INVALID_REQUEST");
        String id = ids("sort=oldest&limit=1").get(0);
        patch(id, terms.toString()).isProblem(400, "INVALID_REQUEST");
    }

    /** @param bytes of UTF-8, in characters of two bytes as far as they go */
    private static ObjectNode metadata(int bytes) {
        ObjectNode metadata = Api.JSON.createObjectNode();
        for (int left = bytes; left > 0; ) {
            int value = Math.min(left - 2, 1000);
            metadata.put("" + (char) ('a' + metadata.size() / 10) + metadata.size() % 10, "é".repeat(value / 2) + "x".repeat(value % 2));
            left -= value + 2;
        }
        return metadata;
    }

    private static ObjectNode oldMetadata() {
        ObjectNode metadata = Api.JSON.createObjectNode();
        IntStream.range(0, 50).forEach(i -> metadata.put("k" + i, "😀".repeat(1000)));
        return metadata;
    }

    private Api.Answer register(String name, ObjectNode metadata) {
        ObjectNode request = api.registration(name, 7);
        request.set("metadata", metadata);
        return api.post("/api/videos", request.toString());
    }

    @Test
    void whatComesMeanwhileMovesNothing() {
        JsonNode first = api.get("/api/videos?sort=name&limit=3").json();
        String cursor = first.path("nextCursor").asText();
        List<String> rest = ids("sort=name&cursor=" + cursor);
        String early = api.register("0 comes first.mp4", 7).path("id").asText();
        assertThat(ids("sort=name&cursor=" + cursor)).isEqualTo(rest);
        api.delete("/api/videos/" + early);
        api.get("/api/videos?sort=name&cursor=" + first.at("/items/0/id").asText())
                .isProblem(400, "INVALID_REQUEST");
        api.get("/api/videos?cursor=" + cursor).isProblem(400, "INVALID_REQUEST");
    }

    @Test
    void theTotalIsOfAllPages() {
        JsonNode page = api.get("/api/videos?limit=2&counts=true").json();
        assertThat(page.path("total").asLong()).isEqualTo(NAMES.size() + 1);
        assertThat(page.at("/counts/CANCELLED").asLong()).isEqualTo(1);
        assertThat(page.at("/counts/READY").asLong()).isZero();
        JsonNode narrow =
                api.get("/api/videos?q=beach&status=CANCELLED&counts=true").json();
        assertThat(narrow.path("total").asLong()).isZero();
        assertThat(narrow.at("/counts/AWAITING_UPLOAD").asLong()).isEqualTo(3);
        assertThat(api.get("/api/videos?tenant=acme&counts=true")
                        .json()
                        .path("total")
                        .asLong())
                .isEqualTo(1);
        assertThat(api.get("/api/videos").json().has("total")).isFalse();
    }

    @Test
    void aRenamedVideoIsFoundByItsNewNameAlone() {
        JsonNode video = api.register("draft.mp4", 7);
        String id = video.path("id").asText();
        try {
            JsonNode changed = patch(id, "{\"filename\":\"Final Çut.mp4\",\"metadata\":{\"album\":\"summer\"}}")
                    .json();
            assertThat(changed.path("filename").asText()).isEqualTo("Final Çut.mp4");
            assertThat(changed.at("/metadata/album").asText()).isEqualTo("summer");
            assertThat(changed.path("visibility").asText()).isEqualTo("public");
            assertThat(found("final cut")).containsExactly("Final Çut.mp4");
            assertThat(found("draft")).isEmpty();
            assertThat(patch(id, "{\"visibility\":\"private\"}")
                            .json()
                            .path("filename")
                            .asText())
                    .isEqualTo("Final Çut.mp4");
            assertThat(patch(id, "{\"metadata\":{}}").json().path("metadata")).isEmpty();
            patch(id, "{\"filename\":\"a\\nb\"}").isProblem(400, "INVALID_REQUEST");
            patch(id, "{\"filename\":\" \"}").isProblem(400, "INVALID_REQUEST");
            patch(id, "{\"metadata\":{\"a\":\"\\u0000\"}}").isProblem(400, "INVALID_REQUEST");
            patch(id, "{}").isProblem(400, "INVALID_REQUEST");
            patch(id, "{\"size\":8}").isProblem(400, "INVALID_REQUEST");
        } finally {
            api.delete("/api/videos/" + id);
        }
    }

    private Api.Answer patch(String id, String change) {
        return api.send(api.request("/api/videos/" + id, "Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(change)));
    }

    private List<String> found(String words) {
        return names("q=" + URLEncoder.encode(words, StandardCharsets.UTF_8));
    }

    private List<String> names(String query) {
        return api.videos(query).stream()
                .map(video -> video.path("filename").asText())
                .toList();
    }

    private List<String> ids(String query) {
        return api.videos(query).stream()
                .map(video -> video.path("id").asText())
                .toList();
    }

    private List<String> paged(String query) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get("/api/videos?" + query + cursor).json();
            Api.items(page).forEach(video -> ids.add(video.path("id").asText()));
            cursor = page.has("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return ids;
    }
}
