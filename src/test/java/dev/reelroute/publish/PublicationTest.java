package dev.reelroute.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.check.SampleVideo;
import dev.reelroute.encode.Result;
import dev.reelroute.failure.Setback;
import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Statements.TaskRow;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.TaskState;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.media.Digest;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.MadeObject;
import dev.reelroute.media.StoredObject;
import dev.reelroute.plan.Plan;
import dev.reelroute.publish.Publication.Ingredient;
import dev.reelroute.publish.Publication.Subtitles;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.RedoPieces;
import dev.reelroute.task.RedoPieces.Piece;
import dev.reelroute.task.Works;
import dev.reelroute.text.TextKind;
import dev.reelroute.text.TextTrack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which task is responsible for a fault, decided without a server, a file or Spring. */
class PublicationTest {

    private static final Plan PLAN = SampleVideo.plan();

    private static List<EncodedTrack> pieces;

    /** What the tasks' rows hold, by the name under which a row's result refers to it. */
    private final Map<String, Result> results = new LinkedHashMap<>();

    private final List<TaskRow> tasks = new ArrayList<>();

    @BeforeAll
    static void encode(@TempDir Path folder) {
        pieces = SampleVideo.make(folder).pieces();
    }

    private void done(TaskKind kind, int ordinal, List<EncodedTrack> tracks, boolean damaged) {
        String name = kind + "." + ordinal;
        List<MadeObject> objects = tracks.stream()
                .flatMap(track -> Stream.concat(
                        Stream.of(object(track.init())),
                        track.segments().stream().map(segment -> object(segment.key()))))
                .toList();
        results.put(name, new Result(tracks, objects, damaged, false, List.of()));
        tasks.add(new TaskRow(name, kind, ordinal, Lane.BULK, TaskState.DONE, 1 + ordinal, 1, 1, name));
    }

    /** Chunks 0 to 2, both audio tracks, and an early stream, which leaves no result. */
    private void allDone(List<EncodedTrack> tracks) {
        for (int chunk = 0; chunk < PLAN.grid().chunks(); chunk++) {
            long first = PLAN.grid().firstSegment(chunk);
            done(TaskKind.ENCODE_VIDEO, chunk, made(tracks, false, first), false);
        }
        for (int track = 0; track < 2; track++) {
            String name = PLAN.audio().get(track).name();
            done(
                    TaskKind.ENCODE_AUDIO,
                    track,
                    tracks.stream()
                            .filter(each -> each.rendition().equals(name))
                            .toList(),
                    false);
        }
        tasks.add(new TaskRow("EARLY.0", TaskKind.EARLY, 0, Lane.EARLY, TaskState.DONE, 1, 1, 0, null));
    }

    private static List<EncodedTrack> made(List<EncodedTrack> tracks, boolean isAudio, long first) {
        return tracks.stream()
                .filter(track -> track.rendition().startsWith("audio") == isAudio
                        && track.segments().get(0).number() == first)
                .toList();
    }

    private Publication publication(VideoStatus status) {
        return Publication.of(
                Works.of(TaskKind.PUBLISH, 0, 0, status, Path.of("/work")),
                PLAN,
                tasks,
                result -> Objects.requireNonNull(results.get(result)),
                List.of(),
                null);
    }

    @Test
    void thePiecesOfAllTasksAreOneVideo() {
        allDone(pieces);

        Publication publication = publication(VideoStatus.PROCESSING);

        assertThat(publication.isAgain()).isFalse();
        assertThat(publication.prefix()).isEqualTo("videos/v/");
        assertThat(publication.tracks())
                .extracting(EncodedTrack::rendition)
                .containsExactly("180p", "90p", "audio-0", "audio-1");
        assertThat(publication.objects()).hasSize(4 + 2 * 6 + audioSegments());
        assertThat(publication.progressiveTracks())
                .extracting(EncodedTrack::rendition)
                .containsExactly("180p", "audio-0");
        assertThat(publication.warnings()).isEmpty();
    }

    private static int audioSegments() {
        return pieces.stream()
                .filter(piece -> piece.rendition().startsWith("audio"))
                .mapToInt(piece -> piece.segments().size())
                .sum();
    }

