package dev.reelroute.encode;

import dev.reelroute.check.ChunkInspector;
import dev.reelroute.check.DecodeCheck.Verification;
import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ffmpeg.Progress;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.FragmentedFile;
import dev.reelroute.media.MediaKey;
import dev.reelroute.plan.Cost;
import dev.reelroute.plan.Plan;
import dev.reelroute.store.PrivateFiles;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.Invocations;
import dev.reelroute.task.Invocations.Effort;
import dev.reelroute.task.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One piece of a plan on its way through {@code encode.camel.yaml}: what FFmpeg has to do for it, which files can be
 * stored while FFmpeg still writes, and whether the result is what was planned. Knows its task's folder, but not the
 * ledger, the store or the processes.
 */
public abstract sealed class Piece permits AudioPiece, ChunkPiece, EarlyPiece, PosterPiece, TextPiece {

    final Work work;
    final Plan plan;
    final FfmpegSettings settings;
    private final Invocations invocations;
    final ProgressSignal signal = new ProgressSignal();
    final Map<Path, StoredFile> stored = new HashMap<>();
    private List<StoredFile> next = List.of();
    private @Nullable Made made;
    private boolean held;
    private @Nullable MediaKey key;

    Piece(Work work, Plan plan, FfmpegSettings settings, Invocations invocations) {
        this.work = work;
        this.plan = plan;
        this.settings = settings;
        this.invocations = invocations;
    }

    /** The piece that a task asks for. */
    static Piece of(Work work, Plan plan, FfmpegSettings settings, Invocations invocations) {
        return switch (work.claim().kind()) {
            case ENCODE_VIDEO -> new ChunkPiece(work, plan, settings, invocations);
            case ENCODE_AUDIO -> new AudioPiece(work, plan, settings, invocations);
            case STILLS -> new PosterPiece(work, plan, settings, invocations);
            case SUBTITLES -> new TextPiece(work, plan, settings, invocations);
            case EARLY -> new EarlyPiece(work, plan, settings, invocations);
            case INSPECT, PUBLISH ->
                throw new IllegalArgumentException("No piece: " + work.claim().token());
        };
    }

    /** Has segments encrypted before they are stored. */
    final void encryptWith(MediaKey key) {
        this.key = key;
    }

    final boolean isEncrypted() {
        return key != null;
    }

    /** The result, after its check. */
    record Made(List<EncodedTrack> tracks, List<StoredFile> files, boolean damaged, boolean changes) {}

    /** What must be measured before {@link #command} is known; null when nothing must. */
    public @Nullable Invocation measurement() {
        return null;
    }

    /** @param measured how {@link #measurement} ended; null when nothing was measured */
    abstract Invocation command(@Nullable Outcome measured);

    /** How much of it is done, from 0 to 1; 0 where nobody can say. */
    double share(Progress progress) {
        return 0;
    }

    /** Seconds that it plays; 0 for pieces that are not played, for which no speed is recorded. */
    double mediaSeconds() {
        return 0;
    }

    /** Whether some of it can be stored while FFmpeg writes. */
    boolean isGrowing() {
        return false;
    }

    /**
     * Files that are whole and not stored yet, as they are to be stored next.
     *
     * @param over FFmpeg has ended
     */
    List<StoredFile> growth(boolean over) {
        return List.of();
    }

    /** Whether something can be stored before the check. */
    final boolean grows(boolean over) {
        next = growth(over);
        return !next.isEmpty();
    }

    /** @throws Failure when it is not what was planned */
    abstract Made made(Outcome outcome);

    final void check(Outcome outcome) {
        Made all = made(outcome);
        made = all;
        next = all.files().stream()
                .filter(file -> !file.equals(stored.get(file.path())))
                .toList();
    }

    /** How the result is verified by a further run of FFmpeg; null when it is not. */
    public @Nullable Invocation verification() {
        return null;
    }

    /**
     * Whether that run could tell anything.
     *
     * @throws Failure when it shows that the piece is wrong
     */
    boolean verified(Outcome outcome) {
        return true;
    }

    /** What the ledger keeps as the result; null for nothing. */
    @Nullable
    Result result() {
        Made all = made;
        if (all == null) {
            throw new IllegalStateException("Not checked: " + work.claim().token());
        }
        return new Result(
                all.tracks(),
                all.files().stream().map(StoredFile::made).toList(),
                all.damaged(),
                all.changes(),
                warnings());
    }

    /** What of the source was left out, and why. */
    List<Warning> warnings() {
        return List.of();
    }

    /** What can be stored now; after the check, all that is not stored yet. */
    public final List<StoredFile> batch() {
        held = true;
        return next;
    }

    /** To be called when a batch is in the bucket. */
    void arrived(List<StoredFile> files) {
        held = false;
        next = List.of();
        files.forEach(file -> stored.put(file.path(), file));
    }

    /** Whether the last batch has not arrived. */
    final boolean isHeldUp() {
        return held;
    }

    final List<EncodedTrack> tracks() {
        Made all = made;
        return all == null ? List.of() : all.tracks();
    }

    final StoredFile file(String name, Path path) {
        MediaKey secret = key;
        boolean isEncrypted = secret != null && MediaKey.isFor(name);
        Path content = isEncrypted ? path.resolveSibling(path.getFileName() + ".encrypted") : path;
        StoredFile file = stored.get(content);
        if (file != null) {
            return file;
        }
        if (secret != null && isEncrypted) {
            try {
                secret.encrypt(name, path, PrivateFiles.file(content));
            } catch (IOException e) {
                throw new Setback(FailureCode.DISK_FULL, e.getMessage(), e);
            }
        }
        return StoredFile.of(work.video().id(), name, content);
    }

    final Made made(Outcome outcome, List<EncodedTrack> tracks, boolean changes) {
        List<StoredFile> files = new ArrayList<>();
        for (EncodedTrack track : tracks) {
            ChunkInspector.files(track, work.output()).forEach((key, path) -> files.add(file(key, path)));
        }
        return new Made(tracks, files, outcome.damaged(), changes);
    }

    /** Where to seek: a piece that came out wrong is tried again in another way. */
    final Approach approach() {
        return Approach.after(work.claim().failures());
    }

    final void makeFolders(List<String> names) {
        try {
            for (String name : names) {
                PrivateFiles.folder(work.output().resolve(name));
            }
        } catch (IOException e) {
            throw new Setback(FailureCode.DISK_FULL, e.getMessage(), e);
        }
    }

    final void join(Verification verification) {
        verification.files().forEach((name, pieces) -> {
            try {
                FragmentedFile.join(
                        PrivateFiles.file(work.output().resolve(name)),
                        pieces.stream().map(work.output()::resolve).toList());
            } catch (IOException e) {
                throw new Setback(FailureCode.DISK_FULL, e.getMessage(), e);
            }
        });
    }

    /** @param seconds that the result plays */
    final Invocation ffmpeg(Purpose purpose, List<String> arguments, double seconds) {
        return invocations.ffmpeg(work, purpose, arguments, effort(plan, seconds));
    }

    /** The limits for making so many seconds of a plan; FFmpeg may have to decode all that comes before. */
    public static Effort effort(Plan plan, double seconds) {
        Cost cost = Cost.of(plan);
        double planned =
                cost.decodingSeconds() + cost.seconds() * seconds / plan.grid().duration();
        return new Effort(seconds, planned, cost.memory());
    }
}
