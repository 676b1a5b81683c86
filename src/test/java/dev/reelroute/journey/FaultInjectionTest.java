package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ffmpeg.Outcome.Ending;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.journey.Saboteur.Plan;
import dev.reelroute.journey.Saboteur.Plot;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.TaskRow;
import dev.reelroute.ledger.Statements.TasksOfVideo;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.media.Clips;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damage of every kind, done to real files on their way through the real pipeline. No damage may reach a viewer: it is
 * repaired, with a result that is byte for byte that of an undamaged run, or the video fails and says why.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FaultInjectionTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Path TABLE = Path.of("docs/checks.md");

    @SuppressWarnings("NullAway.Init") // by start()
    private Application application;

    @SuppressWarnings("NullAway.Init") // by start()
    private Map<String, String> undamaged;

    /**
     * FFmpeg was killed from outside, each time.
     *
     * @param step before which the end of FFmpeg is reported
     * @param purpose of the run that is killed; one that is beside it goes on
     * @param words that say what was being done
     */
    private record Killing(TaskKind kind, String step, Purpose purpose, String code, String words) {}

    private static final List<Killing> KILLINGS = List.of(
            new Killing(
                    TaskKind.INSPECT,
                    "inspect-look.judge",
                    Purpose.INSPECT,
                    "INSPECTION_FAILED",
                    "while inspecting the source"),
            new Killing(
                    TaskKind.ENCODE_VIDEO,
                    "encode-run-and-ship.diagnose",
                    Purpose.ENCODE_VIDEO,
                    "ENCODER_FAILED",
                    "while encoding the video"),
            new Killing(
                    TaskKind.ENCODE_VIDEO,
                    "encode-piece.verified",
                    Purpose.CHECK_VIDEO,
                    "CHECK_NOT_FINISHED",
                    "while checking the encoded video"),
            new Killing(
                    TaskKind.PUBLISH,
                    "ffmpeg-run.diagnose",
                    Purpose.MAKE_MP4,
                    "PUBLISHING_FAILED",
                    "while making the MP4"),
            new Killing(
                    TaskKind.PUBLISH,
                    "ffmpeg-run.diagnose",
                    Purpose.MAKE_STORYBOARD,
                    "PUBLISHING_FAILED",
                    "while making the storyboard"));

    /** What a video can be published without: it is, with a warning. */
    private static final Killing ASIDE = new Killing(
            TaskKind.STILLS,
            "encode-run-and-ship.diagnose",
            Purpose.MAKE_STILLS,
            "POSTER_LEFT_OUT",
            "while making the stills");

    private @Nullable Path spoken;

    private final Map<Killing, String> killed = new LinkedHashMap<>();
    /** What is done to each video: several harms, where they concern different work. Each costs its victim one attempt more. */
    private final Map<String, List<Harm>> harmed = new LinkedHashMap<>();

    private final Map<Harm, Plot> plots = new LinkedHashMap<>();

    /** All at the same time: the worker is never idle, and damage to one video must not disturb another. */
    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        application = Application.start(
                folder.resolve("data"),
                List.of("--reelroute.intake.default-profile=small", "--reelroute.task.max-attempts=2"),
                Saboteur.Hire.class);
        // Noise is loud and never like itself at another time; a beep would be too similar to the beep before.
        Path clip = new Clips(Files.createDirectories(folder.resolve("clips")))
                .makeWithAudio(
                        "whole.mkv",
                        "testsrc2=s=320x180:r=10:d=4",
                        "anoisesrc=c=brown:r=48000:d=4:a=0.5:seed=7",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-pix_fmt",
                        "yuv420p",
                        "-g",
                        "10",
                        "-c:a",
                        "aac");
        for (List<Harm> harms : sharingVideos()) {
            String name = harms.get(0).name().replace(' ', '-') + ".mkv";
            Path copy = Files.copy(clip, clip.resolveSibling(name));
            harms.forEach(
                    harm -> plots.put(harm, application.bean(Saboteur.class).plot(name, harm.plan())));
            harmed.put(application.api().upload(copy), harms);
        }
        for (Killing killing :
                Stream.concat(KILLINGS.stream(), Stream.of(ASIDE)).toList()) {
            String name = killing.purpose() + ".mkv";
            Path copy = Files.copy(clip, clip.resolveSibling(name));
            application
                    .bean(Saboteur.class)
                    .plot(
                            name,
                            new Plan(
                                    killing.step(),
                                    claim -> claim.kind() == killing.kind() && claim.ordinal() == 0,
                                    Integer.MAX_VALUE,
                                    (exchange, work) -> kill(exchange, killing.purpose())));
            killed.put(killing, application.api().upload(copy));
        }
        spoken = clip;
        undamaged = digests(ended(application.api().upload(clip), "READY"));
        assertThat(undamaged).hasSizeGreaterThan(10);
    }

    private static List<List<Harm>> sharingVideos() {
        List<List<Harm>> videos = new ArrayList<>();
        for (Harm harm : Harms.ALL) {
            videos.stream()
                    .filter(others -> others.stream().allMatch(harm::isApartFrom))
                    .findFirst()
                    .orElseGet(() -> {
                        videos.add(new ArrayList<>());
                        return videos.get(videos.size() - 1);
                    })
                    .add(harm);
        }
        return videos;
    }

    @AfterAll
    void stop() {
        application.close();
    }

    static Stream<Harm> harms() {
        return Harms.ALL.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("harms")
    void noDamageReachesAViewer(Harm harm) throws IOException {
        String id = harmed.entrySet().stream()
                .filter(video -> video.getValue().contains(harm))
                .findFirst()
                .orElseThrow()
                .getKey();
        Plot plot = Objects.requireNonNull(plots.get(harm));

        if (harm.outcome() == Harm.Outcome.FAILED) {
            JsonNode video = ended(id, "FAILED");
            assertThat(video.at("/error/code").asText()).isEqualTo("OUTPUT_CHECK_FAILED");
            assertThat(video.at("/error/detail").asText()).contains(harm.words());
            assertThat(Objects.requireNonNull(plot.catcher()).kind()).isEqualTo(harm.caughtBy());
            assertThat(application.objects(id).resolve("master.m3u8")).doesNotExist();
            return;
        }
        JsonNode video = ended(id, "READY");
        assertThat(plot.happened()).as("the harm was done").isTrue();
        assertThat(plot.words()).contains(harm.words());
        assertThat(Objects.requireNonNull(plot.catcher()).kind()).isEqualTo(harm.caughtBy());
        List<Harm> harms = Objects.requireNonNull(harmed.get(id));
        assertThat(digests(video)).as("after %s", harms).isEqualTo(undamaged);
        assertThat(attempts(id, harm.redone())).as("work that is done again").isGreaterThan(1);
        Set<TaskKind> redone = harms.stream().map(Harm::redone).collect(Collectors.toSet());
        assertThat(application.bean(Ledger.class).ask(new TasksOfVideo(id)))
                .filteredOn(
                        task -> !(redone.contains(task.kind()) && isVictim(task)) && task.kind() != TaskKind.PUBLISH)
                .as("work that is not to blame")
                .allMatch(task -> task.attempt() == 1);
    }

    @Test
    void aVideoIsPublishedWithoutAPosterThatCannotBeMade() {
        JsonNode video = ended(Objects.requireNonNull(killed.get(ASIDE)), "READY");

        assertThat(video.path("warnings").findValuesAsText("code")).containsExactly(ASIDE.code());
        assertThat(video.path("playback").has("poster")).isFalse();
        assertThat(video.path("playback").has("storyboard")).isTrue();
        assertThat(application.objects(video.path("id").asText()).resolve("poster.jpg"))
                .doesNotExist();
    }

    @Test
    void aKilledProgramIsToldByWhatItWasFor() {
        KILLINGS.forEach(killing -> {
            JsonNode error =
                    ended(Objects.requireNonNull(killed.get(killing)), "FAILED").path("error");
            assertThat(error.path("code").asText()).as(killing.words()).isEqualTo(killing.code());
            assertThat(error.path("detail").asText()).startsWith("FFmpeg was killed " + killing.words());
            assertThat(error.path("message").asText().contains("encode this"))
                    .isEqualTo(killing.code().equals("ENCODER_FAILED"));
        });
    }

    /** As the runner reports it: SIGKILL leaves no messages. */
    private static void kill(Exchange exchange, Purpose purpose) {
        Outcome heard = exchange.getMessage().getBody(Outcome.class);
        if (heard.purpose() != purpose) {
            return;
        }
        exchange.getMessage()
                .setBody(new Outcome(
                        heard.purpose(),
                        128 + 9,
                        "",
                        List.of(),
                        false,
                        heard.wall(),
                        heard.processor(),
                        Ending.EXITED));
    }

    /** The check must look at the files that were uploaded, not at files that were made since. */
    @Test
    void uploadedSubtitlesAreWrittenOnceAndBeforeThePlaylists() throws IOException {
        List<FileTime> written = new CopyOnWriteArrayList<>();
        Path clip = Objects.requireNonNull(spoken);
        application
                .bean(Saboteur.class)
                .plot(
                        "spoken.mkv",
                        new Plan(
                                "publish-entry-points.confirm",
                                claim -> claim.kind() == TaskKind.PUBLISH,
                                1,
                                (e, work) -> {
                                    try (Stream<Path> files =
                                            Files.list(work.output().resolve("subtitles-de"))) {
                                        for (Path file : files.filter(
                                                        each -> each.toString().endsWith(".vtt"))
                                                .toList()) {
                                            written.add(Files.getLastModifiedTime(file));
                                        }
                                    }
                                    written.add(Files.getLastModifiedTime(
                                            work.output().resolve("master.m3u8")));
                                }));
        Api api = application.api();
        JsonNode registered = api.register("spoken.mkv", Files.size(clip));
        String address = "/api/videos/" + registered.path("id").asText();
        String text = "WEBVTT\n\n00:00.100 --> 00:00.300\nHallo\n";
        api.put(address + "/subtitles/de", "text/vtt", text.getBytes(StandardCharsets.UTF_8));
        api.put(registered.path("upload"), Api.read(clip));
        api.post(address + "/upload-complete");

        ended(registered.path("id").asText(), "READY");
        assertThat(written).hasSize(2).isSorted();
    }

    @Test
    void theTableInTheDocumentationIsThisSuite() throws IOException {
        String table = Harms.ALL.stream()
                .map(harm -> String.format(
                        "| %s | %s | %s | %s |",
                        harm.name(),
                        named(harm.caughtBy()),
                        harm.words(),
                        harm.outcome().inWords(named(harm.redone()))))
                .collect(Collectors.joining(
                        "\n",
                        "| damage | noticed in | and named as “…” | outcome |\n| --- | --- | --- | --- |\n",
                        "\n"));
        String document = Files.readString(TABLE);
        assertThat(document)
                .as("%s must hold this table, word for word:%n%s", TABLE, table)
                .contains(table);
    }

    private JsonNode ended(String id, String status) {
        JsonNode video = application.api().awaitEnd(id, PATIENCE);
        assertThat(video.path("status").asText()).as(video.toString()).isEqualTo(status);
        return video;
    }

    /** Of what is made in several pieces, harm is done to the second. */
    private static boolean isVictim(TaskRow task) {
        return task.kind() != TaskKind.ENCODE_VIDEO || task.ordinal() == 1;
    }

    private int attempts(String id, TaskKind kind) {
        return application.bean(Ledger.class).ask(new TasksOfVideo(id)).stream()
                .filter(task -> task.kind() == kind)
                .mapToInt(task -> task.attempt())
                .max()
                .orElse(0);
    }

    private static String named(TaskKind kind) {
        return switch (kind) {
            case INSPECT -> "inspection";
            case ENCODE_VIDEO -> "chunk";
            case ENCODE_AUDIO -> "audio";
            case STILLS -> "stills";
            case PUBLISH -> "publishing";
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
    }

    /** Key without the attempt, to digest of the content without attempts. */
    private Map<String, String> digests(JsonNode video) throws IOException {
        Path folder = application.objects(video.path("id").asText());
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String key = folder.relativize(file).toString();
                if (isCurrent(key, folder)) {
                    digests.put(withoutAttempt(key), digest(file));
                }
            }
        }
        return digests;
    }

    /** A segment of an earlier attempt is garbage that nobody names. */
    private static boolean isCurrent(String key, Path folder) throws IOException {
        if (!key.endsWith(".m4s")) {
            return true;
        }
        Path file = folder.resolve(key);
        return Files.readString(file.resolveSibling("index.m3u8"))
                .contains(file.getFileName().toString());
    }

    private static String digest(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        String name = file.toString();
        if (name.endsWith(".m3u8") || name.endsWith(".mpd")) {
            content = withoutAttempt(Files.readString(file)).getBytes(StandardCharsets.UTF_8);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String withoutAttempt(String text) {
        return text.replaceAll("-\\d+\\.m4s", ".m4s");
    }
}
