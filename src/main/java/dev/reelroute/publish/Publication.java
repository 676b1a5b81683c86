package dev.reelroute.publish;

import dev.reelroute.check.Fault;
import dev.reelroute.check.ManifestCheck;
import dev.reelroute.check.VideoCheck;
import dev.reelroute.check.WrongPiece;
import dev.reelroute.encode.Damage;
import dev.reelroute.encode.PictureChanges;
import dev.reelroute.encode.Result;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.ledger.Statements.SubtitlesRow;
import dev.reelroute.ledger.Statements.TaskRow;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.ledger.VideoStatus;
import dev.reelroute.media.Digest;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.MadeObject;
import dev.reelroute.media.MediaKey;
import dev.reelroute.media.StoredObject;
import dev.reelroute.plan.Grid;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.TextRendition;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.RedoPieces;
import dev.reelroute.task.RedoPieces.Piece;
import dev.reelroute.task.Work;
import dev.reelroute.text.TextTrack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A video that is being published: its pieces put together, what is made from them, and which task is responsible when
 * something is wrong. Only values and functions of values: it calls no server and reads no file.
 *
 * @param tracks one for each rendition, whole
 * @param pieces what the tracks are made of, the poster and the source's own texts, by key
 * @param key what its segments are encrypted with; null: they are not
 * @param progressive how the MP4 is made from them; null: there is none, because everybody could keep it
 * @param storyboard how the storyboard is made from them
 * @param subtitles that were uploaded
 * @param warnings about oddities of the pieces
 */
