package dev.reelroute.encode;

import dev.reelroute.check.ChunkInspector;
import dev.reelroute.check.DecodeCheck;
import dev.reelroute.check.DecodeCheck.Verification;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.Diagnosis;
import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ffmpeg.Progress;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.plan.Profile.Damaged;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.Invocations;
import dev.reelroute.task.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chunk of the video, decoded once for all renditions. Its segments are stored while FFmpeg writes the next ones.
 * They are not checked yet, and nothing refers to them. Their names contain the attempt, and those of a failed attempt
 * are swept.
 */
public final class ChunkPiece extends Piece {

    private final int chunk;
    private final List<String> renditions;

    ChunkPiece(Work work, Plan plan, FfmpegSettings settings, Invocations invocations) {
        super(work, plan, settings, invocations);
        this.chunk = work.claim().ordinal();
        this.renditions = plan.renditions().stream().map(Rendition::name).toList();
    }

    @Override
    Invocation command(@Nullable Outcome measured) {
        makeFolders(renditions);
        return ffmpeg(
                chunk == 0 || approach() == Approach.FROM_START ? Purpose.ENCODE_VIDEO : Purpose.ENCODE_AFTER_SEEK,
                new VideoChunkCommand(settings).arguments(plan, chunk, work.source(), approach()),
                mediaSeconds());
    }

    @Override
    double share(Progress progress) {
        return (double) progress.frame() / plan.grid().framesOf(chunk);
    }

    @Override
    double mediaSeconds() {
        return plan.grid().frameRate().seconds(plan.grid().framesOf(chunk));
    }

    @Override
    boolean isGrowing() {
        return true;
    }

    /** The next segment of each rendition, so that none lags behind. */
    @Override
    List<StoredFile> growth(boolean over) {
        List<StoredFile> files = new ArrayList<>();
        for (String rendition : over ? List.<String>of() : renditions) {
            Path folder = work.output().resolve(rendition);
            GrowingPlaylist.read(folder.resolve(Segments.PLAYLIST)).segments().stream()
                    .map(GrowingPlaylist.Segment::name)
                    .filter(name -> !stored.containsKey(folder.resolve(name)))
                    .findFirst()
                    .ifPresent(name -> {
                        long number = Long.parseLong(name.replaceFirst("\\..*", ""));
                        String key = ChunkInspector.key(
                                rendition, number, work.claim().attempt());
                        files.add(file(key, folder.resolve(name)));
                    });
        }
        return files;
    }

    @Override
    Made made(Outcome outcome) {
        if (outcome.damaged() && plan.damaged() == Damaged.STRICT) {
            String where = Damage.frames(plan.grid(), List.of(chunk));
            // Where a seek lands wrong, even a good source looks damaged; when it is read from its start, it does not.
            throw chunk == 0 || approach() == Approach.FROM_START
                    ? new Refused(FailureCode.SOURCE_DAMAGED, where)
                    : new Setback(FailureCode.SOURCE_DAMAGED, where);
        }
        return made(
                outcome,
                new ChunkInspector()
                        .chunk(plan, chunk, work.output(), work.claim().attempt()),
                PictureChanges.within(plan, chunk, outcome.lastLines()));
    }

    @Override
    public Invocation verification() {
        Verification verification = new DecodeCheck(settings).chunk(plan, tracks());
        join(verification);
        return ffmpeg(Purpose.CHECK_VIDEO, verification.arguments(), mediaSeconds());
    }

    /** Passes when the decoder reported nothing. */
    @Override
    boolean verified(Outcome outcome) {
        if (!outcome.succeeded() && outcome.lastLines().isEmpty()) {
            // When FFmpeg was ended from outside, it has reported nothing about what it encoded either.
            throw new Diagnosis().of(outcome);
        }
        new DecodeCheck(settings).requireClean(outcome.succeeded(), outcome.lastLines());
        return true;
    }
}
