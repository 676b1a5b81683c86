package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.media.Clips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What can be watched before a video is ready. */
@TestInstance(Lifecycle.PER_CLASS)
class EarlyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @SuppressWarnings("NullAway.Init") // by start()
    private Application application;

    @SuppressWarnings("NullAway.Init") // by start()
    private Api api;

    @SuppressWarnings("NullAway.Init") // by start()
    private Clips clips;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        application =
                Application.start(folder.resolve("data"), List.of("--reelroute.early.keep=0s"), Saboteur.Hire.class);
        api = application.api();
        clips = new Clips(Files.createDirectories(folder.resolve("clips")));
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void whatBrowsersPlayIsCopied() {
        Path clip = clips.makeWithAudio(
                "plain.mp4",
                "testsrc2=s=640x360:r=25:d=6",
                "sine=d=6",
                "-c:v",
                "libx264",
                "-g",
                "50",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                "-shortest");
        Early early = watch(clip);

        assertThat(early.height()).isEqualTo(360);
        assertThat(early.frames()).isEqualTo(Player.frames(clip.toString()));
    }

    @Test
    void whatTheyDoNotIsMadeSmallFromTheStart() {
        Path clip = clips.makeWithAudio(
                "turned.mkv",
                "testsrc2=s=640x480:r=30:d=12",
                "sine=d=12",
                "-c:v",
                "mpeg2video",
                "-b:v",
                "1M",
                "-c:a",
                "mp2");
        Early early = watch(clip);

        assertThat(early.height()).isLessThanOrEqualTo(360);
        assertThat(early.frames()).isEqualTo(Player.frames(clip.toString()));
        assertThat(early.looks()).as("the playlist grew").hasSizeGreaterThan(1);
    }

    private record Early(List<String> looks, long frames, int height) {}

    /** Follows the early stream to its end, and then the video until its ladder has taken over. */
    private Early watch(Path clip) {
        Held held = Held.back(application, clip.getFileName().toString());
        String id = api.upload(clip);
        JsonNode video = await("playable")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> api.video(id), now -> now.path("playable").asBoolean());
        assertThat(video.path("status").asText()).isEqualTo("PROCESSING");
        assertThat(video.path("playback").fieldNames())
                .toIterable()
                .contains("hls", "page", "embed")
                .isSubsetOf("hls", "page", "embed", "poster");
        String url = video.at("/playback/hls").asText();
        Path playlist = application.objects(id).resolve(url.substring(url.indexOf(id) + id.length() + 1));
        List<String> looks = new ArrayList<>();
        await("the end of the early stream")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> look(playlist, looks).contains("#EXT-X-ENDLIST"));
        JsonNode withPoster = await("the poster")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> api.video(id), now -> now.at("/playback/poster").isTextual());
        assertThat(withPoster.path("status").asText()).isEqualTo("PROCESSING");
        assertThat(application.objects(id).resolve("poster.jpg")).isNotEmptyFile();
        Early early = new Early(looks, Player.frames(url), Player.height(url));

        held.release();
        JsonNode ready = api.awaitReady(id);
        assertThat(ready.at("/playback/hls").asText()).endsWith("/master.m3u8");
        await("the sweep").atMost(PATIENCE).until(() -> !Files.exists(playlist));
        return early;
    }

    /** Everything that a playlist names exists whenever it is looked at, and no segment is removed from it. */
    private static String look(Path playlist, List<String> looks) throws IOException {
        String text = Files.readString(playlist);
        if (looks.isEmpty() || !looks.get(looks.size() - 1).equals(text)) {
            text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(name -> assertThat(playlist.resolveSibling(name)).exists());
            if (!looks.isEmpty()) {
                assertThat(text).startsWith(looks.get(looks.size() - 1));
            }
            looks.add(text);
        }
        return text;
    }
}