public record Publication(
        Work work,
        Plan plan,
        List<EncodedTrack> tracks,
        Map<String, StoredPiece> pieces,
        @Nullable MediaKey key,
        @Nullable Remux progressive,
        Remux storyboard,
        List<SubtitlesRow> subtitles,
        List<Warning> warnings) {

    /** At most this many faults are named; they tell enough. */
    private static final int MOST_FAULTS = 3;

    /** An object and the task that made it. */
    record StoredPiece(MadeObject object, Piece maker) {}

    /**
     * Uploaded subtitles as they will be published.
     *
     * @param file in the work's folder, cut to the video
     */
    public record Subtitles(TextTrack track, StoredFile file) {}

    /**
     * @param tasks all tasks of the video
     * @param read reads the result of a task from the ledger
     * @throws RedoPieces when they are not one video
     */
    static Publication of(
            Work work,
            Plan plan,
            List<TaskRow> tasks,
            Function<String, Result> read,
            List<SubtitlesRow> subtitles,
            @Nullable MediaKey key) {
        List<EncodedTrack> tracks = new ArrayList<>();
        Map<String, StoredPiece> pieces = new LinkedHashMap<>();
        List<TaskRow> damaged = new ArrayList<>();
        List<Warning> warnings = new ArrayList<>();
        List<TaskRow> changing = new ArrayList<>();
        for (TaskRow task : tasks) {
            if (task.result() == null && task.kind().isAside()) {
                warnings.add(leftOut(task.kind()));
            } else if (task.result() != null) {
                Result result = read.apply(task.result());
                if (result.damaged()) {
                    damaged.add(task);
                }
                if (result.changes()) {
                    changing.add(task);
                }
                tracks.addAll(result.tracks());
                warnings.addAll(result.warnings());
                result.objects().forEach(object -> pieces.put(object.key(), new StoredPiece(object, piece(task))));
            }
        }
        warnings.addAll(0, PictureChanges.warnings(plan, changing));
        warnings.addAll(0, Damage.warnings(plan, damaged));
        List<EncodedTrack> whole = whole(plan, tracks, tasks);
        return new Publication(
                work,
                plan,
                whole,
                pieces,
                key,
                key == null ? new ProgressiveCommand().remux(plan, whole) : null,
                new StoryboardCommand().remux(plan, whole),
                subtitles,
                List.copyOf(warnings));
    }

    private static Warning leftOut(TaskKind kind) {
        return kind == TaskKind.STILLS
                ? new Warning(SourceInfo.NO_POSTER, "No poster could be made of the video.")
                : new Warning(
                        SourceInfo.TEXT_LEFT_OUT, "The subtitles of the file could not be read; they are left out.");
    }

    /** What the ledger keeps about the source: with all warnings, and without the text tracks that were left out. */
    SourceInfo source() {
        Set<String> published = texts(List.of()).stream().map(TextTrack::name).collect(Collectors.toSet());
        return plan.source()
                .withTexts(track -> plan.texts().stream()
                        .anyMatch(text -> text.track() == track.index() && published.contains(text.name())))
                .with(warnings);
    }

    private static List<EncodedTrack> whole(Plan plan, List<EncodedTrack> tracks, List<TaskRow> tasks) {
        try {
            return new VideoCheck().whole(plan, tracks);
        } catch (WrongPiece wrong) {
            throw new RedoPieces(List.of(maker(plan, wrong, tasks)), differs(wrong.what()));
        }
    }

    private static Piece maker(Plan plan, WrongPiece wrong, List<TaskRow> tasks) {
        Grid grid = plan.grid();
        List<String> audioNames =
                plan.audio().stream().map(AudioRendition::name).toList();
        boolean isAudio = audioNames.contains(wrong.rendition());
        TaskKind kind = isAudio ? TaskKind.ENCODE_AUDIO : TaskKind.ENCODE_VIDEO;
        long ordinal = isAudio
                ? audioNames.indexOf(wrong.rendition())
                : Math.min(grid.chunks() - 1L, wrong.segment() * grid.segmentFrames() / grid.chunkFrames());
        return tasks.stream()
                .filter(task -> task.kind() == kind && task.ordinal() == ordinal)
                .findFirst()
                .map(Publication::piece)
                .orElseThrow(() -> differs(wrong.what()));
    }

    private static Piece piece(TaskRow task) {
        return new Piece(task.id(), task.attempt());
    }

    static Setback differs(String what) {
        return new Setback(FailureCode.OUTPUT_CHECK_FAILED, what);
    }

    /** The video was published before, and only its texts have changed: all that is played stays as it is. */
    public boolean isAgain() {
        return work.video().status() == VideoStatus.READY;
    }

    /** Prefix of all its keys in the bucket. */
    String prefix() {
        return ObjectKeys.videoPrefix(work.video().id());
    }

    String relative(String key) {
        return key.substring(prefix().length());
    }

    List<MadeObject> objects() {
        return pieces.values().stream().map(StoredPiece::object).toList();
    }

    /**
     * A piece of a file that FFmpeg will read.
     *
     * @param key of the object, relative to the video's prefix
     * @param file in the work directory
     * @param offset of the piece in the file, in bytes
     * @param bytes size of the piece, which an encrypted object is larger than
     */
    public record Ingredient(String key, String file, long offset, long bytes) {}

    /** In the order of the files. */
    List<Ingredient> ingredients() {
        Map<String, Long> sizes = new HashMap<>();
        for (EncodedTrack track : tracks) {
            sizes.put(track.init(), track.initBytes());
            track.segments().forEach(segment -> sizes.put(segment.key(), segment.bytes()));
        }
        List<Ingredient> ingredients = new ArrayList<>();
        files().forEach((file, keys) -> {
            long offset = 0;
            for (String key : keys) {
                long bytes = Objects.requireNonNull(sizes.get(key), key);
                ingredients.add(new Ingredient(key, file, offset, bytes));
                offset += bytes;
            }
        });
        return ingredients;
    }

    private Map<String, List<String>> files() {
        Map<String, List<String>> files = new LinkedHashMap<>();
        if (progressive != null) {
            files.putAll(progressive.files());
        }
        files.putAll(storyboard.files());
        return files;
    }

    /** The tracks that the progressive MP4 is copied from, video first. */
    List<EncodedTrack> progressiveTracks() {
        Remux made = progressive;
        return made == null
                ? List.of()
                : tracks.stream()
                        .filter(track ->
                                made.files().values().stream().anyMatch(pieces -> pieces.contains(track.init())))
                        .toList();
    }

    /** Faults in the results of other tasks go back to those tasks; faults in our own results are tried again. */
    private void require(List<Fault> faults) {
        if (faults.isEmpty()) {
            return;
        }
        Setback setback =
                differs(faults.stream().limit(MOST_FAULTS).map(Fault::toString).collect(Collectors.joining(" ")));
        List<Piece> makers = faults.stream()
                .map(fault -> pieces.get(fault.key()))
                .filter(Objects::nonNull)
                .map(StoredPiece::maker)
                .distinct()
                .toList();
        // What is being played is not made again while viewers play it.
        throw makers.isEmpty() || isAgain() ? setback : new RedoPieces(makers, setback);
    }

    /** Passes when all that is expected is in the bucket as it was made. */
    void requireStored(Collection<MadeObject> expected, Map<String, StoredObject> stored) {
        require(new VideoCheck().stored(expected, stored));
    }

    /** Passes when an ingredient is what was made. */
    void requireSame(String ingredient, Digest digest) {
        StoredPiece piece = pieces.get(ingredient);
        if (piece != null && !piece.object().digest().equals(digest)) {
            require(List.of(new Fault(ingredient, "has other content than was made")));
        }
    }

    /** Passes when the manifests, as they were written, lead to objects that exist. */
    void requireManifests(Map<String, String> written, List<Subtitles> uploaded, Set<String> keys) {
        require(new ManifestCheck().faults(plan, tracks, texts(uploaded), written, keys));
    }

    /**
     * Keys for which the bucket is asked for type and cache header. A request for each segment of a long film would
     * take minutes, and the same step uploads all objects of a folder, so one of each is enough.
     */
    static List<String> samples(Collection<MadeObject> objects) {
        Set<String> folders = new HashSet<>();
        return objects.stream()
                .map(MadeObject::key)
                .filter(key -> !key.endsWith(".m4s") || folders.add(key.substring(0, key.indexOf('/'))))
                .toList();
    }

    /** All playlists and manifests, by key. */
    Map<String, String> manifests(List<Subtitles> uploaded) {
        return new Manifests().whole(plan, tracks, texts(uploaded));
    }

    static boolean isEntryPoint(String key) {
        return !key.contains("/") && (key.endsWith(".m3u8") || key.endsWith(".mpd"));
    }

    /** The source's own subtitles, then those that were uploaded. */
    private List<TextTrack> texts(List<Subtitles> uploaded) {
        List<TextTrack> texts = new ArrayList<>();
        for (TextRendition text : plan.texts()) {
            for (MadeObject object : objects()) {
                if (object.key().startsWith(text.name() + "/")) {
                    texts.add(new TextTrack(
                            text.name(),
                            text.language(),
                            text.label(),
                            text.kind(),
                            text.isDefault(),
                            object.key(),
                            object.bytes()));
                }
            }
        }
        uploaded.forEach(each -> texts.add(each.track()));
        return texts;
    }
}