    @Test
    void everyIngredientIsAPartOfWhatFfmpegWillRead() {
        allDone(pieces);
        Publication publication = publication(VideoStatus.PROCESSING);

        List<Ingredient> ingredients = publication.ingredients();
        assertThat(ingredients.get(0).key())
                .isEqualTo(publication.tracks().get(0).init());
        assertThat(ingredients)
                .allSatisfy(each -> assertThat(each.file()).isEqualTo(each.key().replaceFirst("/.*", ".whole")));
        Map<String, Long> ends = new HashMap<>();
        assertThat(ingredients).allSatisfy(each -> {
            assertThat(each.offset()).as("behind the one before").isEqualTo(ends.getOrDefault(each.file(), 0L));
            assertThat(each.bytes()).isPositive();
            ends.put(each.file(), each.offset() + each.bytes());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "180p, 2, ENCODE_VIDEO.1, 2",
        "90p, 0, ENCODE_VIDEO.0, 1",
        "audio-1, 0, ENCODE_AUDIO.1, 2",
    })
    void aPieceThatDoesNotFitGoesBackToTheTaskThatMadeIt(String rendition, long segment, String task, int attempt) {
        allDone(pieces);
        results.replaceAll((name, result) -> new Result(
                result.tracks().stream()
                        .filter(track -> !track.rendition().equals(rendition)
                                || track.segments().get(0).number() != segment)
                        .toList(),
                result.objects(),
                false,
                false,
                List.of()));

        assertThatThrownBy(() -> publication(VideoStatus.PROCESSING))
                .isInstanceOf(RedoPieces.class)
                .hasMessageContaining(rendition)
                .extracting("pieces")
                .isEqualTo(List.of(new Piece(task, attempt)));
    }

    @Test
    void whatTheBucketDoesNotHaveGoesBackToItsMakerAlone() {
        allDone(pieces);
        Publication publication = publication(VideoStatus.PROCESSING);
        Map<String, StoredObject> stored = stored(publication.objects());
        publication.requireStored(publication.objects(), stored);
        stored.remove("90p/00003-1.m4s");
        stored.remove("90p/00002-1.m4s");

        assertThatThrownBy(() -> publication.requireStored(publication.objects(), stored))
                .isInstanceOf(RedoPieces.class)
                .hasMessageContaining("90p/00002-1.m4s is missing. 90p/00003-1.m4s is missing.")
                .extracting("pieces")
                .isEqualTo(List.of(new Piece("ENCODE_VIDEO.1", 2)));
    }

    @Test
    void soManyFaultsAreNamedAndNoMore() {
        allDone(pieces);
        Publication publication = publication(VideoStatus.PROCESSING);

        assertThatThrownBy(() -> publication.requireStored(publication.objects(), Map.of()))
                .satisfies(
                        thrown -> assertThat(String.valueOf(thrown.getMessage()).split("is missing", -1))
                                .hasSize(4));
    }

    @Test
    void whatPublishingItselfHasMadeIsTriedAgain() {
        allDone(pieces);
        Publication publication = publication(VideoStatus.PROCESSING);

        assertThatThrownBy(() -> publication.requireStored(List.of(object("video.mp4")), Map.of()))
                .isInstanceOf(Setback.class)
                .hasMessageContaining("video.mp4 is missing");
    }

    @Test
    void ofAReadyVideoNothingIsMadeAnew() {
        allDone(pieces);
        Publication publication = publication(VideoStatus.READY);

        assertThat(publication.isAgain()).isTrue();
        assertThatThrownBy(() -> publication.requireStored(publication.objects(), Map.of()))
                .isInstanceOf(Setback.class);
    }

    @Test
    void anIngredientOfOtherContentGoesBack() {
        allDone(pieces);
        Publication publication = publication(VideoStatus.PROCESSING);
        publication.requireSame("180p/00000-1.m4s", digest("180p/00000-1.m4s"));

        assertThatThrownBy(() -> publication.requireSame("180p/00000-1.m4s", digest("other")))
                .isInstanceOf(RedoPieces.class)
                .hasMessageContaining("180p/00000-1.m4s has other content than was made");
    }

    @Test
    void damageOfTheSourceIsAWarning() {
        allDone(pieces);
        results.computeIfPresent(
                "ENCODE_AUDIO.1",
                (any, result) -> new Result(result.tracks(), result.objects(), true, false, List.of()));

        assertThat(publication(VideoStatus.PROCESSING).warnings())
                .extracting(Warning::code)
                .containsExactly("DAMAGED_SOUND");
    }

    @Test
    void ofSegmentsOneOfEachFolderIsAskedFor() {
        allDone(pieces);

        assertThat(Publication.samples(publication(VideoStatus.PROCESSING).objects()))
                .filteredOn(key -> key.endsWith(".m4s"))
                .containsExactly("180p/00000-1.m4s", "90p/00000-1.m4s", "audio-0/00000-1.m4s", "audio-1/00000-1.m4s");
    }

    @Test
    void uploadedSubtitlesAreInTheManifests() {
        allDone(pieces);
        Publication publication = publication(VideoStatus.PROCESSING);
        Subtitles german = new Subtitles(
                new TextTrack("subtitles-de", "de", "Deutsch", TextKind.SUBTITLES, false, "subtitles-de/1234.vtt", 30),
                new StoredFile("videos/v/subtitles-de/1234.vtt", Path.of("/x"), "", "", 30, digest("x")));

        Map<String, String> manifests = publication.manifests(List.of(german));

        assertThat(manifests).containsKey("subtitles-de/index.m3u8");
        assertThat(manifests.get("master.m3u8")).contains("NAME=\"Deutsch\"");
        Map<String, StoredObject> keys = stored(publication.objects());
        Stream.of("video.mp4", "poster.jpg", "storyboard-000.jpg", "storyboard-001.jpg", "subtitles-de/1234.vtt")
                .forEach(key -> keys.put(key, new StoredObject(1, null, null, null)));
        manifests.keySet().forEach(key -> keys.put(key, new StoredObject(1, null, null, null)));
        publication.requireManifests(manifests, List.of(german), keys.keySet());
        assertThatThrownBy(() -> publication.requireManifests(manifests, List.of(), keys.keySet()))
                .isInstanceOf(Setback.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"master.m3u8", "manifest.mpd"})
    void whatAPlayerOpensIsAnEntryPoint(String key) {
        assertThat(Publication.isEntryPoint(key)).isTrue();
        assertThat(Publication.isEntryPoint("180p/" + key)).isFalse();
        assertThat(Publication.isEntryPoint("storyboard.vtt")).isFalse();
    }

    private static MadeObject object(String key) {
        return new MadeObject(key, 100, digest(key));
    }

    private static Map<String, StoredObject> stored(List<MadeObject> objects) {
        Map<String, StoredObject> stored = new HashMap<>();
        objects.forEach(object -> stored.put(
                object.key(), new StoredObject(object.bytes(), object.digest().hex(), null, null)));
        return stored;
    }

    private static Digest digest(String content) {
        try {
            return Digest.copy(
                    new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
                    OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
