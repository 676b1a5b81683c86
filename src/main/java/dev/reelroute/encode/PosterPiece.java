package dev.reelroute.encode;

import dev.reelroute.check.StillsCheck;
import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.plan.Plan;
import dev.reelroute.task.Invocations;
import dev.reelroute.task.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The poster. The storyboard is made of a finished rendition when the video is published. */
public final class PosterPiece extends Piece {

    PosterPiece(Work work, Plan plan, FfmpegSettings settings, Invocations invocations) {
        super(work, plan, settings, invocations);
    }

    @Override
    Invocation command(@Nullable Outcome measured) {
        return ffmpeg(
                Purpose.MAKE_STILLS,
                new StillsCommand(settings).arguments(plan, work.source(), approach()),
                plan.grid().duration());
    }

    @Override
    Made made(Outcome outcome) {
        String poster = new StillsCheck().poster(plan.stills(), work.output());
        return new Made(List.of(), List.of(file(poster, work.output().resolve(poster))), false, false);
    }
}
